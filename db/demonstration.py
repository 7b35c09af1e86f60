"""The demonstration written into an empty database, once; `python -m db.demonstration`.

Years of answers are written in bulk and with the days on which they were given. So the
tables are filled directly here, and not by the functions that record what happens now.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from db.access import ASSESSMENT_KIND, VOICE_KIND
from db.action_returns import carry_actions
from db.action_rows import add_actions, write_history
from db.answers import Place, add_all_answers, get_counted_keys
from db.campaigns import add_campaign
from db.connection import Database, Transaction, open_database
from db.cycles import add_cycle
from db.demonstration_activities import (
    list_forms,
    publish_mechanisms,
    write_activities,
    write_agenda,
)
from db.demonstration_papers import write_demonstration_papers
from db.events import Happening, add_event
from db.flags import write_flags
from db.forms import publish_form
from db.organisations import add_organisations
from db.response_rows import clean_answers, dump_content
from db.sent import move_sent
from db.settings import find_setting, set_setting
from forms.journey import Journey, walk
from forms.library import Library, load_library
from forms.model import Form
from scrutiny.access import roles
from scrutiny.action_source import mechanism_of_form
from scrutiny.demonstration import Demonstration, Filled, make_demonstration
from scrutiny.demonstration.acting import Acted, act_out, agree_in_meetings
from scrutiny.demonstration.generator import SEED
from scrutiny.demonstration.meeting import make_gathered
from scrutiny.meeting import Meeting
from scrutiny.partnership import partnership
from scrutiny.response import Status
from scrutiny.settings import load_settings
from scrutiny.submission import Submission, prepare_submission

LOADED = "demonstration_loaded"  # the setting that says so
_LONDON = ZoneInfo("Europe/London")
#: Who took the steps of a review, and which ones have brought a return to where it stands.
_REVIEWER = roles()["mars_team"].label
_STEPS = (Happening.RESPONSE_TAKEN_UP, Happening.RESPONSE_ACCEPTED, Happening.RESPONSE_INCLUDED)
_REVIEWED: Mapping[Status, tuple[Happening, ...]] = {
    Status.UNDER_REVIEW: _STEPS[:1],
    Status.ACCEPTED: _STEPS[:2],
    Status.IN_COMPOSITE: _STEPS,
}
_GROUP_COLUMNS = {"group": "for_group", "on": "day"}


@dataclass(frozen=True, slots=True)
class _Sent:
    """A response worked out: its journey, and what it leaves behind when it was sent."""

    filled: Filled
    kind: str
    slice: str
    journey: Journey
    submission: Submission

    @property
    def id(self) -> str:
        return self.filled.response.id

    @property
    def is_sent(self) -> bool:
        return self.filled.response.is_sent


def load_demonstration(
    database: Database, library: Library, *, now: datetime
) -> Demonstration | None:
    """Invent a partnership and store it; None when the database is not empty.

    The database must have its tables. The library's forms are published besides.
    """
    if database.read(is_used):
        return None
    made = make_demonstration(library, today=now.astimezone(_LONDON).date())
    database.write(write_demonstration, made, library, now=now)
    return made


def is_used(tx: Transaction) -> bool:
    """Whether the database already holds a demonstration, or an organisation of its own."""
    if find_setting(tx, LOADED):
        return True
    return tx.one("SELECT id FROM organisation LIMIT 1") is not None


def write_demonstration(
    tx: Transaction, made: Demonstration, library: Library, *, now: datetime
) -> None:
    """Write all of it in one transaction."""
    forms = _publish(tx, made, library, now)
    publish_mechanisms(tx, made.mechanisms, now=now)
    add_organisations(tx, made.organisations, now=now)
    for entry in made.cycles:
        add_cycle(tx, entry.cycle, entry.organisations, now=now)
    for campaign in made.campaigns:
        add_campaign(tx, campaign, now=now)
    types = {organisation.id: organisation.type for organisation in made.organisations}
    of_activities = list_forms(made.activities)
    answered = (*made.responses, *of_activities.values())
    sent = [_work_out(filled, forms, types) for filled in answered]
    _write_responses(tx, sent)
    _write_steps(tx, sent, now)
    _write_answers(tx, sent)
    _write_actions(tx, made, sent, now)
    _take_seats(tx, made)
    _write_reviews(tx, made)
    write_flags(tx, made.flags, is_alerted=True)
    meetings = _write_groups(tx, made, now)
    write_activities(tx, made.activities, made.seen, of_activities)
    write_agenda(tx, made.activities, meetings)
    write_demonstration_papers(tx, now=now)  # after the activities that they are of
    set_setting(tx, LOADED, now.isoformat())


def _publish(
    tx: Transaction, made: Demonstration, library: Library, now: datetime
) -> Mapping[tuple[str, str], Form]:
    editions = [(form, library.sources[id]) for id, form in library.forms.items()]
    editions += [(earlier.form, earlier.source) for earlier in made.earlier_forms]
    for form, source in editions:
        publish_form(
            tx, form_id=form.id, version=form.version, title=form.title.say(), kind=form.kind,
            source=source, now=now,
        )  # fmt: skip
    return {(form.id, form.version): form for form, _ in editions}


def _work_out(
    filled: Filled, forms: Mapping[tuple[str, str], Form], types: Mapping[str, str]
) -> _Sent:
    response = filled.response
    form = forms[response.form, response.form_version]
    context = {**filled.context, "today": filled.day.isoformat()}
    journey = walk(form, response.answers, today=filled.day, context=context)
    submission = prepare_submission(form, journey) if response.is_sent else Submission((), ())
    return _Sent(filled, form.kind, types.get(response.organisation, ""), journey, submission)


def _write_responses(tx: Transaction, sent: Sequence[_Sent]) -> None:
    columns = (
        "id", "form", "form_version", "kind", "is_anonymous", "round", "organisation", "slice",
        "status", "revision", "language", "started", "updated", "submitted", "receipt", "late",
        "author", "progress", "content",
    )  # fmt: skip
    tx.insert_many("response", columns, map(_response_row, sent))
    move_sent(tx)
    for item in sent:
        if item.is_sent and item.kind != VOICE_KIND and item.filled.response.updated:
            add_event(
                tx, name=Happening.RESPONSE_SUBMITTED, subject=item.id,
                now=item.filled.response.updated, actor=item.filled.response.author,
                role="organisation", is_invented=True,
            )  # fmt: skip


def _write_steps(tx: Transaction, sent: Iterable[_Sent], now: datetime) -> None:
    """What reviewers did with each return since it was sent, some days apart."""
    for item in sent:
        response = item.filled.response
        for number, name in enumerate(_REVIEWED.get(response.status, ()), start=1):
            moment = (response.updated or now) + timedelta(days=5 * number)
            add_event(
                tx, name=name, subject=item.id, now=min(moment, now), actor=_REVIEWER,
                role="mars_team", is_invented=True,
            )  # fmt: skip


def _response_row(item: _Sent) -> tuple[Any, ...]:
    response = item.filled.response
    return (
        response.id, response.form, response.form_version, item.kind, item.kind == VOICE_KIND,
        response.round, response.organisation, item.slice, response.status, response.revision,
        response.language, item.filled.day, response.updated, response.submitted,
        response.receipt, response.late, response.author, item.journey.progress,
        dump_content(clean_answers(response.answers), {}),
    )  # fmt: skip


def _write_answers(tx: Transaction, sent: Iterable[_Sent]) -> None:
    editions: dict[tuple[str, str], list[_Sent]] = {}
    for item in sent:
        response = item.filled.response
        if item.is_sent:
            editions.setdefault((response.form, response.form_version), []).append(item)
    for (form, version), items in editions.items():
        places = [
            (Place(item.filled.response.round, item.slice, item.id), item.submission.stored)
            for item in items
        ]
        add_all_answers(tx, places, get_counted_keys(tx, form, version))


def _write_actions(
    tx: Transaction, made: Demonstration, sent: Sequence[_Sent], now: datetime
) -> None:
    """The actions of returns and of meetings, with their histories."""
    acted = [*_follow_up(made, sent, now.date())]
    acted += agree_in_meetings(
        made.organisations, today=now.date(), seed=SEED, partnership=partnership()
    )
    acted += made.seen.actions
    add_actions(tx, [each.action for each in acted], now=now)
    write_history(tx, [update for each in acted for update in each.updates])
    for item in sent:
        begun = item.filled.response
        if item.kind == ASSESSMENT_KIND and not item.is_sent:
            carry_actions(tx, response=begun.id, organisation=begun.organisation, now=now)


def _follow_up(made: Demonstration, sent: Sequence[_Sent], today: date) -> Iterator[Acted]:
    register = {organisation.id: organisation for organisation in made.organisations}
    forms = {item.filled.response.form for item in sent}
    known = made.mechanisms.mechanisms
    behind = {form: mechanism_of_form(known, partnership(), form) for form in forms}
    for item in sent:
        response = item.filled.response
        actions = [
            replace(
                action,
                id=f"{item.id}-{action.kind}-{action.question}-{action.instance}",
                response=item.id,
                round=response.round,
                organisation=response.organisation,
            )
            for action in item.submission.actions
        ]
        yield from act_out(
            actions, today=today, sent=item.filled.day, partnership=partnership(),
            organisation=register.get(response.organisation), mechanism=behind[response.form],
        )  # fmt: skip


def _take_seats(tx: Transaction, made: Demonstration) -> None:
    """Tie each return to its organisation's place in the cycle, and note the exempt."""
    tx.execute(
        "UPDATE cycle_organisation SET response = (SELECT r.id FROM response r "
        "WHERE r.round = cycle_organisation.cycle "
        "AND r.organisation = cycle_organisation.organisation)"
    )
    for entry in made.cycles:
        for organisation, reason in entry.exempt.items():
            tx.execute(
                "UPDATE cycle_organisation SET exempt_reason = $3 "
                "WHERE cycle = $1 AND organisation = $2",
                [entry.cycle.id, organisation, reason],
            )


def _write_reviews(tx: Transaction, made: Demonstration) -> None:
    rounds = {filled.response.id: filled.response.round for filled in made.responses}
    tx.insert_many(
        "review",
        ("id", "number", "response", "round", "question", "rating", "comment", "reviewer", "day"),
        [
            (
                f"review-{number:05d}", 1, item.response, rounds[item.response], item.question,
                item.rating, item.comment, item.reviewer, item.day,
            )
            for number, item in enumerate(made.moderated)
        ],
    )  # fmt: skip
    tx.insert_many(
        "theme_code",
        ("response", "round", "question", "theme", "kind", "coder", "day"),
        [
            (item.response, rounds[item.response], item.question, item.theme, item.kind,
             item.coder, item.day)
            for item in made.themes
        ],
    )  # fmt: skip
    tx.insert_many("quote", *_table(made.quotes))
    tx.insert_many("narrative", *_table(made.narratives))


def _table(items: Sequence[Any]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Dataclasses whose fields are the columns of their table."""
    names = tuple(part.name for part in fields(items[0])) if items else ()
    return names, [tuple(getattr(item, name) for name in names) for item in items]


def _write_groups(tx: Transaction, made: Demonstration, now: datetime) -> tuple[Meeting, ...]:
    """Who belongs to each group, when it meets and what stands on its agendas."""
    today = now.astimezone(_LONDON).date()
    gathered = make_gathered(made.organisations, partnership(), today=today)
    for table, rows in (
        ("group_member", gathered.members),
        ("meeting", gathered.meetings),
        ("agenda_item", gathered.items),
    ):
        names, values = _table(rows)
        tx.insert_many(table, [_GROUP_COLUMNS.get(name, name) for name in names], values)
    return gathered.meetings


def main(arguments: Sequence[str]) -> int:
    """Create the database, its tables and the demonstration; a second run does nothing."""
    parser = argparse.ArgumentParser(prog="python -m db.demonstration", description=main.__doc__)
    parser.add_argument("--database", help="instead of the one that MARS_DATABASE names")
    given = parser.parse_args(arguments)
    url = given.database or load_settings({**os.environ, "MARS_DEMONSTRATION": "1"}).database
    database = open_database(url)
    try:
        database.migrate()
        made = load_demonstration(database, load_library(), now=datetime.now(_LONDON))
    finally:
        database.close()
    if made is None:
        sys.stdout.write("The database is in use already: nothing was changed.\n")
    else:
        sys.stdout.write(
            f"Demonstration data written: {len(made.organisations)} organisations, "
            f"{len(made.cycles)} cycles, {len(made.responses)} responses, "
            f"{len(made.activities)} activities.\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
