"""The people page: what an administrator sees and changes, and how a file is brought in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from db import people
from db.organisations import add_organisations
from scrutiny.access import make_viewer, roles
from scrutiny.organisation import Organisation
from scrutiny.person import Held, Person
from tests.pages.conftest import Site, words

KEEPER = make_viewer("administrator", name="Ada Keeper")
HILL = Organisation("s1", "Hill Primary", "academy", urn="100001")


def add(site: Site, *persons: tuple[str, Held]) -> list[Person]:
    now = site.held.clock()
    new = [
        Person("", name, f"{name.split()[0].lower()}@example.org", now.date(), (held,))
        for name, held in persons
    ]
    return site.held.database.write(people.add_people, new, viewer=KEEPER, now=now)


def listed(site: Site) -> list[Person]:
    return site.held.database.read(people.list_people, viewer=KEEPER)


def keeper(site: Site, query: dict[str, str] | None = None) -> AppTest:
    return site.run("people", role="administrator", person="Ada Keeper", query=query)


def press(test: AppTest, key: str) -> str:
    test.button(key=key).click().run()
    assert not test.exception
    return words(test)


@pytest.mark.parametrize("role", [key for key in roles() if key != "administrator"])
def test_other_roles_are_turned_away(site: Site, role: str) -> None:
    add(site, ("Secret Person", Held("mars_team")))
    test = site.run("people", role=role)
    assert "this page is not open to that role" in words(test)
    assert "Secret" not in words(test)
    assert not test.button


def test_the_register_shows_who_and_as_what(site: Site) -> None:
    site.held.database.write(add_organisations, [HILL])
    add(site, ("Jo <b>", Held("organisation", "s1")), ("Cy Chair", Held("chair", "splig")))
    said = words(keeper(site))
    assert "Jo &lt;b&gt;" in said
    assert "School, setting or agency (Hill Primary)" in said
    assert "Partnership group chair (" in said
    assert "2 people on the register" in said


def test_a_person_is_added(site: Site) -> None:
    test = keeper(site)
    test.text_input(key="add_name_0").set_value(" Nia New ")
    test.text_input(key="add_email_0").set_value("Nia@Example.org")
    test.selectbox(key="add_0_role").set_value("chair").run()
    test.selectbox(key="add_0_for_group").set_value("splig").run()
    assert "Nia New added." in press(test, "add")
    (new,) = listed(site)
    assert (new.name, new.email, new.roles) == (
        "Nia New", "nia@example.org", (Held("chair", "splig"),),
    )  # fmt: skip
    assert test.text_input(key="add_name_1").value == ""


@pytest.mark.parametrize(
    ("name", "email", "role", "said"),
    [
        ("", "nia@example.org", "mars_team", "A name has 1 to 200 characters"),
        ("Nia", "nia", "mars_team", "This is not an e-mail address"),
        ("Nia", "nia@example.org", "chair", "This role is held for one group"),
        ("Nia", "TESS@example.org", "mars_team", "There already is a person"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_added(
    site: Site, name: str, email: str, role: str, said: str
) -> None:
    add(site, ("Tess Team", Held("mars_team")))
    test = keeper(site)
    test.text_input(key="add_name_0").set_value(name)
    test.text_input(key="add_email_0").set_value(email)
    test.selectbox(key="add_0_role").set_value(role).run()
    assert said in press(test, "add")
    assert [person.name for person in listed(site)] == ["Tess Team"]
    assert test.text_input(key="add_name_0").value == name


def test_roles_are_given_and_removed(site: Site) -> None:
    (tess,) = add(site, ("Tess Team", Held("mars_team")))
    test = keeper(site, {"person": tess.id})
    test.selectbox(key="give_role").set_value("board_reader").run()
    assert "Role given." in press(test, "give")
    assert "Role removed." in press(test, "take_mars_team_")
    assert listed(site)[0].roles == (Held("board_reader"),)


def test_the_last_administrator_cannot_be_ended_or_lose_the_role(site: Site) -> None:
    (ada,) = add(site, ("Ada Admin", Held("administrator")))
    test = keeper(site, {"person": ada.id})
    assert "This is the last administrator, so nothing was changed" in press(test, "end")
    assert "This is the last administrator" in press(test, "take_administrator_")
    assert listed(site) == [ada]


def test_a_person_is_changed_ended_and_brought_back(site: Site) -> None:
    (tess,) = add(site, ("Tess Team", Held("mars_team")))
    test = keeper(site, {"person": tess.id})
    test.text_input(key="change_name").set_value("Tess Other").run()
    assert "Saved." in press(test, "save")
    assert "Tess Other ends." in press(test, "end")
    today = site.held.clock().date()
    assert [(person.name, person.ended) for person in listed(site)] == [("Tess Other", today)]
    assert "may sign in again" in press(test, "bring_back")
    assert listed(site)[0].is_active(today + timedelta(days=1))


def test_somebody_who_is_not_there_is_said_plainly(site: Site) -> None:
    assert "There is no person" in words(keeper(site, {"person": "nobody"}))


def test_good_rows_of_a_file_come_in_and_bad_ones_are_listed(site: Site) -> None:
    add(site, ("Tess Team", Held("mars_team")))
    test = keeper(site)
    content = (
        "name,email,role,acts for\n"
        "Nia New,nia@example.org,mars_team,\n"
        "Nia New,nia@example.org,chair,splig\n"
        "Tess Team,tess@example.org,administrator,\n"
        "Bad One,bad@example.org,chair,nowhere\n"
    )
    test.file_uploader[0].upload("people.csv", content.encode(), "text/csv").run()
    said = words(test)
    assert "1 of 3 people cannot be taken" in said
    assert "row 5, acts_for" in said
    assert "1 are on the register already" in said
    assert "1 person brought in." in press(test, "bring_in")
    assert [(person.name, len(person.roles)) for person in listed(site)] == [
        ("Nia New", 2), ("Tess Team", 1),
    ]  # fmt: skip


def test_a_file_that_is_no_table_is_said_plainly(site: Site) -> None:
    test = keeper(site)
    test.file_uploader[0].upload("people.csv", b"hello", "text/csv").run()
    assert "The first row must name the columns" in words(test)
