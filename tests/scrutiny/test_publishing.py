"""What the public may know of a published document: all that it says, and no name behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scrutiny.access import NOBODY, make_viewer
from scrutiny.paper import Paper, PaperPart, PaperState, PartKind, holds_seal, make_seal
from scrutiny.publishing import (
    Published,
    for_public,
    holds_words,
    reads_as_public,
    say_kind,
    say_what,
)
from scrutiny.template import load_templates

TABLE = PaperPart("b", "Actions", PartKind.TABLE, columns=("What",), rows=(("A Café rota",),))
PAPER = Paper(
    "p", "highlights", "Key highlights: neglect",
    (PaperPart("a", "Good", words="We listen."), TABLE), state=PaperState.ISSUED,
    written_by="Ann Author", approved_by="Ap Prover",
    approval_note="Mind the tone", published_by="Pub Lisher", published_on=date(2026, 3, 9),
    publication_reason="Learning", reference="TE-2026-001",
)  # fmt: skip
PAPER = replace(PAPER, seal=make_seal(PAPER))


def test_no_name_or_remark_is_left_and_the_seal_still_holds() -> None:
    told = for_public(PAPER)
    for words in ("Ann Author", "Ap Prover", "Mind the tone", "Pub Lisher", "Learning"):
        assert words not in repr(told)
    assert (told.parts, told.title, told.published_on) == (
        PAPER.parts, PAPER.title, PAPER.published_on,
    )  # fmt: skip
    assert holds_seal(told)


@pytest.mark.parametrize(
    ("role", "organisation", "is_public"),
    [("nobody", "", True), ("young_person", "", True), ("board_reader", "", True),
     ("organisation", "trent", False), ("sign_off", "trent", False), ("mars_team", "", False),
     ("portfolio_lead", "", False), ("administrator", "", False)],
)  # fmt: skip
def test_who_works_with_documents_knows_their_people(
    role: str, organisation: str, is_public: bool
) -> None:
    viewer = make_viewer(role, organisations=frozenset({organisation} - {""}))
    assert reads_as_public(viewer) is is_public
    assert reads_as_public(NOBODY)


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [("", True), ("NEGLECT", True), ("listen neglect", True), ("café", True), ("te-2026", True),
     ("neglect harm", False), ("author", False)],
)  # fmt: skip
def test_words_are_found_in_what_it_says(wanted: str, is_found: bool) -> None:
    assert holds_words(PAPER, wanted) is is_found


def test_a_kind_is_said_in_words_and_an_unknown_one_plainly() -> None:
    templates = load_templates().templates
    assert say_kind(templates["you_said"]) == "You said, we did"
    assert say_what(templates["you_said"]).startswith("What children, young people and families")
    assert say_what(templates["overview"]) == templates["overview"].about
    assert (say_kind(None), say_what(None)) == ("Document", "")
    assert Published("p", "T", "t", "m", date(2025, 12, 31)).year == "2025"
