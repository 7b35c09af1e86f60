"""People from CSV: good people whole, and each bad cell with its row, column and cure."""

from __future__ import annotations

from datetime import date

import pytest

from scrutiny.imported_table import UnreadableFileError
from scrutiny.organisation import Organisation
from scrutiny.partnership import partnership
from scrutiny.person import Held, Person
from scrutiny.person_import import (
    ImportedPeople,
    check_people,
    leave_out_known,
    read_people,
)

TODAY = date(2026, 9, 1)
HILL = Organisation("s1", "Hill Primary", "academy", urn="100001")
TWINS = [Organisation(id, "Twin School", "academy") for id in ("t1", "t2")]
GONE = Organisation("s9", "Closed School", "academy", ended=date(2020, 1, 1))


def take(text: str) -> ImportedPeople:
    rows = read_people(text.encode())
    return check_people(rows, partnership(), [HILL, *TWINS, GONE], today=TODAY)


def test_people_are_read_whole_whatever_the_order_of_columns() -> None:
    taken = take(
        "Role,E-mail,Full name,Group or organisation,Start date,Phone\n"
        "Children's MARS team,Ada@Example.org,Ada B,,2026-10-01,1\n"
        "partnership group chair,ada@example.org,Ada B,splig,01/09/2025,1\n"
        "\n"
        "organisation,jo@example.org,Jo,100001,,\n"
    )
    assert taken.problems == ()
    assert taken.people == (
        Person("", "Ada B", "ada@example.org", date(2025, 9, 1),
               (Held("chair", "splig"), Held("mars_team"))),
        Person("", "Jo", "jo@example.org", TODAY, (Held("organisation", "s1"),)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "place", "message"),
    [
        (",a@b.org,mars_team,,", "name", "This is empty."),
        ("Ada,a@b,mars_team,,", "email", '"a@b": This is not an e-mail address'),
        ("Ada,a@b.org,king,,", "role", '"king": This role is not known'),
        ("Ada,a@b.org,young_person,,", "role", '"young_person": This role is not known'),
        ("Ada,a@b.org,chair,,", "acts_for", "This is empty. This role is held for one group"),
        ("Ada,a@b.org,chair,nowhere,", "acts_for", '"nowhere": This role is held for one group'),
        ("Ada,a@b.org,organisation,Twin School,", "acts_for", '"Twin School": This role'),
        ("Ada,a@b.org,organisation,Closed School,", "acts_for", '"Closed School": This role'),
        ("Ada,a@b.org,mars_team,splig,", "acts_for", '"splig": This role is not held'),
        ("Ada,a@b.org,mars_team,,soon", "starts", '"soon": This is not a date'),
    ],
)
def test_a_bad_cell_says_row_column_and_cure(line: str, place: str, message: str) -> None:
    taken = take(f"name,email,role,acts_for,starts\nGood,good@b.org,mars_team,,\n{line}\n")
    assert [person.email for person in taken.people] == ["good@b.org"]
    (problem,) = taken.problems
    assert problem.place == f"row 3, {place}"
    assert problem.message.startswith(message)
    assert problem.cure


def test_a_person_with_one_bad_row_is_left_out_whole() -> None:
    taken = take("name,email,role\nAda,a@b.org,mars_team\nAda,a@b.org,king\nBo,b@b.org,mars_team\n")
    assert [person.email for person in taken.people] == ["b@b.org"]
    assert taken.named == 2


def test_two_names_for_an_address_and_two_addresses_for_a_name_are_told() -> None:
    taken = take("name,email,role\nAda,a@b.org,mars_team\nEva,a@b.org,mars_team\n")
    assert [(p.place, p.message) for p in taken.problems] == [
        ("row 3, name", '"Eva": This address is Ada\'s in another row')
    ]
    taken = take("name,email,role\nAda,a@b.org,mars_team\nada,c@b.org,mars_team\n")
    assert [p.place for p in taken.problems] == ["row 3, name"]
    assert [person.email for person in taken.people] == ["a@b.org"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This file is empty"),
        (b"name,email\nAda,a@b.org\n", "Missing: role"),
        (b"name,email,e-mail,role\n", "Two columns are both called email"),
        (b"name,email,role\n" + b"A,a@b.org,mars_team\n" * 2001, "More than 2,000 rows"),
        (b'name,email,role\n"Ada\n', "could not be read as a table"),
        (bytes(range(256)), "could not be read as a table|Missing"),
    ],
)
def test_a_file_that_is_no_table_of_ours_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFileError, match=message):
        read_people(content)


def test_letters_of_a_spreadsheet_program_are_read() -> None:
    rows = read_people("name,email,role\nZoë,z@b.org,mars_team\n".encode("cp1252"))
    assert rows[0][1]["name"] == "Zoë"


def test_leave_out_known_by_address_or_name() -> None:
    known = [Person("p1", "Ada B", "ada@b.org", TODAY)]
    again = Person("", "Ada C", "ada@b.org", TODAY)
    same = Person("", "ada b", "other@b.org", TODAY)
    new = Person("", "Bo", "bo@b.org", TODAY)
    assert leave_out_known([again, same, new], known) == ([new], [again, same])
