"""Members of groups from a spreadsheet: good rows whole, each bad cell with its cure."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from scrutiny.imported_table import UnreadableFileError
from scrutiny.meeting import Member
from scrutiny.member_import import (
    Changes,
    ImportedMembers,
    check_members,
    compare_members,
    read_members,
)
from scrutiny.organisation import Organisation
from scrutiny.partnership import partnership

TRUST = Organisation("h1", "Health Trust", "nhs_trust")
TWINS = [Organisation(id, "Twin Agency", "police") for id in ("t1", "t2")]
ANN = Member("", "splig", "Ann A", "Chair", "h1", "ann@a.example", starts=date(2025, 5, 1))
HEAD = "group,name,role,organisation,email,starts,ends\n"


def take(text: str) -> ImportedMembers:
    return check_members(read_members(text.encode(), "x.csv"), partnership(), [TRUST, *TWINS])


def test_members_are_read_whatever_the_order_and_words_of_the_columns() -> None:
    taken = take(
        "Full name,Board,Role in the group,E-mail,Represents,First day,Until,Phone\n"
        "Ann A,SPLIG,CHAIR,Ann@A.example,health trust,1 May 2025,,1\n"
        ",,,,,,,\n"
        "Bo,Safeguarding Adults Board,,,,,31/12/2025,1\n"
    )
    assert taken == ImportedMembers((ANN, Member("", "sab", "Bo", ended=date(2025, 12, 31))), (), 2)


def test_a_workbook_with_real_dates_is_read() -> None:
    buffer = io.BytesIO()
    row = {"group": ["SPLIG"], "name": ["Ann A"], "starts": [pd.Timestamp("2025-05-01")]}
    pd.DataFrame(row).to_excel(buffer, index=False)
    frame = read_members(buffer.getvalue(), "members.xlsx")
    taken = check_members(frame, partnership(), [])
    assert taken.members == (Member("", "splig", "Ann A", starts=date(2025, 5, 1)),)


@pytest.mark.parametrize(
    ("line", "place", "message"),
    [
        ("nope,Ann,,,,,", "group", '"nope": this group is not known'),
        (",Ann,,,,,", "group", "This is empty"),
        ("SPLIG,,,,,,", "name", "This is empty"),
        ("SPLIG,Ann,king,,,,", "role", '"king": this role in a group is not known'),
        ("SPLIG,Ann,,Nobody,,,", "organisation", '"Nobody": no such agency'),
        ("SPLIG,Ann,,Twin Agency,,,", "organisation", '"Twin Agency": no such agency'),
        ("SPLIG,Ann,,,a@b,,", "email", '"a@b": this is not an e-mail address'),
        ("SPLIG,Ann,,,,31/2/2025,", "starts", '"31/2/2025": this is not a date'),
        ("SPLIG,Ann,,,,,soon", "ends", '"soon": this is not a date'),
        ("SPLIG,Ann,,,,2025-02-01,2025-01-01", "ends", '"2025-01-01": the last day is before'),
        ("SPLIG,good ONE,,,,,", "name", '"good ONE": the same person is in this group'),
    ],
)
def test_a_bad_cell_says_row_column_and_cure(line: str, place: str, message: str) -> None:
    taken = take(f"{HEAD}SPLIG,Good One,,,,,\n{line}\n")
    assert taken.members == (Member("", "splig", "Good One"),)
    (problem,) = taken.problems
    assert problem.place == f"row 3, {place}"
    assert problem.message.startswith(message)
    assert problem.cure


def test_every_bad_cell_of_a_row_is_told_in_the_order_of_the_columns() -> None:
    taken = take(f"{HEAD}nope,,king,,,,soon\n")
    assert [each.place for each in taken.problems] == [
        "row 2, group", "row 2, name", "row 2, role", "row 2, ends",
    ]  # fmt: skip


def test_two_times_of_one_person_that_do_not_overlap_are_two_rows() -> None:
    taken = take(f"{HEAD}SPLIG,Ann,,,,2020-01-01,2022-01-01\nSPLIG,Ann,,,,2023-01-01,\n")
    assert (len(taken.members), taken.problems) == (2, ())


def test_a_file_that_is_no_table_of_ours_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="Missing: group, name"):
        take("hello\n")


def test_the_same_rows_change_nothing() -> None:
    rows = [ANN, Member("", "sab", "Bo", ended=date(2025, 12, 31))]
    known = [replace(each, id=each.name) for each in rows]
    assert compare_members(rows, known) == Changes((), (), 2)
    assert compare_members(rows, []) == Changes((rows[1], rows[0]), (), 0)


def test_an_empty_cell_leaves_what_stands_and_a_filled_one_changes_it() -> None:
    stands = replace(ANN, id="m1")
    bare = Member("", "splig", "ann a", organisation="h1")
    assert compare_members([bare], [stands]) == Changes((), (), 1)
    more = replace(bare, role="Member", ended=date(2026, 1, 1))
    after = replace(stands, role="Member", ended=date(2026, 1, 1))
    assert compare_members([more], [stands]) == Changes((), (after,), 0)


def test_who_has_left_comes_back_with_a_later_first_day_alone() -> None:
    left = replace(ANN, id="m1", ended=date(2025, 12, 1))
    assert compare_members([ANN], [left]) == Changes((), (), 1)
    assert compare_members([replace(ANN, starts=None)], [left]) == Changes((), (), 1)
    again = replace(ANN, starts=date(2026, 1, 1))
    assert compare_members([again], [left]) == Changes((again,), (), 0)


def test_an_earlier_time_does_not_change_the_one_that_stands() -> None:
    earlier = replace(ANN, starts=date(2020, 1, 1), ended=date(2022, 1, 1))
    assert compare_members([earlier], [replace(ANN, id="m1")]) == Changes((earlier,), (), 0)
