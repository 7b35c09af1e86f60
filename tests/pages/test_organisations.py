"""The register: listing it, and bringing in a spreadsheet."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from db import organisations
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
