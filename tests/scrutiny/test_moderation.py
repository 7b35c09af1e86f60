"""Self against moderated ratings, and themes with quotes that may be shown."""

from __future__ import annotations

from scrutiny.moderation import ThemeResult, count_themes, cross_ratings
from scrutiny.review import CrossModerated, Quote, ThemeCount
from scrutiny.suppression import Rule
from tests.scrutiny.examples import form, judgement

ASKED = form(judgement("a"), judgement("b"))


def test_self_and_moderated_ratings_are_crossed() -> None:
    cells = [
        CrossModerated("a", "fully_met", "fully_met", 10),
        CrossModerated("a", "fully_met", "partly_met", 4),
        CrossModerated("b", "fully_met", "not_met", 1),
        CrossModerated("b", "partly_met", "fully_met", 2),
        CrossModerated("b", "not_applicable", "fully_met", 7),
        CrossModerated("gone", "fully_met", "fully_met", 7),
    ]
    table = cross_ratings(ASKED, cells, responses=6, rule=Rule(5))
    assert table is not None
    assert table.labels == ("Fully met", "Partly met", "Not met")
    assert table.counts == ((10, 4, 1), (2, 0, 0), (0, 0, 0))
    assert (table.agreed, table.over, table.under, table.total) == (10, 5, 2, 17)


def test_few_moderated_returns_are_hidden_and_none_leave_no_table() -> None:
    cells = [CrossModerated("a", "fully_met", "fully_met", 10)]
    few = cross_ratings(ASKED, cells, responses=4, rule=Rule(5))
    assert few is not None
    assert (few.counts, few.hidden) == ((), "fewer than 5 returns were moderated")
    assert cross_ratings(ASKED, [], responses=0, rule=Rule(5)) is None


def quote(text: str, *, permission: bool = True, second: str = "B") -> Quote:
    return Quote("q", "c", "a", text, "voice", permission, "A", second)


def test_themes_are_counted_with_quotes_that_two_people_checked() -> None:
    quotes = [
        quote("Yes"), quote("No permission", permission=False), quote("One reader", second="A"),
    ]  # fmt: skip
    themes = [ThemeCount("online", "improvement", 2), ThemeCount("voice", "improvement", 7)]

    def counted(responses: int) -> tuple[ThemeResult, ...]:
        return count_themes(
            themes, quotes, labels={"voice": "Voice"}, responses=responses, quotes_rule=Rule(10)
        )

    assert counted(10) == (
        ThemeResult("voice", "Voice", "improvement", 7, ("Yes",)),
        ThemeResult("online", "online", "improvement", 2),
    )
    assert [theme.quotes for theme in counted(9)] == [(), ()]


def test_a_quote_stands_once_under_the_kind_that_was_read_most() -> None:
    themes = [ThemeCount("voice", "best_practice", 3), ThemeCount("voice", "improvement", 7)]
    found = count_themes(themes, [quote("Yes")], labels={}, responses=10, quotes_rule=Rule(10))
    assert [(theme.kind, theme.quotes) for theme in found] == [
        ("best_practice", ()),
        ("improvement", ("Yes",)),
    ]
