"""The parts of a campaign's dashboard: what people said, question by question."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from db import composites
from exports.distribution_blocks import distribution_blocks, theme_blocks
from exports.document import Block, Chart, ChartKind, Heading, Series
from forms.model import Form
from pages.components.blocks import (
    draw_heading,
    draw_tiles,
    show_blocks,
    show_contents,
)
from pages.components.charts import show_chart
from pages.components.choosing import choose
from pages.components.composing import VoiceView, load_voice
from pages.components.dashboard import METHOD, show_method
from pages.components.flagging import show_passing_on
from pages.components.html import show, tag
from pages.components.narrating import TITLE, show_narratives, show_quotes_to_check
from pages.components.reviewing import Text, shorten, show_coding
from pages.components.shell import Page
from scrutiny.access import Permission
from scrutiny.composite import Campaigns, compare_campaigns
from scrutiny.cycle import Campaign

THEMES = "Themes in what people wrote"
COMPARE = "Beside another campaign"
READ = "Read and code what people wrote"


def show_voice(page: Page, view: VoiceView, others: Mapping[str, Campaign]) -> None:
    """How many answered, each question, another campaign beside it, and what was written."""
    voice, round = view.voice, view.campaign.id
    has_closed = view.campaign.has_closed(page.today)
    if voice.hidden:
        show(tag("p", f"Nothing is shown: {voice.hidden}.", class_="box tone-middling"))
    tile = ("People who answered", voice.respondents.words, view.campaign.service, "")
    show(draw_tiles([tile]))
    spread = distribution_blocks(voice.distributions, level=1)
    titles = [block.text for block in spread if isinstance(block, Heading)]
    compares = bool(others) and not voice.hidden
    reads = has_closed and _may_read(page)
    show_contents(
        [*titles, *([COMPARE] if compares else []), THEMES, *([READ] if reads else []), TITLE,
         METHOD]
    )  # fmt: skip
    show_blocks(spread, key="voice")
    if compares:
        show_comparison(page, view, others)
    blocks: list[Block] = theme_blocks(voice.themes)
    if blocks:
        show_blocks(blocks, key="voice-themes")
    else:
        show(draw_heading(THEMES, 2), tag("p", "No theme has been coded in this campaign yet."))
    if has_closed:
        show_quotes_to_check(page, round)
    if reads:
        show_texts(page, view)
    show_narratives(page, round, view.narratives)
    show_method(page.partnership.small_numbers)


def show_comparison(page: Page, view: VoiceView, others: Mapping[str, Campaign]) -> None:
    """The questions that two campaigns share, where enough people answered both."""
    show(draw_heading(COMPARE, 2))
    options = {"": "None"} | {key: campaign.title for key, campaign in others.items()}
    chosen = choose("Compare with", options, name="beside")
    if not chosen:
        return
    other = load_voice(page, chosen)
    labels = _labels(view.campaign, other.campaign)
    if other.voice.hidden:
        show(tag("p", f"{other.campaign.title} cannot be compared: {other.voice.hidden}."))
        return
    compared = compare_campaigns(
        dict(zip(labels, (view.voice.distributions, other.voice.distributions), strict=True))
    )
    shown = [each for each in compared if each.distributions]
    for at, each in enumerate(shown):
        show_chart(comparison_chart(each), key=f"beside-{at}")
    if len(shown) < len(compared):
        show(
            tag(
                "p",
                f"{len(compared) - len(shown)} questions are not compared: too few answered "
                "them in at least one of the two.",
            )
        )


def _labels(one: Campaign, other: Campaign) -> tuple[str, str]:
    """Words that tell two campaigns apart, even of one service."""
    if one.service != other.service:
        return one.service, other.service
    if one.title != other.title:
        return one.title, other.title
    return f"{one.title}, {one.opens:%B %Y}", f"{other.title}, {other.opens:%B %Y}"


def comparison_chart(compared: Campaigns) -> Chart:
    """One question in several campaigns: a bar for each, split by answer.

    Where one person may have chosen several, a bar for each answer in each campaign.
    """
    if compared.distributions[0].many:
        return _many_chart(compared)
    choices = compared.distributions[0].spreads
    return Chart(
        kind=ChartKind.STACKED_BARS,
        title=compared.text,
        alt=f"The share that gave each answer, beside each other: {', '.join(compared.labels)}.",
        labels=compared.labels,
        series=tuple(_series(at, compared) for at in range(len(choices))),
        notes=tuple(f"n {distribution.n.words}" for distribution in compared.distributions),
        unit="%",
        maximum=100,
        row_heading="Campaign",
    )


def _many_chart(compared: Campaigns) -> Chart:
    pairs = [
        (f"{spread.label}, {label}", spread.percent, distribution.n)
        for spreads in zip(*(d.spreads for d in compared.distributions), strict=True)
        for label, spread, distribution in zip(
            compared.labels, spreads, compared.distributions, strict=True
        )
    ]
    return Chart(
        kind=ChartKind.BARS,
        title=compared.text,
        alt="The share that chose each answer, campaign by campaign. More than one could be "
        "chosen.",
        labels=tuple(label for label, _, _ in pairs),
        series=(
            Series(
                "Share",
                tuple(percent.value for _, percent, _ in pairs),
                words=tuple(percent.words for _, percent, _ in pairs),
            ),
        ),
        notes=tuple(f"n {n.words}" for _, _, n in pairs),
        unit="%",
        maximum=100,
        row_heading="Answer and campaign",
    )


def _series(at: int, compared: Campaigns) -> Series:
    spreads = [distribution.spreads[at] for distribution in compared.distributions]
    return Series(
        spreads[0].label,
        tuple(spread.percent.value for spread in spreads),
        spreads[0].tone,
        tuple(spread.percent.words for spread in spreads),
    )


# What people wrote: read by a person, coded, and only then shown to others.


def _may_read(page: Page) -> bool:
    return page.viewer.can(Permission.MODERATE) and page.viewer.can(Permission.READ_RESPONSES)


def show_texts(page: Page, view: VoiceView) -> None:
    """One question's texts at a time; one person's answers never stand side by side."""
    show(draw_heading(READ, 2))
    questions = _written_questions(view.form)
    if not questions:
        show(tag("p", "This form asks for nothing to be written."))
        return
    chosen = choose("Question to read", {"": "Choose a question"} | questions, name="read")
    if not chosen:
        return
    listed = page.database.read(
        composites.list_texts, viewer=page.viewer, round=view.campaign.id, question=chosen
    )
    texts = [
        Text(each.response, each.question, f"{at}. {shorten(each.text)}", each.text)
        for at, each in enumerate(listed, start=1)
    ]
    with st.container(border=True):
        show_coding(page, view.campaign.id, texts)
        if texts:
            show_passing_on(page, view.campaign.id, chosen)


def _written_questions(form: Form) -> dict[str, str]:
    return {
        question.id: question.text.say()
        for question in form.questions.values()
        if question.type in {"long_text", "short_text"} and not question.private
    }
