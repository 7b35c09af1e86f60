"""What may be kept as evidence is told by its content; everything else is refused in words."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from scrutiny.evidence import KINDS, EvidenceRefusedError, examine, plain_name, say_size
from scrutiny.partnership import PATH, PartnershipError, partnership, read_partnership

OPEN_XML = "application/vnd.openxmlformats-officedocument."


def zipped(**parts: str) -> bytes:
    """A ZIP; "__" in a name stands for a slash, "_dot_" for a dot."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, words in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), words)
    return kept.getvalue()


def office(main: str, kind: str, **more: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Override ContentType="{kind}.main+xml"/>')
        for name, words in {main: "<document/>", **more}.items():
            archive.writestr(name, words)
    return kept.getvalue()


DOCX = office("word/document.xml", OPEN_XML + "wordprocessingml.document")
PPTX = office("ppt/presentation.xml", OPEN_XML + "presentationml.presentation")
ODT = zipped(mimetype="application/vnd.oasis.opendocument.text", content_dot_xml="<x/>")
ODS = zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet")
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def workbook() -> bytes:
    kept = io.BytesIO()
    Workbook().save(kept)
    return kept.getvalue()


def look(name: str, content: bytes) -> str:
    limits = partnership().evidence
    return examine(name, content, accept=limits.accept, max_bytes=limits.max_bytes).media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", PDF), ("Plan.DOCX", DOCX), ("rows.xlsx", workbook()), ("talk.pptx", PPTX),
        ("plan.odt", ODT), ("rows.ods", ODS), ("picture.png", PNG), ("a.jpg", JPEG),
        ("a.jpeg", JPEG), ("minutes.txt", "Réunion – 3 < 5\n".encode()),
        ("minutes.txt", "Réunion".encode("cp1252")), ("rows.csv", "a;b\n1;2\n".encode("utf-16")),
        ("rows.csv", b"\xef\xbb\xbfname,date\r\n"),
    ],
)  # fmt: skip
def test_the_plain_kinds_are_taken(name: str, content: bytes) -> None:
    assert look(name, content) == KINDS[name.rpartition(".")[2].lower()].media_type


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty.pdf", b"", "empty"),
        ("big.pdf", PDF + b"x" * 10 * 1024 * 1024, "larger than 10 MB"),
        ("plan.pdf", b"MZ\x90\0 a program", "is a program"),
        ("plan.txt", b"#!/bin/sh\nrm -rf /\n", "is a program"),
        ("plan.png", b"\x7fELF\x02", "is a program"),
        ("setup.exe", PDF, "not taken"),
        ("plan", PDF, "not taken"),
        ("plan.pdf.html", PDF, "not taken"),
        ("page.html", b"<!DOCTYPE html><script>1</script>", "web page"),
        ("page.txt", b"  <HTML><body>", "web page"),
        ("drawing.png", b"\xef\xbb\xbf <svg xmlns='x' onload='alert(1)'>", "web page"),
        ("drawing.svg", b"<?xml version='1.0'?><svg/>", "web page"),
        ("page.txt", "<html>".encode("utf-16"), "web page"),
        ("rows.csv", b"name\n<script>alert(1)</script>\n", "something else"),
        ("minutes.txt", b"words\0and more", "something else"),
        ("minutes.txt", PDF, "something else"),
        ("plan.docx", PDF, "something else"),
        ("plan.pdf", PNG, "something else"),
        ("plan.pdf", DOCX, "something else"),
        ("rows.xlsx", DOCX, "something else"),
        ("plan.odt", ODS, "something else"),
        ("plan.docx", zipped(a_dot_txt="a"), "something else"),
        ("plan.docx", b"PK\x03\x04 broken", "something else"),
        ("plan.docx", b"MZ" + DOCX, "is a program"),
        ("plan.docx", b"junk" + DOCX, "something else"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or password-protected"),
    ],
)
def test_everything_else_is_refused_in_plain_words(name: str, content: bytes, why: str) -> None:
    with pytest.raises(EvidenceRefusedError, match=why):
        look(name, content)


WORD = OPEN_XML + "wordprocessingml.document"


@pytest.mark.parametrize(
    "content",
    [
        office("word/document.xml", WORD, **{"word/vbaProject.bin": "x"}),
        office("word/document.xml", WORD, **{"word/activeX/activeX1.xml": "x"}),
        office("word/document.xml", "application/vnd.ms-word.document.macroEnabled"),
        office("xl/workbook.xml", OPEN_XML + "spreadsheetml.sheet", **{"xl/macrosheets/a": "x"}),
        zipped(mimetype="application/vnd.oasis.opendocument.text", Basic__Standard__a="x"),
    ],
)
@pytest.mark.parametrize("name", ["plan.docx", "plan.docm", "plan.xlsx", "plan.odt", "plan.txt"])
def test_macros_are_refused_whatever_the_name(name: str, content: bytes) -> None:
    with pytest.raises(EvidenceRefusedError, match="macros or controls"):
        look(name, content)


def test_a_part_that_unfolds_without_end_is_read_to_a_limit() -> None:
    kind = f'<Override ContentType="{WORD}.main+xml"/>'
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", " " * 50_000_000 + kind)
        archive.writestr("word/document.xml", "x")
    with pytest.raises(EvidenceRefusedError, match="something else"):
        look("plan.docx", kept.getvalue())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\me\\plan.pdf", "plan.pdf"), ("../../etc/plan.pdf", "plan.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe"), ("pl\0an\r\n.pdf", "plan.pdf"), ("", "file"),
        ("a  b.pdf", "a b.pdf"), ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)  # fmt: skip
def test_a_name_is_plain(given: str, kept: str) -> None:
    assert plain_name(given) == kept


def test_sizes_are_said_in_words() -> None:
    assert [say_size(n) for n in (1, 340 * 1024, 2_200_000)] == ["1 KB", "340 KB", "2.1 MB"]


def test_a_kind_that_cannot_be_checked_is_not_accepted_in_the_settings() -> None:
    text = PATH.read_text("utf-8").replace("accept: [pdf,", "accept: [exe, pdf,")
    with pytest.raises(PartnershipError, match="accepts exe, whose content cannot be checked"):
        read_partnership(text)
