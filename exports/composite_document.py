"""The composite of a cycle as a report: rates, headline, every standard, change, method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from exports.action_blocks import board_picture_blocks, picture_blocks
from exports.composite_blocks import (
    change_blocks,
    heat_map_blocks,
    left_out_blocks,
    moderated_blocks,
    number_blocks,
    profile_blocks,
    rank_blocks,
    standard_blocks,
)
from exports.distribution_blocks import distribution_blocks, theme_blocks
from exports.document import Block, Box, Document, Facts, Heading, Paragraph, Tiles
from exports.response_document import document_language
from exports.return_blocks import return_blocks
from forms.model import Tone
from scrutiny.composite import Composite, Tile, Voice
from scrutiny.partnership import SmallNumbers
from scrutiny.review import SLOT_LABELS, Narrative, Slot


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What stands around a report's figures.

    `round_title` names the cycle or campaign, `facts` are further lines for the head
    (deadlines, service, filters), `narratives` what reviewers wrote, `rules` the smallest
    numbers that are shown, said in the note on method.
    """

    made: datetime
    round_title: str = ""
    version: str = ""
    facts: Sequence[tuple[str, str]] = ()
    narratives: Sequence[Narrative] = ()
    rules: SmallNumbers | None = None
    previous_title: str = ""
    owner: str = ""
    marking: str = ""
    notice: str = ""
    language: str = "en"


def composite_document(
    composite: Composite, head: ReportHead, *, is_short: bool = False
) -> Document:
    """The report of a self-assessment's cycle; a short one holds what a Board reads of it."""
    compared = (("Compared with", head.previous_title),) if head.previous_title else ()
    blocks: list[Block] = [
        Facts(_facts(head, "Returns counted", composite.answered.words, compared))
    ]
    blocks += _told(composite, head.narratives, is_short=is_short)
    blocks += _method(_COMPOSITE_METHOD, head.rules)
    kind = "composite report, short" if is_short else "composite report"
    return _document(f"{composite.title}: {kind}", head, blocks)


def board_blocks(composite: Composite, narratives: Sequence[Narrative] = ()) -> list[Block]:
    """What a Board reads of a composite, as it stands in its short report.

    Every standard, type, number and choice is left out, and so are the head and the method.
    """
    counted = Facts((("Returns counted", composite.answered.words),))
    return [counted, *_told(composite, narratives, is_short=True)]


def _told(composite: Composite, narratives: Sequence[Narrative], *, is_short: bool) -> list[Block]:
    """All that a report tells of a composite, between its head and its method."""
    hidden = Box("Nothing of the answers is shown", composite.hidden, Tone.MIDDLING)
    return [
        *([hidden] if composite.hidden else []),
        *left_out_blocks(composite),
        *_headline(composite.headline),
        *narrative_blocks(narratives),
        *return_blocks(composite.return_status, is_final=composite.is_final, is_short=is_short),
        *rank_blocks(composite),
        *profile_blocks(composite.sections),
        *(_in_short(composite) if is_short else _in_full(composite)),
        *moderated_blocks(composite.moderated),
        *theme_blocks(composite.themes),
    ]


def _in_short(composite: Composite) -> list[Block]:
    """The change, and how the actions stand; each section's change stands beside it."""
    names = {each.key: f"{each.key} {each.text}" for each in composite.standards}
    return [
        *change_blocks(composite, is_short=True),
        *board_picture_blocks(composite.actions, names),
    ]


def _in_full(composite: Composite) -> list[Block]:
    """Every standard, change, type, number and choice."""
    choices = distribution_blocks(composite.distributions) if composite.distributions else []
    return [
        *standard_blocks(composite),
        *change_blocks(composite),
        *heat_map_blocks(composite.heat_map),
        *picture_blocks(composite.actions),
        *number_blocks(composite.numbers),
        *([Heading("Choices made"), *choices] if choices else []),
    ]


def voice_document(voice: Voice, head: ReportHead) -> Document:
    """The report of one voice campaign."""
    blocks: list[Block] = [Facts(_facts(head, "People who answered", voice.respondents.words))]
    if voice.hidden:
        blocks.append(Box("Nothing of the answers is shown", voice.hidden, Tone.MIDDLING))
    blocks += narrative_blocks(head.narratives)
    blocks += distribution_blocks(voice.distributions, level=1)
    blocks += theme_blocks(voice.themes)
    blocks += _method(_VOICE_METHOD, head.rules)
    return _document(f"{voice.title}: what people said", head, blocks)


def narrative_blocks(narratives: Sequence[Narrative]) -> list[Block]:
    """What reviewers wrote, in the order of the boxes; nothing when nothing is written."""
    written = {narrative.slot: narrative.text for narrative in narratives if narrative.text.strip()}
    boxes: list[Block] = [Box(SLOT_LABELS[slot], written[slot]) for slot in Slot if slot in written]
    return [Heading("Our assessment"), *boxes] if boxes else []


def _document(title: str, head: ReportHead, blocks: Sequence[Block]) -> Document:
    return Document(
        title=title,
        subtitle=head.round_title,
        blocks=tuple(blocks),
        made=head.made,
        version=head.version,
        owner=head.owner,
        marking=head.marking,
        notice=head.notice,
        language=document_language(head.language),
    )


def _facts(
    head: ReportHead,
    counted: str,
    words: str,
    more: Sequence[tuple[str, str]] = (),
) -> tuple[tuple[str, str], ...]:
    pairs = (("Round", head.round_title), (counted, words), *more, *head.facts)
    return tuple(pair for pair in pairs if pair[1])


def _headline(tiles: Sequence[Tile]) -> list[Block]:
    if not tiles:
        return []
    return [
        Heading("Headlines"),
        Tiles(tuple((tile.label, tile.value, tile.note) for tile in tiles)),
    ]


_COMPOSITE_METHOD = (
    "Every figure comes from the submitted returns of this round, with the answers that each "
    "organisation sent last; drafts are not counted, nor are changes that are not sent yet. "
    "A percentage fully met is the number of judgements rated fully met, divided by those "
    "rated in any way except not applicable. Not applicable and unanswered judgements are "
    "left out, and n says how many remain.\n\n"
    "Change from last year compares only organisations that answered in both years, on "
    "standards whose wording and ratings have not changed."
)
_VOICE_METHOD = (
    "Every figure comes from the answers that were sent. No name, address or exact time is "
    "kept, and nobody had to answer a question; n says how many answered each. Where more "
    "than one choice could be ticked, percentages add up to more than 100."
)


def _method(words: str, rules: SmallNumbers | None) -> list[Block]:
    blocks: list[Block] = [Heading("Method and small numbers"), Paragraph(words)]
    blocks.append(Paragraph(_small_numbers(rules)))
    return blocks


def _small_numbers(rules: SmallNumbers | None) -> str:
    """How small numbers are hidden, with the partnership's own minimums when given."""
    always = (
        "Small numbers are hidden before anything is drawn, so that nobody can be known "
        "from them. Where one hidden number could be worked out from the others, another "
        'is hidden with it and marked "hidden". No organisation is named.'
    )
    if rules is None:
        return always
    return (
        f"{always}\n\nA count is shown from {rules.counts_minimum} people, a percentage from "
        f"{rules.percentages_minimum}, a sensitive topic from {rules.sensitive_minimum}; a kind "
        f"of organisation from {rules.types_minimum} of them; a quotation from a group of "
        f"{rules.quotes_minimum}, with permission, once two people have checked it."
    )
