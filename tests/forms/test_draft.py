"""Which answers of a draft count, and what fills in for those not given."""

from tests.forms.examples import SCALE, read_form
from tests.forms.journeys import go, questions, statuses


def test_relevance_follows_a_chain_of_hidden_answers():
    form = read_form("""
sections:
  - id: one
    title: One
    questions:
      - {id: c, type: short_text, text: C, relevant: "${b} = 'x'"}
      - {id: b, type: short_text, text: B, relevant: "${a} = 'x'"}
      - {id: a, type: short_text, text: A}
""")
    draft = {"a": "x", "b": "x", "c": "z"}
    assert go(form, draft).answers == {"c": "z", "b": "x", "a": "x"}
    assert go(form, draft | {"a": "y"}).answers == {"a": "y"}


def test_standards_apply_to_their_audience():
    form = read_form(
        SCALE
        + """
audience_question: setting
sections:
  - id: head
    title: Head
    questions:
      - {id: setting, type: select_many, text: Setting, choices: [{value: school, label: S}, {value: college, label: C}, {value: nursery, label: N}]}
  - id: body
    title: Body
    questions:
      - {id: intro, type: note, text: Words}
      - {id: s1, type: judgement, text: One, scale: compliance, standard: {key: S1, reference: {document: KCSIE}, applies_to: [school]}}
      - {id: s2, type: judgement, text: Two, scale: compliance, standard: {key: S2, reference: {document: KCSIE}, applies_to: [college, school]}}
"""  # noqa: E501 - one question a line
    )
    assert statuses(go(form)) == {"head": "not_started", "body": "cannot_start"}
    assert go(form).find_section("body").waits_for == ("setting",)
    assert questions(go(form, {"setting": ["college"]}))["body"] == ["intro", "s2"]
    assert questions(go(form, {"setting": ["school", "college"]}))["body"] == ["intro", "s1", "s2"]
    assert questions(go(form, {"setting": ["nursery"]}))["body"] == ["intro"]
    assert statuses(go(form, {"setting": ["nursery"]}))["body"] == "complete"


def test_prefills_and_defaults_fill_in_but_do_not_start_a_section():
    form = read_form("""
sections:
  - id: one
    title: One
    questions:
      - {id: urn, type: urn, text: URN, prefill: organisation_urn, required: true}
      - {id: name, type: short_text, text: Name, prefill: organisation_name}
      - {id: day, type: date, text: Day, prefill: today}
      - {id: colour, type: select_one, text: Colour, default: red, choices: [{value: red, label: Red}, {value: blue, label: Blue}]}
      - {id: origin, type: hidden, prefill: organisation_type}
""")  # noqa: E501 - one question a line
    context = {
        "organisation_urn": 117703,
        "organisation_name": "Hill",
        "organisation_type": "school",
    }
    journey = go(form, context=context)
    assert journey.answers == {
        "urn": "117703", "name": "Hill", "day": "2026-01-31", "colour": "red", "origin": "school",
    }  # fmt: skip
    assert statuses(journey) == {"one": "not_started"}
    assert journey.find_section("one").answered == 4
    changed = go(form, {"name": "", "colour": "blue", "origin": "forged"}, context=context)
    assert changed.answers["colour"] == "blue"
    assert "name" not in changed.answers
    assert changed.answers["origin"] == "school"
    assert statuses(changed) == {"one": "complete"}


def test_a_prefill_that_does_not_fit_is_left_out():
    form = read_form("""
sections:
  - {id: one, title: One, questions: [{id: urn, type: urn, text: URN, prefill: organisation_urn}]}
""")
    assert go(form, context={"organisation_urn": "unknown"}).answers == {}
    assert go(form, context={"organisation_urn": {"a": 1}}).answers == {}


def test_a_choice_filter_narrows_and_drops_what_it_took_away():
    form = read_form("""
choice_lists:
  towns:
    - {value: hull, label: Hull, columns: {bank: north}}
    - {value: goole, label: Goole, columns: {bank: north}}
    - {value: brigg, label: Brigg, columns: {bank: south}}
sections:
  - id: one
    title: One
    questions:
      - {id: side, type: short_text, text: Side}
      - {id: town, type: select_one, text: Town, choices: towns, choice_filter: "bank = ${side}"}
      - {id: towns, type: select_many, text: Towns, choices: towns, choice_filter: "bank = ${side}"}
""")
    draft = {"side": "south", "town": "hull", "towns": ["hull", "brigg"]}
    journey = go(form, draft)
    assert [choice.value for choice in journey.choices(form.questions["town"])] == ["brigg"]
    assert journey.answers == {"side": "south", "towns": ["brigg"]}
    assert [choice.value for choice in journey.choices(form.questions["side"])] == []
    assert go(form, draft | {"side": "north"}).answers == {
        "side": "north", "town": "hull", "towns": ["hull"],
    }  # fmt: skip
    odd = go(form, draft | {"town": "atlantis"})
    assert [p.message for p in odd.problems] == ["Choose from the answers listed"]


REPEAT = read_form("""
sections:
  - id: one
    title: One
    questions:
      - id: visits
        type: repeat
        text: Visits
        questions:
          - {id: place, type: short_text, text: Place, required: true}
          - {id: hours, type: number, text: Hours, relevant: "${place} != ''"}
          - {id: far, type: acknowledge, text: Far, relevant: "${hours} > 2 and position(..) = 2"}
          - {id: double, type: calculate, calculation: "${hours} * 2"}
      - {id: many, type: calculate, calculation: "count(${visits})"}
      - {id: total, type: calculate, calculation: "sum(${hours})"}
      - {id: second, type: calculate, calculation: "indexed-repeat(${place}, ${visits}, 2)"}
""")


def test_a_repeat_is_worked_out_instance_by_instance():
    draft = {
        "visits": [{"place": "Hall", "hours": "1"}, {"place": "Park", "hours": 4, "far": True}]
    }
    journey = go(REPEAT, draft)
    assert journey.answers == {
        "visits": [
            {"place": "Hall", "hours": 1, "double": 2.0},
            {"place": "Park", "hours": 4, "far": True, "double": 8.0},
        ],
        "many": 2.0, "total": 5.0, "second": "Park",
    }  # fmt: skip
    assert [q.id for q in journey.repeat_questions("visits", 0)] == ["place", "hours"]
    assert [q.id for q in journey.repeat_questions("visits", 1)] == ["place", "hours", "far"]
    assert journey.repeat_questions("visits", 2) == ()
    assert journey.is_required("visits[1].place")


def test_a_repeat_without_instances_counts_none():
    assert go(REPEAT).answers == {"many": 0.0, "total": 0.0}
    assert go(REPEAT, {"visits": "broken"}).answers["visits"] == "broken"


def test_instances_may_look_at_one_another():
    form = read_form("""
sections:
  - id: one
    title: One
    questions:
      - id: rows
        type: repeat
        text: Rows
        questions:
          - {id: amount, type: number, text: Amount}
          - {id: share, type: calculate, calculation: "${amount} div sum(${everything})"}
      - {id: everything, type: calculate, calculation: "10"}
""")
    rows = go(form, {"rows": [{"amount": 1}, {"amount": 4}]}).answers["rows"]
    assert rows == [{"amount": 1, "share": 0.1}, {"amount": 4, "share": 0.4}]


def test_once_keeps_the_first_value():
    form = read_form("""
sections:
  - id: one
    title: One
    questions:
      - {id: first, type: calculate, calculation: "once(today())"}
""")
    assert go(form).answers == {"first": "2026-01-31"}
    assert go(form, {"first": "2025-09-01"}).answers == {"first": "2025-09-01"}
