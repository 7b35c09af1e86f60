"""Which response this visitor is answering: by link, by code, or signed in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from db import campaigns, cycles, drafts, hand_outs, organisations, responses
from db import forms as published
from db.activity_forms import start_activity_form
from db.connection import Database
from db.errors import DatabaseError, NotFoundError
from db.hand_outs import HandOut
from forms.model import Form, Json
from forms.parsing import parse_form
from forms.types.moments import say_date
from pages.components.activities.forms import NO_FORM, say_form
from pages.components.activities.opening import open_activity
from pages.components.filling import place
from pages.components.filling.contributing import find_part
from pages.components.filling.draft import Draft, find_saved
from pages.components.limiting import TOO_MANY_CODES, is_code_limited, note_wrong_code
from pages.components.refusing import refuse_once
from pages.components.shell import Page
from scrutiny.access import Permission, make_viewer
from scrutiny.audit import What
from scrutiny.carry import Earlier, list_earlier
from scrutiny.code import hash_hand_out
from scrutiny.cycle import Campaign, Cycle
from scrutiny.links import LinkKind, read_link
from scrutiny.organisation import Organisation
from scrutiny.response import Response
from scrutiny.sign_off import questions_of

REQUEST_FORM = "space_request"


@dataclass(frozen=True)
class Opened:
    """What was opened: a draft to fill in, or plain words on why there is none.

    `thanks` is the form of a voice response that has just been sent: it cannot be opened
    again, by anyone. `back` is the address of the activity whose step asked for it.
    """

    draft: Draft | None = None
    refusal: str = ""
    who: str = ""
    thanks: Form | None = None
    cycle: Cycle | None = None
    campaign: Campaign | None = None
    back: str = ""


def open_response(page: Page) -> Opened | None:
    """The response that the address asks for, or None when it asks for none."""
    query = page.query
    if page.viewer.can(Permission.CONTRIBUTE):
        return _open_part(page)
    if token := query.get("link"):
        return _open_link(page, token)
    if code := query.get("code"):
        return _open_campaign(page, code)
    if cycle := query.get("cycle"):
        return _open_cycle(page, cycle)
    if response := query.get("response"):
        return _open_id(page, response)
    if query.get("activity"):
        return _open_step_form(page)
    return None


def make_id() -> str:
    """An id that cannot be guessed."""
    return secrets.token_hex(12)


def get_form(database: Database, library: Mapping[str, Form], form: str, version: str) -> Form:
    """The form at the version that a response answers, which the library may have left."""
    held = library.get(form)
    if held and held.version == version:
        return held
    kept = _FORMS.get((form, version))
    if kept is None:
        source = database.read(published.get_form_source, form, version)
        parsed = parse_form(source, f"{form}.yaml")
        if parsed.form is None:
            raise LookupError(f"the published form {form} {version} cannot be read")
        kept = _FORMS[form, version] = parsed.form
    return kept


_FORMS: dict[tuple[str, str], Form] = {}


def _open_link(page: Page, token: str) -> Opened:
    """Only a demonstration has links that open for anyone; people have their own (/enter)."""
    link = read_link(token, secret=page.settings.secret)
    if link is None or link.kind is not LinkKind.RESPONSE or not page.settings.demonstration:
        refuse_once(page, What.LINK_REFUSED, of=token, subject="response", why="altered")
        return Opened(
            refusal="This link does not work. It may be incomplete or have been replaced: open "
            "it again from the e-mail, or ask the Children's MARS team for a new one."
        )
    viewer = make_viewer("organisation", responses=frozenset({link.id}))
    return _open_id(replace(page, viewer=viewer), link.id)


def _open_id(page: Page, response: str) -> Opened:
    try:
        found = find_saved(page.viewer, id=response) or page.database.recall(
            responses.get_response, response, viewer=page.viewer
        )
    except NotFoundError:
        refuse_once(page, What.RESPONSE_REFUSED, of=response, subject=response, why="not_theirs")
        return Opened(
            refusal="There is no form here that you may open. If you came from a link, open it "
            "again from the e-mail; otherwise sign in first."
        )
    return _opened(page, found)


def _open_cycle(page: Page, cycle_id: str) -> Opened:
    organisation = next(iter(page.viewer.organisations), "")
    if not organisation or not page.viewer.can(Permission.ANSWER):
        return Opened(refusal="Sign in as your organisation to answer this form.")
    try:
        cycle = page.database.recall(cycles.get_cycle, cycle_id)
    except NotFoundError:
        refuse_once(page, What.RECORD_REFUSED, of=cycle_id, subject=cycle_id, why="cycle")
        return Opened(refusal="There is no such form. Go to Answer a form for what is open.")
    if cycle.stopped:
        return Opened(refusal=_STOPPED)
    if not cycle.is_open(page.today):
        return Opened(refusal=f"{cycle.title} opens on {say_date(cycle.opens)}.")
    started = find_saved(
        page.viewer, round=cycle.id, organisation=organisation
    ) or page.database.recall(
        responses.find_response, viewer=page.viewer, round=cycle.id, organisation=organisation
    )
    try:
        started = started or page.database.write(
            responses.start_response,
            response=Response(
                id=make_id(), form=cycle.form, form_version=cycle.form_version, round=cycle.id,
                organisation=organisation,
            ),
            viewer=page.viewer, now=page.now,
            form=get_form(page.database, page.library.forms, cycle.form, cycle.form_version),
        )  # fmt: skip
    except NotFoundError:
        refuse_once(page, What.RECORD_REFUSED, of=cycle_id, subject=cycle_id, why="not_theirs")
        return Opened(refusal=_NOT_ASKED)
    return _opened(page, started)


_NOT_ASKED = (
    "Your organisation is not asked to answer this form. If you think that it should be, write "
    "to the Children's MARS team."
)


_STOPPED = (
    "This form has been stopped, so nothing can be answered or sent any more. What you wrote is "
    "kept. If you think that it should be open, write to the Children's MARS team."
)
_WITHDRAWN = (
    "You are no longer asked to answer here. If that is wrong, ask the colleague who invited you."
)


def _open_part(page: Page) -> Opened:
    """The sections that a contributor was given, of their organisation's one return."""
    part = find_part(page)
    if part is None:
        return Opened(refusal=_WITHDRAWN)
    cycle, fresh = part.cycle, make_id()
    if cycle.stopped:
        return Opened(refusal=_STOPPED)
    if not cycle.is_open(page.today):
        return Opened(refusal=f"{cycle.title} opens on {say_date(cycle.opens)}.")
    form = get_form(page.database, page.library.forms, cycle.form, cycle.form_version)
    started = page.database.write(
        responses.start_response,
        response=Response(
            id=fresh, form=cycle.form, form_version=cycle.form_version, round=cycle.id,
            organisation=part.contact.organisation,
        ),
        viewer=part.viewer_for(form, fresh), now=page.now, form=form,
    )  # fmt: skip
    if not started.is_editable:
        return Opened(refusal="Thank you. Your organisation has finished this form.")
    return _opened(replace(page, viewer=part.viewer_for(form, started.id)), started)


def _open_step_form(page: Page) -> Opened:
    """The form of an activity's step, for the party whose turn it is or who answers for them.

    The step is what gives the right to it, so it is opened as a link would open it.
    """
    query = page.query
    opened = open_activity(page, query["activity"])
    step, part = query.get("step", ""), query.get("part", "")
    if opened is None or step not in opened.mechanism.by_id:
        return Opened(refusal=NO_FORM)
    try:
        started = page.database.write(
            start_activity_form, id=opened.activity.id, step=step, part=part,
            case=query.get("case", ""), viewer=page.viewer, now=page.now, context=page.context,
        )  # fmt: skip
    except DatabaseError as error:
        return Opened(refusal=str(error))
    viewer = make_viewer("organisation", name=page.viewer.name, responses=frozenset({started.id}))
    who = say_form(opened, step, part, started.reference)
    made = _opened(replace(page, viewer=viewer), started)
    return replace(made, who=who, back=f"{opened.address}&step={step}")


def _open_campaign(page: Page, code: str) -> Opened:
    if is_code_limited(page):
        refuse_once(page, What.CODE_REFUSED, of=code, subject="campaign", why="too_many")
        return Opened(refusal=TOO_MANY_CODES)
    campaign, card = _find_campaign(page, code)
    if campaign is None:
        note_wrong_code(page, code)
        return Opened(
            refusal="We do not know that code. Check it and try again: it is on the poster or "
            "card that you were given."
        )
    if not campaign.is_open(page.today):
        return Opened(refusal="This one has closed. Thank you for wanting to tell us.")
    form = get_form(page.database, page.library.forms, campaign.form, campaign.form_version)
    if place.view() == place.DONE:
        return Opened(thanks=form, campaign=campaign)
    if card and card.used:
        refuse_once(page, What.CODE_REFUSED, of=code, subject=campaign.id, why="used")
        return Opened(refusal=_USED)
    known = page.database.recall(drafts.find_draft, device=page.device, round=campaign.id)
    id = known or _keep_id(campaign, card)
    viewer = make_viewer("young_person", campaign=campaign.id, responses=frozenset({id}))
    page = replace(page, viewer=viewer)
    if known:
        found = page.database.recall(responses.get_response, known, viewer=viewer)
        return replace(_with_card(_opened(page, found), card), campaign=campaign)
    fresh = Response(
        id=id, form=campaign.form, form_version=campaign.form_version, round=campaign.id
    )
    opened = _opened(page, fresh)
    if opened.draft:
        opened.draft.is_new = True
    return replace(_with_card(opened, card), campaign=campaign)


_USED = (
    "This code has been used. Each code sends one set of answers, so nothing more is sent with "
    "it. If it was you, thank you: we have what you told us. If it was not, ask whoever gave "
    "you the card for another one; nobody will ask you why."
)


def _find_campaign(page: Page, code: str) -> tuple[Campaign | None, HandOut | None]:
    """The campaign that a code opens, and the card where it is a hand-out code."""
    if campaign := page.database.recall(campaigns.find_campaign_by_code, code):
        return campaign, None
    hashed = hash_hand_out(code, secret=page.settings.secret)
    card = page.database.read(hand_outs.find_hand_out, hashed)
    if card is None:
        return None, None
    return page.database.read(campaigns.get_campaign, card.campaign), card


def _keep_id(campaign: Campaign, card: HandOut | None) -> str:
    """The id of a draft that is not stored yet, another one for each card; in the session alone."""
    kept = f"voice-{campaign.id}{card.code_hash[:16] if card else ''}"
    return str(st.session_state.setdefault(kept, make_id()))


def _with_card(opened: Opened, card: HandOut | None) -> Opened:
    if opened.draft and card:
        opened.draft.hand_out = card.code_hash
    return opened


def _opened(page: Page, response: Response) -> Opened:
    form = get_form(page.database, page.library.forms, response.form, response.form_version)
    organisation = (
        page.database.recall(organisations.get_organisation, response.organisation)
        if response.organisation
        else None
    )
    is_of_cycle = organisation is not None and bool(response.round)
    cycle = page.database.recall(cycles.get_cycle, response.round) if is_of_cycle else None
    if cycle and cycle.stopped and response.is_editable:
        return Opened(refusal=_STOPPED)
    language = page.query.get("language", form.language)
    earlier = _list_earlier(page, response, form, organisation, language)
    draft = Draft(
        page=page,
        response=response,
        form=form,
        context=context_of(page, organisation),
        previous={id: each.short for id, each in earlier.items()},
        earlier=earlier,
        language=language if language in form.languages else form.language,
    )
    draft.read_beside()
    return Opened(draft=draft, who=organisation.name if organisation else "", cycle=cycle)


def context_of(page: Page, organisation: Organisation | None) -> dict[str, Json]:
    """What the app knows and a form may prefill."""
    known: dict[str, Json] = {"today": page.today.isoformat(), "viewer_name": page.viewer.name}
    if organisation:
        known |= {
            "organisation_name": organisation.name,
            "organisation_urn": organisation.urn,
            "organisation_type": organisation.type,
            "organisation_phase": organisation.phase,
            "organisation_trust": organisation.trust,
        }
    return known


def _list_earlier(
    page: Page, response: Response, form: Form, organisation: Organisation | None, language: str
) -> dict[str, Earlier]:
    """What this organisation answered last year, by this year's question."""
    if organisation is None:
        return {}
    before = page.database.recall(
        responses.previous_response,
        round=response.round, organisation=organisation.id, viewer=page.viewer,
    )  # fmt: skip
    if before is None:
        return {}
    signers = page.partnership.sign_off.asked_of(organisation.type, form.kind)
    return list_earlier(
        form,
        get_form(page.database, page.library.forms, before.form, before.form_version),
        before.answers,
        leave_out=questions_of(signers),
        language=language,
    )
