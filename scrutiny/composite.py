"""Many responses put together: what a composite shows, after small numbers are hidden.

The counts come from one scan of the long answer table (`Tally`); here they become
percentages, rankings and comparisons, and `scrutiny.suppression` hides what is too small
before anything can draw it. `build_composite` is for self-assessments, `build_voice` for
anonymous campaigns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from forms.model import Form, Tone
from scrutiny.action_picture import ActionPicture
from scrutiny.comparison import YearChange, add_changes, compare_years, match_questions
from scrutiny.distribution import (
    Campaigns,
    Distribution,
    Spread,
    compare_campaigns,
    spread_answers,
    voice_rules,
)
from scrutiny.figure import NumberResult, show_numbers
from scrutiny.heat_map import HeatCell, HeatColumn, HeatMap, HeatRow, draw_heat_map
from scrutiny.moderation import CrossTable, ThemeResult, count_themes, cross_ratings
from scrutiny.partnership import SmallNumbers
from scrutiny.return_status import ReturnCounts, ReturnStatus, count_return_status
from scrutiny.review import CrossModerated, Quote, ThemeCount
from scrutiny.standard import (
    SectionResult,
    Share,
    StandardResult,
    add_tallies,
    judge_sections,
    judge_standards,
    rank_standards,
)
from scrutiny.suppression import Rule, Shown, is_safe_choice, show_percent
from scrutiny.tally import EVERYTHING, Change, Filters, NumberTally, Return, Tally

__all__ = [
    "EVERYTHING", "Campaigns", "Change", "Composite", "CrossTable", "Distribution", "Extras",
    "Filters", "HeatCell", "HeatColumn", "HeatMap", "HeatRow", "NumberResult", "NumberTally",
    "Return", "ReturnCounts", "ReturnStatus", "SectionResult", "Share", "Spread",
    "StandardResult", "Tally", "ThemeResult", "Tile", "Voice", "YearChange", "build_composite",
    "build_voice", "compare_campaigns", "match_questions",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline number: its label, the value as words, and a line beneath."""

    key: str
    label: str
    value: str
    note: str = ""
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True)
class Composite:
    """A self-assessment over all returns of a cycle, ready to be drawn.

    `answered` is how many returns are counted. When the filters leave too few in or out,
    `hidden` says so and only `return_status` is filled. `distributions` are the choice
    questions that judge no standard; `left_out` names what the filters take out of sight.
    """

    form: str
    title: str
    answered: Shown
    headline: tuple[Tile, ...] = ()
    standards: tuple[StandardResult, ...] = ()
    sections: tuple[SectionResult, ...] = ()
    heat_map: HeatMap = field(default_factory=lambda: HeatMap((), ()))
    lowest: tuple[StandardResult, ...] = ()
    highest: tuple[StandardResult, ...] = ()
    change: YearChange | None = None
    return_status: ReturnStatus = field(
        default_factory=lambda: ReturnStatus((), ReturnCounts("all", "All"))
    )
    numbers: tuple[NumberResult, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    moderated: CrossTable | None = None
    themes: tuple[ThemeResult, ...] = ()
    left_out: tuple[str, ...] = ()
    hidden: str = ""
    is_final: bool = False
    actions: ActionPicture | None = None


@dataclass(frozen=True)
class Voice:
    """What children, young people, parents or carers said in one campaign."""

    form: str
    title: str
    respondents: Shown
    distributions: tuple[Distribution, ...] = ()
    themes: tuple[ThemeResult, ...] = ()
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Extras:
    """What stands beside the ratings in a composite; all of it may be left out.

    `moderated_responses` is how many returns have a moderated rating. `everyone` is how
    many returns the cycle holds without filters (0: as many as are counted).
    """

    returns: Sequence[Return] = ()
    changes: Sequence[Change] = ()
    previous_form: Form | None = None
    open_actions: int = 0
    overdue_actions: int = 0
    numbers: Sequence[NumberTally] = ()
    crossed: Sequence[CrossModerated] = ()
    moderated_responses: int = 0
    themes: Sequence[ThemeCount] = ()
    quotes: Sequence[Quote] = ()
    theme_labels: Mapping[str, str] = field(default_factory=dict)
    everyone: int = 0
    actions: ActionPicture | None = None


def build_composite(
    form: Form,
    tallies: Sequence[Tally],
    *,
    rules: SmallNumbers,
    types: Mapping[str, str],
    answered: int,
    filters: Filters = EVERYTHING,
    extras: Extras = Extras(),
    language: str = "en",
) -> Composite:
    """The composite of a self-assessment.

    `types` are the labels by organisation type in the order to show them; `answered` is
    how many returns the tallies were counted from.
    """
    rule = Rule(rules.types_minimum)
    status = count_return_status(extras.returns, types)
    title = form.title.say(language)
    if not is_safe_choice(answered, max(extras.everyone, answered), rule):
        return Composite(
            form.id, title, Shown(None, rule.primary_words), return_status=status,
            hidden=_why_nothing(answered, rule), is_final=filters.only_final,
        )  # fmt: skip
    changes = compare_years(form, extras.previous_form, extras.changes, rule=rule)
    standards = judge_standards(
        form, add_tallies(tallies), rule=rule, changes=changes, scopes=filters.scopes,
        language=language,
    )  # fmt: skip
    sections = judge_sections(form, standards, rule=rule, language=language)
    change = add_changes([s.change for s in standards if s.change], rule)
    return Composite(
        form=form.id,
        title=title,
        answered=Shown(answered, f"{answered:,}"),
        headline=_headline(standards, status.total, change, extras, Rule(rules.tiles_minimum)),
        standards=standards,
        sections=sections,
        heat_map=draw_heat_map(form, tallies, standards, types=types, rule=rule),
        lowest=rank_standards(standards, highest=False),
        highest=rank_standards(standards, highest=True),
        change=change,
        return_status=status,
        numbers=_numbers(form, extras, types, rules, language),
        distributions=spread_answers(
            form, tallies, rules=voice_rules(rules), respondents=answered, language=language,
            keep_unanswered=False,
        ),
        moderated=cross_ratings(
            form, extras.crossed, responses=extras.moderated_responses, rule=rule, language=language
        ),
        themes=count_themes(
            extras.themes, extras.quotes, labels=extras.theme_labels, responses=answered,
            quotes_rule=Rule(rules.quotes_minimum),
        ),
        is_final=filters.only_final,
        actions=extras.actions,
    )  # fmt: skip


def build_voice(
    form: Form,
    tallies: Iterable[Tally],
    *,
    rules: SmallNumbers,
    respondents: int,
    minimum_group: int = 0,
    themes: Sequence[ThemeCount] = (),
    quotes: Sequence[Quote] = (),
    theme_labels: Mapping[str, str] | None = None,
    language: str = "en",
) -> Voice:
    """One campaign's answers; `minimum_group` is the campaign's own, when it asks for more."""
    held = voice_rules(rules, max(minimum_group, form.minimum_group))
    title = form.title.say(language)
    if not held.counts.allows(respondents):
        words = held.counts.primary_words
        return Voice(form.id, title, Shown(None, words), hidden=f"{words} people answered")
    return Voice(
        form=form.id,
        title=title,
        respondents=Shown(respondents, f"{respondents:,}"),
        distributions=spread_answers(
            form, tallies, rules=held, respondents=respondents, language=language
        ),
        themes=count_themes(
            [theme for theme in themes if not held.counts.is_small(theme.count)], quotes,
            labels=theme_labels or {}, responses=respondents,
            quotes_rule=Rule(rules.quotes_minimum),
        ),
    )  # fmt: skip


#: From how many answers on each band of an open campaign begins.
_BANDS = (10, 25, 50, 100, 250, 500, 1000)


def wait_for_voice(form: Form, *, respondents: int, until: str, language: str = "en") -> Voice:
    """An open campaign's: about how many answered, and nothing of what they said.

    Whoever looked before and after one more answer would else learn what it said.
    """
    return Voice(
        form.id,
        form.title.say(language),
        Shown(None, say_reach(respondents)),
        hidden=f"answers can be given until {until}, and what people said is shown after that day",
    )


def say_reach(respondents: int) -> str:
    """About how many answered: a wide band, in words."""
    if respondents < _BANDS[0]:
        return f"fewer than {_BANDS[0]}"
    reached = max(band for band in _BANDS if band <= respondents)
    above = [band for band in _BANDS if band > reached]
    return f"{reached:,} to {above[0] - 1:,}" if above else f"{reached:,} or more"


def _why_nothing(answered: int, rule: Rule) -> str:
    if not answered:
        return "Nobody has answered yet."
    if not rule.allows(answered):
        return f"Not shown: {rule.primary_words} returns are in this choice."
    return f"Not shown: this choice leaves out {rule.primary_words} returns. Widen it."


def _numbers(
    form: Form, extras: Extras, types: Mapping[str, str], rules: SmallNumbers, language: str
) -> tuple[NumberResult, ...]:
    return show_numbers(
        form,
        extras.numbers,
        types=types,
        rule=Rule(rules.types_minimum),
        spread_rule=Rule(rules.percentages_minimum),
        language=language,
    )


def _headline(
    standards: Sequence[StandardResult],
    total: ReturnCounts,
    change: YearChange | None,
    extras: Extras,
    rule: Rule,
) -> tuple[Tile, ...]:
    judgements, best = sum(s.n for s in standards), sum(s.best for s in standards)
    return (
        Tile(
            "return_rate", "Return rate", str(show_percent(total.sent, total.in_scope, rule)),
            f"{total.sent:,} of {total.in_scope:,} returned",
        ),
        Tile(
            "on_time_rate", "On time", str(show_percent(total.on_time, total.in_scope, rule)),
            f"{total.on_time:,} of {total.in_scope:,} by the deadline",
        ),
        Tile(
            "percent_best", "Fully met", str(show_percent(best, judgements, rule)),
            f"of {judgements:,} judgements that apply",
        ),
        Tile("open_actions", "Open actions", f"{extras.open_actions:,}"),
        Tile("overdue_actions", "Overdue actions", f"{extras.overdue_actions:,}"),
        _change_tile(change),
    )  # fmt: skip


def _change_tile(change: YearChange | None) -> Tile:
    key, label = "change", "Change from last year"
    if change is None or change.difference is None:
        return Tile(key, label, "none", "nothing to compare with")
    tone = Tone.NEUTRAL
    if abs(change.difference) >= 1:
        tone = Tone.GOOD if change.difference > 0 else Tone.POOR
    return Tile(key, label, change.words, f"over {change.matched:,} matched judgements", tone)
