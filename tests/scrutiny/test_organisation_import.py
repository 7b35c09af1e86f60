"""A register read from a spreadsheet: good rows come in, bad ones are named."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from forms.problem import Problem
from scrutiny.imported_table import UnreadableFileError
from scrutiny.organisation import Organisation
from scrutiny.organisation_import import (
    Imported,
    check_register,
    leave_out_known,
    read_register,
)
from scrutiny.partnership import partnership


def take(text: str, name: str = "register.csv") -> Imported:
    return check_register(read_register(text.encode(), name), partnership())


def test_a_good_row_becomes_an_organisation_with_its_type_found_by_label() -> None:
    taken = take(
        "URN,School name,Type,Phase,Trust,Locality,Contact,E-mail\n"
        "123456,Larkfield Primary,Academy or free school,Primary,Trent Trust,Brigg and the Wolds,"
        "A Person,office@larkfield.example\n"
    )
    assert taken == Imported(
        organisations=(
            Organisation(
                id="", name="Larkfield Primary", type="academy", urn="123456", phase="primary",
                trust="Trent Trust", locality="brigg_and_wolds", contact_name="A Person",
                contact_email="office@larkfield.example",
            ),
        ),
        problems=(),
        rows=1,
    )  # fmt: skip


def test_each_bad_cell_is_named_with_row_column_and_cure_and_good_rows_still_come() -> None:
    taken = take(
        "urn,name,type,contact_email\n"
        "12,Short number,academy,\n"
        "123456,,academy,\n"
        "234567,Good Nursery,day_nursery,not an address\n"
        "345678,Fine Club,Out-of-school club,club@example.org\n"
    )
    assert [o.name for o in taken.organisations] == ["Fine Club"]
    assert taken.problems == (
        Problem(
            "row 2, urn",
            '"12": a URN is six or seven digits, or two letters and six digits',
            "Check the number",
        ),
        Problem("row 3, name", "This is empty", "Every organisation needs one"),
        Problem(
            "row 4, contact_email",
            '"not an address": this is not an e-mail address',
            "Write it like name@example.org",
        ),
    )


def test_a_urn_that_stands_twice_leaves_both_rows_out() -> None:
    taken = take("urn,name,type\n123456,One,academy\n123456,Two,academy\n,Three,police\n")
    assert [o.name for o in taken.organisations] == ["Three"]
    assert [p.place for p in taken.problems] == ["row 2, urn", "row 3, urn"]


def test_a_name_and_type_that_stand_twice_without_a_urn_leave_both_rows_out() -> None:
    taken = take(
        "urn,name,type\n,Wren House,academy\n,wren house,Academy or free school\n"
        ",Wren House,police\n123456,Wren House,academy\n"
    )
    assert [(o.urn, o.type) for o in taken.organisations] == [("", "police"), ("123456", "academy")]
    assert taken.problems == (
        Problem(
            "row 2, name",
            '"Wren House": this name and type stand in more than one row without a URN',
            "Keep one, or give each its URN",
        ),
        Problem(
            "row 3, name",
            '"wren house": this name and type stand in more than one row without a URN',
            "Keep one, or give each its URN",
        ),
    )


def test_a_contact_that_is_an_address_is_written_to() -> None:
    taken = take("name,type,contact\nOne,academy,head@one.example\nTwo,academy,A Person\n")
    assert [(o.contact_name, o.contact_email) for o in taken.organisations] == [
        ("", "head@one.example"),
        ("A Person", ""),
    ]


def test_an_unknown_type_is_answered_with_the_list_of_types() -> None:
    (problem,) = take("name,type\nSomewhere,Castle\n").problems
    assert problem.message == '"Castle": this type is not known'
    assert problem.cure.startswith("Use one of: Maintained school, Academy or free school")


def test_empty_rows_are_passed_over_and_rows_keep_their_spreadsheet_number() -> None:
    taken = take("name,type\n\nPlace,academy\n,\nOther,castle\n")
    assert [o.name for o in taken.organisations] == ["Place"]
    assert [p.place for p in taken.problems] == ["row 5, type"]


def test_an_excel_file_keeps_leading_zeros_and_reads_the_same() -> None:
    target = io.BytesIO()
    pd.DataFrame({"URN": ["0123456"], "Name": ["Zero"], "Type": ["Police"]}).to_excel(
        target, index=False
    )
    taken = check_register(read_register(target.getvalue(), "register.xlsx"), partnership())
    assert [(o.urn, o.type) for o in taken.organisations] == [("0123456", "police")]


def test_a_file_in_the_old_windows_encoding_is_read() -> None:
    frame = read_register("name,type\nCafé Club,out_of_school\n".encode("cp1252"), "old.csv")
    assert list(frame["name"]) == ["Café Club"]


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "empty.csv", "This file could not be read as a table"),
        (b"PK\x03\x04 not a workbook", "broken.xlsx", "This file could not be read as a table"),
        (b"colour\nred\n", "other.csv", "The first row must name the columns. Missing: name, type"),
        (b"name,school,type\na,b,c\n", "two.csv", "Two columns are both called name"),
        (b"name,type\n,\n\n ,\n", "blank.csv", "No row is filled in"),
        (b"name,type\n", "heads.csv", "No row is filled in"),
    ],
)
def test_a_file_that_is_no_register_is_refused_in_words(
    content: bytes, name: str, message: str
) -> None:
    with pytest.raises(UnreadableFileError, match=message):
        read_register(content, name)


def test_what_is_on_the_register_already_is_known_by_urn_or_else_by_name_and_type() -> None:
    known = [
        Organisation(id="1", name="Old name", type="academy", urn="123456"),
        Organisation(id="2", name="Hill Club", type="out_of_school"),
    ]
    taken = [
        Organisation(id="", name="New name", type="academy", urn="123456"),
        Organisation(id="", name="hill club", type="out_of_school"),
        Organisation(id="", name="Hill Club", type="day_nursery"),
    ]
    assert leave_out_known(taken, known) == [taken[2]]
