"""The guard and frame of every page, and the pieces that pages are built from."""

from __future__ import annotations

import pytest

from pages.components.html import Safe, class_of, escape, join, link, tag
from pages.components.layout import status_tag
from pages.components.navigation import PAGES, SCREENS, find_screen, listed_screens
from pages.components.session import find_viewer
from scrutiny.access import NOBODY, make_viewer
from scrutiny.response import Status
from tests.pages.conftest import Site, words

PUBLIC = {
    "home", "fill", "sign_in", "enter", "ask_link", "contact", "your_actions", "sign_off",
    "published", "used",
}  # fmt: skip
FILES = sorted(path.stem for path in PAGES.glob("*.py") if path.stem != "__init__")


# The guard


@pytest.mark.parametrize("name", FILES)
def test_page_run_alone_turns_a_stranger_away(site: Site, name: str) -> None:
    test = site.run(name)
    is_turned_away = "Sign in to see this page" in words(test)
    assert is_turned_away is (name not in PUBLIC)
    if is_turned_away:
        assert 'href="/sign_in"' in words(test)
        assert not test.button


@pytest.mark.parametrize("name", FILES)
def test_page_turns_away_a_cookie_that_is_no_session(site: Site, name: str) -> None:
    test = site.page(name)
    test.session_state["shell_cookies"] = {"visitor": "x" * 43}
    assert ("Sign in to see this page" in words(test.run())) is (name not in PUBLIC)


@pytest.mark.parametrize("name", [row.name for row in SCREENS if row.may and row.path.is_file()])
def test_page_names_the_role_that_may_not_see_it(site: Site, name: str) -> None:
    test = site.run(name, role="young_person")
    assert "You are signed in as Young person, parent or carer" in words(test)


def test_every_page_has_its_row() -> None:
    assert {row.name for row in SCREENS} >= set(FILES)


def test_guard_is_the_first_call_of_every_page() -> None:
    for name in FILES:
        source = (PAGES / f"{name}.py").read_text("utf-8")
        before, _, after = source.partition("page = open_page(")
        assert after, f"pages/{name}.py does not open its page with page = open_page(...)"
        assert "\nst." not in before


def test_a_session_that_has_run_out_is_nobody(site: Site) -> None:
    assert find_viewer(site.held, "x" * 43) == NOBODY
    assert find_viewer(site.held, site.sign_in("chair", organisation="splig")) == make_viewer(
        "chair", organisations=frozenset({"splig"})
    )


# The frame


def test_header_says_who_is_signed_in(site: Site) -> None:
    said = words(site.run("home", role="organisation", person="Hill <Primary>", organisation="s1"))
    assert "Hill &lt;Primary&gt; (School, setting or agency)" in said
    assert 'href="/session/end"' in said


def test_every_page_says_that_the_data_is_invented(site: Site) -> None:
    assert "Every organisation, answer and number here is invented" in words(site.run("home"))


def test_menu_is_what_the_role_may_open() -> None:
    assert [row.name for row in listed_screens(NOBODY)] == ["home"]
    names = {row.name for row in listed_screens(make_viewer("administrator"))}
    assert names <= {"cycles", "mails", "home", "organisations", "people", "form_library",
                     "audit", "retention", "subject_access"}  # fmt: skip


def test_screens_are_found_by_name_alone() -> None:
    assert find_screen("sign_in").address == "/sign_in"
    assert find_screen("home").address == "/"
    assert [find_screen(name) for name in ("", "../app", "//evil.example")] == [None] * 3


# The pieces


def test_html_escapes_what_is_not_safe() -> None:
    assert tag("p", "<b>", tag("b", "&"), class_='a"b', data_x="1") == (
        '<p class="a&quot;b" data-x="1">&lt;b&gt;<b>&amp;</b></p>'
    )
    assert escape(3) == "3"
    assert isinstance(join(("a", Safe("<br>"))), Safe)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "evil", ""])
def test_link_to_what_is_no_address_becomes_words(address: str) -> None:
    assert link("<Go>", address) == "&lt;Go&gt;"


def test_class_of_a_key_is_streamlits() -> None:
    assert class_of("visits[2].place") == "st-key-visits-2--place"


def test_status_tag_has_words_as_well_as_colour() -> None:
    assert status_tag(Status.RETURNED) == ('<span class="tag tag-poor">Returned for changes</span>')
    assert status_tag("audit_in_progress") == (
        '<span class="tag tag-neutral">Audit in progress</span>'
    )
