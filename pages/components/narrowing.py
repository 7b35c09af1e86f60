"""The filters of a dashboard: in its address, and in words."""

from __future__ import annotations

from collections.abc import Mapping

from pages.components.shell import Page
from scrutiny.composite import Filters
from scrutiny.organisation import Registration

#: The names of the filters in an address, and the set each fills; keys parted by commas.
FILTER_NAMES = {
    "type": "types", "phase": "phases", "locality": "localities", "trust": "trusts",
    "registration": "registrations", "scope": "scopes",
}  # fmt: skip
FINAL = "final"
REGISTRATIONS: Mapping[str, str] = {
    Registration.REGISTERED: "Registered, with a URN",
    Registration.UNREGISTERED: "Not registered, without a URN",
}
SCOPES = {"children": "Children", "adults": "Adults", "both": "Children and adults alike"}


def read_filters(query: Mapping[str, str]) -> Filters:
    """The filters that an address asks for."""
    found = {
        target: frozenset(part for part in query.get(name, "").split(",") if part)
        for name, target in FILTER_NAMES.items()
    }
    return Filters(
        **found,
        include_late=query.get("late", "yes") != "no",
        only_final=query.get("count") == FINAL,
    )


def write_filters(filters: Filters) -> dict[str, str]:
    """What stands in an address for the filters."""
    said = {
        name: ",".join(sorted(getattr(filters, target))) for name, target in FILTER_NAMES.items()
    }
    return (
        {name: words for name, words in said.items() if words}
        | ({} if filters.include_late else {"late": "no"})
        | ({"count": FINAL} if filters.only_final else {})
    )


def say_filters(page: Page, filters: Filters) -> str:
    """The filters in words, "" for none."""
    named = {
        "types": type_labels(page),
        "phases": {phase.key: phase.label for phase in page.partnership.phases},
        "localities": {place.key: place.label for place in page.partnership.localities},
        "trusts": {},
        "registrations": REGISTRATIONS,
        "scopes": SCOPES,
    }
    said = [
        ", ".join(labels.get(key, key) for key in sorted(getattr(filters, name)))
        for name, labels in named.items()
        if getattr(filters, name)
    ]
    said += [] if filters.include_late else ["without late returns"]
    return "; ".join(said + (["only returns in the final composite"] if filters.only_final else []))


def type_labels(page: Page) -> dict[str, str]:
    """The organisation types in their order, in the plural."""
    return {key: kind.plural for key, kind in page.partnership.organisation_types.items()}
