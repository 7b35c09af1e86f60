"""The boxes for the details of one organisation, to be added to the register or changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from forms.problem import Problem
from pages.components.running.writing_to import choose_language
from pages.components.shell import Page
from scrutiny.organisation import Organisation

#: What each detail is called on the screen.
LABELS: Mapping[str, str] = {
    "name": "Name",
    "type": "Type",
    "urn": "URN or local number",
    "phase": "Phase",
    "trust": "Trust or group",
    "locality": "Locality",
    "contact_name": "Name of the contact",
    "contact_email": "E-mail address of the contact",
    "contact_language": "Language of their e-mails",
    "ended": "Left the register on",
}
TYPED = tuple(name for name in LABELS if name != "ended")
_CHOSEN = ("type", "phase", "locality")
_MOST = {"urn": 12, "contact_email": 254}


def key_of(id: str, name: str) -> str:
    """The session key of the box for one detail."""
    return f"organisation-{id}-{name}"


def hold_details(one: Organisation) -> Organisation:
    """The details as they were when the boxes were filled; filled anew on each visit."""
    kept = key_of(one.id, "seen")
    if key_of(one.id, "name") not in st.session_state or kept not in st.session_state:
        st.session_state[kept] = one
        for name in TYPED:
            st.session_state[key_of(one.id, name)] = getattr(one, name)
    seen: Organisation = st.session_state[kept]
    return seen


def ask_details(page: Page, seen: Organisation) -> Organisation:
    """The boxes; returns the details as they stand in them."""
    known = page.partnership
    types = {kind.key: kind.label for kind in known.organisation_types.values()}
    if not seen.type:
        types = {"": "Choose one", **types}
    phases = {"": "None", **{phase.key: phase.label for phase in known.phases}}
    places = {"": "None", **{place.key: place.label for place in known.localities}}
    said: dict[str, Any] = {"name": _write(seen, "name"), "type": _choose(seen, "type", types)}
    left, right = st.columns(2)
    with left:
        said["urn"] = _write(seen, "urn")
        said["phase"] = _choose(seen, "phase", phases)
    with right:
        said["trust"] = _write(seen, "trust")
        said["locality"] = _choose(seen, "locality", places)
    left, right = st.columns(2)
    with left:
        said["contact_name"] = _write(seen, "contact_name")
    with right:
        said["contact_email"] = _write(seen, "contact_email")
    said["contact_language"] = choose_language(key=key_of(seen.id, "contact_language"))
    return replace(seen, **said)


def _write(seen: Organisation, name: str) -> str:
    typed: str = st.text_input(
        LABELS[name], key=key_of(seen.id, name), autocomplete="off", max_chars=_MOST.get(name, 200)
    )  # fmt: skip
    return typed.strip()


def _choose(seen: Organisation, name: str, options: Mapping[str, str]) -> str:
    now = getattr(seen, name)
    offered = {**options, **({} if now in options else {now: now})}
    chosen: str = st.selectbox(
        LABELS[name], list(offered), key=key_of(seen.id, name),
        format_func=lambda each: offered[each],
    )  # fmt: skip
    return chosen


def say_wrong(problems: Sequence[Problem]) -> None:
    """What has to be put right first; the boxes themselves list what may be chosen."""
    said = []
    for each in problems:
        cure = each.cure.partition(":")[0] if each.place in _CHOSEN else each.cure
        said.append(f"{LABELS.get(each.place, each.place)}: {each.message}. {cure}.")
    st.error(" ".join(said))


def type_of(page: Page, key: str) -> str:
    """What kind of organisation a type is, in words."""
    kind = page.partnership.organisation_types.get(key)
    return kind.label if kind else "Organisation"
