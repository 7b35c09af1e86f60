"""What is recommended to all partners, answered by each on the page of the activity."""

from __future__ import annotations

from db.findings import add_finding
from scrutiny.finding import Finding, FindingKind
from scrutiny.taking_part import Seat
from tests.pages.activity_examples import TEAM
from tests.pages.conftest import Site, words
from tests.pages.walking import AS_TEAM, Walker, set_up

ASKED = "Tell practitioners what came of what they said."


def test_each_partner_answers_what_is_recommended_to_all(site: Site) -> None:
    """R193: side by side, each in their own words; the team may write down those of any."""
    set_up(site)
    walker = Walker(site, site.held.mechanisms.mechanisms["independent_scrutiny"])
    walker.walk(until="respond")
    now, kind = site.held.clock(), FindingKind.RECOMMENDATION
    asked = site.held.database.write(
        add_finding, finding=Finding("", walker.id, kind, ASKED, now.date()), viewer=TEAM,
        now=now, context=site.held.context,
    )  # fmt: skip
    health, reference = Seat("partner", "health"), walker.activity.reference
    page = walker.open("activity", health, id=reference)
    assert words(page).count("No answer yet") == 3
    assert words(page).count("Write your answer") == 2  # the words of the link, and its name
    assert "Write the answer of" not in words(page)
    page = walker.open("activity", health, id=reference, do=f"answer-{asked.id}-health")
    page.text_area[-1].set_value("From May, after each meeting.")
    page = walker.press(page, "Save the answer")
    assert "From May, after each meeting." in words(page)
    assert words(page).count("No answer yet") == 2
    page = walker.open("activity", AS_TEAM, id=reference, do=f"answer-{asked.id}-police")
    assert "The answer of Humberside Police" in words(page)
    page.text_area[-1].set_value("Agreed, by e-mail of 2 March.")
    page = walker.press(page, "Save the answer")
    assert words(page).count("No answer yet") == 1
    (found,) = (each for each in walker.findings() if each.id == asked.id)
    assert [(each.partner, each.by) for each in found.replies] == [
        ("health", "Partner Health"), ("police", "Max Team"),
    ]  # fmt: skip
