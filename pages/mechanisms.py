"""Mechanisms: every way of scrutinising in plain words, as the framework describes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import streamlit as st

from db import activities
from exports.document import Table
from forms.model import Tone
from pages.components.activities.beginning import refuse
from pages.components.activities.naming import group_names, mechanism_state
from pages.components.activities.style import load_activity_style
from pages.components.blocks import draw_heading, draw_tiles, show_contents
from pages.components.charts import load_style
from pages.components.html import Safe, join, link, show, tag
from pages.components.layout import (
    data_table,
    empty_state,
    page_heading,
    problems_table,
    status_tag,
)
from pages.components.shell import Page, open_page
from pages.components.tables import draw_details, draw_table
from scrutiny.access import Permission
from scrutiny.activity import ActivityStatus
from scrutiny.mechanism import Mechanism, Step
from scrutiny.mechanism_words import (
    PUBLICATION_LABELS,
    SUBJECT_LABELS,
    planned_a_year,
    say_brings,
    say_count,
    say_due,
    say_list,
    say_rhythm,
    say_step_who,
    say_who,
)

page = open_page(Permission.READ_ACTIVITIES, title="Mechanisms", width="wide")

ABOUT, STEPS, DOCUMENTS = "What it is for", "Its steps", "Its documents"


def show_list(page: Page) -> None:
    """One row a mechanism, those in use first."""
    page_heading(
        "Mechanisms",
        "The ways in which the partnership looks at practice. Each is a run of steps, with who "
        "takes them and by when.",
    )
    show_problems(page)
    mechanisms = sorted(
        page.mechanisms.mechanisms.values(), key=lambda each: (not each.is_active, each.title)
    )
    if not mechanisms:
        empty_state(
            "There is no mechanism yet",
            "Each is a file in scrutiny/mechanisms. docs/mechanism_format.md says how it is "
            "written.",
        )
        return
    done = count_this_year(page)
    show_tiles(mechanisms, done, page.today.year)
    with st.container(key="mechanism-list"):
        data_table(
            [_row(each, done[each.id]) for each in mechanisms],
            ("Mechanism", "What it is for", "Who begins it", "How often", "This year", "In use"),
            caption=say_count(len(mechanisms), "mechanism"),
            key="mechanisms",
        )


def count_this_year(page: Page) -> Counter[str]:
    """How many activities of each mechanism were begun this year, as far as the viewer sees."""
    rows = page.database.read(activities.list_activities, viewer=page.viewer, year=page.today.year)
    return Counter(row.mechanism for row in rows if row.status is not ActivityStatus.WITHDRAWN)


def show_tiles(mechanisms: Iterable[Mechanism], done: Counter[str], year: int) -> None:
    """How many mechanisms are in use, and how many activities there are of those planned."""
    used = [each for each in mechanisms if each.is_active]
    planned = [each for each in used if planned_a_year(each.rhythm)]
    behind = [each for each in planned if not done[each.id]]
    show(
        draw_tiles(
            [
                ("In use", str(len(used)), "", ""),
                (f"Begun in {year}", str(sum(done.values())), "activities", ""),
                ("With a rhythm", str(len(planned)), "so many a year", ""),
                ("Not begun yet", str(len(behind)), f"of those with a rhythm, in {year}",
                 "poor" if behind else "good"),
            ]
        )
    )  # fmt: skip


def _row(mechanism: Mechanism, done: int) -> tuple[object, ...]:
    state = mechanism_state(mechanism)
    return (
        link(mechanism.title, f"/mechanisms?id={mechanism.id}"),
        _first_sentence(mechanism.about),
        say_who(mechanism, mechanism.begun_by),
        say_rhythm(mechanism.rhythm),
        say_this_year(mechanism, done),
        status_tag(state, state, Tone.GOOD if mechanism.is_active else Tone.NEUTRAL),
    )


def say_this_year(mechanism: Mechanism, done: int) -> str:
    """How many were begun of how many planned: "1 of 3", "2", "None yet"."""
    planned = planned_a_year(mechanism.rhythm)
    if planned:
        return f"{done} of {planned}"
    return str(done) if done else "None yet"


def _first_sentence(words: str) -> str:
    first, dot, _ = words.strip().partition(". ")
    return first + dot.strip()


def show_problems(page: Page) -> None:
    """What is wrong with the files, to those who can have them put right."""
    problems = page.mechanisms.problems
    if not (problems and page.viewer.can(Permission.MANAGE_FORMS)):
        return
    show(
        tag(
            "div",
            tag("h2", f"{say_count(len(problems), 'problem')} in the files of mechanisms"),
            tag("p", "A mechanism with a problem is left out until its file is put right."),
            class_="box tone-poor",
        )
    )
    problems_table(
        problems, caption="Problems in the files of mechanisms", key="mechanism-problems"
    )


def show_one(page: Page, mechanism: Mechanism) -> None:
    """One mechanism, to be read like a page of the framework."""
    state = mechanism_state(mechanism)
    page_heading(mechanism.title, above=f"Mechanism, version {mechanism.version}")
    show(
        tag("p", status_tag(state, state, Tone.GOOD if mechanism.is_active else Tone.NEUTRAL)),
        tag("p", "It is kept on record, but none can be begun.") if not mechanism.is_active else "",
        tag("p", *_ways(page, mechanism), class_="files"),
    )
    show_contents([ABOUT, STEPS, *([DOCUMENTS] if mechanism.documents else [])])
    groups = group_names(page.partnership)
    show(
        draw_heading(ABOUT, 2), tag("p", mechanism.about),
        draw_facts(list_facts(page, mechanism, groups)),
        draw_heading(STEPS, 2), draw_steps(mechanism, groups),
    )  # fmt: skip
    if mechanism.documents:
        show(draw_heading(DOCUMENTS, 2), draw_documents(mechanism))


def _ways(page: Page, mechanism: Mechanism) -> Iterable[Safe]:
    if not refuse(page, mechanism):
        yield link("Begin one", f"/activities?begin={mechanism.id}")
    yield link("See its activities", f"/activities?mechanism={mechanism.id}")
    yield link("All mechanisms", "/mechanisms")


def list_facts(
    page: Page, mechanism: Mechanism, groups: Mapping[str, str]
) -> list[tuple[str, str]]:
    """What stands beside the words of a mechanism: label and value."""
    ours = page.partnership
    purposes = {each.key: each.label for each in ours.purposes}
    aims = {each.key: each.label for each in ours.aims}
    done = count_this_year(page)[mechanism.id]
    facts = [
        ("What it looks at", SUBJECT_LABELS[mechanism.subject]),
        ("Who begins it", say_who(mechanism, mechanism.begun_by)),
        ("How often", say_rhythm(mechanism.rhythm)),
        (f"Begun in {page.today.year}", say_this_year(mechanism, done)),
        ("Group", _say_group(mechanism.group, groups)),
        ("Its actions are followed by", _say_group(mechanism.monitored_by, groups)),
        ("Purposes", "; ".join(purposes.get(key, key) for key in mechanism.purposes)),
        ("Aims of the partnership", "; ".join(aims.get(key, key) for key in mechanism.aims)),
        ("Publishing", PUBLICATION_LABELS[mechanism.publication]),
        ("Who sees it", _say_seen(mechanism)),
        ("Sensitivity", mechanism.sensitivity),
        ("Requirements of the framework", ", ".join(mechanism.requirements)),
    ]
    return [(label, value) for label, value in facts if value]


def _say_group(key: str, groups: Mapping[str, str]) -> str:
    return "Chosen when it is begun" if key == "chosen" else groups.get(key, key)


def _say_seen(mechanism: Mechanism) -> str:
    if mechanism.is_restricted:
        return "Only those with a part in it, and the Children's MARS team"
    return "Those who work on scrutiny; others where they have a part in it"


def draw_facts(facts: Iterable[tuple[str, str]]) -> Safe:
    """Labels and values as a list."""
    rows = (tag("div", tag("dt", label), tag("dd", value)) for label, value in facts)
    return tag("dl", *rows, class_="facts")


def draw_steps(mechanism: Mechanism, groups: Mapping[str, str]) -> Safe:
    """The steps as a table that reads like the framework's own."""
    rows = tuple(
        (
            f"{number}. {step.title}",
            say_step_who(mechanism, step),
            say_due(mechanism, step.due, groups) or "No date is set",
            _say_what(mechanism, step, groups),
            ", ".join(step.requirements),
        )
        for number, step in enumerate(mechanism.steps, start=1)
    )
    columns = ("Step", "Who", "By when", "What is done and what comes of it", "Requirement")
    table = Table(caption="Steps in their order", columns=columns, rows=rows)
    return join((draw_table(table, key="steps"), _draw_asked(mechanism)))


def _say_what(mechanism: Mechanism, step: Step, groups: Mapping[str, str]) -> str:
    words = [step.about.strip()] if step.about else []
    if step.is_optional:
        words.append("The rest does not wait for it.")
    if step.relevant:
        words.append("Left out where it does not apply.")
    words += [f"Not before this holds. {need.otherwise}." for need in step.needs]
    if step.outcomes:
        ends = say_list((each.label for each in step.outcomes), last="or")
        words.append(f"It ends in one of these: {ends}.")
    words += [f"{each}." for each in say_brings(mechanism, step, groups)]
    return "\n".join(words)


def _draw_asked(mechanism: Mechanism) -> Safe:
    """What is asked at the beginning and in each step, behind a title."""
    groups = [("When it is begun", mechanism.begin)]
    groups += [(step.title, step.asks) for step in mechanism.steps]
    rows = tuple(
        (where, question.text.say())
        for where, questions in groups
        for question in questions
        if question.text
    )
    if not rows:
        return Safe("")
    table = Table(caption="What is asked", columns=("Step", "Question"), rows=rows)
    return draw_details("See what each step asks", draw_table(table, key="asked"))


def draw_documents(mechanism: Mechanism) -> Safe:
    """The documents: who approves each, who gets it, and whether it may be published."""
    rows = tuple(
        (
            plan.title,
            say_who(mechanism, plan.approved_by) or "Nobody needs to",
            say_list(mechanism.roles[key].label for key in plan.goes_to) or "Nobody by itself",
            "Yes, by a named approval" if plan.may_publish else "No",
        )
        for plan in mechanism.documents.values()
    )
    columns = ("Document", "Who approves it", "Who gets it", "May be published")
    return draw_table(Table(caption="Documents", columns=columns, rows=rows), key="documents")


load_style()
load_activity_style()
wanted = page.query.get("id", "")
if not wanted:
    show_list(page)
elif found := page.mechanisms.mechanisms.get(wanted):
    show_one(page, found)
else:
    page_heading("Mechanisms")
    empty_state(
        "There is no such mechanism",
        "It may have been renamed, or its file has a problem. Choose one from the list.",
        link("Go to the list", "/mechanisms"),
    )
