"""A document of the partnership as a document: a letter, a report, a briefing, a leaflet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from exports.document import Block, Box, Bullets, Document, Facts, Heading, Paragraph, Table
from exports.moment import spoken_date
from forms.model import Tone
from scrutiny.paper import (
    PAPER_STATE_LABELS,
    Look,
    Paper,
    PaperPart,
    PaperState,
    PartKind,
    say_approvers,
)

_BULLET = "- "
_NOTICES = {
    PaperState.DRAFT: "Draft: not approved",
    PaperState.FOR_APPROVAL: "Draft: waiting for approval",
    PaperState.WITHDRAWN: "Withdrawn",
}
_PLAIN_DRAFT = "Draft"


def paper_document(paper: Paper, *, made: datetime, owner: str = "", notice: str = "") -> Document:
    """The document as it will be read; before it is approved every page says that it is a draft."""
    notices = (_notice(paper), notice)
    return Document(
        title=paper.title,
        blocks=tuple(_blocks(paper, made)),
        made=made,
        version=str(paper.version),
        owner=owner,
        marking=paper.sensitivity,
        notice=". ".join(each.strip(". ") for each in notices if each),
    )


def paper_blocks(paper: Paper, *, made: datetime) -> list[Block]:
    """What the document says, as it goes with an agenda: its seal is one line at its end."""
    told = _letter(paper, made) if paper.look is Look.LETTER else _report(paper)
    return [*told, Paragraph(_say_seal(paper), small=True)]


def _say_seal(paper: Paper) -> str:
    day = f" on {spoken_date(paper.approved_on)}" if paper.approved_on else ""
    approved = f"approved by {_who(paper)}{day}, " if paper.approved_by else ""
    return (
        f"{PAPER_STATE_LABELS[paper.state]}, {approved}version {paper.version}, "
        f"seal {paper.seal[:16]}."
    )


def _notice(paper: Paper) -> str:
    if paper.state is PaperState.DRAFT and not paper.needs_approval:
        return _PLAIN_DRAFT
    return _NOTICES.get(paper.state, "")


def _blocks(paper: Paper, made: datetime) -> Iterator[Block]:
    if paper.look is Look.LETTER:
        yield from _letter(paper, made)
    else:
        yield from _report(paper)
    if paper.look is Look.LEAFLET and paper.is_frozen:
        words = f"Version {paper.version}, seal {paper.seal[:16]}"
        yield Paragraph(words, small=True)
    else:
        yield from _approval(paper)


def _report(paper: Paper) -> Iterator[Block]:
    pairs = _filled(("Reference", paper.reference), ("For", paper.addressee))
    if pairs and paper.look is Look.REPORT:
        yield Facts(pairs)
    for number, part in enumerate(_shown(paper), start=1):
        is_numbered = paper.look is Look.BRIEFING
        yield Heading(f"{number} {part.heading}" if is_numbered else part.heading)
        yield from _part(part)


def _letter(paper: Paper, made: datetime) -> Iterator[Block]:
    """Date and reference, whom it is for, its parts, its signature, and what stands beneath."""
    day = paper.issued_on or paper.approved_on or made.date()
    yield Facts(_filled(("Date", spoken_date(day)), ("Our reference", paper.reference)))
    yield from _words(paper.addressee, paper.salutation)
    for part in (part for part in _shown(paper) if not part.is_annex):
        yield Heading(part.heading)
        yield from _part(part)
    yield from _words(*paper.farewell.split("\n\n"))
    for part in (part for part in _shown(paper) if part.is_annex):
        yield Heading(part.heading)
        yield from _part(part)


def _words(*words: str) -> Iterator[Block]:
    yield from (Paragraph(text) for text in words if text.strip())


def _filled(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[1].strip())


def _shown(paper: Paper) -> Sequence[PaperPart]:
    """The parts that hold anything."""
    return [part for part in paper.parts if part.words.strip() or part.rows]


def _part(part: PaperPart) -> Iterator[Block]:
    yield from word_blocks(part.words)
    if part.kind is PartKind.TABLE and part.rows:
        yield Table(
            caption=part.heading, columns=part.columns, rows=part.rows, widths=_widths(part),
            shows_caption=False,
        )  # fmt: skip


def _widths(part: PaperPart) -> tuple[float, ...]:
    """Wide columns for long words: by the longest cell, within bounds."""
    cells = zip(part.columns, *part.rows, strict=True)
    return tuple(min(max(max(map(len, column)), 9), 42) ** 0.7 for column in cells)


def word_blocks(words: str) -> list[Block]:
    """Plain words as paragraphs and lists: lines that begin with "- " are bullets."""
    blocks: list[Block] = []
    for paragraph in words.strip().split("\n\n"):
        blocks += _lines(paragraph.strip().splitlines())
    return blocks


def _lines(lines: Sequence[str]) -> Iterator[Block]:
    """The lines of one paragraph: runs of bullets, and runs of words between them."""
    run: list[str] = []
    is_list = False
    for line in [*lines, ""]:
        starts = line.startswith(_BULLET)
        if run and (starts != is_list or not line):
            yield Bullets(tuple(run)) if is_list else Paragraph("\n".join(run))
            run = []
        is_list = starts
        if line.strip():
            run.append(line.removeprefix(_BULLET).strip() if starts else line)


def _approval(paper: Paper) -> Iterator[Block]:
    """Who approved it and when, and the seal over what was approved."""
    if paper.is_frozen:
        yield Heading("About this document")
        yield Facts(
            _filled(
                ("Status", PAPER_STATE_LABELS[paper.state]),
                ("Approved by", _who(paper) if paper.needs_approval else ""),
                ("Approved on", _day(paper.approved_on) if paper.needs_approval else ""),
                ("Decision", "Agreed that it goes out" if paper.needs_approval else ""),
                ("Remark", paper.approval_note),
                ("Issued by", "" if paper.needs_approval else paper.approved_by),
                ("Issued on", _day(paper.issued_on)),
                ("Published", _published(paper)),
                ("Version", str(paper.version)),
                ("Seal (SHA-256)", _in_groups(paper.seal)),
            )
        )
    elif paper.needs_approval and paper.state is not PaperState.WITHDRAWN:
        words = f"{say_approvers(paper)} has to approve it before it goes out."
        yield Box("Approval", words, Tone.MIDDLING)


def _day(day: date | None) -> str:
    return spoken_date(day) if day else ""


def _who(paper: Paper) -> str:
    if not paper.needs_approval:
        return f"{paper.approved_by} (no approval was needed)" if paper.approved_by else ""
    if paper.approvals:
        return paper.approved_by  # each of several: their names say it all
    return ", ".join(filter(None, (paper.approved_by, say_approvers(paper))))


def _published(paper: Paper) -> str:
    if not paper.is_published or paper.published_on is None:
        return ""
    by = f", approved by {paper.published_by}" if paper.published_by else ""
    return f"{spoken_date(paper.published_on)}{by}"


def _in_groups(seal: str) -> str:
    """A seal in groups of eight, so that it can be compared by eye and wraps in a column."""
    return " ".join(seal[at : at + 8] for at in range(0, len(seal), 8))
