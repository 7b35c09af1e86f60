"""Forms within an activity: begun by whose step it is, and counted when they are sent."""

from __future__ import annotations

import pytest

from db import life
from db.activities import get_activity, get_run, list_for_me
from db.activity_forms import (
    ActivityForm,
    list_activity_forms,
    refresh_after,
    start_activity_form,
    submit_form,
)
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.responses import get_response, save_draft
from scrutiny.access import Viewer, make_viewer
from scrutiny.activity import SENT, Activity, ActivityStatus, Party, PartyKind, Taking
from scrutiny.life import Step
from scrutiny.response import Response, Status
from tests.db.activity_examples import (
    ASH,
    COUNCIL,
    HEALTH,
    NOW,
    OAK,
    OFFICER,
    TEAM,
    TODAY,
    begin,
    set_up,
    take_until,
)
from tests.db.examples import RATED
from tests.scrutiny.mechanism_examples import CONTEXT, VISIT, mechanism

OF_AGENCY = VISIT.replace("by: [agency]\n", "by: [agency]\n    form: audit\n")
OF_EACH = (
    VISIT.replace("by: [agency]\n", "by: [agency]\n    each: agencies\n    form: audit\n")
    .replace("of: subject}", "of: agencies}")
)  # fmt: skip
OF_OFFICER = VISIT.replace("    by: [officer]\n", "    by: [officer]\n    form: audit\n")


def start(database: Database, activity: Activity, viewer: Viewer, step: str = "update") -> Response:
    return database.write(
        start_activity_form, id=activity.id, step=step, viewer=viewer, now=NOW, context=CONTEXT
    )


def send(database: Database, draft: Response, viewer: Viewer) -> Response:
    return database.write(
        submit_form, id=draft.id, revision=draft.revision, viewer=viewer, stored=RATED,
        actions=[], now=NOW, context=CONTEXT,
    )  # fmt: skip


def test_the_step_is_done_once_the_form_is_sent(database: Database):
    set_up(database, OF_AGENCY)
    begun = take_until(database, begin(database, mechanism(OF_AGENCY)), "arrange")
    draft = start(database, begun, OAK)
    assert (draft.form, draft.organisation, draft.author) == ("audit", "oak", "Oak lead")
    assert start(database, begun, OAK).id == draft.id
    assert _turns(database, OAK) == ["update"]
    send(database, draft, OAK)
    assert (_turns(database, OAK), _turns(database, OFFICER)) == ([], ["visit", "prepare"])
    run = database.read(get_run, begun.id, viewer=TEAM, context=CONTEXT)
    assert run.standing.steps[2].done_on == TODAY


def test_a_form_that_is_sent_is_a_taking_and_one_that_is_returned_is_none(database: Database):
    set_up(database, OF_AGENCY)
    begun = take_until(database, begin(database, mechanism(OF_AGENCY)), "arrange")
    draft = start(database, begun, OAK)
    send(database, draft, OAK)
    run = database.read(get_run, begun.id, viewer=TEAM, context=CONTEXT)
    assert run.activity.taken[-1] == Taking(
        5, "update", TODAY, SENT, by="Oak lead", taken=NOW, answers={}
    )
    database.write(
        life.take_step, id=draft.id, step=Step.RETURN, viewer=TEAM, now=NOW, reason="Incomplete"
    )
    database.write(refresh_after, draft.id, context=CONTEXT)
    assert (_turns(database, OAK), _turns(database, OFFICER)) == (["update"], ["prepare"])
    again = database.read(get_response, draft.id, viewer=OAK)
    send(database, again, OAK)
    run = database.read(get_run, begun.id, viewer=TEAM, context=CONTEXT)
    assert [taking.outcome for taking in run.activity.taken[4:]] == [SENT, SENT]
    assert run.standing.steps[2].done_on == TODAY


def test_the_last_form_to_be_sent_ends_it(database: Database):
    text = VISIT[: VISIT.index("  - id: prepare")].replace(
        "by: [agency]\n", "by: [agency]\n    form: audit\n"
    )
    set_up(database, text)
    begun = take_until(database, begin(database, mechanism(text)), "arrange")
    send(database, start(database, begun, OAK), OAK)
    ended = database.read(get_activity, begun.id, viewer=TEAM)
    assert (ended.status, ended.ended) == (ActivityStatus.ENDED, TODAY)


def test_each_agency_sends_its_own(database: Database):
    set_up(database, OF_EACH)
    agencies = [Party(PartyKind.AGENCY, "ash", "Ash"), Party(PartyKind.AGENCY, "oak", "Oak")]
    begun = begin(database, mechanism(OF_EACH), parties=agencies)
    begun = take_until(database, begun, "arrange")
    send(database, start(database, begun, ASH), ASH)
    run = database.read(get_run, begun.id, viewer=TEAM, context=CONTEXT)
    assert (run.standing.steps[2].parts, run.standing.steps[2].done_parts) == (("oak",), ("ash",))


def test_only_those_whose_step_it_is_begin_it_when_it_is_asked_for(database: Database):
    set_up(database, OF_AGENCY)
    begun = begin(database, mechanism(OF_AGENCY))
    with pytest.raises(StepRefusedError, match="not asked for now"):
        start(database, begun, OAK)
    with pytest.raises(NotAllowedError):
        start(database, begun, TEAM)
    with pytest.raises(NotFoundError):
        start(database, begun, ASH)
    with pytest.raises(StepRefusedError, match="has no form"):
        start(database, begun, TEAM, "arrange")


def test_one_who_begins_it_as_their_step_answers_it_by_the_right_of_the_step(database: Database):
    set_up(database, OF_OFFICER)
    begun = take_until(database, begin(database, mechanism(OF_OFFICER)), "update")
    draft = start(database, begun, OFFICER, "visit")
    by_step = make_viewer("organisation", name=OFFICER.name, responses=frozenset({draft.id}))
    database.write(
        save_draft, id=draft.id, answers={"pupils": 5}, revision=0, viewer=by_step, now=NOW
    )
    assert start(database, begun, OFFICER, "visit").answers == {"pupils": 5}
    with pytest.raises(NotFoundError):
        database.read(get_response, draft.id, viewer=TEAM)


def test_a_panel_reads_what_was_sent_and_others_see_that_it_was(database: Database):
    set_up(database, OF_AGENCY)
    begun = take_until(database, begin(database, mechanism(OF_AGENCY)), "arrange")
    draft = start(database, begun, OAK)
    with pytest.raises(NotFoundError):
        database.read(get_response, draft.id, viewer=COUNCIL)
    send(database, draft, OAK)
    assert database.read(get_response, draft.id, viewer=COUNCIL).is_sent
    stranger = Viewer("partner", "X", frozenset({"probation"}), permissions=HEALTH.permissions)
    with pytest.raises(NotFoundError):
        database.read(get_response, draft.id, viewer=stranger)
    forms = database.read(list_activity_forms, id=begun.id, viewer=stranger, context=CONTEXT)
    assert forms == [ActivityForm("update", "", "audit", Status.SUBMITTED, TODAY, "")]
    (form,) = database.read(list_activity_forms, id=begun.id, viewer=TEAM, context=CONTEXT)
    assert form.response == draft.id


def test_whoever_may_record_a_step_answers_its_form_for_others(database: Database):
    recorded = OF_EACH.replace("    form: audit\n", "    form: audit\n    recorded_by: [team]\n")
    set_up(database, recorded)
    agencies = [Party(PartyKind.AGENCY, "ash", "Ash"), Party(PartyKind.AGENCY, "oak", "Oak")]
    begun = begin(database, mechanism(recorded), parties=agencies)
    begun = take_until(database, begun, "arrange")
    asked = {"id": begun.id, "step": "update", "now": NOW, "context": CONTEXT}
    on_paper = database.write(start_activity_form, part="oak", viewer=TEAM, **asked)
    assert (on_paper.organisation, on_paper.author) == ("oak", "Max Team")
    assert database.write(start_activity_form, viewer=OAK, **asked).id == on_paper.id
    with pytest.raises(StepRefusedError, match="not of you"):
        database.write(start_activity_form, part="elm", viewer=TEAM, **asked)
    with pytest.raises(NotAllowedError):
        database.write(start_activity_form, part="oak", viewer=ASH, **asked)


def _turns(database: Database, viewer: Viewer) -> list[str]:
    return [each.step for each in database.read(list_for_me, viewer=viewer, today=TODAY)]
