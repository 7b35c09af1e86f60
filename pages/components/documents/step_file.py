"""`/documents/step_file/{id}.download`: a file that came with a step, only ever as a download."""

from __future__ import annotations

from collections.abc import Mapping

from db import step_files
from db.errors import NotFoundError as Missing
from pages.components.documents.file import FORMAT
from pages.components.documents.making import Made
from pages.components.server.documents import NotFoundError, register
from pages.components.server.runtime import runtime
from scrutiny.access import Viewer


def give_step_file(viewer: Viewer, id: str, format: str, _query: Mapping[str, str]) -> Made:
    """The bytes as they came; the browser is told no type that it would open or run."""
    if format != FORMAT:
        raise NotFoundError
    try:
        kept = runtime().database.read(step_files.get_step_file, id, viewer=viewer)
    except Missing as error:
        raise NotFoundError from error
    return kept.content, "application/octet-stream", kept.name


register("step_file", give_step_file)
