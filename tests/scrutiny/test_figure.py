"""Numbers are medians and quartiles, and never one setting's own."""

from __future__ import annotations

from forms.model import Question
from forms.text import plain
from scrutiny.figure import NumberResult, show_numbers
from scrutiny.suppression import NOTHING, Rule, Shown
from scrutiny.tally import NumberTally
from tests.scrutiny.examples import TYPES, form

ASKED = form(Question("referrals", "number", plain("Referrals"), contextual=True))


def shown(*tallies: NumberTally) -> list[NumberResult]:
    return list(show_numbers(ASKED, tallies, types=TYPES, rule=Rule(5), spread_rule=Rule(10)))


def test_ten_settings_show_the_median_and_the_quartiles() -> None:
    everyone, colleges = shown(
        NumberTally("referrals", "", 40, lower=2, median=5.5, upper=1200),
        NumberTally("referrals", "college", 10, lower=1, median=2, upper=3),
    )
    assert (everyone.label, str(everyone.n), str(everyone.median)) == ("All", "40", "5.5")
    assert (everyone.range_words, colleges.range_words) == ("2 to 1,200", "1 to 3")
    assert colleges.label == "Colleges"


def test_five_settings_show_the_median_alone() -> None:
    (found,) = shown(NumberTally("referrals", "", 5, lower=2, median=5, upper=9))
    assert (found.median, found.lower, found.upper, found.range_words) == (
        Shown(5, "5"),
        None,
        None,
        "",
    )


def test_four_settings_show_nothing() -> None:
    (found,) = shown(NumberTally("referrals", "", 4, lower=2, median=5, upper=9))
    assert (str(found.n), str(found.median), found.range_words) == (
        "fewer than 5",
        "fewer than 5",
        "",
    )


def test_a_number_nobody_gave_still_has_its_line() -> None:
    (found,) = shown()
    assert (found.question, found.n, found.median) == ("referrals", NOTHING, NOTHING)


def test_only_contextual_numbers_are_shown() -> None:
    plain_number = form(Question("pupils", "number", plain("Pupils")))
    tally = NumberTally("pupils", "", 40, lower=2, median=5, upper=9)
    assert show_numbers(plain_number, [tally], types={}, rule=Rule(5), spread_rule=Rule(10)) == ()
