"""Last year's answers while filling in: shown, taken over, and counted once confirmed."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from db import responses
from db.connection import Transaction
from scrutiny.access import make_viewer
from scrutiny.response import Response
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import fill

HEAD = make_viewer("organisation", name="Head", organisations=frozenset({"school-1"}))


def open_section(site: Site, section: str = "leading") -> AppTest:
    """School 1, which answered last year and begins this year's audit."""
    return site.run("fill", role="organisation", person="Head", organisation="school-1",
                    query={"cycle": "this", "section": section})  # fmt: skip


def start(site: Site) -> None:
    """Both years are laid out; this year's return of school 1 is taken away again."""
    fill(site, answered=1)
    site.held.database.write(_begin_anew)


def _begin_anew(tx: Transaction) -> None:
    tx.execute("DELETE FROM response WHERE id = 'this-1'")
    tx.execute("DELETE FROM action WHERE response = 'this-1'")
    tx.execute(
        "UPDATE cycle_organisation SET response = NULL "
        "WHERE cycle = 'this' AND organisation = 'school-1'"
    )


def stored(site: Site) -> Response:
    found = site.held.database.read(
        responses.find_response, viewer=HEAD, round="this", organisation="school-1"
    )
    assert found is not None
    return found


def key(site: Site, question: str, button: str) -> str:
    return f"q-{stored(site).id[:8].lower()}-{question}-{button}"


def test_last_years_answer_stands_beside_every_question(site: Site) -> None:
    start(site)
    said = words(open_section(site))
    assert "Last year: Fully met" in said
    assert "Last year&#x27;s answer in full" in said
    assert "<strong>Evidence: </strong>Minutes &lt;script&gt;" in said
    assert "Last year: 110" in words(open_section(site, "numbers"))


def test_a_judgement_counts_only_after_it_was_confirmed(site: Site) -> None:
    start(site)
    page = open_section(site)
    page.button(key=key(site, "a1", "carry")).click().run()
    assert stored(site).answers == {}
    assert "From last year, not yet confirmed" in words(page)
    assert "not yet confirmed" in words(open_section(site))  # on another device
    page.button(key=key(site, "a1", "confirm")).click().run()
    assert stored(site).answers == {
        "a1": {"rating": "fully_met", "evidence": "Minutes <script>alert(1)</script>"}
    }
    assert page.radio[0].value == "fully_met"
    assert page.text_area[0].value == "Minutes <script>alert(1)</script>"
    assert "not yet confirmed" not in words(page)


def test_last_years_actions_stay_in_last_year(site: Site) -> None:
    start(site)
    page = open_section(site)
    page.button(key=key(site, "a2", "carry")).click().run()
    page.button(key=key(site, "a2", "confirm")).click().run()
    assert stored(site).answers == {"a2": {"rating": "not_met"}}


def test_a_text_a_number_and_choices_are_taken_over(site: Site) -> None:
    start(site)
    page = open_section(site, "numbers")
    for question in ("pupils", "needs", "proud"):
        page.button(key=key(site, question, "carry")).click().run()
        page.button(key=key(site, question, "confirm")).click().run()
    assert stored(site).answers == {
        "pupils": 110, "needs": ["online"], "proud": "=cmd() Our playground & garden",
    }  # fmt: skip


def test_what_is_not_wanted_is_dropped_and_can_be_had_again(site: Site) -> None:
    start(site)
    page = open_section(site)
    page.button(key=key(site, "a1", "carry")).click().run()
    page.button(key=key(site, "a1", "drop")).click().run()
    assert stored(site).answers == {}
    assert key(site, "a1", "carry") in [button.key for button in page.button]


def test_an_answer_of_ones_own_is_not_offered_to_be_replaced(site: Site) -> None:
    start(site)
    page = open_section(site)
    page.radio[0].set_value("not_met").run()
    assert key(site, "a1", "carry") not in [button.key for button in page.button]


def test_what_waits_is_told_before_sending(site: Site) -> None:
    start(site)
    page = open_section(site)
    page.button(key=key(site, "a1", "carry")).click().run()
    check = site.run("fill", role="organisation", organisation="school-1",
                     query={"cycle": "this", "view": "check"})  # fmt: skip
    assert "Answers from last year that you have not confirmed will not be sent: ED-A1." in words(
        check
    )


def test_open_actions_from_before_stand_beside_their_standard(site: Site) -> None:
    """R024: what is still to be done is carried into the next self-assessment."""
    start(site)
    open_section(site)  # begins the return, which carries them
    said = words(open_section(site))
    assert "You have an action on this from before" in said
    assert ", not started: </strong>Train &lt;b&gt;everyone&lt;/b&gt;" in said
    tasks = site.run("fill", role="organisation", organisation="school-1", query={"cycle": "this"})
    assert "1 action carried into this return" in words(tasks)
