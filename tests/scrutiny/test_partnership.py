"""The partnership's settings file, and what is said when one is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forms.library import LIBRARY
from scrutiny.partnership import (
    PATH,
    HelpLine,
    PartnershipError,
    SmallNumbers,
    WindowDates,
    find_day,
    partnership,
    read_partnership,
)

SHIPPED = PATH.read_text("utf-8")


def test_partnership_is_read_once() -> None:
    assert partnership() is partnership()


def test_partnership_reads_another_file(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(SHIPPED.replace("place: North Lincolnshire", "place: Elsewhere"), "utf-8")
    assert partnership(other).place == "Elsewhere"


def test_organisation_types_are_the_agreed_keys() -> None:
    assert {
        family: [kind.key for kind in partnership().types_of(family)]
        for family in partnership().families
    } == {
        "education": [
            "maintained_school",
            "academy",
            "independent_school",
            "special_school",
            "college",
            "alternative_provision",
        ],
        "early_years": ["day_nursery", "pre_school", "childminder", "out_of_school"],
        "agency": [
            "council_service",
            "health_provider",
            "integrated_care_board",
            "police",
            "probation",
            "youth_justice",
            "fire_rescue",
            "housing",
            "voluntary",
            "district_other",
        ],
    }


def test_a_type_answers_its_familys_form() -> None:
    made = partnership()
    assert made.form_of("childminder") == made.families["early_years"].form
    assert made.form_of("circus") == ""


def test_an_inactive_group_is_kept_but_does_not_meet() -> None:
    made = partnership()
    assert [group.key for group in made.groups if not group.active] == ["multi_agency_audit"]
    assert "multi_agency_audit" not in [group.key for group in made.active_groups]


def test_only_some_groups_may_ask_for_an_audit() -> None:
    assert [group.key for group in partnership().requesting_groups] == [
        "mars_board",
        "splig",
        "chapp",
        "marpf",
        "practice_review",
    ]


def test_keys_are_not_repeated() -> None:
    made = partnership()
    for rows in (made.groups, made.phases, made.localities, made.themes, made.help_panel):
        keys = [row.key for row in rows]
        assert sorted(set(keys)) == sorted(keys)


def test_the_night_number_is_the_councils_and_in_doubt() -> None:
    [line] = [line for line in partnership().help_panel if line.key == "children_services_night"]
    assert (line.number, line.href, line.checked) == ("01724 296555", "tel:01724296555", False)


def test_every_audience_sees_the_emergency_number_first() -> None:
    for audience in ("young", "parent", "adult"):
        assert partnership().help_for(audience)[0].number == "999"


def test_a_link_dials_the_number_it_shows() -> None:
    def digits(words: str) -> str:
        return "".join(letter for letter in words if letter.isdigit())

    for line in partnership().help_panel:
        assert digits(line.href) == digits(line.number)


def test_small_numbers_are_the_agreed_minimums() -> None:
    assert partnership().small_numbers == SmallNumbers(
        counts_minimum=5,
        percentages_minimum=10,
        sensitive_minimum=10,
        types_minimum=5,
        quotes_minimum=10,
        tiles_minimum=5,
    )


def test_evidence_limit_is_given_in_bytes() -> None:
    assert partnership().evidence.max_bytes == 10 * 1024 * 1024


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("09-01", 2025, date(2025, 9, 1)),
        ("last friday 11", 2025, date(2025, 11, 28)),
        ("last friday 11", 2029, date(2029, 11, 30)),
        ("last day 2", 2028, date(2028, 2, 29)),
    ],
)
def test_find_day_reads_a_rule(rule: str, year: int, day: date) -> None:
    assert find_day(rule, year) == day


def test_a_window_runs_over_the_new_year() -> None:
    assert partnership().deadlines.windows["education"].dates(2025) == WindowDates(
        opens=date(2025, 9, 1),
        closes=date(2025, 11, 28),
        extended_to=date(2026, 1, 15),
        composite_by=date(2026, 2, 28),
    )


@pytest.mark.parametrize(
    ("family", "today", "opens"),
    [
        ("early_years", date(2026, 3, 31), date(2026, 1, 1)),
        ("early_years", date(2026, 4, 1), date(2027, 1, 1)),
        ("education", date(2026, 11, 22), date(2026, 9, 1)),
        ("agency", date(2026, 1, 1), date(2026, 4, 1)),
    ],
)
def test_the_next_window_is_the_first_that_has_not_closed(
    family: str, today: date, opens: date
) -> None:
    assert partnership().deadlines.windows[family].next_dates(today).opens == opens


def test_every_family_has_a_window() -> None:
    made = partnership()
    assert list(made.deadlines.windows) == list(made.families)


def test_a_checked_help_line_has_its_day() -> None:
    [line] = [line for line in partnership().help_panel if line.key == "childline"]
    assert line == HelpLine(
        key="childline",
        label="Childline",
        number="0800 1111",
        href="tel:08001111",
        hours="Any time, free, up to age 19",
        audiences=("young", "parent"),
        checked=True,
        last_checked=date(2026, 11, 22),
    )


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("email: mars@northlincs.gov.uk\n", "", "partnership.yaml lacks email: add it"),
        (
            "plural: Academies and free schools, family: education",
            "plural: Academies and free schools, family: schools",
            "organisation type academy names the family schools, "
            "which is not among education, early_years, agency",
        ),
        (
            "closes: last friday 11",
            "closes: end of November",
            "partnership.yaml cannot be read: "
            '"end of November" is no day: write "09-01", "last friday 11" or "last day 2"',
        ),
        (
            "hours: Any time\n    for: [young, parent, adult]\n    checked: true\n"
            "    last_checked: 2026-11-22",
            "hours: Any time\n    for: [young, parent, adult]\n    checked: true",
            "help line police is marked checked: add last_checked, or write checked: false",
        ),
    ],
)
def test_a_fault_is_named(before: str, after: str, message: str) -> None:
    assert SHIPPED.count(before) == 1
    with pytest.raises(PartnershipError) as caught:
        read_partnership(SHIPPED.replace(before, after))
    assert str(caught.value) == message


def test_an_unknown_setting_is_named() -> None:
    with pytest.raises(PartnershipError, match="max_pages"):
        read_partnership(SHIPPED.replace("max_files: 5", "max_pages: 5"))


def test_every_family_has_its_form_in_the_library() -> None:
    shipped = {path.stem for path in LIBRARY.glob("*.yaml")}
    assert [family.form for family in partnership().families.values()] == [
        "school_audit",
        "early_years_audit",
        "section_eleven",
    ]
    assert {family.form for family in partnership().families.values()} <= shipped
