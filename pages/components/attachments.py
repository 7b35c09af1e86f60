"""The evidence files of a return as a list to download from, wherever they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from db import evidence
from exports.response_document import say_support
from forms.model import Form
from pages.components.html import link, show, tag
from pages.components.shell import Page
from pages.components.words import say
from scrutiny.evidence import SCAN_LABELS, EvidenceFile, say_size

__all__ = ["list_files", "say_support", "show_files"]


def list_files(page: Page, response: str) -> list[EvidenceFile]:
    """The files of a return that the viewer may read."""
    return page.database.read(evidence.list_evidence, response=response, viewer=page.viewer)


def show_files(
    files: Sequence[EvidenceFile], form: Form, *, query: str = "", language: str = "en"
) -> None:
    """Each file as a link, with what it supports, its size, and whether it was scanned."""
    rows = [
        tag(
            "li",
            link(
                say("evidence_download", language, name=file.name),
                f"/documents/file/{file.id}.download{query}",
            ),
            " ",
            say(
                "evidence_about",
                language,
                size=say_size(file.size),
                supports=say_support(form, file.supports, language),
                scan=SCAN_LABELS[file.scan],
            ),
        )
        for file in files
    ]
    show(tag("ul", *rows, class_="evidence-files"))
