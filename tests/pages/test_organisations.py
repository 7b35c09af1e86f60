"""The register: listing it, and bringing in a spreadsheet."""

from __future__ import annotations

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from db import organisations
from scrutiny.organisation import Organisation
from tests.pages.conftest import Site, words

HEAD = "urn,name,type,phase,trust,locality,contact_name,contact_email\n"
GOOD = HEAD + (
    "123456,Larkfield Primary,Academy or free school,Primary,,Brigg and the Wolds,,a@b.example\n"
    ",Hill Club,Out-of-school club,,,,,\n"
)


def open_register(site: Site) -> AppTest:
    return site.run("organisations", role="administrator", person="Ada Min")


def upload(page: AppTest, text: str, name: str = "register.csv") -> AppTest:
    page.get("file_uploader")[0].upload(name, text.encode(), "text/csv")
    page.run()
    assert not page.exception
    return page


def names(site: Site) -> list[str]:
    return [each.name for each in site.held.database.read(organisations.list_organisations)]


def test_an_empty_register_says_what_to_do(site: Site) -> None:
    assert "Nobody is on the register yet" in words(open_register(site))


def test_good_rows_are_brought_in_only_when_asked(site: Site) -> None:
    page = upload(open_register(site), GOOD)
    assert names(site) == []
    page.button(key="bring-in").click().run()
    assert sorted(names(site)) == ["Hill Club", "Larkfield Primary"]
    assert "2 organisations brought in." in words(page)
    assert "Larkfield Primary" in words(page)


def test_bad_rows_are_listed_with_their_cure_and_the_good_ones_still_offered(site: Site) -> None:
    page = upload(open_register(site), GOOD + "12,Bad Number,academy,,,,,\n")
    said = words(page)
    assert "1 of 3 rows cannot be taken" in said
    assert "row 4, urn" in said
    assert page.button(key="bring-in").label == "Bring in 2 organisations"


def test_what_is_there_already_is_not_brought_in_twice(site: Site) -> None:
    page = upload(open_register(site), GOOD)
    page.button(key="bring-in").click().run()
    again = upload(open_register(site), GOOD)
    assert "2 are on the register already" in words(again)
    assert [b for b in again.button if b.key == "bring-in"] == []


def test_a_file_that_is_no_table_is_refused_in_words(site: Site) -> None:
    page = upload(open_register(site), "not;a,register\n")
    assert "The first row must name the columns" in words(page)


def test_a_name_from_a_spreadsheet_is_shown_as_words_never_run(site: Site) -> None:
    page = upload(open_register(site), "name,type\n<script>alert(1)</script>,Police\n")
    page.button(key="bring-in").click().run()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words(page)
    assert "<script>alert" not in words(page)


OAK = Organisation(
    "oak", "Oak Primary", "academy", urn="100001", phase="primary", contact_email="a@oak.example"
)


def open_oak(site: Site, *, is_new: bool = True) -> AppTest:
    if is_new:
        site.held.database.write(organisations.add_organisations, [OAK])
    return site.run("organisations", role="mars_team", person="Max Team", query={"id": "oak"})


def find_oak(site: Site) -> Organisation:
    return site.held.database.read(organisations.get_organisation, "oak")


def test_the_list_leads_to_each_organisation(site: Site) -> None:
    site.held.database.write(organisations.add_organisations, [OAK])
    assert '<a href="/organisations?id=oak">Oak Primary</a>' in words(open_register(site))


def test_details_are_changed_once_somebody_says_yes(site: Site) -> None:
    page = open_oak(site)
    assert "Nothing is changed yet." in words(page)
    page.text_input(key="organisation-oak-name").set_value("Oak Academy").run()
    page.text_input(key="organisation-oak-contact_email").set_value("b@oak.example").run()
    page.button(key="ask-save-organisation").click().run()
    said = words(page)
    assert "Name: from Oak Primary to Oak Academy" in said
    assert "Links sent to the earlier address open nothing any more." in said
    assert find_oak(site) == OAK
    page.button(key="yes-save-organisation").click().run()
    assert find_oak(site) == replace(OAK, name="Oak Academy", contact_email="b@oak.example")
    said = words(page)
    assert "The changes are saved." in said
    assert "name, e-mail address of the contact. Max Team." in said


def test_what_cannot_be_is_said_in_words_and_not_saved(site: Site) -> None:
    page = open_oak(site)
    page.text_input(key="organisation-oak-urn").set_value("12").run()
    said = words(page)
    assert "URN or local number" in said
    assert "a URN is six or seven digits" in said
    assert [each for each in page.button if each.key == "ask-save-organisation"] == []


def test_two_at_once_lose_nothing(site: Site) -> None:
    first = open_oak(site)
    second = open_oak(site, is_new=False)
    for page, name, value in ((first, "trust", "The Trust"), (second, "name", "Oak Academy")):
        page.text_input(key=f"organisation-oak-{name}").set_value(value).run()
        page.button(key="ask-save-organisation").click().run()
        page.button(key="yes-save-organisation").click().run()
    assert "Somebody else changed these details" in words(second)
    assert find_oak(site) == replace(OAK, trust="The Trust")
    assert second.text_input(key="organisation-oak-trust").value == "The Trust"
    assert second.text_input(key="organisation-oak-name").value == "Oak Academy"
    second.button(key="ask-save-organisation").click().run()
    second.button(key="yes-save-organisation").click().run()
    assert find_oak(site) == replace(OAK, trust="The Trust", name="Oak Academy")


def test_it_leaves_with_a_day_and_a_reason_and_comes_back(site: Site) -> None:
    page = open_oak(site)
    page.text_input(key="organisation-oak-end-day").set_value("31 8 2025").run()
    assert "Write why first." in words(page)
    page.text_input(key="organisation-oak-end-why").set_value("It closed").run()
    page.button(key="ask-end").click().run()
    page.button(key="yes-end").click().run()
    assert str(find_oak(site).ended) == "2025-08-31"
    assert "It left the register on 31 August 2025." in words(page)
    assert "Left 31 August 2025" in words(open_register(site))
    page.text_input(key="organisation-oak-end-why").set_value("A mistake").run()
    page.button(key="ask-back").click().run()
    page.button(key="yes-back").click().run()
    assert find_oak(site) == OAK


def test_a_day_to_come_is_refused_in_words(site: Site) -> None:
    page = open_oak(site)
    page.text_input(key="organisation-oak-end-day").set_value("31 8 2099").run()
    page.text_input(key="organisation-oak-end-why").set_value("It will close").run()
    page.button(key="ask-end").click().run()
    page.button(key="yes-end").click().run()
    assert "That day is still to come." in words(page)
    assert find_oak(site) == OAK


def test_an_organisation_that_is_not_there(site: Site) -> None:
    page = site.run("organisations", role="mars_team", query={"id": "nobody"})
    assert "There is no such organisation" in words(page)


def open_adding(site: Site) -> AppTest:
    page = site.run("organisations", role="mars_team", person="Max Team", query={"id": "new"})
    page.text_input(key="organisation-new-name").set_value(" Elm Nursery ").run()
    return page


def test_one_is_added_by_hand_and_opened(site: Site) -> None:
    assert "/organisations?id=new" in words(open_register(site))
    page = open_adding(site)
    page.button(key="add-organisation").click().run()
    assert names(site) == []
    assert "Type: " in words(page)  # says what is missing
    page.selectbox(key="organisation-new-type").set_value("day_nursery").run()
    page.button(key="add-organisation").click().run()
    assert names(site) == ["Elm Nursery"]
    said = words(page)
    assert "Elm Nursery is on the register." in said
    assert "Nothing has been changed by hand yet." in said


def test_one_that_is_there_already_is_not_added_by_hand(site: Site) -> None:
    elm = Organisation("elm", "Elm Nursery", "day_nursery")
    site.held.database.write(organisations.add_organisations, [elm])
    page = open_adding(site)
    page.selectbox(key="organisation-new-type").set_value("day_nursery").run()
    page.button(key="add-organisation").click().run()
    assert "It is on the register already" in words(page)
    assert names(site) == ["Elm Nursery"]
