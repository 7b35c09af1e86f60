"""`/documents/file/{id}.download`: a file kept with a response, only ever as a download."""

from __future__ import annotations

from collections.abc import Mapping

from db import files, sign_offs
from db.errors import NotFoundError as Missing
from pages.components.documents.making import Made, with_link
from pages.components.server.documents import NotFoundError, register
from pages.components.server.runtime import runtime
from scrutiny.access import Viewer, make_viewer
from scrutiny.links import Link, LinkKind, read_link

FORMAT = "download"


def give_file(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The bytes as they came; the browser is told no type that it would open or run."""
    if format != FORMAT:
        raise NotFoundError
    link = read_link(query.get("link", ""), secret=runtime().settings.secret)
    if link is not None and link.kind is LinkKind.SIGN_OFF:
        viewer = as_signer(link)
    elif link is not None:
        viewer = with_link(viewer, link.id, query)
    try:
        kept = runtime().database.read(files.get_file, id, viewer=viewer)
    except Missing as error:
        raise NotFoundError from error
    return kept.content, "application/octet-stream", kept.name


def as_signer(link: Link) -> Viewer:
    """Who is asked to sign reads that one return, until they have signed or their link ends.

    Raises NotFoundError when it opens nothing any more.
    """
    held = runtime()
    try:
        asked = held.database.read(sign_offs.get_sign_off, link.id)
    except Missing as error:
        raise NotFoundError from error
    if link.has_expired(held.clock()) or not asked.is_open:
        raise NotFoundError
    return make_viewer("sign_off", responses=frozenset({asked.response}))


register("file", give_file)
