"""The shipped voice, visit, request and audit forms: what each must ask, and must not."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from forms.journey import walk
from forms.model import Answers, Form, Question
from forms.parsing import parse_form
from forms.storage import lay_out
from forms.validation import validate
from scrutiny.partnership import partnership

LIBRARY = Path(__file__).parents[2] / "forms" / "library"
TODAY = date(2026, 3, 2)
VOICE = ("voice_younger", "voice_older", "voice_parents")
FORMS = (*VOICE, "scrutineer_visit", "space_request", "case_audit", "dip_sample", "space_tool")
NO_NAMES = {
    "en": "Please do not write names",
    "en-easy": "Please do not write names",
    "pl": "Prosimy nie wpisywać imion",
}


@cache
def form(name: str) -> Form:
    parsed = parse_form((LIBRARY / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml")
    assert (parsed.problems, parsed.warnings) == ((), ())
    assert parsed.form is not None
    return parsed.form


def questions(name: str) -> list[Question]:
    return list(form(name).walk())


def messages(name: str, answers: Answers, place: str) -> list[str]:
    found = validate(form(name), answers, today=TODAY)
    return [problem.message for problem in found if problem.place == place]


def ids(name: str, pattern: str) -> list[str]:
    """The ids that begin with the pattern, without what follows it, in the order asked."""
    found = [re.match(rf"{pattern}(?=_|$)", question.id) for question in questions(name)]
    return list(dict.fromkeys(match.group() for match in found if match))


@pytest.mark.parametrize("name", FORMS)
def test_a_form_has_no_problems_and_nothing_untranslated(name: str) -> None:
    assert form(name).id == name


@pytest.mark.parametrize("name", FORMS)
def test_a_form_says_what_it_is_for_and_what_happens_next(name: str) -> None:
    made = form(name)
    for language in made.languages:
        assert made.title.has(language)
        assert made.summary.has(language)
        assert made.receipt.has(language)
    assert made.sensitivity in {"OFFICIAL", "OFFICIAL-SENSITIVE"}


@pytest.mark.parametrize(
    ("name", "kind", "audience", "pace", "minimum_group"),
    [
        ("voice_younger", "voice", "young", "question", 5),
        ("voice_older", "voice", "young", "question", 5),
        ("voice_parents", "voice", "adult", "question", 5),
        ("scrutineer_visit", "visit", "young", "section", 5),
        ("space_request", "request", "adult", "section", 0),
        ("case_audit", "case_audit", "adult", "section", 0),
        ("dip_sample", "dip_sample", "adult", "section", 0),
        ("space_tool", "case_audit", "adult", "section", 0),
    ],
)
def test_a_form_is_of_its_kind(
    name: str, kind: str, audience: str, pace: str, minimum_group: int
) -> None:
    made = form(name)
    stated = (made.kind, made.audience, made.pace, made.minimum_group)
    assert stated == (kind, audience, pace, minimum_group)


@pytest.mark.parametrize(
    ("name", "prefix", "last"),
    [
        ("voice_younger", "v8", 14),
        ("voice_older", "v11", 14),
        ("voice_parents", "vp", 12),
        ("scrutineer_visit", "vs", 14),
        ("case_audit", "ma", 28),
        ("space_tool", "st", 25),
    ],
)
def test_a_form_asks_every_item(name: str, prefix: str, last: int) -> None:
    asked = sorted(ids(name, rf"{prefix}_\d+"), key=lambda item: int(item.split("_")[1]))
    assert asked == [f"{prefix}_{number}" for number in range(1, last + 1)]


def test_dip_sample_asks_its_eight_items_of_every_record() -> None:
    assert ids("dip_sample", r"ma_\d+") == [f"ma_{n}" for n in (5, 6, 7, 8, 10, 12, 14, 19)]
    records = form("dip_sample").questions["records"]
    assert [q.id for q in records.questions if q.scale] == ids("dip_sample", r"ma_\d+")


# Voice: anonymous, kind, and clear about its limits before anything is asked.


@pytest.mark.parametrize(
    ("name", "language", "limit"),
    [
        ("voice_younger", "en", "we must tell a grown-up whose job is to keep you safe"),
        ("voice_younger", "en-easy", "we must tell a grown-up who can keep you safe"),
        ("voice_older", "en", "we have to pass that on to people whose job is to keep you safe"),
        ("voice_older", "en-easy", "we must tell people who can keep you safe"),
        ("voice_older", "pl", "musimy przekazać to osobom"),
        ("voice_parents", "en", "we have to pass that on"),
        ("voice_parents", "en-easy", "we must tell people who can help"),
        ("voice_parents", "pl", "musimy przekazać to dalej"),
    ],
)
def test_the_limits_of_confidentiality_come_first(name: str, language: str, limit: str) -> None:
    first = form(name).sections[0]
    assert [q.id for q in first.questions if q.type == "note"] == ["welcome_what", "welcome_safe"]
    assert len(first.questions) == 2
    assert limit in first.questions[1].text.say(language)


@pytest.mark.parametrize("name", VOICE)
def test_nothing_is_compulsory_in_a_voice_form(name: str) -> None:
    assert [q.id for q in questions(name) if q.required or q.constraint or q.min_count] == []
    assert validate(form(name), {}, today=TODAY) == ()


@pytest.mark.parametrize("name", VOICE)
def test_a_voice_form_can_hold_no_name_or_address(name: str) -> None:
    written = [q.id for q in questions(name) if q.type not in {"rating", "select_one", "note"}]
    assert (
        written
        == {
            "voice_younger": ["v8_14_good", "v8_14_change"],
            "voice_older": ["v11_14_best", "v11_14_change"],
            "voice_parents": ["vp_12_worked", "vp_12_change", "child_age_band"],
        }[name]
    )
    assert [q.id for q in questions(name) if q.prefill or q.type in {"file", "hidden"}] == []


# The request is left out: it names its chair on purpose.
@pytest.mark.parametrize("name", [name for name in FORMS if name != "space_request"])
def test_a_free_text_warns_against_names(name: str) -> None:
    codes = {
        "team_code", "event_ref", "child_ref", "record_ref", "agency", "audit_ref", "sample_ref",
    }  # fmt: skip
    for question in questions(name):
        if question.type not in {"short_text", "long_text"} or question.id in codes:
            continue
        for language in form(name).languages:
            hint = question.hint.say(language)
            assert NO_NAMES[language] in hint or "not your name" in hint


@pytest.mark.parametrize("name", VOICE)
def test_a_voice_item_has_a_theme_and_a_lundy_tag(name: str) -> None:
    for question in questions(name):
        if re.match(r"v(8|11|p)_\d", question.id):
            assert question.theme
            assert set(question.tags) < {"space", "voice", "audience", "influence"}
            assert len(question.tags) == 1


@pytest.mark.parametrize(
    ("name", "sensitive"),
    [
        ("voice_younger", ["v8_9", "v8_10"]),
        ("voice_older", ["v11_9", "v11_10", "v11_11"]),
        ("voice_parents", ["vp_10"]),
    ],
)
def test_questions_of_safety_and_identity_need_a_larger_group(
    name: str, sensitive: list[str]
) -> None:
    marked = [q.id for q in questions(name) if q.sensitive and q.theme != "About you"]
    assert marked == sensitive
    assert all(q.sensitive for q in questions(name) if q.theme == "About you")


@pytest.mark.parametrize(
    ("name", "scale", "labels"),
    [
        ("voice_younger", "often", "Yes, always / Mostly / Sometimes / No / I do not know"),
        ("voice_younger", "yes_no", "Yes / No / Not sure"),
        (
            "voice_older",
            "agree",
            "Strongly agree / Agree / Disagree / Strongly disagree / Prefer not to say",
        ),
        ("scrutineer_visit", "look", "Great / OK / Needs work / Could not see"),
        (
            "case_audit",
            "grade",
            "Strong / Good / Some learning / Significant learning / Not enough information",
        ),
        ("dip_sample", "met", "Yes / Partly / No / Not applicable"),
        ("space_tool", "met", "Yes / Partly / No / Not applicable"),
    ],
)
def test_a_scale_is_worded(name: str, scale: str, labels: str) -> None:
    choices = form(name).scales[scale].choices
    assert " / ".join(choice.label.say() for choice in choices) == labels
    ranked = [choice.score for choice in choices if choice.counts]
    assert ranked == sorted(ranked, key=lambda score: -(score or 0))


def test_the_younger_form_uses_short_sentences() -> None:
    words = [text for q in questions("voice_younger") for text in q.text.words.values()]
    sentences = [part for text in words for part in re.split(r"[.?!]\s", text)]
    assert max(len(sentence.split()) for sentence in sentences) <= 22


@pytest.mark.parametrize(
    ("name", "question", "bad", "fine"),
    [
        ("voice_younger", "v8_9", "no", "mostly"),
        ("voice_younger", "v8_10", "no", "not_sure"),
        ("voice_older", "v11_10", "disagree", "agree"),
        ("voice_older", "v11_11", "strongly_disagree", "prefer_not"),
        ("voice_parents", "vp_10", "disagree", "strongly_agree"),
    ],
)
def test_somebody_who_does_not_feel_safe_is_pointed_to_help(
    name: str, question: str, bad: str, fine: str
) -> None:
    assert walk(form(name), {question: bad}, today=TODAY).is_relevant("safe_note")
    assert not walk(form(name), {question: fine}, today=TODAY).is_relevant("safe_note")
    assert not walk(form(name), {}, today=TODAY).is_relevant("safe_note")


@pytest.mark.parametrize("name", VOICE)
def test_asking_for_contact_tells_how_and_is_not_kept(name: str) -> None:
    answers: Answers = {"contact": "yes"}
    assert walk(form(name), answers, today=TODAY).is_relevant("contact_how")
    assert not walk(form(name), {"contact": "no"}, today=TODAY).is_relevant("contact_how")
    assert lay_out(form(name), answers, today=TODAY) == []


# The scrutineers' visit.


def test_a_team_has_a_code_and_not_a_name() -> None:
    assert messages("scrutineer_visit", {"team_code": "TEAM-4"}, "team_code") == []
    assert messages("scrutineer_visit", {"team_code": "Ada Lovelace"}, "team_code") == [
        "Enter the code your lead adult gave you, such as TEAM-4"
    ]


def test_a_visit_does_not_start_without_its_safety_checks() -> None:
    unmet = [p.place for p in validate(form("scrutineer_visit"), {}, today=TODAY)]
    checks = ["check_permission", "check_trained", "check_lead_adult", "check_briefing"]
    assert [place for place in unmet if place.startswith("check_")] == checks


def test_a_worry_on_a_visit_goes_to_the_lead_adult_and_not_to_a_dashboard() -> None:
    made = form("scrutineer_visit")
    answers: Answers = {"vs_12": "yes", "vs_12_seen": "A child was crying alone"}
    assert walk(made, answers, today=TODAY).is_relevant("vs_12_now")
    assert [row.question for row in lay_out(made, answers, today=TODAY)] == ["vs_12"]
    assert not walk(made, {"vs_12": "no"}, today=TODAY).is_relevant("vs_12_now")


def test_a_visit_names_three_best_things_and_three_to_change() -> None:
    asked = form("scrutineer_visit").questions
    assert (asked["vs_13"].max_count, asked["vs_14"].max_count) == (3, 3)
    assert [q.id for q in asked["vs_14"].questions] == ["vs_14_change", "vs_14_who"]


# The SPACE request.


def test_a_case_is_sent_to_marpf() -> None:
    assert messages("space_request", {"case_specific": "no"}, "case_specific") == []
    assert messages("space_request", {"case_specific": "yes"}, "case_specific") == [
        "Take this to MARPF instead. A SPACE audit cannot look at one child's or family's case. "
        "Ask the MARS team to put it to the MARPF core group"
    ]


def test_a_request_asks_every_required_field() -> None:
    answers: Answers = {"case_specific": "no"}
    missing = {p.place for p in validate(form("space_request"), answers, today=TODAY)}
    assert missing == {
        "dup_check", "dup_check_text", "prior_audits", "title", "group_id", "requester",
        "chair_name", "chair_email", "group_minute_date", "group_minute", "rationale", "trigger",
        "themes", "questions", "scope_in", "scope_out", "cohort", "period_start", "period_end",
        "standards", "agencies", "methods", "voice_plan", "sensitivity", "ig_data",
        "ig_agreement", "ig_dpia", "ig_storage", "ig_deletion", "priority", "outputs",
        "recipients",
    }  # fmt: skip


REQUEST: Answers = {
    "case_specific": "no", "dup_check": "no", "dup_check_text": "Asked the MARS team",
    "prior_audits": "yes", "prior_audits_text": "SPACE-2024-003",
    "title": "Management oversight in early help", "group_id": "chapp", "requester": "chair",
    "chair_email": "chair@example.org", "group_minute_date": "2026-02-10",
    "group_minute": "CHaPP 10 February, item 4",
    "rationale": "Two events saw oversight that did not guide practice",
    "trigger": ["marpf", "data"], "themes": ["supervision"],
    "questions": [{"audit_question": "Does oversight guide practice?"}],
    "scope_in": "Early help plans", "scope_out": "Statutory plans",
    "cohort": "Plans that were opened in the period", "period_start": "2025-04-01",
    "period_end": "2025-12-31",
    "standards": [{"standard_name": "Early help procedure", "standard_edition": "2025"}],
    "agencies": ["early_help", "education"], "methods": ["case_files"],
    "voice_plan": "Parents' voice campaign", "sensitivity": "official_sensitive",
    "ig_data": "Pseudonymous records",
    "ig_agreement": "Learning through scrutiny agreement, 2021", "ig_dpia": "done",
    "ig_storage": "The council's records system", "ig_deletion": "2027-03-31", "priority": "high",
    "outputs": ["report"], "recipients": ["chair", "group"],
}  # fmt: skip


def test_a_whole_request_is_accepted_with_the_chair_filled_in() -> None:
    context = {"viewer_name": "Chair of CHaPP"}
    assert validate(form("space_request"), REQUEST, today=TODAY, context=context) == ()


def test_a_request_has_one_to_six_questions() -> None:
    asked = form("space_request").questions["questions"]
    assert (asked.min_count, asked.max_count) == (1, 6)
    assert messages("space_request", {**REQUEST, "questions": []}, "questions") != []


def test_a_period_does_not_end_before_it_begins() -> None:
    answers: Answers = {**REQUEST, "period_end": "2025-03-31"}
    assert messages("space_request", answers, "period_end") == [
        "Enter a day on or after the first day of the period"
    ]


@pytest.mark.parametrize("name", ["space_request", "case_audit", "dip_sample"])
def test_themes_are_the_partnerships(name: str) -> None:
    asked = "event_theme" if name == "case_audit" else "themes"
    assert [(c.value, c.label.say()) for c in form(name).questions[asked].choices] == [
        (theme.key, theme.label) for theme in partnership().themes
    ]


def test_groups_are_those_that_may_ask() -> None:
    groups = [choice.value for choice in form("space_request").questions["group_id"].choices]
    assert groups == [*(group.key for group in partnership().requesting_groups), "other"]


# Case audits and dip samples.


@pytest.mark.parametrize("reference", ["LOS-25-3", "C7", "SPACE-2025-001", "MA12"])
def test_a_pseudonymous_reference_is_taken(reference: str) -> None:
    assert messages("case_audit", {"child_ref": reference}, "child_ref") == []
    answers: Answers = {"records": [{"record_ref": reference}]}
    assert messages("dip_sample", answers, "records[0].record_ref") == []


@pytest.mark.parametrize(
    "reference",
    ["Sam Smith", "Sam-2015", "SMITH", "12/05/2015", "2015-05-12", "12052015", "SS-12-05-2015"],
)
def test_a_name_or_a_date_of_birth_is_refused(reference: str) -> None:
    [message] = messages("case_audit", {"child_ref": reference}, "child_ref")
    assert message.endswith("Not a name and not a date of birth")
    answers: Answers = {"records": [{"record_ref": reference}]}
    [message] = messages("dip_sample", answers, "records[0].record_ref")
    assert message.endswith("Not a name and not a date of birth")


@pytest.mark.parametrize(("safe", "asked"), [("yes", False), ("unsure", True), ("no", True)])
def test_a_child_who_may_not_be_safe_needs_action_now(safe: str, asked: bool) -> None:
    answers: Answers = {"ma_21": safe}
    journey = walk(form("case_audit"), answers, today=TODAY)
    assert journey.is_relevant("ma_21_now") is asked
    assert messages("case_audit", answers, "ma_21_action") == (
        ["Say what has been done now to make the child safe"] if asked else []
    )


def test_learning_is_explained_where_it_was_found() -> None:
    assert messages("case_audit", {"ma_5": "strong"}, "ma_5_text") == []
    assert messages("case_audit", {"ma_5": "some_learning"}, "ma_5_text") == ["Say what you saw"]


def test_only_strategy_questions_may_not_apply() -> None:
    may = [q.id for q in questions("case_audit") if q.find_choice("not_applicable")]
    assert may == ["ma_7", "ma_8", "ma_12"]


def test_a_sample_says_when_records_are_still_to_come() -> None:
    made = form("dip_sample")
    one: Answers = {"sample_n": 2, "records": [{"record_ref": "DS-1"}]}
    assert walk(made, one, today=TODAY).is_relevant("count_note")
    two: Answers = {"sample_n": 2, "records": [{"record_ref": "DS-1"}, {"record_ref": "DS-2"}]}
    assert not walk(made, two, today=TODAY).is_relevant("count_note")


def test_a_sample_is_not_larger_than_what_it_was_taken_from() -> None:
    assert messages("dip_sample", {"frame_n": 10, "sample_n": 10}, "sample_n") == []
    assert messages("dip_sample", {"sample_n": 10}, "sample_n") == []
    assert messages("dip_sample", {"frame_n": 9, "sample_n": 10}, "sample_n") == [
        "Enter a number that is not more than there were in all"
    ]
