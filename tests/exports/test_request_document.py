"""A SPACE audit request as a document."""

from datetime import date

from exports.document import Facts, Heading, Table
from exports.request_document import request_document
from scrutiny.request import Request, RequestStatus, RequestStep
from tests.exports.examples import MADE, blocks_of, read_form, respond

FORM = """
id: space
version: "1"
title: SPACE audit request
kind: request
sensitivity: OFFICIAL
sections:
  - id: why
    title: Why
    questions:
      - {id: rationale, type: long_text, text: Why now}
      - {id: sensitivity, type: select_one, text: How sensitive, choices: [{value: high, label: Official-sensitive}]}
"""  # noqa: E501 (a choice list reads best on one line)


def make(answers=None, **changes):
    form = read_form(FORM)
    request = Request("r1", "SPACE-2025-007", "Out of hours", group="splig", **changes)
    response = respond(form, answers or {"rationale": "Three reviews"})
    return request_document(form, response, request, made=MADE, group_label="The group")


def test_the_head_says_who_asks_and_where_it_stands():
    document = make(requested=date(2025, 9, 1), chair="A Chair")
    assert (document.title, document.subtitle) == (
        "SPACE audit request SPACE-2025-007", "Out of hours",
    )  # fmt: skip
    assert document.blocks[0] == Facts(
        (
            ("Reference", "SPACE-2025-007"),
            ("Status", "Requested"),
            ("Asked by", "The group"),
            ("Chair", "A Chair"),
            ("Requested", "1 September 2025"),
        )
    )


def test_a_decision_is_told_once_there_is_one():
    document = make(decision="Accepted", decided=date(2025, 9, 9), days_estimate=6.5)
    assert Heading("Decision") in document.blocks
    assert blocks_of(document, Facts)[1] == Facts(
        (("Decision", "Accepted"), ("Decided", "9 September 2025"), ("Days estimated", "6.5"))
    )
    assert Heading("Decision") not in make().blocks


def test_the_history_is_a_table():
    steps = (
        RequestStep(RequestStatus.REQUESTED, date(2025, 9, 1), "A Chair"),
        RequestStep(RequestStatus.DECLINED, date(2025, 9, 9), "Lead", "Covered elsewhere"),
    )
    assert blocks_of(make(history=steps), Table)[-1].rows == (
        ("1 September 2025", "Requested", "A Chair", ""),
        ("9 September 2025", "Declined", "Lead", "Covered elsewhere"),
    )


def test_the_marking_is_what_the_requester_chose():
    assert make().marking == "OFFICIAL"
    assert make({"sensitivity": "high"}).marking == "OFFICIAL-SENSITIVE"
