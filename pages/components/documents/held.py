"""`/documents/held/{reference}.zip`: all that is held about a person or an organisation.

`?name=`, `?email=` and `?organisation=` say about whom; the reference is the partnership's
own for the request, and stands in the log in place of the name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from db import subject_access
from db.access import require
from db.subject_access import Found, Held
from exports.archive import ZIP, render_zip
from exports.document import Block, Document, Facts, Heading, Paragraph, Table
from exports.html import render_html
from exports.tables import render_csv
from pages.components.documents.making import Made, file_name, guarded, page_for
from pages.components.reading import load_reading, make_response_document, notice_of
from pages.components.server.documents import NotFoundError, register
from pages.components.shell import Page
from scrutiny.access import Permission, Viewer, make_viewer
from scrutiny.subject import Subject

_LONGEST = 2_000  # characters of one value in the readable page; the CSV has it all
_UNSAFE = re.compile(r"[^\w.-]+")
LEFT_OUT = (
    "Not in this file: what young people, parents and carers said, which cannot be tied to "
    "anybody; the record of words that may disclose harm, which the safeguarding lead is asked "
    "for; and backups. Check for the names of others before giving it to anybody."
)


def make_held(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The ZIP: a page to read, every record as CSV, and an organisation's returns and files."""
    require(viewer, Permission.SUBJECT_ACCESS, to="answer a request for access")
    page, subject = page_for(viewer, query), read_subject(query)
    if format != "zip" or not subject.is_somebody:
        raise NotFoundError(format)
    held = page.database.read(subject_access.find_held, subject, viewer=viewer)
    files = {"held.html": render_html(_document(page, id, subject, held)).encode()}
    for found in held.tables:
        files[f"records/{found.table}.csv"] = render_csv(found.columns, _plain(found))
    files |= _returns(subject, held)
    files |= {f"files/{each.id}-{_safe(each.name)}": each.content for each in held.files}
    page.database.write(
        subject_access.log_given, reference=id, held=held, viewer=viewer, now=page.now
    )
    return render_zip(files, made=page.now), ZIP, f"{file_name('held', id)}.zip"


def read_subject(query: Mapping[str, str]) -> Subject:
    """About whom an address asks."""
    return Subject(query.get("name", ""), query.get("email", ""), query.get("organisation", ""))


def _document(page: Page, reference: str, subject: Subject, held: Held) -> Document:
    pairs = (
        ("Reference", reference), ("Name", subject.name), ("E-mail", subject.email),
        ("Organisation", subject.organisation), ("Records", str(held.rows)),
    )  # fmt: skip
    blocks: list[Block] = [
        Facts(tuple((label, value) for label, value in pairs if value)),
        Paragraph(LEFT_OUT),
    ]
    if not held.rows:
        blocks.append(Paragraph("Nothing is held."))
    for found in held.tables:
        blocks += [Heading(say_table(found.table)), *map(_table, [found])]
    return Document(
        title="What is held about you", blocks=tuple(blocks), made=page.now,
        owner=page.partnership.name, marking=page.partnership.sensitivity,
        notice=notice_of(page),
    )  # fmt: skip


def _table(found: Found) -> Table:
    """A line for each value that is not empty, so that long rows can be read."""
    rows = [
        (str(number), name.replace("_", " ").capitalize(), str(value)[:_LONGEST])
        for number, row in enumerate(found.rows, start=1)
        for name, value in zip(found.columns, row, strict=True)
        if value not in (None, "")
    ]
    caption = f"{say_table(found.table)}: {len(found.rows)} records"
    return Table(caption, ("Record", "Part", "What is held"), tuple(rows), widths=(1, 2, 7))


def say_table(name: str) -> str:
    """A table of the database in words."""
    return name.replace("_", " ").capitalize()


def _plain(found: Found) -> list[tuple[str, ...]]:
    return [tuple("" if value is None else str(value) for value in row) for row in found.rows]


def _returns(subject: Subject, held: Held) -> dict[str, bytes]:
    """The organisation's own returns as it reads them itself."""
    own = make_viewer("organisation", organisations=frozenset({subject.organisation}))
    as_theirs = page_for(own, {})
    made = {}
    for id in held.responses:
        reading = load_reading(as_theirs, id)
        name = file_name(reading.round_title or reading.form.title.say(), id)
        document = make_response_document(as_theirs, reading)
        made[f"returns/{name}.html"] = render_html(document).encode()
    return made


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).strip("._") or "file"


register("held", guarded(make_held))
