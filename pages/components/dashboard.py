"""The parts of a cycle's dashboard, in their order: each a heading and what stands under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from exports.action_blocks import picture_blocks
from exports.composite_blocks import (
    change_blocks,
    heat_map_blocks,
    left_out_blocks,
    moderated_blocks,
    number_blocks,
    profile_blocks,
    rank_blocks,
    standards_chart,
)
from exports.distribution_blocks import distribution_blocks, theme_blocks
from exports.document import Block, Bullets, Heading, Paragraph, Table
from exports.return_blocks import return_blocks
from forms.model import Form
from pages.components.blocks import draw_heading, draw_tiles, show_blocks, show_contents
from pages.components.charts import CHARTS, Shown, chart_question
from pages.components.choosing import choose
from pages.components.composing import CycleView
from pages.components.counting import TITLE as COUNTED
from pages.components.counting import may_see_counted, show_counted
from pages.components.html import link, show, tag
from pages.components.narrating import TITLE, show_narratives, show_quotes_to_check
from pages.components.shell import Page
from pages.components.tables import draw_details
from scrutiny.access import Permission
from scrutiny.comparison import NEW_STANDARD, WORDING_CHANGED
from scrutiny.composite import Composite, StandardResult, Tile
from scrutiny.partnership import SmallNumbers

STANDARDS = "Standard by standard"
ACTIONS = "Actions"
METHOD = "Method and small numbers"
EVERY_SECTION = "every"


@dataclass(frozen=True)
class Part:
    """One part of a dashboard: its heading, and what draws all of it."""

    title: str
    draw: Callable[[], None]


def show_dashboard(page: Page, view: CycleView) -> None:
    """Tiles, a list of what stands below, and every part that has something to say."""
    composite = view.composite
    if composite.hidden:
        show(tag("p", composite.hidden, class_="box tone-middling"))
    show_blocks(left_out_blocks(composite), key="left-out")
    show_tiles(composite.headline)
    parts = list_parts(page, view)
    show_contents([part.title for part in parts])
    for part in parts:
        part.draw()


def show_tiles(tiles: Sequence[Tile]) -> None:
    """The headline numbers."""
    if tiles:
        show(draw_tiles((t.label, t.value, t.note, t.tone.value) for t in tiles))


def list_parts(page: Page, view: CycleView) -> list[Part]:
    """The parts of this composite, without those that have nothing to show."""
    composite, round = view.composite, view.cycle.id
    by_blocks: tuple[Sequence[Block] | str, ...] = (
        return_blocks(composite.return_status, is_final=composite.is_final),
        profile_blocks(composite.sections),
        STANDARDS,
        _year_blocks(composite),
        rank_blocks(composite),
        moderated_blocks(composite.moderated),
        number_blocks(composite.numbers),
        _choice_blocks(composite),
    )
    parts = []
    for at, made in enumerate(by_blocks):
        if isinstance(made, str):
            if composite.standards:
                parts.append(Part(STANDARDS, lambda: show_standards(composite)))
        elif made:
            parts.append(_part(made, f"part-{at}"))
    if composite.actions:
        parts.append(Part(ACTIONS, lambda: show_actions(page, round, composite)))
    parts.append(Part("Themes in what people wrote", lambda: show_themes(page, round, composite)))
    if not composite.hidden:
        parts.append(Part("One question", lambda: show_question(view)))
    parts.append(Part(TITLE, lambda: show_narratives(page, round, view.narratives)))
    if may_see_counted(page):
        parts.append(Part(COUNTED, lambda: show_counted(page, view.cycle)))
    parts.append(Part(METHOD, lambda: show_method(page.partnership.small_numbers)))
    return parts


def _part(blocks: Sequence[Block], key: str) -> Part:
    title = next(block.text for block in blocks if isinstance(block, Heading))
    return Part(title, lambda: show_blocks(blocks, key=key))


# Standard by standard, and by type.


@st.fragment
def show_standards(composite: Composite) -> None:
    """One section's standards at a time: how each was rated, then by type of organisation."""
    show(draw_heading(STANDARDS, 2))
    titles = {section.section: section.title for section in composite.sections}
    chosen = choose("Section", titles | {EVERY_SECTION: "Every section"}, name="section")
    sections = list(titles) if chosen == EVERY_SECTION else [chosen]
    for key in sections:
        show_section(composite, key, titles[key])
    if composite.heat_map.note:
        show(tag("p", composite.heat_map.note))


def show_section(composite: Composite, section: str, title: str) -> None:
    """The chart of a section's standards with its table, and its rows of the heat map."""
    standards = [s for s in composite.standards if s.section == section]
    heat = _heat_table(composite, title)
    blocks: list[Block] = [Heading(title, 2), standards_chart(title, standards)]
    show_blocks([*blocks, *([heat] if heat else [])], key=f"section-{section}")
    if heat:
        rows = (tag("li", tag("strong", s.key), f" {s.text}") for s in standards)
        show(draw_details("What these standards ask", tag("ul", *rows)))


def _heat_table(composite: Composite, title: str) -> Table | None:
    tables = (b for b in heat_map_blocks(composite.heat_map) if isinstance(b, Table))
    return next((table for table in tables if table.caption.endswith(f": {title}")), None)


# Actions.


def show_actions(page: Page, round: str, composite: Composite) -> None:
    """How the cycle's actions stand; who sees the action plan is led to those by name."""
    show_blocks(picture_blocks(composite.actions), key="actions")
    if page.viewer.can(Permission.READ_ACTIONS):
        query = urlencode({"cycle": round, "status": "overdue"})
        show(tag("p", link("The overdue actions of this cycle, by name", f"/actions?{query}")))


# Year on year.


def _year_blocks(composite: Composite) -> list[Block]:
    """The change with last year, and the standards that cannot be compared."""
    blocks = change_blocks(composite)
    for note, words in (
        (WORDING_CHANGED, "Not compared, because the wording has changed:"),
        (NEW_STANDARD, "New this year:"),
    ):
        found = [s for s in composite.standards if s.change and s.change.note == note]
        if found:
            if not blocks:
                blocks.append(Heading("Year on year"))
            blocks += [Paragraph(words, strong=True), Bullets(tuple(map(_name, found)))]
    return blocks


def _name(standard: StandardResult) -> str:
    return f"{standard.key} {standard.text}"


# Choices, themes, one question, method.


def _choice_blocks(composite: Composite) -> list[Block]:
    if not composite.distributions:
        return []
    return [Heading("Choices made"), *distribution_blocks(composite.distributions)]


def show_themes(page: Page, round: str, composite: Composite) -> None:
    """The themes that reviewers coded, quotes that were checked, and those that wait."""
    blocks = theme_blocks(composite.themes)
    if blocks:
        show_blocks(blocks, key="themes")
    else:
        show(draw_heading("Themes in what people wrote", 2))
        words = "No theme has been coded here yet."
        if composite.left_out:
            words = "Not shown for part of the settings or standards. Take the filters away."
        show(tag("p", words))
    show_quotes_to_check(page, round)


def show_question(view: CycleView) -> None:
    """Any question by itself, or the reason why its answers are not put together."""
    _show_one(view.form, view.composite)


@st.fragment
def _show_one(form: Form, shown: Shown) -> None:
    show(draw_heading("One question", 2))
    questions = {
        question.id: question
        for section in form.sections
        for question in section.questions
        if not question.private and question.text.say()
    }
    labels = {
        id: f"{question.standard.key} {question.text.say()}" if question.standard
        else question.text.say()
        for id, question in questions.items()
    }  # fmt: skip
    chosen = choose("Question", labels, name="question")
    if not chosen:
        return
    blocks = chart_question(questions[chosen], shown)
    reason = CHARTS[questions[chosen].type].reason or "Nothing of it can be shown here."
    show_blocks(blocks or [Paragraph(reason)], key="one-question")


def show_method(rules: SmallNumbers) -> None:
    """How the figures are made, and what is hidden."""
    show(
        draw_heading(METHOD, 2),
        tag(
            "p",
            "Every figure comes from submitted returns. The percentage fully met is the number "
            "of judgements rated fully met divided by those rated in any way except not "
            "applicable; n says how many remain. Change from last year compares only "
            "organisations that answered in both years, on standards whose wording stayed.",
        ),
        tag(
            "p",
            f"Nothing is shown of fewer than {rules.types_minimum} organisations or "
            f"{rules.counts_minimum} people, no percentage of fewer than "
            f"{rules.percentages_minimum} people, and no quote from a group of fewer than "
            f"{rules.quotes_minimum}. Where a hidden number could be worked out from the "
            "others, another is hidden with it. No organisation is named.",
        ),
    )
