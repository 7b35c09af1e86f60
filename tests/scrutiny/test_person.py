"""People: who is active, who keeps the register, and what is wrong with an entry."""

from __future__ import annotations

from datetime import date

import pytest

from scrutiny.person import (
    Held,
    Person,
    check_held,
    check_person,
    is_email,
    plain_email,
    roles_for_people,
    say_roles,
)

DAY = date(2026, 9, 1)
KEEPER = Held("administrator")


@pytest.mark.parametrize(
    ("starts", "ended", "is_active", "keeps"),
    [
        (date(2026, 9, 1), None, True, True),
        (date(2026, 9, 2), None, False, False),
        (date(2026, 1, 1), date(2026, 9, 2), True, False),
        (date(2026, 1, 1), date(2026, 9, 1), False, False),
    ],
)
def test_a_person_is_active_from_the_first_day_to_before_the_end(
    starts: date, ended: date | None, is_active: bool, keeps: bool
) -> None:
    person = Person("p", "Ada", "ada@example.org", starts, (KEEPER,), ended)
    assert (person.is_active(DAY), person.keeps_register(DAY)) == (is_active, keeps)


def test_only_an_administrator_keeps_the_register() -> None:
    person = Person("p", "Ada", "ada@example.org", DAY, (Held("mars_team"), Held("made_up")))
    assert not person.keeps_register(DAY)


def test_roles_for_people_leave_out_the_anonymous() -> None:
    assert "young_person" not in roles_for_people()
    assert {"administrator", "mars_team", "chair"} <= roles_for_people().keys()


def test_an_address_is_compared_trimmed_and_in_lower_case() -> None:
    assert plain_email(" Ada@Example.ORG ") == "ada@example.org"


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("ada@example.org", True),
        ("ada.b+c@sub.example.org", True),
        ("ada@example", False),
        ("ada example@example.org", False),
        ("a@b.org,c@d.org", False),
        ("Ada <ada@example.org>", False),
        ("a@b@c.org", False),
        ("", False),
        (f"{'a' * 250}@b.org", False),
    ],
)
def test_is_email(words: str, is_one: bool) -> None:
    assert is_email(words) is is_one


def test_check_person_names_each_place() -> None:
    wrong = Person("", "", "ada", DAY, ended=date(2026, 8, 1))
    assert [problem.place for problem in check_person(wrong)] == ["name", "email", "ended"]
    assert check_person(Person("", "Ada", "ada@example.org", DAY, ended=DAY)) == ()


@pytest.mark.parametrize(
    ("held", "place"),
    [
        (Held("chair", "splig"), ""),
        (Held("organisation", "s1"), ""),
        (Held("mars_team"), ""),
        (Held("chair", "s1"), "acts_for"),
        (Held("chair"), "acts_for"),
        (Held("mars_team", "splig"), "acts_for"),
        (Held("young_person"), "role"),
        (Held("made_up"), "role"),
    ],
)
def test_check_held(held: Held, place: str) -> None:
    found = check_held(held, groups={"splig"}, organisations={"s1"})
    assert (found.place if found else "") == place


def test_say_roles_in_words() -> None:
    held = (Held("mars_team"), Held("chair", "splig"), Held("gone", "x"))
    assert say_roles(held, {"splig": "The Group"}) == (
        "Partnership group chair (The Group); gone (x); Children's MARS team"
    )
