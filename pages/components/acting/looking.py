"""What the action plan is narrowed to: read from an address, offered, and said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from db import cycles, organisations
from db.action_register import group_register
from pages.components.shell import Page
from scrutiny.action import ACTION_KIND_LABELS, ACTION_STATUS_LABELS
from scrutiny.action_search import SORT_LABELS, By, Show, Sort, Wanted
from scrutiny.action_source import BY_HAND, RETURNS

OPEN_WORDS = {Show.OPEN: "Open", Show.OVERDUE: "Overdue", Show.ALL: "All"}
#: In an address: what came of no mechanism.
NONE = "none"
_PARTS = {
    "group": "group", "owner": "owner", "partner": "lead_partner", "portfolio": "portfolio",
    "standard": "standard", "theme": "theme", "kind": "kind", "priority": "priority",
    "cycle": "round", "activity": "activity",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """One filter: what it is called, and what it may be set to, with words."""

    label: str
    options: Mapping[str, str]


def read_wanted(page: Page, query: Mapping[str, str]) -> Wanted:
    """What an address asks for; open actions where it does not say."""
    band = query.get("age", "")
    older, younger = page.partnership.actions.days_of(band) if band else (0, None)
    source = query.get("source", "")
    return Wanted(
        status=query.get("status", Show.OPEN),
        mechanisms=frozenset({"" if source == NONE else source}) if source else frozenset(),
        older_than=older,
        younger_than=younger,
        words=query.get("words", "")[:100],
        **{part: query[name] for name, part in _PARTS.items() if query.get(name)},
    )


def read_sort(query: Mapping[str, str]) -> Sort:
    """The order that an address asks for."""
    asked = query.get("sort", "")
    return Sort(asked) if asked in set(Sort) else Sort.DUE


def any_status(wanted: Wanted) -> Wanted:
    """The same wherever the actions stand, for tiles and counts."""
    return replace(wanted, status="")


def labels_of(page: Page, by: By) -> dict[str, str]:
    """The words for the keys of actions that are counted by something; "" for none."""
    partnership = page.partnership
    if by is By.OWNER:
        listed = page.database.read(organisations.list_organisations)
        return {"": "No organisation"} | {each.id: each.name for each in listed}
    known: dict[By, dict[str, str]] = {
        By.GROUP: {each.key: each.short or each.label for each in partnership.groups}
        | {"": "No group"},
        By.MECHANISM: {key: each.title for key, each in page.mechanisms.mechanisms.items()}
        | {"": f"{RETURNS}, meetings and by hand"},
        By.AGE: {band.key: band.label for band in partnership.actions.age_bands},
        By.LEAD_PARTNER: {each.key: each.label for each in partnership.safeguarding_partners}
        | {"": "No lead partner"},
        By.THEME: {each.key: each.label for each in partnership.themes} | {"": "No theme"},
        By.KIND: {key.value: words for key, words in ACTION_KIND_LABELS.items()},
        By.STANDARD: {"": "No standard"},
    }
    return known[by]


def offer_filters(page: Page) -> dict[str, Offer]:
    """Every filter by its name in the address; of owners and standards those that have actions."""
    partnership = page.partnership
    named = labels_of(page, By.OWNER)
    owners = sorted(_keys(page, By.OWNER), key=lambda key: (named.get(key) or key).casefold())
    standards = sorted(_keys(page, By.STANDARD))
    sources = {key: labels_of(page, By.MECHANISM).get(key, key)
               for key in sorted(_keys(page, By.MECHANISM))}  # fmt: skip
    statuses = {key.value: words for key, words in ACTION_STATUS_LABELS.items()}
    rounds = {each.id: each.title for each in page.database.read(cycles.list_cycles)}
    groups = {each.key: each.short or each.label for each in partnership.groups}
    partners = {each.key: each.label for each in partnership.safeguarding_partners}
    return {
        "status": Offer("Status", {key.value: words for key, words in OPEN_WORDS.items()}
                        | statuses),
        "group": Offer("Followed by", {"": "Every group"} | groups),
        "source": Offer("Where it came from", {"": "Everywhere"} | sources
                        | {NONE: f"{BY_HAND}, or no mechanism"}),
        "owner": Offer("Owner", {"": "Every owner"}
                       | {key: named.get(key, key) for key in owners}),
        "partner": Offer("Lead partner", {"": "Every partner"} | partners),
        "standard": Offer("Standard", {"": "Every standard"} | {key: key for key in standards}),
        "theme": Offer("Theme", {"": "Every theme"}
                       | {each.key: each.label for each in partnership.themes}),
        "kind": Offer("Kind", {"": "Every kind"} | labels_of(page, By.KIND)),
        "portfolio": Offer("Portfolio", {"": "Every portfolio"}
                           | {each.key: each.label for each in partnership.portfolios}),
        "age": Offer("In the plan for", {"": "Any time"} | labels_of(page, By.AGE)),
        "cycle": Offer("Cycle", {"": "Every cycle"} | rounds),
        "sort": Offer("Order", {key.value: words for key, words in SORT_LABELS.items()}),
    }  # fmt: skip


def _keys(page: Page, by: By) -> list[str]:
    """The keys that actions have, without the empty one."""
    found = page.database.read(
        group_register, viewer=page.viewer, today=page.today, by=by,
        rules=page.partnership.actions,
    )  # fmt: skip
    return [tally.key for tally in found if tally.key]


def say_wanted(offers: Mapping[str, Offer], query: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the plan is narrowed to, as label and words."""
    said = [
        (offer.label, offer.options[query[name]])
        for name, offer in offers.items()
        if name != "sort" and query.get(name) in offer.options and query.get(name)
    ]
    if words := query.get("words", ""):
        said.append(("Words", words))
    return said
