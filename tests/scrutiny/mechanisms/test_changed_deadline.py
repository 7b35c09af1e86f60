"""A deadline that is changed in a YAML file changes the calendar, without code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from shutil import copytree

from db.activities import list_open_steps, take_up_version
from db.mechanisms import publish_mechanism
from scrutiny.calendar import Dated, make_calendar
from scrutiny.mechanism_library import FOLDER, MechanismLibrary, known_of, load_mechanisms
from scrutiny.partnership import partnership as settings
from tests.scrutiny.mechanisms.walking import (
    CONTEXT,
    POLICE,
    TEAM,
    Partnership,
    Walk,
    forms,
    mechanisms,
    moment,
    on,
)

ANSWER = "The agency sends what it wants to be read beforehand"
VERSION = mechanisms().mechanisms["agency_call_in"].version


def change(folder: Path, changes: Mapping[str, str]) -> MechanismLibrary:
    """The mechanisms after somebody has changed the file of the call-in."""
    copytree(FOLDER, folder)
    file = folder / "agency_call_in.yaml"
    text = file.read_text("utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    library = load_mechanisms(folder, known=known_of(settings(), forms().forms))
    assert library.problems == ()
    return library


def call_in(partnership: Partnership) -> Walk:
    """The police call the hospital in for 3 March."""
    call = partnership.begin(
        "agency_call_in", "Strategy discussions", POLICE, on="2026-02-02", subject="hospital",
        reason="issue", venue="bespoke",
    )  # fmt: skip
    call.take("call", POLICE, meets_on="2026-03-03")
    return call


def calendar(partnership: Partnership) -> dict[str, date]:
    """By activity, the day on which the calendar shows the agency's step."""
    steps = partnership.database.read(
        list_open_steps, viewer=TEAM, first=on("2026-01-01"), last=on("2026-12-31")
    )
    entries = make_calendar(Dated(on("2026-02-02"), steps=steps))
    return {e.note.partition(",")[0]: e.on for e in entries if e.title.startswith(ANSWER)}


def test_a_changed_deadline_changes_the_calendar(partnership: Partnership, tmp_path: Path):
    """What has begun keeps its date until it takes the new version up."""
    began_before = call_in(partnership)
    assert calendar(partnership) == {"CI-2026-001": on("2026-02-24")}
    changed = change(
        tmp_path / "mechanisms",
        {
            f'version: "{VERSION}"': 'version: "next"',
            "before: meets_on, days: 7": "before: meets_on, days: 14",
        },
    )
    partnership.database.write(
        publish_mechanism, mechanism=changed.mechanisms["agency_call_in"],
        source=changed.sources["agency_call_in"], now=moment("2026-02-02"),
    )  # fmt: skip
    partnership.mechanisms = changed.mechanisms
    call_in(partnership)
    assert calendar(partnership) == {
        "CI-2026-001": on("2026-02-24"), "CI-2026-002": on("2026-02-17"),
    }  # fmt: skip
    partnership.database.write(
        take_up_version, id=began_before.activity.id, version="next", viewer=TEAM,
        now=moment("2026-02-03"), context=CONTEXT,
    )  # fmt: skip
    assert set(calendar(partnership).values()) == {on("2026-02-17")}


def test_a_number_changed_without_a_new_version_changes_nothing_that_runs(
    partnership: Partnership, tmp_path: Path
):
    """The problem says what to do; the calendar stays as it is."""
    call_in(partnership)
    changed = change(
        tmp_path / "mechanisms", {"before: meets_on, days: 7": "before: meets_on, days: 14"}
    )
    problem = partnership.database.write(
        publish_mechanism, mechanism=changed.mechanisms["agency_call_in"],
        source=changed.sources["agency_call_in"], now=moment("2026-02-02"),
    )  # fmt: skip
    assert problem
    assert problem.cure == ("Give the changed file a new version; running activities keep theirs.")
    assert calendar(partnership) == {"CI-2026-001": on("2026-02-24")}
    assert changed.mechanisms["agency_call_in"].version == VERSION
