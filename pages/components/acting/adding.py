"""Adding an action by hand, from a finding, a step or a meeting, and changing its details."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from db import actions, organisations
from db.action_register import list_register
from db.action_rows import LONGEST
from pages.components.acting.register import show_actions as show_table
from pages.components.acting.steps import take, typed
from pages.components.html import show, tag
from pages.components.navigation import find_screen
from pages.components.running.said import say_trouble
from pages.components.shell import Page
from scrutiny.action import ACTION_KIND_LABELS, Action, ActionKind
from scrutiny.action_search import Listed, Wanted
from scrutiny.invitation import clean_email, is_email

#: In the order in which they are mostly wanted.
KINDS = (
    ActionKind.REQUIRED, ActionKind.IMMEDIATE, ActionKind.STRATEGIC, ActionKind.BEING_TAKEN,
)  # fmt: skip
NOBODY = {"": "Nobody yet"}


def list_of_activity(page: Page, activity: str) -> tuple[Listed, ...]:
    """The actions of one activity that the viewer may see, soonest due first."""
    found = page.database.read(
        list_register, viewer=page.viewer, today=page.today, wanted=Wanted(activity=activity),
        size=500,
    )  # fmt: skip
    return found.rows


def show_actions(
    page: Page, rows: Sequence[Listed], *, key: str, caption: str = "Actions",
    none: str = "No action has been recorded here yet.",
) -> None:  # fmt: skip
    """Actions on another page, such as an activity's; each leads to the action in full."""
    screen = find_screen("actions")
    may_open = screen is not None and screen.is_open_to(page.viewer)
    if rows:
        show_table(page, rows, caption=caption, key=key, is_linked=may_open)
    else:
        show(tag("p", none))


def add_action_form(
    page: Page, *, key: str, activity: str = "", finding: str = "", meeting: str = "",
    monitored_by: str = "", theme: str = "", standard: str = "",
    kinds: Sequence[ActionKind] = KINDS,
    owners: Mapping[str, str] | None = None, text: str = "",
) -> None:  # fmt: skip
    """A form to add one action; `owners` are the organisations to choose from, else all.

    What is given of where it came from is not asked. `text` stands in the box to begin with.
    """
    chosen = Action("", "", activity=activity, finding=finding, meeting=meeting, theme=theme,
                    standard=standard, monitored_by=monitored_by)  # fmt: skip
    st.session_state.setdefault(f"{key}-text", text)
    with st.form(key):
        st.text_area("What will be done? Do not name any child.", key=f"{key}-text",
                     max_chars=LONGEST, height=100)  # fmt: skip
        _select(key, "kind", "Kind", {kind.value: ACTION_KIND_LABELS[kind] for kind in kinds})
        _select(key, "organisation", "Who owns it?", NOBODY | dict(owners or list_owners(page)))
        st.text_input("Role there, for example head of service", key=f"{key}-owner", max_chars=120)
        st.text_input("Their e-mail address, where it is not the organisation's (optional)",
                      key=f"{key}-owner_email", max_chars=254, autocomplete="off")  # fmt: skip
        st.date_input("Due on", value=None, key=f"{key}-due", format="DD/MM/YYYY")
        st.text_area("What difference should it make for children? (optional)",
                     key=f"{key}-difference", max_chars=LONGEST, height=80)  # fmt: skip
        for part, (label, options) in _list_choices(page).items():
            if not getattr(chosen, part):
                _select(key, part, label, options)
        st.form_submit_button(
            "Add this action", type="primary", on_click=_add, args=(page, key, chosen)
        )


def list_owners(page: Page) -> dict[str, str]:
    """Every organisation that has not left the register."""
    listed = page.database.read(organisations.list_organisations, include_ended=False)
    return {each.id: each.name for each in listed}


def _list_choices(page: Page) -> dict[str, tuple[str, Mapping[str, str]]]:
    """By part of an action, its label and what it may be."""
    partnership = page.partnership
    return {
        "monitored_by": ("Which group follows it?",
                         {"": "None"} | {g.key: g.label for g in partnership.active_groups}),
        "lead_partner": ("Lead partner",
                         {"": "None"} | {p.key: p.label
                                         for p in partnership.safeguarding_partners}),
        "priority": ("Priority", {"": "Not set", **partnership.actions.priorities}),
        "portfolio": ("Portfolio",
                      {"": "None"} | {p.key: p.label for p in partnership.portfolios}),
        "theme": ("Theme", {"": "None"} | {t.key: t.label for t in partnership.themes}),
    }  # fmt: skip


def _select(key: str, part: str, label: str, options: Mapping[str, str], now: str = "") -> None:
    box = f"{key}-{part}"
    if st.session_state.get(box) not in options:
        st.session_state[box] = now if now in options else next(iter(options))
    st.selectbox(label, list(options), format_func=lambda option: options[option], key=box)


def _add(page: Page, key: str, chosen: Action) -> None:
    given = _read(key, ("text", "owner", "owner_email", "difference", "organisation",
                        *_list_choices(page)))  # fmt: skip
    if _is_wrong(given):
        return
    due = st.session_state.get(f"{key}-due")
    made: dict[str, Any] = {name: value for name, value in given.items() if value}
    action = replace(
        chosen, **made, kind=ActionKind(st.session_state[f"{key}-kind"]),
        due=due if isinstance(due, date) else None,
    )  # fmt: skip
    boxes = tuple(f"{key}-{name}" for name in ("text", "owner", "owner_email", "difference"))
    take(page, actions.add_action, "{reference} is in the action plan.", boxes=boxes,
         action=action)  # fmt: skip


def _read(key: str, parts: Sequence[str]) -> dict[str, str]:
    return {part: typed(f"{key}-{part}") for part in parts}


def _is_wrong(given: dict[str, str]) -> bool:
    """Whether the e-mail address cannot be one; said at the head of the page."""
    email = given["owner_email"] = clean_email(given.get("owner_email", ""))
    if email and not is_email(email):
        say_trouble("Enter an e-mail address, such as name@agency.example, or leave it empty. "
                    "Nothing was saved.")  # fmt: skip
        return True
    return False


def show_change_form(page: Page, row: Listed) -> None:
    """Change an action's words, owner and where it belongs."""
    action = row.action
    key = f"change-{action.id}-{action.updates}"
    for part in ("text", "owner", "owner_email", "difference", "standard"):
        st.session_state.setdefault(f"{key}-{part}", getattr(action, part))
    with st.form(key):
        st.text_area("What will be done?", key=f"{key}-text", max_chars=LONGEST, height=100)
        kinds = {kind.value: words for kind, words in ACTION_KIND_LABELS.items()}
        _select(key, "kind", "Kind", kinds, action.kind.value)
        _select(key, "organisation", "Who owns it?", NOBODY | list_owners(page),
                action.organisation)  # fmt: skip
        st.text_input("Role there", key=f"{key}-owner", max_chars=120)
        st.text_input("Their e-mail address (optional)", key=f"{key}-owner_email", max_chars=254,
                      autocomplete="off")  # fmt: skip
        st.text_area("Difference for children (optional)", key=f"{key}-difference",
                     max_chars=LONGEST, height=80)  # fmt: skip
        st.text_input("Standard (optional)", key=f"{key}-standard", max_chars=60)
        for part, (label, options) in _list_choices(page).items():
            _select(key, part, label, options, getattr(action, part))
        st.form_submit_button(
            "Save these details", type="primary", on_click=_change, args=(page, row, key)
        )


def _change(page: Page, row: Listed, key: str) -> None:
    given = _read(key, ("text", "kind", "organisation", "owner", "owner_email", "difference",
                        "standard", *_list_choices(page)))  # fmt: skip
    if not _is_wrong(given):
        take(page, actions.change_action, "The details of {reference} are changed.",
             id=row.action.id, changes=given, seen=row.action.updates)  # fmt: skip
