"""The head of an activity's page: what it is, where it stands, and who runs it."""

from __future__ import annotations

from collections.abc import Iterator

from db import activities, campaigns, cycles
from db.activities import ActivityRow
from db.errors import NotFoundError
from forms.model import Tone
from forms.types.moments import say_date
from pages.components.activities.opening import Opened
from pages.components.activities.rounds import count_round
from pages.components.activities.steps import list_answers
from pages.components.activities.subjects import say_campaign
from pages.components.html import Safe, join, link, show, tag
from pages.components.layout import page_heading, status_tag
from pages.components.running.said import show_said
from pages.components.tables import draw_details, lines
from scrutiny.access import Permission
from scrutiny.activity import ACTIVITY_STATUS_LABELS, ActivityStatus
from scrutiny.cycle import Campaign, Cycle
from scrutiny.mechanism import Subject
from scrutiny.mechanism_words import say_who
from scrutiny.standing import find_end

TONES = {
    ActivityStatus.UNDER_WAY: Tone.MIDDLING,
    ActivityStatus.PAUSED: Tone.NEUTRAL,
    ActivityStatus.ENDED: Tone.GOOD,
    ActivityStatus.WITHDRAWN: Tone.NEUTRAL,
}
#: The kinds of form that hold what is known of single cases.
_CASE_KINDS = frozenset({"case_audit"})


def show_heading(opened: Opened) -> None:
    """Reference, title, state in words, and the facts to know it by."""
    activity, mechanism = opened.activity, opened.mechanism
    page_heading(activity.title, above=f"{activity.reference} · {mechanism.title}")
    show_said(takes_focus=True)
    status = activity.status
    words = opened.standing.state
    if status is not ActivityStatus.UNDER_WAY:
        words = f"{ACTIVITY_STATUS_LABELS[status]}. {words}"
    is_cut = find_end(mechanism, activity) is not None
    tone = Tone.NEUTRAL if is_cut else TONES[status]
    show(
        tag("p", status_tag(status.value, words, tone)),
        _draw_sharing(opened),
        _draw_facts(opened),
        _draw_begun_with(opened),
    )


def holds_cases(opened: Opened) -> bool:
    """Whether what is known of single cases is shared in it."""
    forms = opened.page.library.forms
    kinds = {forms[step.form].kind for step in opened.mechanism.steps if step.form in forms}
    return opened.mechanism.is_restricted or bool(kinds & _CASE_KINDS)


def _draw_sharing(opened: Opened) -> Safe | str:
    """On what agreements case data is shared here (R155)."""
    if not holds_cases(opened):
        return ""
    return tag("p", opened.page.partnership.sharing_notice, class_="box sharing")


def _draw_facts(opened: Opened) -> Safe:
    rows = (
        tag("div", tag("dt", label), tag("dd", lines(value)))
        for label, value in _list_facts(opened)
        if value
    )
    return tag("dl", *rows, class_="facts close")


def _list_facts(opened: Opened) -> Iterator[tuple[str, Safe | str]]:
    activity, mechanism = opened.activity, opened.mechanism
    yield "About", say_subject(opened)
    yield "Returns", say_returns(opened)
    yield "Group", opened.names.say(activity.group) if activity.group else ""
    is_asked = mechanism.subject is Subject.REQUEST
    yield "Asked for by" if is_asked else "Run by", _say_run_by(opened)
    yield "Begun", say_date(activity.began)
    yield "Ended", say_date(activity.ended) if activity.ended else ""
    purposes = {each.key: each.label for each in opened.page.partnership.purposes}
    yield "Purpose", "; ".join(purposes.get(key, key) for key in mechanism.purposes)
    yield "Sensitivity", mechanism.sensitivity or opened.page.partnership.sensitivity
    yield "Belongs with", _draw_relatives(opened)
    yield "Kind", join((
        link(f"How it works: {mechanism.name}", f"/mechanisms?id={mechanism.id}"),
        f" (version {activity.version})",
    ))  # fmt: skip


def _say_run_by(opened: Opened) -> str:
    roles = opened.mechanism.roles
    words = [say_who(opened.mechanism, opened.mechanism.begun_by)]
    words += [
        f"{roles[holder.role].label}: {holder.name}"
        for holder in opened.activity.holders
        if holder.role in roles
    ]
    return "\n".join(words)


def say_subject(opened: Opened) -> Safe | str:
    """What the activity is about, with a way to it where the viewer has one."""
    subject, read = opened.activity.subject, opened.page.database.read
    kind = opened.mechanism.subject
    try:
        if kind is Subject.CYCLE:
            return _draw_round(opened, read(cycles.get_cycle, subject)) if subject else ""
        if kind is Subject.CAMPAIGN:
            return _draw_campaign(opened, read(campaigns.get_campaign, subject)) if subject else ""
    except NotFoundError:
        return "A round that is no longer kept"
    if kind is Subject.REQUEST:
        return _draw_request(opened, subject)
    return opened.names.say(subject) if subject else ""


def _draw_request(opened: Opened, response: str) -> Safe | str:
    """The request that it came of; a link for those who may read requests."""
    if not response:
        return ""
    reading = (Permission.REQUEST, Permission.READ_REQUESTS, Permission.READ_OWN_REQUESTS)
    may_read = any(opened.page.viewer.can(each) for each in reading)
    return link("The request", f"/requests?id={response}") if may_read else "A theme"


def _draw_round(opened: Opened, cycle: Cycle) -> Safe | str:
    """The round of a self-assessment; its composite for those who may see it."""
    if not opened.page.viewer.can(Permission.READ_COMPOSITES):
        return cycle.title
    return link(cycle.title, f"/composite?round={cycle.id}")


def _draw_campaign(opened: Opened, campaign: Campaign) -> Safe | str:
    """A voice campaign with its days: the way to its answers, and to opening and closing it."""
    viewer, words = opened.page.viewer, say_campaign(campaign)
    if not viewer.can(Permission.READ_COMPOSITES):
        return words
    answers = link(words, f"/composite?round={campaign.id}")
    if not viewer.can(Permission.MANAGE_CYCLES):
        return answers
    return join(
        (answers, Safe("<br>"), link("Hand out and close", f"/cycles?campaign={campaign.id}"))
    )


def say_returns(opened: Opened) -> Safe | str:
    """How many of those asked in the round have answered, with the way to it."""
    subject = opened.activity.subject
    is_round = opened.mechanism.subject is Subject.CYCLE and subject
    total = count_round(opened.page, subject) if is_round else None
    if total is None:
        return ""
    words = f"{total.sent} of {total.in_scope} sent in"
    if not opened.page.viewer.can(Permission.MANAGE_CYCLES):
        return words
    return join((f"{words}. ", link("Invite and remind", f"/cycles?cycle={subject}")))


def _draw_relatives(opened: Opened) -> Safe | str:
    """What it follows up, and what follows it up."""
    rows = opened.page.database.read(
        activities.list_activities, viewer=opened.page.viewer, parent=opened.activity.id
    )
    found = [_draw_relative("Followed by", row) for row in rows]
    if opened.activity.parent:
        found = [*_draw_parent(opened), *found]
    return Safe("<br>".join(found)) if found else ""


def _draw_parent(opened: Opened) -> list[Safe]:
    try:
        parent = opened.page.database.read(
            activities.get_activity, opened.activity.parent, viewer=opened.page.viewer
        )
    except NotFoundError:
        return []
    way = link(f"{parent.reference} {parent.title}", f"/activity?id={parent.reference}")
    return [join(("Follows ", way))]


def _draw_relative(word: str, row: ActivityRow) -> Safe:
    way = link(f"{row.reference} {row.title}", f"/activity?id={row.reference}")
    return join((f"{word} ", way))


def _draw_begun_with(opened: Opened) -> Safe | str:
    """What was said when it was begun, behind a title."""
    pairs = list_answers(opened.mechanism.begin, opened.activity.answers)
    if not pairs:
        return ""
    rows = (join((tag("dt", label), tag("dd", lines(words), dir="auto"))) for label, words in pairs)
    return draw_details("What was said when it was begun", tag("dl", *rows, class_="answers"))
