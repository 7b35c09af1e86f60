"""The findings of an activity by class, and the ways to add, change, answer and remove one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

import streamlit as st

from db import findings
from db.connection import Transaction
from db.responses import list_returns
from forms.model import Json, Question
from forms.types.moments import say_date
from pages.components.acting.adding import list_of_activity
from pages.components.activities.adding_actions import may_add_actions, show_answering_panel
from pages.components.activities.opening import Opened
from pages.components.activities.panels import DO, is_open, offer, show_panel
from pages.components.blocks import draw_heading
from pages.components.html import Safe, link, show, tag
from pages.components.sheet import ask
from pages.components.tables import lines
from scrutiny.access import Permission, Viewer
from scrutiny.finding import (
    ACTED_ON,
    ANSWERED,
    FINDING_LABELS,
    KEPT_UNDER,
    NEEDS_ACTION,
    Finding,
    FindingKind,
    list_answering,
)
from scrutiny.mechanism import Subject
from scrutiny.taking_part import may_keep

FINDINGS = "Findings"
ADD, CHANGE, ANSWER, REMOVE = "add-finding", "finding-", "answer-", "remove-"
ACT = "act-"
_LONGEST = 4000
_NAMES = ("text", "organisation", "theme", "source", "standard", "no_action_reason")


def list_kinds(opened: Opened) -> list[FindingKind]:
    """The classes of finding that the mechanism's steps keep."""
    kept = {what for step in opened.mechanism.steps for what in step.keeps}
    return [kind for kind in FindingKind if KEPT_UNDER.get(kind, "findings") in kept]


def read_findings(opened: Opened) -> list[Finding]:
    """The findings that the viewer may see."""
    return opened.page.database.read(
        findings.list_findings, viewer=opened.page.viewer, activity=opened.activity.id
    )


def show_findings(opened: Opened) -> None:
    """Every finding under its class, and the panel that is open."""
    found = read_findings(opened)
    mine = [kind for kind in list_kinds(opened) if _may_keep(opened, kind)]
    answered = _list_actions(opened, found)
    show(draw_heading(FINDINGS, 2))
    if not found:
        words = "None has been added yet." if mine else "None is there for you to see yet."
        show(tag("p", words))
    for kind in FindingKind:
        here = [each for each in found if each.kind is kind]
        if here:
            rows = (tag("li", *_draw_finding(opened, each, answered)) for each in here)
            show(tag("h3", FINDING_LABELS[kind]), tag("ul", *rows, class_="findings"))
    _show_panels(opened, found, mine)


def _may_keep(opened: Opened, kind: FindingKind) -> bool:
    return not may_keep(opened.mechanism, opened.activity, opened.page.viewer, kind)


def _list_actions(opened: Opened, found: Sequence[Finding]) -> dict[str, list[str]]:
    """By finding, the references of the actions that answer it and that the viewer may see."""
    answered: dict[str, list[str]] = {}
    if any(each.kind in ACTED_ON for each in found):
        for row in list_of_activity(opened.page, opened.activity.id):
            answered.setdefault(row.action.finding, []).append(row.action.reference)
    return answered


def _draw_finding(
    opened: Opened, finding: Finding, answered: Mapping[str, list[str]]
) -> Iterator[Safe | str]:
    yield lines(finding.text)
    actions = answered.get(finding.id, [])
    facts = [*_list_facts(opened, finding), *(f"Action {each}" for each in actions)]
    yield tag("span", " · ".join(facts), class_="small")
    if finding.reply:
        when = f", {say_date(finding.replied_on)}" if finding.replied_on else ""
        who = finding.replied_by or ("the team" if _is_heard(finding) else "those addressed")
        what = "What was done" if _is_heard(finding) else "Answer"
        words = f"{what} ({who}{when}): {finding.reply}"
        yield tag("span", words, class_="small", dir="auto")
    if answering := list_answering(finding, opened.activity.parties):
        yield _draw_replies(opened, finding, answering)
    ways = [*_list_ways(opened, finding)]
    if ways:
        yield tag("span", *ways, class_="small files")


def _draw_replies(opened: Opened, finding: Finding, answering: Sequence[str]) -> Safe:
    """The answers of the partners to what is recommended to all of them, side by side."""
    cells = []
    for partner in answering:
        reply = finding.find_reply(partner)
        who = tag("strong", opened.names.say(partner))
        said = (
            (lines(reply.text), tag("span", f"{reply.by}, {say_date(reply.on)}", class_="small"))
            if reply
            else (tag("p", "No answer yet"),)
        )
        cells.append(tag("li", who, *said, dir="auto"))
    return tag("ul", *cells, class_="replies", aria_label="The answer of each partner")


def _list_facts(opened: Opened, finding: Finding) -> Iterator[str]:
    themes = {each.key: each.label for each in opened.page.partnership.themes}
    if list_answering(finding, opened.activity.parties):
        yield "To all partners"
    if finding.organisation:
        yield f"About {opened.names.say(finding.organisation)}"
    if finding.theme:
        yield themes.get(finding.theme, finding.theme)
    if finding.standard:
        yield f"Standard {finding.standard}"
    if finding.source:
        yield f"Seen in: {finding.source}"
    if finding.no_action_reason:
        yield f"No action: {finding.no_action_reason}"
    yield f"{finding.by or 'Recorded'}, {say_date(finding.on)}"


def _list_ways(opened: Opened, finding: Finding) -> Iterator[Safe]:
    is_theirs = finding.organisation in opened.page.viewer.organisations - {""}
    if answering := list_answering(finding, opened.activity.parties):
        yield from _list_answer_ways(opened, finding, answering)
    elif finding.kind in ANSWERED and (
        is_theirs or opened.page.viewer.can(Permission.RUN_ACTIVITIES)
    ):  # fmt: skip
        yield _way(opened, _say_answering(finding), f"{ANSWER}{finding.id}", finding)
    if finding.kind in ACTED_ON and may_add_actions(opened):
        yield _way(opened, "Add an action", f"{ACT}{finding.id}", finding)
    if _may_keep(opened, finding.kind):
        yield _way(opened, "Change", f"{CHANGE}{finding.id}", finding)
        yield _way(opened, "Remove", f"{REMOVE}{finding.id}", finding)


def _list_answer_ways(opened: Opened, finding: Finding, answering: Sequence[str]) -> Iterator[Safe]:
    """The way to each answer that the viewer may give: their own, or for the team any."""
    viewer = opened.page.viewer
    for partner in answering:
        is_own = partner in viewer.organisations
        if is_own or viewer.can(Permission.RUN_ACTIVITIES):
            verb = "Change" if finding.find_reply(partner) else "Write"
            whose = "your answer" if is_own else f"the answer of {opened.names.say(partner)}"
            yield _way(opened, f"{verb} {whose}", f"{ANSWER}{finding.id}-{partner}", finding)


def _is_heard(finding: Finding) -> bool:
    """Whether it is what people said, which the team answers for those who said it."""
    return finding.kind is FindingKind.VOICE


def _say_answering(finding: Finding) -> str:
    if _is_heard(finding):
        return "Change what was done" if finding.reply else "Say what was done"
    return "Change the answer" if finding.reply else "Answer"


def _way(opened: Opened, word: str, panel: str, finding: Finding) -> Safe:
    query = urlencode({"id": opened.activity.reference, DO: panel})
    words = f"{finding.text[:60]}…" if len(finding.text) > 60 else finding.text
    return link(word, f"/activity?{query}", aria_label=f"{word}: {words}")


def _show_panels(opened: Opened, found: Sequence[Finding], mine: Sequence[FindingKind]) -> None:
    """The panel in the address, else the button that opens the one to add."""
    by_id = {finding.id: finding for finding in found}
    wanted = str(st.query_params.get(DO, ""))
    for start, panel in ((CHANGE, _show_changing), (ANSWER, _show_answering),
                         (REMOVE, _show_removing), (ACT, show_answering_panel)):  # fmt: skip
        id, _, _ = wanted.removeprefix(start).partition("-")
        finding = by_id.get(id) if wanted.startswith(start) else None
        if finding:
            panel(opened, finding)
            return
    if not mine:
        return
    if is_open(ADD):
        _show_adding(opened, mine)
    else:
        offer("Add a finding", ADD)


def _ask_finding(opened: Opened, kinds: Sequence[FindingKind]) -> list[Question]:
    ours = opened.page.partnership
    themes = {each.key: each.label for each in ours.themes}
    about = _list_about(opened)
    asked = [
        ask("kind", "What is it?", type="select_one",
            choices={kind.value: FINDING_LABELS[kind] for kind in kinds}),
        ask("text", "What was seen or said?", type="long_text", max_length=_LONGEST,
            hint="One finding at a time. Do not name any child or worker."),
        ask("organisation", "Whom is it about, or addressed to?", type="select_one",
            required=False, choices=about, hint="Leave it empty when it is for all of them"),
        ask("theme", "Theme", type="select_one", required=False, choices=themes),
        ask("source", "Where was it seen?", required=False, max_length=200,
            hint="For example: the visit, the self-assessment, a case audit"),
        ask("standard", "Standard", required=False, max_length=40,
            hint="Its key, such as ED-A1, where it bears on one"),
    ]  # fmt: skip
    return [each for each in asked if each.type != "select_one" or each.choices]


def _list_about(opened: Opened) -> dict[str, str]:
    """Whom a finding may be about: who takes part, and whom the round asks (R032, R039)."""
    subject, kind = opened.activity.subject, opened.mechanism.subject
    keys = [party.key for party in opened.activity.parties]
    if subject and kind is Subject.ORGANISATION:
        keys.append(subject)
    about = {key: opened.names.say(key) for key in keys}
    if subject and kind is Subject.CYCLE:
        read, viewer = opened.page.database.read, opened.page.viewer
        asked = read(list_returns, cycle=subject, viewer=viewer)
        about |= {each.organisation: each.name for each in asked}
    return about


def _show_adding(opened: Opened, kinds: Sequence[FindingKind]) -> None:
    def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        words = _read(given)
        new = Finding(
            id="", activity=opened.activity.id, on=opened.page.today, step=_step_of(opened),
            kind=FindingKind(str(given["kind"])), text=words["text"], theme=words["theme"],
            organisation=words["organisation"], source=words["source"],
            standard=words["standard"],
        )  # fmt: skip
        findings.add_finding(tx, finding=new, viewer=viewer, now=now, context=opened.page.context)

    show_panel(
        opened, ADD, title="Add a finding", yes="Add it", done="The finding is added.",
        questions=_ask_finding(opened, kinds), write=write,
    )  # fmt: skip


def _step_of(opened: Opened) -> str:
    """The open step that keeps findings, which they then belong to."""
    steps = opened.mechanism.by_id
    return next((row.step for row in opened.standing.open_steps if steps[row.step].keeps), "")


def _read(given: Mapping[str, Json]) -> dict[str, str]:
    return {name: str(given.get(name) or "") for name in _NAMES}


def _show_changing(opened: Opened, finding: Finding) -> None:
    kinds = [kind for kind in list_kinds(opened) if _may_keep(opened, kind)]
    if finding.kind not in kinds:
        kinds.append(finding.kind)

    def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        findings.change_finding(
            tx, id=finding.id, viewer=viewer, now=now, context=opened.page.context,
            kind=FindingKind(str(given["kind"])), **_read(given),
        )  # fmt: skip

    needing = " or ".join(f"${{kind}} = '{kind}'" for kind in sorted(NEEDS_ACTION))
    known = {name: getattr(finding, name) or None for name in _NAMES}
    show_panel(
        opened, f"{CHANGE}{finding.id}", title="Change a finding", done="The finding is changed.",
        known={**known, "kind": finding.kind.value},
        questions=[
            *_ask_finding(opened, kinds),
            ask("no_action_reason", "If no action follows from it: why?", type="long_text",
                required=False, relevant=needing, max_length=_LONGEST),
        ],
        write=write,
    )  # fmt: skip


def _show_answering(opened: Opened, finding: Finding) -> None:
    is_heard = _is_heard(finding)
    partner = _find_answering(opened, finding)
    reply = finding.find_reply(partner) if partner else None
    title = f"The answer of {opened.names.say(partner)}" if partner else "Answer a recommendation"

    def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        findings.answer_finding(
            tx, id=finding.id, reply=str(given["reply"]), viewer=viewer, now=now, partner=partner
        )

    show_panel(
        opened, f"{ANSWER}{finding.id}{f'-{partner}' if partner else ''}", yes="Save the answer",
        write=write, title="Say what was done" if is_heard else title,
        done="The answer stands beside what people said." if is_heard
        else "The answer stands beside the recommendation.",
        known={"reply": reply.text if reply else finding.reply or None},
        questions=[
            ask("reply", finding.text, type="long_text", max_length=_LONGEST,
                hint="In short, everyday words: those who spoke read it in \"you said, we did\""
                if is_heard else "What will be done about it, or why nothing will"),
        ],
    )  # fmt: skip


def _find_answering(opened: Opened, finding: Finding) -> str:
    """Whose answer the address asks for, of those who each give one; else the viewer's own."""
    answering = list_answering(finding, opened.activity.parties)
    _, _, wanted = str(st.query_params.get(DO, "")).removeprefix(ANSWER).partition("-")
    own = (key for key in answering if key in opened.page.viewer.organisations)
    return wanted if wanted in answering else next(own, next(iter(answering), ""))


def _show_removing(opened: Opened, finding: Finding) -> None:
    def write(tx: Transaction, _given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        findings.remove_finding(
            tx, id=finding.id, viewer=viewer, now=now, context=opened.page.context
        )

    sure = ask("sure", "Remove it: it was added by mistake", type="acknowledge",
               hint=finding.text)  # fmt: skip
    show_panel(
        opened, f"{REMOVE}{finding.id}", title="Remove a finding", yes="Remove it",
        done="The finding is removed.", questions=[sure], write=write,
    )  # fmt: skip
