"""The people who answer, and their addresses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scrutiny.invitation import (
    REFUSAL_WORDS,
    Contact,
    ContactKind,
    LinkRefusal,
    check_contact,
    clean_email,
    is_email,
)

JO = Contact("jo", "oak", "Jo", "jo@oak.example")
SAM = replace(JO, id="sam", kind=ContactKind.CONTRIBUTOR, cycle="c", sections=("a",))


@pytest.mark.parametrize("text", ["jo@oak.example", "j.o+x@a-b.sch.uk", "o'neill@x.org"])
def test_addresses_that_are_taken(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    ["", "jo", "jo@", "@oak.example", "jo@oak", "jo@oak.example,all@oak.example", "jo@@oak.example",
     "jo@oak.example\n", "jo@oak.example\r\nBcc: x@y.example", "jo smith@oak.example",
     "<jo@oak.example>", "jö@oak.example", f"{'a' * 65}@oak.example"],
)  # fmt: skip
def test_addresses_that_are_not_taken(text: str) -> None:
    assert not is_email(text)


def test_clean_email() -> None:
    assert clean_email(" Jo@Oak.Example\n") == "jo@oak.example"


def test_role_and_place_of_a_person() -> None:
    assert (JO.role, JO.acts_for) == ("organisation", "oak")
    assert (SAM.role, SAM.acts_for) == ("contributor", "sam")


@pytest.mark.parametrize(
    ("contact", "places"),
    [
        (JO, []),
        (SAM, []),
        (replace(JO, name=" "), ["name"]),
        (replace(JO, name="x" * 121), ["name"]),
        (replace(JO, email="jo"), ["email"]),
        (replace(SAM, sections=()), ["sections"]),
        (replace(SAM, sections=("a", "z")), ["sections"]),
    ],
)
def test_check_contact(contact: Contact, places: list[str]) -> None:
    assert [problem.place for problem in check_contact(contact, ["a", "b"])] == places


def test_every_refusal_has_its_words() -> None:
    assert set(REFUSAL_WORDS) == set(LinkRefusal)
