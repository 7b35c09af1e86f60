"""Flags: texts of anonymous answers that may tell of harm, kept here and nowhere else.

When a voice is sent, each such text is moved out of the answers into a table of its own,
in the same transaction: nothing that reads answers can meet it, and nothing here says
which response it came from. Only READ_FLAGS sees the words, and not before somebody has
put their name to reading them.
"""

# ruff: noqa: S608 (columns are our own words; every value is a parameter)

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from db.access import require
from db.answers import CountedKeys
from db.composites import find_marked
from db.connection import Row, Transaction, clean_text
from db.days import local_day
from db.errors import NotFoundError, StepError
from db.events import Happening, add_event
from db.response_rows import dump_content, get_content
from forms.model import Answers, Json
from scrutiny.access import Permission, Viewer
from scrutiny.disclosure import BY_HAND, CONTACT, Concern, disclosures, find_concerns, leave_out
from scrutiny.flag import NEXT, STATE_LABELS, Decision, Flag, FlagState
from scrutiny.flag_alert import Reader, reading_roles

if TYPE_CHECKING:
    from forms.storage import StoredAnswer

_INSERTED = (
    "id", "campaign", "question", "kinds", "text", "day", "state", "reader", "read_at",
    "decision", "reason", "decided_by", "decided_at", "closed_by", "closed_at", "alerted",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(name for name in _INSERTED if name != 'alerted')} FROM flag"


@dataclass(frozen=True, slots=True)
class Unalerted:
    """A flag that nobody has been told of: no words, and nothing to find them by."""

    id: str
    campaign: str
    day: date


def withhold(
    tx: Transaction,
    *,
    campaign: str,
    stored: Sequence[StoredAnswer],
    answers: Answers,
    keys: CountedKeys,
    now: datetime,
) -> tuple[list[StoredAnswer], dict[str, Json]]:
    """Keep what may tell of harm as flags; returns the answers without it, in both forms."""
    concerns = {
        (concern.question, concern.instance): concern
        for concern in (*_stored_concerns(stored, keys), *find_concerns(answers, keys.texts))
    }
    _add(tx, campaign, concerns.values(), now)
    kept = [row for row in stored if (row.question, row.instance) not in concerns]
    return kept, leave_out(answers, concerns.values())


def _stored_concerns(stored: Iterable[StoredAnswer], keys: CountedKeys) -> Iterable[Concern]:
    listed = disclosures()
    for row in stored:
        is_typed = row.question not in keys.choices | keys.numbers
        if is_typed and row.value_text and (kinds := listed.check(row.value_text)):
            yield Concern(row.question, row.instance, kinds, row.value_text)


def _add(tx: Transaction, campaign: str, concerns: Iterable[Concern], now: datetime) -> None:
    for concern in concerns:
        write_flags(tx, [_raise(campaign, concern, now)])
        add_event(
            tx, name=Happening.FLAG_RAISED, subject=campaign, now=now, role="", is_day_only=True
        )


def _raise(campaign: str, concern: Concern, now: datetime) -> Flag:
    return Flag(
        secrets.token_hex(12), campaign, concern.question, concern.kinds, local_day(now),
        text=concern.text,
    )  # fmt: skip


def flag_by_hand(
    tx: Transaction, *, campaign: str, question: str, mark: str, viewer: Viewer, now: datetime
) -> None:
    """Move what somebody wrote to one question from the answers to the flags.

    For whoever reads a text that the list of words let through. `mark` is the text's own,
    from `composites.list_texts`; raises NotFoundError when the text is there no more.
    """
    require(viewer, Permission.READ_RESPONSES, to="pass a text on")
    response = find_marked(tx, round=campaign, question=question, mark=mark)
    row = tx.one("SELECT * FROM response WHERE id = $1 AND is_anonymous", [response])
    if row is None:
        raise NotFoundError("text", mark)
    texts = tx.query(
        "SELECT instance, value_text FROM answer_text WHERE response = $1 AND question = $2 "
        "AND value_text IS NOT NULL",
        [response, question],
    )
    listed = [Concern(question, each["instance"], (BY_HAND,), each["value_text"]) for each in texts]
    write_flags(tx, [_raise(campaign, concern, now) for concern in listed])
    tx.execute(
        "DELETE FROM answer_text WHERE response = $1 AND question = $2", [response, question]
    )
    tx.execute(
        "DELETE FROM theme_code WHERE response = ANY($1::TEXT[]) AND question = $2 AND round = $3",
        [[mark, response], question, campaign],
    )
    _forget_content(tx, row, listed)
    _note(tx, Happening.FLAG_RAISED, campaign, viewer, now)


def _forget_content(tx: Transaction, row: Row, concerns: Collection[Concern]) -> None:
    content = json.loads(get_content(tx, row))
    kept = dump_content(leave_out(content["answers"], concerns), content["changed"])
    where = "submission SET content = $2 WHERE response = $1"
    if row["content"] is not None:
        where = "response SET content = $2 WHERE id = $1"
    tx.execute(f"UPDATE {where}", [row["id"], kept])


def add_contact_request(tx: Transaction, *, text: str, now: datetime) -> None:
    """Keep what somebody wrote on the form for being contacted, tied to no answer."""
    flag = Flag(secrets.token_hex(12), "", CONTACT, (CONTACT,), local_day(now),
                text=clean_text(text))  # fmt: skip
    write_flags(tx, [flag])
    add_event(
        tx, name=Happening.CONTACT_REQUESTED, subject=CONTACT, now=now, role="", is_day_only=True
    )


def write_flags(tx: Transaction, flags: Iterable[Flag], *, is_alerted: bool = False) -> None:
    """Write flags as they are."""
    tx.insert_many("flag", _INSERTED, [_values(flag, is_alerted) for flag in flags])


def list_flags(tx: Transaction, *, viewer: Viewer) -> list[Flag]:
    """Every flag without its words and without what was said of them."""
    require(viewer, Permission.READ_FLAGS, to="see flags")
    rows = tx.query(f"{_SELECT} ORDER BY day, id")
    return [_flag({**row, "text": "", "reason": ""}) for row in rows]


def get_flag(tx: Transaction, id: str, *, viewer: Viewer) -> Flag:
    """One flag, with its words once somebody has put their name to reading them."""
    require(viewer, Permission.READ_FLAGS, to="read a flag")
    row = tx.one(f"{_SELECT} WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("flag", id)
    return _flag({**row, "text": "" if row["state"] == FlagState.RAISED else row["text"]})


def read_flag(tx: Transaction, *, id: str, viewer: Viewer, now: datetime) -> Flag:
    """Take a flag up: who read it and when is kept. One that was read before stays as it is."""
    flag = get_flag(tx, id, viewer=viewer)
    if flag.state is not FlagState.RAISED:
        return flag
    tx.execute(
        "UPDATE flag SET state = $2, reader = $3, read_at = $4 WHERE id = $1",
        [id, FlagState.READ, _name(viewer), now],
    )
    _note(tx, Happening.FLAG_READ, id, viewer, now)
    return get_flag(tx, id, viewer=viewer)


def decide_flag(
    tx: Transaction,
    *,
    id: str,
    decision: Decision,
    reason: str,
    viewer: Viewer,
    now: datetime,
) -> Flag:
    """Say what is done and why; raises StepError unless it was read and not decided yet."""
    flag = get_flag(tx, id, viewer=viewer)
    _check_step(flag, FlagState.DECIDED)
    if decision not in flag.decisions:
        raise ValueError(f"{decision} is no decision on this")
    tx.execute(
        "UPDATE flag SET state = $2, decision = $3, reason = $4, decided_by = $5, "
        "decided_at = $6 WHERE id = $1",
        [id, FlagState.DECIDED, decision, reason, _name(viewer), now],
    )
    _note(tx, Happening.FLAG_DECIDED, id, viewer, now, decision=decision)
    return get_flag(tx, id, viewer=viewer)


def close_flag(tx: Transaction, *, id: str, viewer: Viewer, now: datetime) -> Flag:
    """What was decided is done; raises StepError when nothing was decided, or it is closed."""
    _check_step(get_flag(tx, id, viewer=viewer), FlagState.CLOSED)
    tx.execute(
        "UPDATE flag SET state = $2, closed_by = $3, closed_at = $4 WHERE id = $1",
        [id, FlagState.CLOSED, _name(viewer), now],
    )
    _note(tx, Happening.FLAG_CLOSED, id, viewer, now)
    return get_flag(tx, id, viewer=viewer)


def list_unalerted(tx: Transaction) -> list[Unalerted]:
    """The unread flags that nobody has been told of yet, for what sends the alerts."""
    rows = tx.query(
        "SELECT id, campaign, day FROM flag WHERE NOT alerted AND state = $1 ORDER BY day, id",
        [FlagState.RAISED],
    )
    return [Unalerted(**row) for row in rows]


def mark_alerted(tx: Transaction, ids: Collection[str]) -> None:
    """Somebody has been told of these."""
    tx.execute("UPDATE flag SET alerted = TRUE WHERE id = ANY($1::TEXT[])", [sorted(ids)])


def list_untold_deputy(tx: Transaction) -> list[Unalerted]:
    """The unread flags of which the deputy has not been told, for what sends the alerts."""
    rows = tx.query(
        "SELECT id, campaign, day FROM flag WHERE NOT deputy_alerted AND state = $1 "
        "ORDER BY day, id",
        [FlagState.RAISED],
    )
    return [Unalerted(**row) for row in rows]


def mark_deputy_told(tx: Transaction, ids: Collection[str]) -> None:
    """The deputy has been told of these."""
    tx.execute("UPDATE flag SET deputy_alerted = TRUE WHERE id = ANY($1::TEXT[])", [sorted(ids)])


def list_readers(tx: Transaction, *, today: date) -> list[Reader]:
    """Everybody on the people register who reads flags, to be told of them."""
    rows = tx.query(
        "SELECT DISTINCT p.name, p.email FROM person p JOIN person_role h ON h.person = p.id "
        "WHERE h.role = ANY($1::TEXT[]) AND p.starts <= $2 "
        "AND (p.ended IS NULL OR p.ended > $2) ORDER BY p.email",
        [reading_roles(), today],
    )
    return [Reader(**row) for row in rows]


def _check_step(flag: Flag, wanted: FlagState) -> None:
    if NEXT.get(flag.state) is not wanted:
        raise StepError("flag", STATE_LABELS[flag.state], STATE_LABELS[wanted])


def _note(
    tx: Transaction, name: Happening, id: str, viewer: Viewer, now: datetime, **detail: Json
) -> None:
    add_event(
        tx, name=name, subject=id, now=now, actor=_name(viewer), role=viewer.role, detail=detail
    )


def _name(viewer: Viewer) -> str:
    return viewer.name or viewer.role


def _values(flag: Flag, is_alerted: bool) -> tuple[object, ...]:
    values = {"kinds": " ".join(flag.kinds), "decision": flag.decision or "", "alerted": is_alerted}
    return tuple(values[n] if n in values else getattr(flag, n) for n in _INSERTED)


def _flag(row: Row) -> Flag:
    decision = Decision(row["decision"]) if row["decision"] else None
    return Flag(
        **{
            **row,
            "kinds": tuple(row["kinds"].split()),
            "state": FlagState(row["state"]),
            "decision": decision,
        }
    )
