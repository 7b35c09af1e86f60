"""A chair presses the button that asks a draft's writers; they find it on home and the draft."""

from __future__ import annotations

from db import outbox
from db.organisations import add_organisations
from db.papers import find_paper
from scrutiny.organisation import Organisation
from tests.db.paper_examples import TEAM
from tests.db.test_paper_asks import begin_review
from tests.pages.conftest import Site, words


def test_the_writers_are_asked_from_the_step_and_see_it(site: Site) -> None:
    database = site.held.database
    database.write(add_organisations, [Organisation("oak", "Oak", "academy")])
    review = database.write(begin_review, "oak")
    chair = {"role": "chair", "person": "Rosa Chair", "organisation": "splig"}
    page = site.run("activity", query={"id": review.reference}, **chair)
    assert "Nobody has drafted this yet: The letter." in words(page)
    assert "Still to be written:" in words(page)
    (button,) = [each for each in page.button if each.label == "Ask its writers to finish it"]
    button.click().run()
    assert not page.exception
    said = words(page)
    assert "Asked. The writers of this get an e-mail" in said
    assert "Rosa Chair asked its writers on" in said
    assert "Ask its writers to finish it" not in [each.label for each in page.button]
    (mail,) = database.read(outbox.list_mails, viewer=TEAM)
    assert mail.subject == f"Please finish: The letter ({review.reference})"

    paper = database.read(find_paper, activity=review.id, plan="letter")
    assert paper is not None
    home = words(site.run("home", role="mars_team", person="Max Team"))
    assert f'href="/paper?id={paper.id}&amp;view=edit"' in home
    assert "Rosa Chair asked for it on" in home
    draft = site.run("paper", role="mars_team", person="Max Team", query={"id": paper.id})
    assert any("Rosa Chair asked for it on" in each.value for each in draft.warning)
    team = words(site.run("activity", role="mars_team", query={"id": review.reference}))
    assert "Still to be written:" not in team
