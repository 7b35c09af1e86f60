"""One SPACE audit request with the answers it was made with, for its page and documents."""

from __future__ import annotations

from dataclasses import dataclass

from db import requests, responses
from exports.document import Document
from exports.request_document import request_document
from forms.model import Form, Json
from pages.components.filling.opening import context_of, get_form
from pages.components.reading import notice_of
from pages.components.shell import Page
from scrutiny.request import Request
from scrutiny.response import Response


@dataclass(frozen=True)
class Asked:
    """A request, what was answered when it was made, and the form it answered."""

    request: Request
    response: Response
    form: Form


def load_request(page: Page, id: str) -> Asked:
    """By reference or response; raises NotFoundError also when the viewer may not see it."""
    request = page.database.read(requests.get_request, id, viewer=page.viewer)
    response = page.database.read(responses.get_response, request.response, viewer=page.viewer)
    form = get_form(page.database, page.library.forms, response.form, response.form_version)
    return Asked(request, response, form)


def make_request_document(page: Page, asked: Asked) -> Document:
    """The request as a document; a demonstration says that it is one."""
    return request_document(
        asked.form,
        asked.response,
        asked.request,
        made=page.now,
        group_label=group_label(page, asked.request.group),
        context=context_of(page, None),
        owner=page.partnership.name,
        notice=notice_of(page),
    )


def group_label(page: Page, key: str, *, is_short: bool = False) -> str:
    """What a group is called, or its short name where it has one."""
    group = next((group for group in page.partnership.groups if group.key == key), None)
    if group is None:
        return key
    return group.short if is_short and group.short else group.label


def list_themes(page: Page, form: Form, answer: Json) -> list[str]:
    """The themes chosen in a request, as read."""
    chosen = answer if isinstance(answer, list) else []
    question = form.questions.get("themes")
    labels = {theme.key: theme.label for theme in page.partnership.themes}
    said = []
    for value in map(str, chosen):
        choice = question.find_choice(value) if question else None
        said.append(choice.label.say() if choice else labels.get(value, value))
    return said
