"""Retention: how long records are kept, what falls due, legal holds, and destruction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from db import cycles, organisations
from db.campaigns import list_campaigns
from db.errors import DatabaseError
from db.retention import (
    Destruction,
    destroy,
    lift_hold,
    list_destructions,
    list_falling_due,
    list_holds,
    set_hold,
)
from exports.moment import spoken_date
from pages.components.html import show, tag
from pages.components.layout import data_table, page_heading
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.retention import SCOPE_LABELS, Due, Hold, Rule, Scope, retention_rules

page = open_page(Permission.MANAGE_RETENTION, title="Retention", width="wide")

#: What a table of the database is called in a proof.
ROW_NAMES = {
    "action": "actions", "action_update": "lines of actions' histories",
    "activity": "activities", "activity_holder": "people named on activities",
    "activity_party": "parties of activities", "activity_seat": "parts in activities",
    "agenda_item": "agenda items", "answer": "answers", "answer_text": "written answers",
    "audit_entry": "lines of the log", "calendar_key": "calendar addresses",
    "campaign_name": "names on campaigns", "contact": "contacts", "event": "events",
    "file": "files", "finding": "findings", "group_member": "members of groups",
    "kept_count": "counts of answers", "kept_theme": "counts of themes", "meeting": "meetings",
    "officer_day": "entries of officers' days", "open_step": "open steps", "outbox": "mails",
    "paper": "documents", "paper_ask": "times that somebody asked for a missing part",
    "paper_copy": "copies of documents", "paper_use": "uses of published documents",
    "paper_version": "versions of documents", "person": "people",
    "person_role": "roles of people", "personal_link": "personal links",
    "quote": "unshown quotes", "response": "responses", "review": "moderated ratings",
    "session": "sessions", "step_draft": "half-typed steps",
    "step_file": "files of steps", "submission": "submissions",
    "taking": "steps taken", "theme_code": "coded themes",
}  # fmt: skip


def show_due(page: Page) -> None:
    """What falls due when, and what may be destroyed today."""
    st.subheader("What falls due")
    listed = page.database.read(list_falling_due, viewer=page.viewer, today=page.today)
    data_table(
        [
            (
                due.holding.title, due.rule.label, due.holding.records,
                spoken_date(due.day), due.state(page.today),
            )
            for due in listed
        ],
        ("What", "Kind", "Records", "Due", "State"),
        caption=f"{len(listed)} kinds and rounds, the soonest first", key="due",
        numeric=("Records",),
    )  # fmt: skip
    ready = {_key(due): due for due in listed if due.may_go(page.today)}
    if ready:
        _ask_destruction(page, ready)
    else:
        st.write("Nothing may be destroyed today.")


def _key(due: Due) -> str:
    return f"{due.rule.key} {due.holding.subject}"


def _ask_destruction(page: Page, ready: dict[str, Due]) -> None:
    chosen = st.selectbox(
        "Destroy records that are due", list(ready), index=None, key="destroy-what",
        format_func=lambda key: ready[key].holding.title, placeholder="Choose",
    )  # fmt: skip
    if chosen is None or chosen not in ready:
        return
    due = ready[chosen]
    st.warning(
        f"{due.free_records} records of '{due.holding.title}' will be destroyed, with "
        f"everything that hangs on them. What stays: {due.rule.leaves}. This cannot be undone. "
        "Backups that were made before still hold them until they are destroyed too."
    )
    st.text_input(f"To go on, type: {due.holding.title}", key="destroy-typed", autocomplete="off")
    st.button(
        "Destroy these records", key="destroy", type="primary",
        on_click=carry_out, args=(page, due),
    )  # fmt: skip


def carry_out(page: Page, due: Due) -> None:
    """Destroy, once the words were typed out."""
    if st.session_state.get("destroy-typed", "").strip() != due.holding.title:
        _say("error", f"Nothing was destroyed. Type '{due.holding.title}' exactly as it stands.")
        return
    try:
        proof = page.database.write(
            destroy, rule=due.rule.key, subject=due.holding.subject, viewer=page.viewer,
            now=page.now,
        )  # fmt: skip
    except DatabaseError as error:
        _say("error", str(error))
        return
    st.session_state["destroy-typed"] = ""
    _say("success", f"Destroyed: {say_rows(proof.destroyed)}. The proof stands below.")


def say_rows(rows: Mapping[str, int]) -> str:
    """What was destroyed or kept, in words."""
    said = (
        f"{count} {ROW_NAMES.get(name, name.replace('_', ' '))}" for name, count in rows.items()
    )
    return ", ".join(said) or "nothing"


def show_holds(page: Page) -> None:
    """The legal holds that stand or stood, and the form to set another."""
    st.subheader("Legal holds")
    st.write(
        "What is under a hold is not destroyed, whatever its age: use one for an inquiry, a "
        "court case, a complaint or a request for access that is still open."
    )
    names = name_subjects(page)
    holds = page.database.read(list_holds, viewer=page.viewer)
    if holds:
        _list_holds(holds, names)
    standing = {hold.id: hold for hold in holds if hold.lifted_on is None}
    if standing:
        lifted = st.selectbox(
            "Lift a hold", list(standing), index=None, key="lift-what", placeholder="Choose",
            format_func=lambda id: f"{_covered(standing[id], names)}: {standing[id].reason}",
        )  # fmt: skip
        if lifted:
            st.button("Lift this hold", key="lift", on_click=let_go, args=(page, lifted))
    _ask_hold(page, names)


def _list_holds(holds: Sequence[Hold], names: dict[str, str]) -> None:
    data_table(
        [
            (
                _covered(hold, names), hold.reason, f"{hold.set_by}, {spoken_date(hold.set_on)}",
                f"{hold.lifted_by}, {spoken_date(hold.lifted_on)}" if hold.lifted_on else "Stands",
            )
            for hold in holds
        ],
        ("Covers", "Reason", "Set", "Lifted"), caption="Legal holds", key="holds",
    )  # fmt: skip


def _covered(hold: Hold, names: dict[str, str]) -> str:
    name = names.get(hold.subject, hold.subject)
    return f"{SCOPE_LABELS[hold.scope]}: {name}" if name else SCOPE_LABELS[hold.scope]


def name_subjects(page: Page) -> dict[str, str]:
    """What rounds and organisations are called."""
    names = {each.id: each.title for each in page.database.read(cycles.list_cycles)}
    names |= {each.id: each.title for each in page.database.read(list_campaigns)}
    listed = page.database.read(organisations.list_organisations)
    return names | {each.id: each.name for each in listed}


def _ask_hold(page: Page, names: dict[str, str]) -> None:
    st.markdown("**Set a hold**")
    scope = Scope(
        st.selectbox(
            "What it covers", [str(each) for each in Scope], key="hold-scope",
            format_func=lambda each: SCOPE_LABELS[Scope(each)],
        )
    )  # fmt: skip
    subject = _ask_subject(page, scope, names)
    st.text_input("Reason, such as the number of the case", key="hold-reason", max_chars=300)
    st.button("Set this hold", key="hold", on_click=freeze, args=(page, scope, subject))


def _ask_subject(page: Page, scope: Scope, names: dict[str, str]) -> str:
    if scope is Scope.ACTIVITY:
        typed = st.text_input("The activity's reference, such as AE-2026-003", key="hold-activity")
        return typed.strip().upper()
    if scope is Scope.RESPONSE:
        return st.text_input(
            "The record's number, as it stands in its address", key="hold-record"
        ).strip()
    if scope not in (Scope.ROUND, Scope.ORGANISATION):
        return ""
    rounds = {each.id for each in page.database.read(cycles.list_cycles)}
    rounds |= {each.id for each in page.database.read(list_campaigns)}
    wanted = [id for id in names if (id in rounds) == (scope is Scope.ROUND)]
    chosen = st.selectbox(
        "Which one", wanted, index=None, key=f"hold-{scope}", placeholder="Choose",
        format_func=lambda id: names.get(id, id),
    )  # fmt: skip
    return chosen or ""


def freeze(page: Page, scope: Scope, subject: str) -> None:
    """Set the hold that was asked for."""
    reason = st.session_state.get("hold-reason", "")
    if not reason.strip():
        _say("error", "Nothing was held. Say why.")
        return
    try:
        page.database.write(
            set_hold, scope=scope, subject=subject, reason=reason, viewer=page.viewer,
            now=page.now,
        )  # fmt: skip
    except DatabaseError as error:
        _say("error", f"Nothing was held. {error}")
        return
    st.session_state["hold-reason"] = ""
    _say("success", "The hold is set.")


def let_go(page: Page, id: str) -> None:
    """Lift one hold."""
    try:
        page.database.write(lift_hold, id=id, viewer=page.viewer, now=page.now)
    except DatabaseError as error:
        _say("error", str(error))
        return
    _say("success", "The hold is lifted.")


def show_rules() -> None:
    """The table, and which rows nobody has approved yet."""
    st.subheader("How long records are kept")
    rules = list(retention_rules().values())
    waiting = [rule for rule in rules if rule.is_listed and not rule.is_approved]
    if waiting:
        show(
            tag(
                "p",
                f"{len(waiting)} rows are local choices that information governance has not "
                "approved yet. They stand in scrutiny/retention.yaml.",
                class_="box tone-middling",
            )
        )
    data_table(
        [
            (rule.label, _say_keep(rule), rule.since, rule.leaves, _approved(rule))
            for rule in rules
        ],
        ("Kind of record", "Kept", "From", "What stays", "Approved"),
        caption="Retention table", key="rules", search=False,
    )  # fmt: skip


def _say_keep(rule: Rule) -> str:
    return f"{rule.keep_for}: {rule.why}" if rule.why else rule.keep_for


def _approved(rule: Rule) -> str:
    if not rule.is_listed:
        return "By hand" if rule.by_hand else "By itself"
    return f"{rule.approved_by}, {rule.approved_on}" if rule.is_approved else "Not yet"


def show_proofs(proofs: Sequence[Destruction]) -> None:
    """What has been destroyed, by whom, under which rule."""
    if not proofs:
        return
    st.subheader("Proofs of destruction")
    data_table(
        [
            (
                proof.title, spoken_date(proof.happened), proof.done_by, _name_rule(proof.rule),
                say_rows(proof.destroyed), say_rows(proof.kept), proof.id,
            )
            for proof in proofs
        ],
        ("What", "Destroyed", "By", "Rule", "Gone", "Kept", "Number"),
        caption="What has been destroyed", key="proofs",
    )  # fmt: skip


def _name_rule(key: str) -> str:
    """What kind of record the rule is of; its key where it is no longer in the table."""
    rule = retention_rules().get(key)
    return rule.label if rule else key


def _say(kind: str, words: str) -> None:
    st.session_state["retention-said"] = (kind, words)


page_heading(
    "Retention",
    "How long records are kept, what may be destroyed now, and what is under a legal hold. "
    "But for what the table marks as going by itself, nothing is destroyed unasked.",
)
if said := st.session_state.pop("retention-said", None):
    (st.success if said[0] == "success" else st.error)(said[1])
show_due(page)
show_holds(page)
show_rules()
show_proofs(page.database.read(list_destructions, viewer=page.viewer))
