"""The page of one activity: what is next, by whom, and what was recorded."""

from __future__ import annotations

from tests.pages.activity_examples import begin
from tests.pages.conftest import Site, words


def test_first(site: Site):
    activity = begin(site)
    for role, who, org in (
        ("mars_team", "Max Team", ""), ("partner", "Pat Health", "health"),
        ("scrutiny_officer", "Ira", ""), ("organisation", "Kit", "clinic"),
        ("organisation", "Wa", "warren"), ("board_reader", "Bo", ""),
    ):  # fmt: skip
        test = site.run(
            "activity", role=role, person=who, organisation=org, query={"id": activity.reference}
        )
        print(role, org, words(test)[:3000])
        print(
            [b.label for b in test.button],
            [r.label for r in test.radio],
            [t.label for t in test.text_area],
        )
    for role in ("mars_team", "partner"):
        test = site.run("mechanisms", role=role)
        test = site.run("mechanisms", role=role, query={"id": "agency_event"})
    test = site.run("activities", role="mars_team")
    print(words(test)[-3000:])
    test = site.run("activities", role="mars_team", query={"begin": "chosen"})
    test = site.run("activities", role="mars_team", query={"begin": "agency_event"})
    print(
        [b.label for b in test.button],
        [r.label for r in test.radio],
        [t.label for t in test.text_area],
        [t.label for t in test.text_input],
    )
    test = site.run("home", role="partner", person="Pat Health", organisation="health")
    print(words(test)[:2000])
