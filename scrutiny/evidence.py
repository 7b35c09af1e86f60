"""Evidence files: what may be kept with a return, told by the content and not by the name.

Kept are a few plain kinds that open without running anything. Each is known by its first
bytes, and the office kinds by what stands inside their ZIP as well.
"""

from __future__ import annotations

import io
import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_NAME = 200
_LONGEST_PART = 1024 * 1024  # of what is read inside an office file
_MOST_PARTS = 20_000
#: What a ZIP that is broken, locked or packed in an unknown way makes its reader raise.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, LookupError, OSError, RuntimeError, ValueError,
)  # fmt: skip


class Scan(StrEnum):
    """What the virus scanner said; a refused file is not kept."""

    CLEAN = "clean"
    REFUSED = "refused"
    NOT_SCANNED = "not_scanned"


SCAN_LABELS: Mapping[Scan, str] = {
    Scan.CLEAN: "Scanned, clean",
    Scan.REFUSED: "Refused",
    Scan.NOT_SCANNED: "Not scanned for viruses",
}


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file kept with a return; `supports` is a question's id, or "" for all of it."""

    id: str
    response: str
    name: str
    size: int
    supports: str
    scan: Scan
    added: datetime


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that may be kept: its media type, and how its content is known."""

    media_type: str
    is_like: Callable[[bytes], bool]


class EvidenceRefusedError(ValueError):
    """A file that is not kept; the message says why and what to do, and never its name."""


def examine(name: str, content: bytes, *, accept: Sequence[str], max_bytes: int) -> Kind:
    """The kind of a file that may be kept; raises EvidenceRefusedError for any other."""
    if not content:
        raise EvidenceRefusedError("This file is empty. Choose another")
    if len(content) > max_bytes:
        raise EvidenceRefusedError(
            f"This file is larger than {max_bytes // (1024 * 1024)} MB. "
            "Make it smaller, or send the part that matters"
        )
    _refuse_dangerous(content)
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix not in accept or suffix not in KINDS:
        raise EvidenceRefusedError(
            f"Files of this kind are not taken. Save it as one of these: {', '.join(accept)}"
        )
    kind = KINDS[suffix]
    if not kind.is_like(content):
        raise EvidenceRefusedError(
            f"The name ends in .{suffix}, but what is inside is something else. Open it, save it "
            f"anew as {suffix.upper()} without a password, and choose that file"
        )
    return kind


def plain_name(name: str) -> str:
    """The name without folders, and without letters that cannot be seen or turn it round."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return " ".join(seen.split())[-LONGEST_NAME:] or "file"


def say_size(size: int) -> str:
    """A size in words: "340 KB", "2.1 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


# What is never kept.

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce",
             b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
             b"L\0\0\0\x01\x14\x02\0")  # fmt: skip
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_MARKUP = ("<!doctype", "<html", "<svg", "<script", "<?xml", "<iframe", "<body", "<!entity")
_ACTIVE = ("vbaproject.bin", "vbadata.xml")
_ACTIVE_FOLDERS = ("activex/", "macrosheets/", "dialogsheets/")
_ACTIVE_ROOTS = ("basic/", "scripts/")


def _refuse_dangerous(content: bytes) -> None:
    if content.startswith(_PROGRAMS):
        raise EvidenceRefusedError("This is a program, whatever its name says. It was not kept")
    if content.startswith(_OLD_OFFICE):
        raise EvidenceRefusedError(
            "This is an old or password-protected office file. Save it as PDF, DOCX, XLSX or PPTX "
            "without a password, and choose that file"
        )
    if content.startswith(_ZIP):
        _refuse_macros(content)
    elif _is_markup(content):
        raise EvidenceRefusedError(
            "This is a web page or a drawing that can run code. Save it as PDF or PNG, "
            "and choose that file"
        )


def _is_markup(content: bytes) -> bool:
    """Whether a browser could take it for a page: markup at its start, whatever stands before."""
    head = content[:2048].decode("latin-1").replace("\0", "").lower()
    return head.lstrip("\ufeffþÿï»¿ \t\r\n").startswith(("<", *_MARKUP))


def _refuse_macros(content: bytes) -> None:
    names = [name.lower() for name in _list_parts(content)]
    is_active = any(
        name.endswith(_ACTIVE)
        or any(folder in name for folder in _ACTIVE_FOLDERS)
        or name.startswith(_ACTIVE_ROOTS)
        for name in names
    )
    if is_active or b"macroenabled" in _read_part(content, "[Content_Types].xml").lower():
        raise EvidenceRefusedError(
            "This file holds macros or controls that can run code. Save it without them "
            "(DOCX, XLSX or PPTX) or as PDF, and choose that file"
        )


# How each kind is known.


def _list_parts(content: bytes) -> list[str]:
    """The names inside a ZIP; none where it cannot be read or is not meant honestly."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except _UNREADABLE:
        return []
    return names if len(names) <= _MOST_PARTS else []


def _read_part(content: bytes, name: str) -> bytes:
    """One part inside a ZIP, up to a length; b"" where there is none that can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(name) as part:
            return part.read(_LONGEST_PART)
    except _UNREADABLE:
        return b""


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures)


def _is_office(main: str, media_type: str) -> Callable[[bytes], bool]:
    def check(content: bytes) -> bool:
        types = _read_part(content, "[Content_Types].xml")
        return (
            content.startswith(_ZIP)
            and main in _list_parts(content)
            and f"{media_type}.main+xml".encode() in types
        )

    return check


def _is_open_document(media_type: str) -> Callable[[bytes], bool]:
    def check(content: bytes) -> bool:
        said = _read_part(content, "mimetype").strip()
        return content.startswith(_ZIP) and said == media_type.encode()

    return check


def _is_text(content: bytes) -> bool:
    """Words and nothing else: no bytes that only programs and pictures have, and no markup."""
    text = _decode(content)
    if text is None:
        return False
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text):
        return False
    plain = text.lower()
    return not (plain.startswith(("{\\rtf", "%pdf")) or any(mark in plain for mark in _MARKUP))


def _decode(content: bytes) -> str | None:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


def _office(part: str, name: str) -> Kind:
    return Kind(_OPEN_XML + name, _is_office(part, _OPEN_XML + name))


def _open_document(name: str) -> Kind:
    return Kind(_OPEN_DOCUMENT + name, _is_open_document(_OPEN_DOCUMENT + name))


_JPEG = Kind("image/jpeg", _starts(b"\xff\xd8\xff"))

#: The kinds that can be told apart, by the end of a file's name.
KINDS: Mapping[str, Kind] = {
    "pdf": Kind("application/pdf", _starts(b"%PDF-")),
    "docx": _office("word/document.xml", "wordprocessingml.document"),
    "xlsx": _office("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": _office("ppt/presentation.xml", "presentationml.presentation"),
    "odt": _open_document("text"),
    "ods": _open_document("spreadsheet"),
    "png": Kind("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "txt": Kind("text/plain", _is_text),
    "csv": Kind("text/csv", _is_text),
}
