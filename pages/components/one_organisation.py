"""One organisation of the register: its details, to be changed, and the day it left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import streamlit as st

from db.errors import DatabaseError, StaleDetailsError
from db.events import Event
from db.organisation_changes import (
    change_organisation,
    list_changed,
    list_organisation_changes,
)
from exports.moment import spoken_date
from pages.components.html import link, show, tag
from pages.components.layout import page_heading
from pages.components.organisation_details import (
    LABELS,
    TYPED,
    ask_details,
    hold_details,
    key_of,
    say_wrong,
    type_of,
)
from pages.components.running.days import ask_day, read_day
from pages.components.running.said import say_done, say_trouble, show_said
from pages.components.shell import Page
from pages.components.sure import ask_twice
from scrutiny.access import roles
from scrutiny.mail_language import mail_languages
from scrutiny.organisation import Organisation
from scrutiny.organisation_import import check_organisation


def show_organisation(page: Page, one: Organisation) -> None:
    """The details in boxes, what a change would be, its end, and what was changed before."""
    show(tag("p", link("All organisations", "/organisations")))
    page_heading(one.name, above=type_of(page, one.type))
    show_said()
    if one.ended:
        st.info(f"It left the register on {spoken_date(one.ended)}. Nobody of it is asked or "
                "written to.")  # fmt: skip
    seen = hold_details(one)
    show(tag("h2", "Details"))
    typed = ask_details(page, seen)
    _show_saving(page, seen, typed)
    _show_end(page, seen)
    _show_history(page, one)


# Saving.


def _show_saving(page: Page, seen: Organisation, typed: Organisation) -> None:
    """What would be changed, what is wrong with it, and the button."""
    names = list_changed(seen, typed)
    if not names:
        show(tag("p", "Change a box, then save. Nothing is changed yet.", class_="ask-hint"))
        return
    problems = check_organisation(typed, page.partnership)
    if problems:
        say_wrong(problems)
        return
    changes = "; ".join(_say_change(page, name, seen, typed) for name in names)
    ask_twice(
        "Save the changes", f"{changes}.{' '.join(_say_effects(page, seen, typed))}",
        key="save-organisation", yes="Yes, save them", is_primary=True,
        done=partial(_save, page, seen, typed, "The changes are saved."),
    )  # fmt: skip


def _label(name: str) -> str:
    return LABELS.get(name, name)


def _say_change(page: Page, name: str, before: Organisation, after: Organisation) -> str:
    old, new = (_say_value(page, name, getattr(each, name)) for each in (before, after))
    return f"{LABELS[name]}: from {old} to {new}"


def _say_value(page: Page, name: str, value: str) -> str:
    named = {
        "type": {key: kind.label for key, kind in page.partnership.organisation_types.items()},
        "phase": {each.key: each.label for each in page.partnership.phases},
        "locality": {each.key: each.label for each in page.partnership.localities},
        "contact_language": {key: each.name for key, each in mail_languages().items()},
    }
    return named.get(name, {}).get(value, value) or "nothing"


def _say_effects(page: Page, before: Organisation, after: Organisation) -> Iterator[str]:
    """What follows from the change that nobody might expect."""
    kinds = page.partnership.organisation_types
    old, new = kinds.get(before.type), kinds.get(after.type)
    if after.name != before.name:
        yield " Everything of it goes on under its new name; sealed documents keep the old one."
    if old and new and old.family != new.family:
        yield " From the next round on it is asked another form; what it has begun stays."
    elif after.type != before.type:
        yield " Composites count it under its new type from now on."
    if after.contact_email.lower() != before.contact_email.lower() and before.contact_email:
        yield " Links sent to the earlier address open nothing any more."


def _save(
    page: Page, seen: Organisation, changed: Organisation, done: str, reason: str = ""
) -> None:
    try:
        saved = page.database.write(
            change_organisation, changed=changed, seen=seen, reason=reason, viewer=page.viewer,
            now=page.now,
        )  # fmt: skip
    except StaleDetailsError as error:
        _take_up(seen, error.theirs)
        say_trouble(str(error))
    except DatabaseError as error:
        say_trouble(f"Not saved. {error}")
    else:
        _take_up(changed, saved)
        say_done(done)


def _take_up(typed: Organisation, now: Organisation) -> None:
    """Boxes that were left alone, or are saved, show what stands now; others keep their words."""
    for name in TYPED:
        key = key_of(now.id, name)
        if str(st.session_state.get(key, "")).strip() == getattr(typed, name):
            st.session_state[key] = getattr(now, name)
    st.session_state[key_of(now.id, "seen")] = now


# The end, and what was before.


def _show_end(page: Page, seen: Organisation) -> None:
    show(tag("h2", "Bring it back" if seen.ended else "It has closed or left"))
    day = None
    if not seen.ended:
        typed = ask_day("From which day?", key=key_of(seen.id, "end-day"), value=page.today)
        day = read_day(typed)
        if day is None:
            st.error("Write the day like 31 3 2027.")
            return
    reason = st.text_input("Why?", key=key_of(seen.id, "end-why"), max_chars=300).strip()
    if not reason:
        show(tag("p", "Write why first. The reason is kept with the change.", class_="ask-hint"))
        return
    if day is None:
        ask_twice(
            "Bring it back", f"{seen.name} is asked and written to again from the next round on.",
            key="back", yes="Yes, bring it back",
            done=partial(_save, page, seen, replace(seen, ended=None), "It is back.", reason),
        )  # fmt: skip
        return
    ask_twice(
        "End it", f"{seen.name} leaves the register from {spoken_date(day)} on. Its links and "
        "open sign-ins end. What it answered stays. In a round that is open, take it out under "
        "Cycles.",
        key="end", yes="Yes, end it",
        done=partial(_save, page, seen, replace(seen, ended=day), "It has left.", reason),
    )  # fmt: skip


def _show_history(page: Page, one: Organisation) -> None:
    show(tag("h2", "What was changed"))
    listed = page.database.read(list_organisation_changes, organisation=one.id, viewer=page.viewer)
    if not listed:
        show(tag("p", "Nothing has been changed by hand yet."))
        return
    rows = []
    for each in listed:
        what = ", ".join(map(_small_label, _changed_in(each)))
        why = str(each.detail.get("reason") or "")
        ended = f" {why}" if why else ""
        role = roles().get(each.actor)  # of somebody whose name is not known
        who = role.label if role else each.actor
        rows.append(tag("li", f"{spoken_date(each.day)}: {what}. {who}.{ended}"))
    show(tag("ul", *rows))


def _changed_in(event: Event) -> list[str]:
    """The details that a change was of; whom to write to, where it was changed elsewhere."""
    names = event.detail.get("changed")
    return [str(name) for name in names] if isinstance(names, list) else ["contact_email"]


def _small_label(name: str) -> str:
    words = _label(name)
    return words if words.startswith("URN") else f"{words[:1].lower()}{words[1:]}"
