"""Mechanisms in plain words: the list, one in full, and problems of their files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.problem import Problem
from pages.components.server import runtime as running
from tests.pages.activity_examples import begin
from tests.pages.conftest import Site, words

AS_TEAM = {"role": "mars_team", "person": "Max Team"}


def test_the_list_says_what_each_is_for_how_often_and_how_many_this_year(site: Site):
    begin(site)
    said = words(site.run("mechanisms", **AS_TEAM))
    for mechanism in site.held.mechanisms.mechanisms.values():
        assert f"/mechanisms?id={mechanism.id}" in said
    for part in ("Every 4 weeks", "3 times a year", "As needed", "Not in use", "In use"):
        assert part in said, part


@pytest.mark.parametrize("id", ["agency_event", "multi_agency_audit_group"])
def test_one_reads_like_the_framework(site: Site, id: str):
    mechanism = site.held.mechanisms.mechanisms[id]
    said = words(site.run("mechanisms", query={"id": id}, role="partner", person="Pat"))
    for step in mechanism.steps:
        assert step.title.replace("'", "&#x27;") in said
        for requirement in step.requirements:
            assert requirement in said
    assert ("none can be begun" in said) is not mechanism.is_active


def test_every_one_can_be_read(site: Site):
    for id in site.held.mechanisms.mechanisms:
        said = words(site.run("mechanisms", query={"id": id}, **AS_TEAM))
        assert "Its steps" in said


def test_only_those_who_run_activities_are_offered_to_begin_one(site: Site):
    query = {"id": "agency_event"}
    assert "Begin one" in words(site.run("mechanisms", query=query, **AS_TEAM))
    assert "Begin one" not in words(site.run("mechanisms", query=query, role="partner"))


def test_one_that_is_not_there_says_what_to_do(site: Site):
    said = words(site.run("mechanisms", query={"id": "<script>"}, **AS_TEAM))
    assert "There is no such mechanism" in said
    assert "<script>" not in said


def test_problems_of_the_files_are_for_those_who_can_have_them_put_right(site: Site):
    library = site.held.mechanisms
    problem = Problem("visit.yaml:4 steps", "A step that nobody can take", "Name a role.")
    shelf = running.runtime().shelf
    shelf._mechanisms = replace(library, problems=(problem,))
    assert "A step that nobody can take" in words(site.run("mechanisms", **AS_TEAM))
    said = words(site.run("mechanisms", role="partner", person="Pat"))
    assert "A step that nobody can take" not in said
