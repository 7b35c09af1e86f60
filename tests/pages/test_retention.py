"""The retention page: what falls due, a hold with its reason, destruction typed out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from db.composites import count_responses
from db.connection import Transaction
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import TEAM, fill


@pytest.fixture
def old_site(site: Site) -> Site:
    """The small partnership, whose campaign ended two years ago."""
    today = fill(site)
    ended = today - timedelta(days=800)
    site.held.database.write(lambda tx: tx.execute("UPDATE campaign SET closes = $1", [ended]))
    return site


def voices(site: Site) -> int:
    rows = site.held.database.read(
        lambda tx: tx.query("SELECT id FROM response WHERE round = 'clinic'")
    )
    return len(rows)


def test_the_page_says_what_falls_due_and_that_nothing_is_approved(old_site: Site):
    said = words(old_site.run("retention", role="administrator"))
    assert "Clinic spring" in said
    assert "Due, " not in said
    assert "Not yet due" in said
    assert "17 rows are local choices" in said


def test_destruction_is_typed_out_and_leaves_counts(old_site: Site):
    test = old_site.run("retention", role="administrator", person="Ada")
    test.selectbox(key="destroy-what").set_value("voice clinic").run()
    assert "12 records of 'Clinic spring' will be destroyed" in test.warning[0].value
    test.text_input(key="destroy-typed").set_value("clinic spring")
    test.button(key="destroy").click().run()
    assert "Nothing was destroyed" in test.error[0].value
    assert voices(old_site) == 12
    test.text_input(key="destroy-typed").set_value("Clinic spring")
    test.button(key="destroy").click().run()
    assert not test.exception
    assert "12 responses" in test.success[0].value
    assert "Proofs of destruction" in [each.value for each in test.subheader]
    assert voices(old_site) == 0
    counted = old_site.held.database.read(count_responses, viewer=TEAM, round="clinic")
    assert counted == 12


def test_the_dashboard_still_stands_on_what_was_kept(old_site: Site):
    before = words(old_site.run("composite", role="board_reader", query={"round": "clinic"}))
    test = old_site.run("retention", role="administrator", person="Ada")
    test.selectbox(key="destroy-what").set_value("voice clinic").run()
    test.text_input(key="destroy-typed").set_value("Clinic spring")
    test.button(key="destroy").click().run()
    after = words(old_site.run("composite", role="board_reader", query={"round": "clinic"}))
    assert after == before


def test_a_hold_needs_a_reason_and_freezes(old_site: Site):
    test = old_site.run("retention", role="administrator", person="Ada")
    test.selectbox(key="hold-scope").set_value("round").run()
    test.selectbox(key="hold-round").set_value("clinic").run()
    test.button(key="hold").click().run()
    assert "Say why" in test.error[0].value
    test.text_input(key="hold-reason").set_value("Inquiry <b>7</b>")
    test.button(key="hold").click().run()
    assert not test.exception
    said = words(test)
    assert "The hold is set" in said
    assert "Inquiry &lt;b&gt;7&lt;/b&gt;" in said
    assert "Due, and under a hold" in said
    assert "Nothing may be destroyed today" in said
    hold = old_site.held.database.read(lambda tx: tx.one("SELECT id FROM hold"))
    test.selectbox(key="lift-what").set_value(hold["id"]).run()
    test.button(key="lift").click().run()
    assert "The hold is lifted" in words(test)
    assert "destroy-what" in {each.key for each in test.selectbox}


def test_a_hold_on_an_activity_is_set_by_its_reference(old_site: Site):
    old_site.held.database.write(_begin_activity)
    test = old_site.run("retention", role="administrator", person="Ada")
    test.selectbox(key="hold-scope").set_value("activity").run()
    test.text_input(key="hold-reason").set_value("Inquiry 8")
    test.text_input(key="hold-activity").set_value(" mp-2026-001 ").run()
    test.button(key="hold").click().run()
    assert not test.exception
    assert "One scrutiny activity: MP-2026-001" in words(test)


def _begin_activity(tx: Transaction) -> None:
    tx.execute(
        "INSERT INTO activity VALUES ('a', 'MP-2026-001', 'marpf', '1', 'A case', $1, 'ended', "
        "'', '', 'marpf', '', '', $1, '', 'Max', TRUE, 0, '{}')",
        [date(2026, 1, 5)],
    )


def test_a_hold_on_nothing_is_refused(old_site: Site):
    test = old_site.run("retention", role="administrator", person="Ada")
    test.selectbox(key="hold-scope").set_value("response").run()
    test.text_input(key="hold-record").set_value("no-such")
    test.text_input(key="hold-reason").set_value("Inquiry")
    test.button(key="hold").click().run()
    assert "Nothing was held" in test.error[0].value


@pytest.mark.parametrize("role", ["mars_team", "scrutiny_officer", "organisation", ""])
def test_others_are_turned_away(old_site: Site, role: str):
    assert "Clinic spring" not in words(old_site.run("retention", role=role))
