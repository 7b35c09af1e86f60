"""All the queries of one dashboard: a composite or a campaign, for its page and its report.

What is costly is kept in a bounded cache of this module, which visitors cannot clear. It
holds suppressed results only, and its keys hold everything that can change a result. Who
may see it is asked of the database each time, before the cache is looked at.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict, TypeVar

from db import action_returns, actions, campaigns, composites, cycles, reviews
from db.connection import Transaction
from db.errors import NotFoundError
from exports.moment import spoken_date
from forms.model import Form
from pages.components.filling.opening import get_form
from pages.components.narrowing import type_labels
from pages.components.shell import Page
from scrutiny.access import Viewer
from scrutiny.action_picture import ActionPicture, RoundTally, Side, draw_picture
from scrutiny.action_rules import ActionRules
from scrutiny.composite import (
    EVERYTHING,
    Composite,
    Extras,
    Filters,
    Voice,
    build_composite,
    build_voice,
    match_questions,
    wait_for_voice,
)
from scrutiny.cycle import Campaign, Cycle
from scrutiny.review import CrossModerated, Narrative, Quote, ThemeCount
from scrutiny.tally import Change, NumberTally, Return

MOST_KEPT = 48
_ACTION_TILES = frozenset({"open_actions", "overdue_actions"})


@dataclass(frozen=True)
class CycleView:
    """One cycle as a dashboard shows it."""

    cycle: Cycle
    form: Form
    composite: Composite
    previous: Cycle | None
    narratives: tuple[Narrative, ...]
    filters: Filters


@dataclass(frozen=True)
class VoiceView:
    """One campaign as a dashboard shows it."""

    campaign: Campaign
    form: Form
    voice: Voice
    narratives: tuple[Narrative, ...]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the answers and changes without them; small, and read each time."""

    returns: tuple[Return, ...]
    everyone: int
    open_actions: int
    overdue_actions: int
    acted: tuple[RoundTally, ...]
    crossed: tuple[CrossModerated, ...]
    moderated: int
    themes: tuple[ThemeCount, ...]
    quotes: tuple[Quote, ...]

    @property
    def mark(self) -> Hashable:
        """The same for the same contents; returns are told apart by type and state alone."""
        states = frozenset(Counter(self.returns).items())
        return (
            states, self.everyone, self.open_actions, self.overdue_actions, self.acted,
            self.crossed,
            self.moderated, self.themes, self.quotes,
        )  # fmt: skip


# Cycles.


def load_cycle(page: Page, round: str, filters: Filters = EVERYTHING) -> CycleView:
    """A cycle's composite; raises NotFoundError, or NotAllowedError for the viewer's role."""
    cycle = page.database.read(cycles.get_cycle, round)
    form = get_form(page.database, page.library.forms, cycle.form, cycle.form_version)
    previous, previous_form = _previous(page, cycle)
    version = page.database.read(composites.get_version, viewer=page.viewer, round=round)
    before = (
        page.database.read(composites.get_version, viewer=page.viewer, round=previous.id)
        if previous
        else None
    )
    beside = page.database.read(
        _read_beside,
        viewer=page.viewer,
        cycle=cycle,
        filters=filters,
        today=page.today,
        rules=page.partnership.actions,
    )
    composite = _kept(
        ("cycle", page.database, cycle, filters, version, before, beside.mark),
        lambda: page.database.read(
            _build_cycle, page=page, cycle=cycle, form=form, previous_form=previous_form,
            filters=filters, beside=beside,
        ),
    )  # fmt: skip
    narratives = page.database.read(reviews.list_narratives, viewer=page.viewer, round=round)
    return CycleView(cycle, form, composite, previous, tuple(narratives), filters)


def _previous(page: Page, cycle: Cycle) -> tuple[Cycle | None, Form | None]:
    try:
        previous = page.database.read(cycles.get_cycle, cycle.previous)
    except NotFoundError:
        return None, None
    form = get_form(page.database, page.library.forms, previous.form, previous.form_version)
    return previous, form


def _read_beside(
    tx: Transaction, *, viewer: Viewer, cycle: Cycle, filters: Filters, today: date,
    rules: ActionRules,
) -> _Beside:  # fmt: skip
    counts = actions.count_actions(
        tx, viewer=viewer, round=cycle.id, today=today, types=filters.types
    )
    # Reviews are not split by organisation: with a filter they would tell of others too.
    is_whole = is_undivided(filters)
    moderated = composites.count_moderated(tx, viewer=viewer, round=cycle.id)
    return _Beside(
        returns=tuple(
            composites.count_returns(tx, cycle=cycle.id, viewer=viewer, filters=filters)
        ),
        everyone=composites.count_responses(tx, viewer=viewer, round=cycle.id),
        open_actions=counts.open,
        overdue_actions=counts.overdue,
        acted=()
        if filters.needs_organisations
        else tuple(
            action_returns.tally_round(
                tx, viewer=viewer, round=cycle.id, today=today, rules=rules, types=filters.types
            )
        ),
        crossed=tuple(composites.cross_moderated(tx, viewer=viewer, round=cycle.id))
        if is_whole and moderated
        else (),
        moderated=moderated,
        themes=tuple(reviews.count_themes(tx, viewer=viewer, round=cycle.id)) if is_whole else (),
        quotes=_quotes(tx, viewer, cycle.id) if is_whole else (),
    )  # fmt: skip


def _quotes(tx: Transaction, viewer: Viewer, round: str) -> tuple[Quote, ...]:
    """Those that may be shown, whoever asks."""
    listed = reviews.list_quotes(tx, viewer=viewer, round=round)
    return tuple(quote for quote in listed if quote.may_be_shown)


def _build_cycle(
    tx: Transaction,
    *,
    page: Page,
    cycle: Cycle,
    form: Form,
    previous_form: Form | None,
    filters: Filters,
    beside: _Beside,
) -> Composite:
    where: _Where = {"viewer": page.viewer, "filters": filters}
    composite = build_composite(
        form,
        composites.count_answers(tx, round=cycle.id, **where),
        rules=page.partnership.small_numbers,
        types=type_labels(page),
        answered=composites.count_responses(tx, round=cycle.id, **where),
        filters=filters,
        extras=replace(
            _make_extras(beside, theme_labels(page)),
            actions=_draw_actions(page, beside),
            changes=_count_changes(tx, cycle, form, previous_form, where),
            previous_form=previous_form,
            numbers=_summarise_numbers(tx, cycle, form, where),
        ),
    )
    return _say_left_out(_without_wrong_tiles(composite, filters), filters)


class _Where(TypedDict):
    viewer: Viewer
    filters: Filters


def _make_extras(beside: _Beside, labels: Mapping[str, str]) -> Extras:
    return Extras(
        returns=beside.returns,
        open_actions=beside.open_actions,
        overdue_actions=beside.overdue_actions,
        crossed=beside.crossed,
        moderated_responses=beside.moderated,
        themes=beside.themes,
        quotes=beside.quotes,
        theme_labels=labels,
        everyone=beside.everyone,
    )


def _draw_actions(page: Page, beside: _Beside) -> ActionPicture | None:
    """The cycle's actions, with what comes from too few organisations put together."""
    bands = {band.key: band.label for band in page.partnership.actions.age_bands}
    roles = {
        row.tally.key: row.tally.key[:1].upper() + row.tally.key[1:]
        for row in beside.acted
        if row.side is Side.OWNER
    }
    labels = {Side.TYPE: type_labels(page), Side.OWNER: roles, Side.AGE: bands}
    minimum = page.partnership.small_numbers.types_minimum
    return draw_picture(beside.acted, labels, minimum=minimum)


def _count_changes(
    tx: Transaction, cycle: Cycle, form: Form, previous: Form | None, where: _Where
) -> list[Change]:
    if previous is None:
        return []
    keys = match_questions(form, previous)
    return composites.count_changes(tx, cycle=cycle.id, previous=cycle.previous, keys=keys, **where)


def _summarise_numbers(
    tx: Transaction, cycle: Cycle, form: Form, where: _Where
) -> list[NumberTally]:
    numbers = [question.id for question in form.questions.values() if question.contextual]
    return composites.summarise_numbers(tx, round=cycle.id, questions=numbers, **where)


def _without_wrong_tiles(composite: Composite, filters: Filters) -> Composite:
    """Without the tiles of actions where the filters cannot be applied to actions."""
    if _can_split_actions(filters):
        return composite
    tiles = tuple(tile for tile in composite.headline if tile.key not in _ACTION_TILES)
    return replace(composite, headline=tiles)


def is_undivided(filters: Filters) -> bool:
    """Whether all returns and standards are there, so that what reviewers added may be shown."""
    return not (filters.narrows or filters.scopes)


def _can_split_actions(filters: Filters) -> bool:
    """Actions are counted by type of organisation and in no other way."""
    return not (filters.needs_organisations or filters.scopes)


def _say_left_out(composite: Composite, filters: Filters) -> Composite:
    """With the names of what these filters take out of sight."""
    if composite.hidden or is_undivided(filters):
        return composite
    named = ["themes", "quotes", "moderated ratings"]
    named += [] if _can_split_actions(filters) else ["actions"]
    return replace(composite, left_out=tuple(named))


def theme_labels(page: Page) -> dict[str, str]:
    """The partnership's themes."""
    return {theme.key: theme.label for theme in page.partnership.themes}


# Campaigns.


def load_voice(page: Page, round: str) -> VoiceView:
    """A campaign's answers, once it has closed.

    Raises NotFoundError, or NotAllowedError for the viewer's role.
    """
    campaign = page.database.read(campaigns.get_campaign, round)
    form = get_form(page.database, page.library.forms, campaign.form, campaign.form_version)
    version = page.database.read(composites.get_version, viewer=page.viewer, round=round)
    narratives = page.database.read(reviews.list_narratives, viewer=page.viewer, round=round)
    if not campaign.has_closed(page.today):
        until = spoken_date(campaign.closes)
        voice = wait_for_voice(form, respondents=version[0], until=until)
        return VoiceView(campaign, form, voice, tuple(narratives))
    themes, quotes = page.database.read(_read_voice_beside, viewer=page.viewer, round=round)
    voice = _kept(
        ("voice", page.database, campaign, version, themes, quotes),
        lambda: page.database.read(
            _build_voice, page=page, campaign=campaign, form=form, themes=themes, quotes=quotes
        ),
    )
    return VoiceView(campaign, form, voice, tuple(narratives))


def _read_voice_beside(
    tx: Transaction, *, viewer: Viewer, round: str
) -> tuple[tuple[ThemeCount, ...], tuple[Quote, ...]]:
    themes = tuple(reviews.count_themes(tx, viewer=viewer, round=round))
    return themes, _quotes(tx, viewer, round)


def _build_voice(
    tx: Transaction,
    *,
    page: Page,
    campaign: Campaign,
    form: Form,
    themes: tuple[ThemeCount, ...],
    quotes: tuple[Quote, ...],
) -> Voice:
    return build_voice(
        form,
        composites.count_answers(tx, viewer=page.viewer, round=campaign.id),
        rules=page.partnership.small_numbers,
        respondents=composites.count_responses(tx, viewer=page.viewer, round=campaign.id),
        minimum_group=campaign.minimum_group,
        themes=themes,
        quotes=quotes,
        theme_labels=theme_labels(page),
    )


# What is kept.

T = TypeVar("T")
_cache: OrderedDict[Hashable, object] = OrderedDict()
_lock = threading.Lock()


def _kept(key: Hashable, build: Callable[[], T]) -> T:
    """What stands under the key, built when it does not; the longest unused falls out."""
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]  # type: ignore[return-value]  # what its own build made
    made = build()
    with _lock:
        _cache[key] = made
        _cache.move_to_end(key)
        while len(_cache) > MOST_KEPT:
            _cache.popitem(last=False)
    return made
