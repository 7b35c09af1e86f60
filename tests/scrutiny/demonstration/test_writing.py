"""Documents of invented activities: each as far as the steps that were taken brought it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scrutiny.activity import Taking
from scrutiny.demonstration.writing import write_papers
from scrutiny.drafting import Material, count_gaps
from scrutiny.mechanism import Deed, DocumentWork, Mechanism, Step
from scrutiny.paper import PaperState, holds_seal
from tests.scrutiny.drafting.examples import EVENT, HIGHLIGHTS, LETTER, MATERIAL

STEPS = tuple(
    Step(id=f"{document}_{deed}", title=deed, by=("officer",),
         documents=(DocumentWork(document, deed),))
    for document, deeds in (
        (LETTER.key, (Deed.DRAFT, Deed.APPROVE, Deed.ISSUE, Deed.PRESENT)),
        (HIGHLIGHTS.key, (Deed.DRAFT, Deed.ISSUE, Deed.PUBLISH)),
    )
    for deed in deeds
)  # fmt: skip
MECHANISM: Mechanism = replace(EVENT, steps=STEPS)


def held(*taken: str) -> Material:
    """An event in which these steps were taken, a day each."""
    takings = tuple(
        Taking(number, step, date(2026, 3, number), by="Port Lead" if "approve" in step else "Max")
        for number, step in enumerate(taken, start=1)
    )
    assert MATERIAL.activity is not None
    activity = replace(MATERIAL.activity, taken=takings)
    return replace(MATERIAL, mechanism=MECHANISM, activity=activity)


def states(*materials: Material) -> list[PaperState]:
    return [each.state for each in write_papers(materials)]


def test_a_document_is_as_far_as_its_steps() -> None:
    letter = [f"{LETTER.key}_{deed}" for deed in ("draft", "approve", "issue", "present")]
    assert states(held()) == []
    assert states(held(f"{HIGHLIGHTS.key}_draft")) == [PaperState.DRAFT]
    assert states(held(letter[0]), held(letter[0])) == [
        PaperState.FOR_APPROVAL, PaperState.APPROVED, PaperState.WITHDRAWN,
    ]  # fmt: skip
    assert states(held(*letter[:2])) == [PaperState.APPROVED, PaperState.WITHDRAWN]
    assert states(held(*letter[:3]), held(*letter)) == [
        PaperState.ISSUED, PaperState.WITHDRAWN, PaperState.PRESENTED,
    ]  # fmt: skip


def test_what_is_frozen_is_sealed_named_and_without_gaps() -> None:
    letter = [f"{LETTER.key}_{deed}" for deed in ("draft", "approve", "issue")]
    written = next(iter(write_papers([held(*letter)])))
    assert holds_seal(written)
    assert count_gaps(written) == 0
    assert (written.written_by, written.approved_by) == ("Max", "Port Lead")


def test_highlights_are_published_with_a_reason_where_that_is_not_the_rule() -> None:
    steps = [f"{HIGHLIGHTS.key}_{deed}" for deed in ("draft", "issue", "publish")]
    paper = next(iter(write_papers([held(*steps)])))
    assert (paper.is_published, paper.published_on) == (True, date(2026, 3, 3))
    assert paper.publication_reason.startswith("Others can learn")
