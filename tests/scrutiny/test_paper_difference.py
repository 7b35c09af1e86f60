"""What changed between two versions of a document."""

from __future__ import annotations

from dataclasses import replace

from scrutiny.paper import Paper, PaperPart, PartKind
from scrutiny.paper_difference import PartDifference, list_part_differences

BEFORE = Paper(
    "p", "t", "Letter",
    (
        PaperPart("a", "Good", words="One\n\n- two"),
        PaperPart("b", "Actions", PartKind.TABLE, rows=(("Do it", "May"),)),
        PaperPart("c", "Gone", words="Old"),
    ),
)  # fmt: skip


def test_only_what_changed_is_listed_line_by_line() -> None:
    after = replace(
        BEFORE,
        title="Note",
        parts=(
            replace(BEFORE.parts[0], words="One\n\n- two and a half\n- three"),
            replace(BEFORE.parts[1], rows=(("Do it", "June"),)),
        ),
    )
    assert list_part_differences(BEFORE, after) == (
        PartDifference("Title", ("Letter",), ("Note",)),
        PartDifference("Good", ("- two",), ("- two and a half", "- three")),
        PartDifference("Actions", ("Do it, May",), ("Do it, June",)),
        PartDifference("Gone", ("Old",), ()),
    )
    assert list_part_differences(after, after) == ()
