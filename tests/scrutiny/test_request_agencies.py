"""The agencies that a request names, as organisations of the register."""

import pytest

from forms.model import Form, Json
from forms.parsing import parse_form
from scrutiny.organisation import Organisation
from scrutiny.request_agencies import propose_agencies

SOURCE = """
id: ask
version: "1"
title: Request
kind: request
sections:
  - id: how
    title: How
    questions:
      - id: agencies
        type: select_many
        text: Which agencies?
        choices:
          - {value: social_care, label: Children's social care}
          - {value: early_help, label: Early help services}
          - {value: education, label: Schools and colleges}
          - {value: police, label: Police}
          - {value: other, label: Another agency}
      - id: agency_contacts
        type: repeat
        text: Contacts
        questions:
          - {id: contact_agency, type: short_text, text: Agency and team}
"""
REGISTER = [
    Organisation("care", "Children's Social Care Service", "council_service"),
    Organisation("adults", "Adult Social Care Service", "council_service"),
    Organisation("hubs", "Early Help and Family Hubs", "council_service"),
    Organisation("force", "Estuary Police", "police"),
    Organisation("oak", "Oak Primary School", "academy"),
]


@pytest.fixture(scope="module")
def form() -> Form:
    parsed = parse_form(SOURCE, "ask.yaml")
    assert parsed.form, parsed.problems
    return parsed.form


@pytest.mark.parametrize(
    ("kinds", "contacts", "found"),
    [
        (["police"], [], ["force"]),  # every organisation of that type
        (["social_care"], [], ["care"]),  # each word of the kind stands in the name
        (["early_help"], [], ["hubs"]),
        (["education", "other"], [], []),  # too wide to guess
        ([], ["Adult Social Care Service, hospital team"], ["adults"]),
        ([], ["adult social care"], ["adults"]),
        (["police"], ["Estuary Police"], ["force"]),  # once
        ([], ["", "the service"], []),
    ],
)
def test_what_a_request_means(
    form: Form, kinds: list[str], contacts: list[str], found: list[str]
) -> None:
    rows: list[Json] = [{"contact_agency": each} for each in contacts]
    answers: dict[str, Json] = {"agencies": [*kinds], "agency_contacts": rows}
    assert propose_agencies(form, answers, REGISTER) == found


def test_an_empty_request_means_nobody(form: Form) -> None:
    assert propose_agencies(form, {}, REGISTER) == []
