"""A composite puts the parts together, and shows nothing of too few."""

from __future__ import annotations

from forms.model import Question
from forms.text import plain
from scrutiny.composite import (
    Change,
    Extras,
    Filters,
    Return,
    Tally,
    Tile,
    build_composite,
    build_voice,
)
from scrutiny.review import ThemeCount
from tests.scrutiny.examples import NUMBERS, TYPES, choices, form, judgement

ASKED = form(judgement("a", scope="children"), judgement("b", scope="adults"))
TALLIES = [
    Tally("a", "academy", "fully_met", 6),
    Tally("a", "college", "not_met", 6),
    Tally("b", "academy", "fully_met", 6),
    Tally("b", "college", "fully_met", 3),
    Tally("b", "college", "not_applicable", 3),
]
RETURNS = [
    *(Return(f"o{n}", f"O{n}", "academy", "submitted", late=n == 0) for n in range(6)),
    *(Return(f"p{n}", f"P{n}", "college", "submitted", late=False) for n in range(6)),
    *(Return(f"q{n}", f"Q{n}", "college", "not_started", late=False) for n in range(4)),
]
EXTRAS = Extras(
    returns=RETURNS,
    changes=[
        Change("A", "not_met", "fully_met", 2),
        Change("A", "fully_met", "fully_met", 4),
        Change("A", "not_met", "not_met", 4),
    ],
    previous_form=ASKED,
    open_actions=1200,
    overdue_actions=3,
)


def test_the_headline_says_the_whole_in_six_tiles() -> None:
    composite = build_composite(
        ASKED, TALLIES, rules=NUMBERS, types=TYPES, answered=12, extras=EXTRAS
    )
    assert [(tile.label, tile.value, tile.note) for tile in composite.headline] == [
        ("Return rate", "75%", "12 of 16 returned"),
        ("On time", "69%", "11 of 16 by the deadline"),
        ("Fully met", "71%", "of 21 judgements that apply"),
        ("Open actions", "1,200", ""),
        ("Overdue actions", "3", ""),
        ("Change from last year", "20 points up", "over 10 matched judgements"),
    ]
    assert (composite.title, str(composite.answered), composite.hidden) == ("Audit", "12", "")


def test_every_part_is_filled() -> None:
    composite = build_composite(
        ASKED, TALLIES, rules=NUMBERS, types=TYPES, answered=12, extras=EXTRAS
    )
    assert [(s.key, s.percent_best) for s in composite.standards] == [("A", 50.0), ("B", 100.0)]
    assert [(s.title, str(s.shown)) for s in composite.sections] == [("One", "71%")]
    assert [s.key for s in composite.lowest] == ["A", "B"]
    assert [s.key for s in composite.highest] == ["B", "A"]
    assert composite.change is not None
    assert composite.change.matched == 10
    assert [str(cell) for cell in composite.heat_map.rows[1].cells] == ["hidden", "fewer than 5"]
    assert composite.return_status.total.in_scope == 16


def test_scopes_narrow_the_standards() -> None:
    composite = build_composite(
        ASKED, TALLIES, rules=NUMBERS, types=TYPES, answered=12,
        filters=Filters(scopes=frozenset({"adults"})),
    )  # fmt: skip
    assert [s.key for s in composite.standards] == ["B"]
    assert composite.headline[-1] == Tile(
        "change", "Change from last year", "none", "nothing to compare with"
    )


def hidden(answered: int, everyone: int) -> str:
    composite = build_composite(
        ASKED, TALLIES, rules=NUMBERS, types=TYPES, answered=answered,
        extras=Extras(returns=RETURNS, everyone=everyone),
    )  # fmt: skip
    assert (composite.standards, composite.headline) == ((), ())
    assert composite.return_status.total.in_scope == 16
    return composite.hidden


def test_a_choice_of_too_few_in_or_out_shows_only_the_returns() -> None:
    assert hidden(4, 40) == "Not shown: fewer than 5 returns are in this choice."
    assert hidden(0, 40) == "Nobody has answered yet."
    assert hidden(38, 40) == "Not shown: this choice leaves out fewer than 5 returns. Widen it."


VOICE = form(
    Question("listened", "rating", plain("Did people listen?"), choices=choices("yes", "no"))
)
SAID = [Tally("listened", "", "yes", 14), Tally("listened", "", "no", 6)]


def test_a_campaign_shows_distributions_and_themes_that_enough_spoke_of() -> None:
    themes = [ThemeCount("waiting", "improvement", 6), ThemeCount("names", "improvement", 2)]
    voice = build_voice(VOICE, SAID, rules=NUMBERS, respondents=20, themes=themes)
    assert [[str(s.count) for s in d.spreads] for d in voice.distributions] == [["14", "6"]]
    assert [theme.theme for theme in voice.themes] == ["waiting"]
    assert (str(voice.respondents), voice.hidden) == ("20", "")


def test_a_campaign_of_too_few_shows_nothing() -> None:
    voice = build_voice(VOICE, SAID, rules=NUMBERS, respondents=20, minimum_group=25)
    assert (voice.distributions, voice.hidden) == ((), "fewer than 25 people answered")
    assert str(voice.respondents) == "fewer than 25"
