"""What became of invented actions: who follows them, what was reported, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from scrutiny.action import Action, ActionKind, ActionStatus, ActionUpdate, Deed
from scrutiny.action_source import place_actions
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.words import pick, words
from scrutiny.mechanism import Mechanism
from scrutiny.organisation import Organisation
from scrutiny.partnership import Partnership

ASSURERS = ("Hannah Rainton", "Imran Dale", "Tessa Varley")
_CLOSED = "Agreed that it is no longer needed: the service has changed."
_SHOWN = (
    "The minutes and the list of who attended.", "A sample of ten records, looked at in {month}.",
    "The new version of the policy, on the staff site.", "What staff said in supervision.",
)  # fmt: skip
#: What was agreed in meetings, beside the returns: text, kind, group, partner, due in days.
_AGREED = (
    ("Write one page for all staff on who is told what when a child goes missing, and test it "
     "with two teams.", ActionKind.STRATEGIC, "splig", "police", 45),
    ("Bring the waiting times for strategy meetings to the group each quarter.",
     ActionKind.REQUIRED, "chapp", "council", 12),
    ("Tell every duty team about the changed number for out-of-hours advice.",
     ActionKind.IMMEDIATE, "marpf", "health", -9),
    ("Agree with both Boards how adult services ask about children in the home.",
     ActionKind.STRATEGIC, "sab", "health", 120),
    ("Ask three settings what would make supervision of safeguarding leads easier.",
     ActionKind.BEING_TAKEN, "mars_board", "council", 30),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Acted:
    """An action as it stands, with the history that brought it there."""

    action: Action
    updates: tuple[ActionUpdate, ...] = ()


def act_out(
    actions: Iterable[Action], *, today: date, sent: date, organisation: Organisation | None,
    partnership: Partnership, mechanism: Mechanism | None = None,
) -> Iterator[Acted]:  # fmt: skip
    """The actions of a return, followed up as far as their dates suggest.

    Nearly all of last year's are assured; of this year's a few are done and wait to be
    assured, and some are overdue.
    """
    for action in place_actions(actions, mechanism):
        random = chance_for(action.response, action.question, action.instance)
        status = _settle(action, today, sent, random)
        placed = _place(replace(action, added=sent), organisation, partnership, random)
        yield _tell(placed, status, today, sent, random)


def follow(action: Action, *, began: date, today: date, random: Random, is_ended: bool) -> Acted:
    """One action of an activity; of one that has ended, it is assured."""
    status = ActionStatus.ASSURED if is_ended else _settle(action, today, began, random)
    return _tell(replace(action, added=began), status, today, began, random)


def agree_in_meetings(
    organisations: Sequence[Organisation], *, today: date, seed: int, partnership: Partnership
) -> Iterator[Acted]:
    """A few actions that came of meetings, each with an agency of the lead partner."""
    for number, (text, kind, group, partner, days) in enumerate(_AGREED):
        random = chance_for(seed, "agreed", number)
        of_partner = [o for o in organisations if partnership.partner_of(o.type) == partner]
        if not of_partner:
            continue
        owner = random.choice(of_partner)
        added = today - timedelta(random.randint(60, 200))
        action = Action(
            "", text, owner=random.choice(words()["owners"]["agency"]), id=f"agreed-{number}",
            organisation=owner.id, due=today + timedelta(days), kind=kind, lead_partner=partner,
            monitored_by=group, priority="high" if days < 30 else "medium", added=added,
            difference="Children and families meet people who know what others have done.",
        )  # fmt: skip
        status = ActionStatus.IN_PROGRESS if number % 2 == 0 else ActionStatus.DONE
        yield _tell(action, status, today, added, random)


def _place(
    action: Action, organisation: Organisation | None, partnership: Partnership, random: Random
) -> Action:
    """The action with who follows it, and with which partner."""
    partner = partnership.partner_of(organisation.type) if organisation else ""
    kind = partnership.organisation_types.get(organisation.type) if organisation else None
    is_agency = kind is not None and kind.family == "agency"
    return replace(
        action,
        monitored_by=action.monitored_by or ("mars_board" if is_agency else "splig"),
        lead_partner=partner or ("" if is_agency else "council"),
        priority=random.choice(("high", "medium", "medium", "low")),
        difference=pick(words()["impacts"], "education", random),
    )


def _settle(action: Action, today: date, sent: date, random: Random) -> ActionStatus:
    due = action.due or sent + timedelta(120)
    late, since = (today - due).days, (today - sent).days
    choices: tuple[ActionStatus, ...] = (ActionStatus.NOT_STARTED,)
    weights: tuple[int, ...] = (1,)
    if late > 150:
        choices = (
            ActionStatus.ASSURED, ActionStatus.CLOSED, ActionStatus.DONE, ActionStatus.IN_PROGRESS,
        )  # fmt: skip
        weights = (88, 9, 1, 2)
    elif late > 0:
        choices = (
            ActionStatus.ASSURED, ActionStatus.DONE, ActionStatus.IN_PROGRESS,
            ActionStatus.NOT_STARTED,
        )  # fmt: skip
        weights = (62, 6, 22, 10)
    elif since > 14:
        choices = (ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS, ActionStatus.DONE)
        weights = (60, 37, 3)
    chosen = random.choices(choices, weights=weights)[0]
    is_taken = action.kind is ActionKind.BEING_TAKEN and chosen is ActionStatus.NOT_STARTED
    return ActionStatus.IN_PROGRESS if is_taken else chosen


def _tell(action: Action, status: ActionStatus, today: date, began: date, random: Random) -> Acted:
    """The action in that status, and how it came there, some days apart."""
    steps = _steps(action, status, random)
    span = max((min(today, (action.due or today) + timedelta(20)) - began).days, 1)
    days = [began + timedelta(span * place // len(steps)) for place in range(1, len(steps) + 1)]
    updates = tuple(
        replace(step, number=number, day=min(day, today))
        for number, (step, day) in enumerate(zip(steps, days, strict=True), start=1)
    )
    reported = [each for each in updates if each.deed is Deed.REPORTED]
    done = next((each for each in updates if each.status is ActionStatus.DONE), None)
    last = updates[-1] if updates else None
    is_assured = last is not None and last.deed is Deed.ASSURED
    return Acted(
        replace(
            action,
            status=status,
            updates=len(updates),
            progress=reported[-1].words if reported else "",
            evidence=reported[-1].evidence if reported else "",
            done_on=done.day if done else None,
            assured_by=last.by if last and is_assured else "",
            assured_on=last.day if last and is_assured else None,
            reason=_CLOSED if status is ActionStatus.CLOSED else "",
        ),
        updates,
    )


def _steps(action: Action, status: ActionStatus, random: Random) -> list[ActionUpdate]:
    bank = words()["progress"]

    def step(deed: Deed, after: ActionStatus, said: str, by: str, shown: str = "") -> ActionUpdate:
        role = "mars_team" if deed in {Deed.ASSURED, Deed.CLOSED} else "organisation"
        return ActionUpdate(action.id, 0, deed, after, date.min, said, shown, by, role)

    owner = action.owner or "The safeguarding lead"
    begun = step(
        Deed.REPORTED, ActionStatus.IN_PROGRESS, pick(bank[1:], "education", random), owner
    )
    done = step(
        Deed.REPORTED, ActionStatus.DONE, pick(bank[:1], "education", random), owner,
        pick(_SHOWN, "education", random),
    )  # fmt: skip
    assurer = random.choice(ASSURERS)
    return {
        ActionStatus.NOT_STARTED: [],
        ActionStatus.IN_PROGRESS: [begun],
        ActionStatus.DONE: [begun, done],
        ActionStatus.ASSURED: [
            begun, done, step(Deed.ASSURED, ActionStatus.ASSURED, "Looked at with them.", assurer),
        ],
        ActionStatus.CLOSED: [step(Deed.CLOSED, ActionStatus.CLOSED, _CLOSED, assurer)],
    }[status]  # fmt: skip
