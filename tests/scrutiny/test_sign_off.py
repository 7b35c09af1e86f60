"""Sign-off roles by organisation type, and what a signature answers of the form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.library import load_library
from scrutiny.partnership import partnership
from scrutiny.sign_off import answers_of, may_be_named, needs_link, questions_of, read_sign_off

RULES = partnership().sign_off
FORMS = load_library().forms


def asked(kind: str, form: str = "self_assessment") -> list[str]:
    return [role.key for role in RULES.asked_of(kind, form)]


def test_every_organisation_type_says_who_signs_off() -> None:
    assert set(RULES.types) == set(partnership().organisation_types)
    assert asked("academy") == ["governors", "leadership"]
    assert asked("day_nursery") == ["owner", "manager"]
    assert asked("childminder") == ["childminder"]
    assert asked("police") == ["executive"]


def test_nobody_signs_off_other_forms_or_unknown_types() -> None:
    assert asked("academy", "request") == []
    assert asked("nothing") == []


@pytest.mark.parametrize("kind", list(RULES.types))
def test_the_questions_a_signature_answers_are_in_the_forms(kind: str) -> None:
    form = FORMS[partnership().form_of(kind)]
    missing = questions_of(RULES.asked_of(kind, "self_assessment")) - set(form.questions)
    assert missing == set()


def test_a_signature_answers_the_forms_own_questions() -> None:
    governors = RULES.roles["governors"]
    given = answers_of(
        governors, FORMS["school_audit"], name="Jo Ash", position="Chair", minute="7.2",
        day="2026-11-22",
    )  # fmt: skip
    assert given == {
        "signoff_governance_name": "Jo Ash",
        "signoff_governance_role": "Chair",
        "signoff_governance_on": "2026-11-22",
        "governing_body_minute": "7.2",
        "governing_body_on": "2026-11-22",
    }


def test_the_link_is_needed_unless_the_form_names_everybody() -> None:
    form, roles = FORMS["school_audit"], RULES.asked_of("academy", "self_assessment")
    half = {"signoff_governance_name": "Jo"}
    whole = half | {"signoff_leadership_name": "Al"}
    assert needs_link(RULES, roles, form, half) is True
    assert needs_link(RULES, roles, form, whole) is False
    assert needs_link(replace(RULES, in_form=False), roles, form, whole) is True
    assert needs_link(RULES, (), form, {}) is False


def test_a_form_that_does_not_ask_who_signs_is_signed_by_link_alone() -> None:
    roles = RULES.asked_of("academy", "self_assessment")
    named = [id for id, form in FORMS.items() if may_be_named(RULES, roles, form)]
    assert named == ["early_years_audit", "school_audit"]
    assert not may_be_named(replace(RULES, in_form=False), roles, FORMS["school_audit"])


def test_a_type_that_names_an_unknown_role_is_told() -> None:
    raw = {"in_form": True, "roles": [], "types": {"academy": ["governors"]}}
    with pytest.raises(ValueError, match="academy names governors, which is no sign-off role"):
        read_sign_off(raw)
