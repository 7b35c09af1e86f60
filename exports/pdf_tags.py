"""The structure tree of a tagged PDF: which drawn words are a heading, a cell, a figure.

fpdf2 keeps a flat tree for the descriptions of images. A reader needs more (a table of
rows of cells), so this stands in for its builder, through the same three members that
its writer uses: `doc_struct_elem`, `empty()` and iteration over every object.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fpdf import FPDF
from fpdf.structure_tree import StructElem, StructTreeRoot


@dataclass(frozen=True, slots=True)
class _Content:
    """A piece of one page's drawing, as an element points at it."""

    page: Any
    number: int

    def serialize(self, **_: object) -> str:
        """The piece as a marked-content reference."""
        return f"<</Type /MCR /Pg {self.page.ref} /MCID {self.number}>>"


class TagTree:
    """The tree as it grows: elements open and close around what is drawn."""

    def __init__(self, pdf: FPDF) -> None:
        self._pdf = pdf
        self._root = StructTreeRoot()
        self.doc_struct_elem = StructElem(struct_type="/Document", parent=self._root, kids=[])
        self._root.k.append(self.doc_struct_elem)
        self._elements: list[Any] = []
        self._open: list[Any] = [self.doc_struct_elem]
        self._counts: dict[int, int] = {}
        self._marking: Any = None
        pdf.struct_builder = self

    def empty(self) -> bool:
        """Whether nothing has been tagged."""
        return not self._elements

    def __iter__(self) -> Iterator[Any]:
        yield self._root
        yield self.doc_struct_elem
        yield self._root.parent_tree
        yield from self._elements

    def open(self, kind: str, *, alt: str = "", scope: str = "") -> None:
        """Begin an element of a standard type ("H1", "TD"), within the one that is open."""
        self.end()
        element = StructElem(
            struct_type=f"/{kind}",
            parent=self._open[-1],
            kids=[],
            page_number=self._pdf.page,
            alt=alt or None,
        )
        if scope:
            element.a = f"<</O /Table /Scope /{scope}>>"
        self._open[-1].k.append(element)
        self._elements.append(element)
        self._open.append(element)

    def close(self) -> None:
        """End the element that was opened last."""
        self.end()
        self._open.pop()

    def mark(self, *, artifact: bool = False) -> None:
        """Have what is drawn next belong to the open element, or be decoration."""
        target = None if artifact or len(self._open) == 1 else self._open[-1]
        wanted = target or "artifact"
        if self._marking is wanted:
            return
        self.end()
        self._pdf._out("/Artifact BMC" if target is None else self._begin(target))
        self._marking = wanted

    def _begin(self, element: Any) -> str:
        page = self._pdf.page
        number = self._counts.get(page, 0)
        self._counts[page] = number + 1
        sheet = self._pdf.pages[page]
        sheet.struct_parents = page - 1
        element.k.append(_Content(sheet, number))
        self._root.parent_tree.nums[page - 1].append(element)
        return f"{element.s} <</MCID {number}>> BDC"

    def end(self) -> None:
        """Close the marked content, as before a new page."""
        if self._marking is not None:
            self._pdf._out("EMC")
            self._marking = None
