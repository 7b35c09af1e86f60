"""The three self-assessments: what they must hold, and who is asked what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest

from forms.journey import walk
from forms.library import LIBRARY
from forms.model import Form, Json, Part, Question
from forms.parsing import ParsedForm, parse_form
from forms.scoring import score

TODAY = date(2026, 9, 15)
NAMES = ("school_audit", "early_years_audit", "section_eleven")


def read(name: str) -> ParsedForm:
    return parse_form((LIBRARY / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml")


PARSED = {name: read(name) for name in NAMES}
FORMS = {name: parsed.form for name, parsed in PARSED.items() if parsed.form}
EVERY_FORM = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
SCHOOL_TYPES = (
    "maintained_school", "academy", "independent_school", "special_school", "college",
    "alternative_provision",
)  # fmt: skip

# How many standards each part has, in the order of the keys: ED-A1 to ED-A7, and so on.
STANDARDS = {
    "school_audit": (
        "ED-",
        {"A": 7, "B": 5, "C": 6, "D": 5, "E": 10, "F": 5, "G": 8, "H": 5, "I": 7, "J": 5, "K": 5,
         "L": 3, "M": 2, "N": 5, "P": 6, "Q": 4, "R": 4, "S": 2, "T": 4},
    ),
    "early_years_audit": (
        "EY-",
        {"A": 5, "B": 5, "C": 8, "D": 3, "E": 5, "F": 3, "G": 4, "H": 4, "I": 5, "J": 3, "K": 3,
         "L": 5, "M": 3, "N": 3},
    ),
    "section_eleven": (
        "SA-",
        {"1.": 6, "2.": 6, "3.": 6, "4.": 6, "5.": 6, "6.": 6, "7.": 5, "8.": 6, "9.": 6,
         "10.": 6},
    ),
}  # fmt: skip

# A believable answer for each type of question; words are the question's id.
SAMPLES: dict[str, Json] = {
    "email": "head@example.org",
    "urn": "123456",
    "date": "2026-01-31",
    "acknowledge": True,
    "judgement": {"rating": "fully_met", "evidence": "Minutes of the last year"},
}


def make_keys(name: str) -> list[str]:
    prefix, parts = STANDARDS[name]
    return [f"{prefix}{part}{n + 1}" for part, count in parts.items() for n in range(count)]


def asked(form: Form, answers: Mapping[str, Json], **context: Json) -> list[str]:
    """The keys of the standards that are asked, in order."""
    journey = walk(form, answers, today=TODAY, context=context)
    return [key for key, q in form.standards.items() if journey.is_relevant(q.id)]


def sample(question: Question) -> Json:
    if question.type == "repeat":
        return [{}]
    if question.type == "number":
        return int(question.minimum or 0)
    if question.options and question.type != "judgement":
        first = question.options[0].value
        return [first] if question.type == "select_many" else first
    return SAMPLES.get(question.type, question.id)


def fill_in(form: Form, **context: Json) -> dict[str, Json]:
    """Answers to what is required and to nothing else, as far as it can be got."""
    answers: dict[str, Json] = {}
    for _ in range(5):  # an answer may bring further questions
        journey = walk(form, answers, today=TODAY, context=context)
        for question in form.questions.values():
            if journey.is_required(question.id):
                answers.setdefault(question.id, sample(question))
            rows = answers.get(question.id)
            for inner in question.questions if isinstance(rows, list) else ():
                row = rows[0] if isinstance(rows, list) else None
                if isinstance(row, dict) and journey.is_required(f"{question.id}[0].{inner.id}"):
                    row.setdefault(inner.id, sample(inner))
    return answers


def count_by_type(form: Form) -> Counter[str]:
    standards = [q.standard for q in form.standards.values() if q.standard]
    return Counter(kind for s in standards for kind in s.applies_to or ("everyone",))


@pytest.mark.parametrize("name", NAMES)
def test_form_parses_without_problems(name: str) -> None:
    assert (PARSED[name].problems, PARSED[name].warnings) == ((), ())


@pytest.mark.parametrize("name", NAMES)
def test_form_has_exactly_the_standards_in_order(name: str) -> None:
    assert list(FORMS[name].standards) == make_keys(name)


@EVERY_FORM
def test_id_of_a_standard_is_its_key(form: Form) -> None:
    ids = {key: question.id for key, question in form.standards.items()}
    assert ids == {key: re.sub(r"[-.]", "_", key.lower()) for key in ids}


def test_numbers_of_standards_by_type() -> None:
    school, early = (count_by_type(FORMS[name]) for name in NAMES[:2])
    everyone = school.pop("everyone")
    assert {kind: everyone + count for kind, count in school.items()} | early == {
        "maintained_school": 92, "academy": 94, "independent_school": 94, "special_school": 94,
        "college": 87, "alternative_provision": 93,
        "day_nursery": 57, "pre_school": 56, "childminder": 54, "out_of_school": 53,
    }  # fmt: skip


def test_section_eleven_standards_by_scope() -> None:
    standards = [q.standard for q in FORMS["section_eleven"].standards.values() if q.standard]
    assert Counter(s.scope for s in standards) == {"both": 37, "children": 12, "adults": 10}


@EVERY_FORM
def test_every_standard_has_its_reference_confidence_and_suggested_evidence(form: Form) -> None:
    lacking = [
        key
        for key, question in form.standards.items()
        if (standard := question.standard)
        and not (
            standard.reference.document
            and standard.confidence
            and standard.suggested_evidence
            and question.required == "true()"
        )
    ]
    assert lacking == []


def words_of(question: Question) -> str:
    evidence = question.standard.suggested_evidence.say() if question.standard else ""
    return f"{question.text.say()} {question.hint.say()} {evidence}"


NOT_IN_WORDING = re.compile(
    r"\bparas?\b|\bparagraphs?\b|\bannex [a-z]\b|\bpart (one|two|three|four|five)\b"
    r"|\bdraft\b|north lincolnshire|humber|children's mars|mars board|  |[^.]$",
    re.IGNORECASE,
)
# an edition's year, a mark of the drafting table, a telephone number
NOT_ANYWHERE = re.compile(r"\b(19|20)\d\d\b|\b26d\b|\[\d+\]|\b0\d{3,4}[ -]?\d{3}")


@EVERY_FORM
def test_wording_holds_nothing_that_changes_with_an_edition(form: Form) -> None:
    questions = form.standards.items()
    assert [key for key, q in questions if NOT_IN_WORDING.search(q.text.say())] == []
    assert [key for key, q in questions if NOT_ANYWHERE.search(words_of(q))] == []


@EVERY_FORM
def test_scale_asks_for_what_each_rating_needs(form: Form) -> None:
    choices = form.scales["compliance"].choices
    assert {c.value: (c.asks, c.due_within_days, c.counts) for c in choices} == {
        "fully_met": ((Part.EVIDENCE,), None, True),
        "partly_met": ((Part.EVIDENCE, Part.ACTION), None, True),
        "not_met": ((Part.ACTION,), 28, True),
        "not_applicable": ((Part.REASON,), None, False),
    }


def test_maturity_is_optional_and_never_counts() -> None:
    for name in ("school_audit", "section_eleven"):
        form = FORMS[name]
        asking = [q for q in form.walk() if q.type == "rating"]
        assert {(q.scale and q.scale.name, q.required) for q in asking} == {("maturity", "")}
        assert [choice.counts for choice in form.scales["maturity"].choices] == [False] * 4


def test_maturity_does_not_move_the_score() -> None:
    context = {"organisation_type": "academy"}
    answers: dict[str, Json] = {"ed_a1": {"rating": "fully_met", "evidence": "Minutes"}}
    plain = score(FORMS["school_audit"], answers, today=TODAY, context=context)
    rated = score(
        FORMS["school_audit"],
        answers | {"maturity_a": "absent", "maturity_c": "absent"},
        today=TODAY,
        context=context,
    )
    assert (plain.whole.percent, rated.whole.percent) == (100, 100)


@EVERY_FORM
def test_numbers_are_optional_contextual_and_explained(form: Form) -> None:
    section = next(s for s in form.sections if s.id == "numbers")
    assert section.optional
    assert [
        q.id
        for q in section.questions
        if not (q.type == "number" and q.contextual and q.hint and q.minimum == "0")
    ] == []


@EVERY_FORM
def test_sections_run_from_header_to_declaration(form: Form) -> None:
    ids = [section.id for section in form.sections]
    last = [
        s.id for s in form.sections if not any(q.standard for q in s.questions) and s.id in ids[3:]
    ]
    assert ids[1:3] == ["people", "return_details"]
    assert last[:2] == ["numbers", "closing"]
    assert last[-2:] == ["bespoke_focus", "declaration"]


@EVERY_FORM
def test_sections_with_evidence_warn_not_to_name_anyone(form: Form) -> None:
    unwarned = [
        section.id
        for section in form.sections
        if any(q.standard for q in section.questions)
        and not re.search(r"(never name a|name no) child", section.intro.say(), re.IGNORECASE)
    ]
    assert unwarned == []


@EVERY_FORM
def test_form_says_what_it_is_for_and_what_happens_next(form: Form) -> None:
    assert all((form.summary, form.declaration, form.receipt))
    version = "2026.2" if form.id == "section_eleven" else "2026.1"
    assert (form.version, form.sensitivity) == (version, "OFFICIAL-SENSITIVE")


@pytest.mark.parametrize("question", ["themes_seen", "training_themes", "training_skills"])
def test_choices_are_the_same_in_every_form(question: str) -> None:
    first, *others = (FORMS[name].questions[question].choices for name in NAMES)
    assert others == [first, first]


def test_closing_questions_share_their_ids() -> None:
    shared = set.intersection(
        *(
            {q.id for s in f.sections if s.id == "closing" for q in s.questions}
            for f in FORMS.values()
        )
    )
    assert shared == {
        "done_well", "to_improve", "training_themes", "training_skills", "training_detail",
        "help_wanted", "themes_seen", "themes_seen_detail",
    }  # fmt: skip


# Who is asked what: counts with nothing special, then with everything that a setting can have.
@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [
        ("maintained_school", 87, 92),
        ("academy", 88, 94),
        ("independent_school", 87, 94),
        ("special_school", 87, 94),
        ("college", 82, 87),
        ("alternative_provision", 89, 93),
    ],
)
def test_school_standards_asked_of_a_type(kind: str, least: int, most: int) -> None:
    form = FORMS["school_audit"]
    everything = dict.fromkeys(("part_of_group", "uses_off_site", "early_years", "boarding"), "yes")
    assert len(asked(form, {}, organisation_type=kind)) == least
    assert len(asked(form, everything, organisation_type=kind)) == most


@pytest.mark.parametrize(
    ("question", "kind", "brings"),
    [
        ("part_of_group", "academy", ["ED-A7"]),
        ("part_of_group", "maintained_school", []),
        ("early_years", "maintained_school", ["ED-T1"]),
        ("early_years", "college", []),
        ("boarding", "special_school", ["ED-T2"]),
        ("boarding", "college", ["ED-T2"]),
        ("boarding", "maintained_school", []),
        ("uses_off_site", "college", ["ED-P1", "ED-P2", "ED-P3", "ED-P4"]),
    ],
)
def test_what_a_setting_has_brings_its_standards(
    question: str, kind: str, brings: list[str]
) -> None:
    form = FORMS["school_audit"]
    without = asked(form, {question: "no"}, organisation_type=kind)
    assert [
        key for key in asked(form, {question: "yes"}, organisation_type=kind) if key not in without
    ] == brings


@pytest.mark.parametrize("name", ["school_audit", "early_years_audit"])
def test_type_is_asked_only_where_it_is_not_known(name: str) -> None:
    known = "college" if name == "school_audit" else "childminder"
    blank = walk(FORMS[name], {}, today=TODAY)
    given = walk(FORMS[name], {"setting_type_chosen": known}, today=TODAY)
    prefilled = walk(FORMS[name], {}, today=TODAY, context={"organisation_type": known})
    assert [j.is_relevant("setting_type_chosen") for j in (blank, given, prefilled)] == [
        True, True, False,
    ]  # fmt: skip
    assert [j.answers.get("setting_type") for j in (blank, given, prefilled)] == [
        None, known, known,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "answers", "count"),
    [
        ("day_nursery", {}, 57),
        ("pre_school", {}, 56),
        ("childminder", {"has_assistants": "yes"}, 54),
        ("childminder", {"has_assistants": "no"}, 49),
        ("out_of_school", {}, 53),
    ],
)
def test_early_years_standards_asked_of_a_type(
    kind: str, answers: dict[str, Json], count: int
) -> None:
    assert len(asked(FORMS["early_years_audit"], answers, organisation_type=kind)) == count


def test_standards_about_staff_are_not_asked_of_a_childminder_alone() -> None:
    form = FORMS["early_years_audit"]
    alone = asked(form, {"has_assistants": "no"}, organisation_type="childminder")
    helped = asked(form, {"has_assistants": "yes"}, organisation_type="childminder")
    assert [key for key in helped if key not in alone] == [
        "EY-B5", "EY-C1", "EY-C2", "EY-C4", "EY-D2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "registers", "is_told"),
    [
        ("out_of_school", ["childcare_compulsory"], True),
        ("out_of_school", ["early_years", "childcare_compulsory"], False),
        ("out_of_school", [], False),
        ("day_nursery", ["childcare_compulsory"], False),
    ],
)
def test_club_off_the_early_years_register_is_told_what_to_answer_for(
    kind: str, registers: list[Json], is_told: bool
) -> None:
    form = FORMS["early_years_audit"]
    journey = walk(form, {"registers": registers}, today=TODAY, context={"organisation_type": kind})
    notes = [q.id for q in form.walk() if q.id.startswith("register_") and q.type == "note"]
    assert len(notes) == 15
    assert {journey.is_relevant(note) for note in notes} == {is_told}


@pytest.mark.parametrize(("kind", "people"), [("childminder", 1), ("pre_school", 2)])
def test_early_years_sign_off_fits_the_type(kind: str, people: int) -> None:
    journey = walk(FORMS["early_years_audit"], {}, today=TODAY, context={"organisation_type": kind})
    names = ("signoff_leadership_name", "signoff_governance_name")
    assert sum(journey.is_relevant(name) for name in names) == people


def test_school_sign_off_needs_two_people() -> None:
    answers = {"signoff_governance_name": "Ann Lee", "signoff_leadership_name": "Ann Lee"}
    journey = walk(FORMS["school_audit"], answers, today=TODAY)
    assert [p.message for p in journey.problems if p.place == "signoff_leadership_name"] == [
        "Enter a different person from the first sign-off"
    ]


@pytest.mark.parametrize(
    ("scope", "count", "has_adults"),
    [("children", 49, False), ("adults", 47, True), ("both", 59, True)],
)
def test_scope_decides_which_standards_an_agency_is_asked(
    scope: str, count: int, has_adults: bool
) -> None:
    form = FORMS["section_eleven"]
    journey = walk(form, {"return_scope": scope}, today=TODAY)
    assert len(asked(form, {"return_scope": scope})) == count
    assert (journey.find_section("s8_adults") is not None) == has_adults


@EVERY_FORM
def test_focus_is_asked_only_when_the_cycle_sets_one(form: Form) -> None:
    focus = {"focus_title": "Neglect", "focus_question": "How do you spot neglect early?"}
    with_focus = walk(form, {}, today=TODAY, context=focus)
    assert walk(form, {}, today=TODAY).find_section("bespoke_focus") is None
    assert with_focus.answers["focus_asked"] == focus["focus_question"]
    assert with_focus.is_required("focus_answer")


def test_agency_narrative_needs_practice_risks_and_development() -> None:
    journey = walk(FORMS["section_eleven"], {"findings_received": "yes"}, today=TODAY)
    repeats = ("done_well", "top_risks", "to_improve", "event_findings", "last_actions")
    assert [journey.is_required(repeat) for repeat in repeats] == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("school_audit", SCHOOL_TYPES),
        ("early_years_audit", ("day_nursery", "pre_school", "childminder", "out_of_school")),
        ("section_eleven", ("police",)),
    ],
)
def test_every_kind_of_organisation_can_finish(name: str, kinds: tuple[str, ...]) -> None:
    for kind in kinds:
        answers = fill_in(FORMS[name], organisation_type=kind)
        journey = walk(FORMS[name], answers, today=TODAY, context={"organisation_type": kind})
        assert (journey.problems, journey.progress) == ((), 100)
