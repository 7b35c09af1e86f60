"""One response with all that stands around it, for its page and its documents alike."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from db import actions, campaigns, cycles, evidence, organisations, responses
from db.errors import NotFoundError
from exports.document import Document
from exports.response_document import Previous, response_document
from forms.model import Form, Json
from pages.components.filling.opening import context_of, get_form
from pages.components.shell import Page
from scrutiny.action import Action
from scrutiny.evidence import EvidenceFile
from scrutiny.organisation import Organisation
from scrutiny.response import Response


@dataclass(frozen=True)
class Reading:
    """A response, its form at the version it answers, and last year's where there is one."""

    response: Response
    form: Form
    organisation: Organisation | None = None
    previous: Previous | None = None
    actions: tuple[Action, ...] = ()
    evidence: tuple[EvidenceFile, ...] = ()
    round_title: str = ""
    type_label: str = ""

    @property
    def name(self) -> str:
        """Whose it is, or what it is when it is nobody's; and which of many."""
        name = self.organisation.name if self.organisation else self.form.title.say()
        return f"{name}: {self.response.reference}" if self.response.reference else name


def load_reading(page: Page, id: str) -> Reading:
    """The response with that id; raises NotFoundError also when the viewer may not read it."""
    response = page.database.read(responses.get_response, id, viewer=page.viewer)
    organisation = _organisation(page, response)
    kinds = page.partnership.organisation_types
    kind = kinds.get(organisation.type) if organisation else None
    return Reading(
        response=response,
        form=_form(page, response),
        organisation=organisation,
        previous=_previous(page, response),
        actions=tuple(
            page.database.read(actions.list_actions, viewer=page.viewer, response=response.id)
        ),
        evidence=tuple(
            page.database.read(evidence.list_evidence, response=response.id, viewer=page.viewer)
        ),
        round_title=_round_title(page, response.round),
        type_label=kind.label if kind else "",
    )


def make_response_document(page: Page, reading: Reading) -> Document:
    """The response as a document; a demonstration says that it is one."""
    return response_document(
        reading.form,
        reading.response,
        made=page.now,
        organisation=reading.organisation,
        type_label=reading.type_label,
        round_title=reading.round_title,
        previous=reading.previous,
        actions=reading.actions,
        evidence=reading.evidence,
        context=context_for(page, reading),
        owner=page.partnership.name,
        notice=notice_of(page),
    )


def context_for(page: Page, reading: Reading) -> Mapping[str, Json]:
    """What the form of a response prefilled from."""
    return context_of(page, reading.organisation)


def notice_of(page: Page) -> str:
    """What every document made here must say, or ""."""
    return page.partnership.demonstration_notice if page.settings.demonstration else ""


def _form(page: Page, response: Response) -> Form:
    return get_form(page.database, page.library.forms, response.form, response.form_version)


def _organisation(page: Page, response: Response) -> Organisation | None:
    try:
        return page.database.read(organisations.get_organisation, response.organisation)
    except NotFoundError:  # a request's is the group that asks
        return None


def _previous(page: Page, response: Response) -> Previous | None:
    if not (response.organisation and response.round):
        return None
    before = page.database.read(
        responses.previous_response,
        round=response.round, organisation=response.organisation, viewer=page.viewer,
    )  # fmt: skip
    return Previous(_form(page, before), before) if before else None


def _round_title(page: Page, round: str) -> str:
    with suppress(NotFoundError):
        return page.database.read(cycles.get_cycle, round).title
    with suppress(NotFoundError):
        return page.database.read(campaigns.get_campaign, round).title
    return ""
