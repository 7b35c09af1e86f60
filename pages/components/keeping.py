"""Looking at an uploaded file before it is kept: its kind, its size, and a virus scan."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from pages.components.server import clamd
from pages.components.shell import Page
from scrutiny.evidence import EvidenceRefusedError, Scan, examine, plain_name
from scrutiny.virus_scanner import make_virus_scanner

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: its plain name, the kind that it really is, and its scan."""

    name: str
    kind: str
    content: bytes
    scan: Scan


def examine_upload(page: Page, name: str, content: bytes) -> Examined:
    """The file as it may be kept; raises EvidenceRefusedError for one that may not.

    Where a scanner is configured and gives no verdict, the file is refused.
    """
    limits = page.partnership.evidence
    name = plain_name(name)
    kind = examine(name, content, accept=limits.accept, max_bytes=limits.max_bytes)
    return Examined(name, kind.media_type, content, _scan(page, content))


def _scan(page: Page, content: bytes) -> Scan:
    scanner = make_virus_scanner(page.settings.clamd)
    if scanner is None:
        return Scan.NOT_SCANNED
    try:
        verdict = clamd.scan(content, scanner)
    except clamd.ScannerError as error:
        _log.warning("A file was not kept: %s", error)
        raise EvidenceRefusedError(
            "The virus scanner does not answer, so nothing was kept. Try again in a few minutes; "
            f"if it goes on, write to {page.partnership.email}"
        ) from error
    if verdict.scan is Scan.REFUSED:
        _log.warning("A file was not kept: clamd found %s", verdict.found)
        raise EvidenceRefusedError(
            "The virus scanner found something harmful in this file. It was not kept: "
            "ask whoever looks after your computers to check it"
        )
    return verdict.scan
