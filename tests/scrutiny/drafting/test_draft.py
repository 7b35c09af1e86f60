"""Drafts: a template and what is held, made into words that can be sent after some editing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scrutiny.drafting import count_gaps, count_words, draft, draft_paper, draw_anew
from scrutiny.mechanism import Publication
from scrutiny.paper import Approver, Look, PaperPart, PartKind
from scrutiny.response import Response
from scrutiny.template import Template, TemplatePart, load_templates
from tests.scrutiny.drafting.examples import (
    EVENT,
    FINDINGS,
    HIGHLIGHTS,
    LETTER,
    MATERIAL,
    NOTHING,
)

TEMPLATES = load_templates().templates
SHORT = Template(
    "short",
    "About {subject}",
    "Short",
    (
        TemplatePart("good", "Good", words="We saw:", sources=("findings/best_practice",)),
        TemplatePart("act", "Actions", PartKind.TABLE, words="All of them.", sources=("actions",),
                     empty="None."),
    ),
)  # fmt: skip


def words_of(paper_or_parts: object, key: str) -> str:
    parts = getattr(paper_or_parts, "parts", paper_or_parts)
    return next(part.words for part in parts if part.key == key)


def test_a_part_opens_and_then_lists_what_is_held() -> None:
    good, act = draft(SHORT, MATERIAL)
    assert good.words == "We saw:\n\n- Every plan begins with the child"
    assert (act.words, len(act.rows)) == ("All of them.", 2)
    assert act.columns == ("Action", "Lead", "By when")


def test_what_is_missing_is_said_in_a_sentence() -> None:
    good, act = draft(SHORT, NOTHING)
    assert good.words == "We saw:"
    assert (act.words, act.rows) == ("None.", ())


def test_an_optional_part_is_empty_where_nothing_is_held() -> None:
    optional = TemplatePart("o", "O", words="They say:", sources=("each/x",), is_optional=True)
    [part] = draft(Template("t", "T", "T", (optional,)), MATERIAL)
    assert part.words == ""


def test_tables_and_untouched_words_are_drawn_anew_and_what_was_written_stays() -> None:
    good, act = draft(SHORT, NOTHING)
    edited = (replace(good, words="My own words"), act)
    again = draw_anew(edited, SHORT, MATERIAL)
    assert again[0].words == "My own words"
    assert (again[1].words, len(again[1].rows)) == ("All of them.", 2)
    assert draw_anew((good, act), SHORT, MATERIAL)[0].words == (
        "We saw:\n\n- Every plan begins with the child"
    )
    touched = (good, replace(act, words="Mine"))
    assert draw_anew(touched, SHORT, MATERIAL)[1].words == "Mine"


@pytest.mark.parametrize("id", sorted(TEMPLATES))
def test_every_template_makes_a_document_of_much_and_of_nothing(id: str) -> None:
    for material in (MATERIAL, NOTHING):
        paper = draft_paper(TEMPLATES[id], material, id="p")
        assert all(part.heading for part in paper.parts)
        assert not any("{" in part.words or "[[" in part.words for part in paper.parts)


def test_the_findings_letter_holds_all_that_it_must() -> None:
    letter = draft_paper(TEMPLATES["findings_letter"], MATERIAL, id="p", plan=LETTER)
    assert letter.title == "Findings letter: Trent Health"
    assert letter.look is Look.LETTER
    assert letter.approvers == (Approver("Portfolio lead", ("portfolio_lead",)),)
    assert letter.sensitivity == "OFFICIAL-SENSITIVE"
    assert "independent of the safeguarding partners" in words_of(letter, "independence")
    assert words_of(letter, "positive") == "- Every plan begins with the child"
    assert words_of(letter, "consideration") == "No findings of this kind were recorded."
    assert "Children's MARS Board on 20 April 2026" in words_of(letter, "follow_up")
    assert "next joint self-assessment" in words_of(letter, "follow_up")
    assert "- They listen" in words_of(letter, "young_people")
    copies = next(part for part in letter.parts if part.is_annex)
    assert copies.words == "- Humber and North Yorkshire Integrated Care Board"
    assert letter.farewell == (
        "Yours sincerely,\n\nIris Okafor\nIndependent Scrutiny Officer, Children's MARS"
    )


def test_the_briefing_has_seven_parts_with_guides() -> None:
    briefing = TEMPLATES["learning_briefing"]
    assert [part.heading for part in briefing.parts] == [
        "Background", "Why it matters?", "Good practice", "Key learning", "Next steps",
        "Reflect on the learning", "Further information",
    ]  # fmt: skip
    assert {part.most_words for part in briefing.parts} == {120}
    assert all("60 to 120 words" in p.guide for p in briefing.parts[:-1])


def test_you_said_we_did_is_short_and_says_where_help_is() -> None:
    leaflet = draft_paper(TEMPLATES["you_said"], replace(MATERIAL, findings=FINDINGS), id="p")
    sentences = [s for p in leaflet.parts for s in p.words.replace("\n", " ").split(". ") if s]
    assert max(len(sentence.split()) for sentence in sentences) <= 16
    assert "0800 1111" in words_of(leaflet, "help")


def test_what_may_be_published_is_marked_by_itself() -> None:
    secret = replace(EVENT, sensitivity="OFFICIAL-SENSITIVE", publication=Publication.NEVER)
    material = replace(MATERIAL, mechanism=secret)
    highlights = draft_paper(TEMPLATES["highlights"], material, id="p", plan=HIGHLIGHTS)
    assert (highlights.sensitivity, highlights.may_publish) == ("OFFICIAL", True)
    assert highlights.publication is Publication.NEVER


def test_words_and_gaps_are_counted() -> None:
    assert count_words("- One two\n- three, four - five") == 5
    letter = draft_paper(TEMPLATES["findings_letter"], NOTHING, id="p")
    filled = replace(letter, parts=(PaperPart("a", "A", words="No gap"),), title="T")
    assert count_gaps(letter) > 0
    assert count_gaps(replace(filled, addressee="", farewell="")) == 0


def test_what_the_agencies_wrote_in_their_forms_stands_with_whose_and_which_case() -> None:
    """R084: the lines of enquiry of the case audits go to the panel."""
    rows = [{"ma_27_question": "Who  asked the child?"}, {"ma_27_question": ""}]
    sent = Response("r", "case_audit", "1", organisation="oak", reference="LOS-26-1",
                    answers={"ma_27": rows, "ma_1": "Since May."})  # fmt: skip
    bare = Response("s", "case_audit", "1")
    held = replace(MATERIAL, forms=(sent, bare), names={"oak": "Oak Service"})
    sources = (("forms/ma_27",), ("forms/ma_1",), ("forms",), ("forms/none",))
    parts = tuple(
        TemplatePart(str(n), "P", sources=each, empty="None.") for n, each in enumerate(sources)
    )
    assert [part.words for part in draft(Template("t", "T", "T", parts), held)] == [
        "- Who asked the child? (Oak Service, LOS-26-1)",
        "- Since May. (Oak Service, LOS-26-1)",
        "- Oak Service, LOS-26-1",
        "None.",
    ]
