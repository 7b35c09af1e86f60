"""Settings come from the environment, and unsafe ones stop the app with a cure."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from scrutiny.settings import VARIABLES, Settings, SettingsError, load_settings

KEY = "a-secret-of-at-least-thirty-two-characters"
DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def test_demonstration_mode_needs_nothing_else() -> None:
    assert load_settings({"MARS_DEMONSTRATION": "1"}) == Settings(demonstration=True)


def test_every_setting_is_read() -> None:
    environ = {
        "MARS_DATABASE": "postgresql://localhost/mars",
        "MARS_SECRET": KEY,
        "MARS_BASE_URL": "https://mars.example.org/",
    }
    assert load_settings(environ) == Settings(
        database="postgresql://localhost/mars",
        demonstration=False,
        secret=KEY,
        base_url="https://mars.example.org",
    )


@pytest.mark.parametrize(
    ("environ", "cure"),
    [
        ({}, "MARS_SECRET is not set: set it to a long random text"),
        ({"MARS_SECRET": "short"}, "give it at least 32 characters"),
        ({"MARS_DEMONSTRATION": "perhaps"}, "set it to 1 or 0"),
        ({"MARS_SECRET": KEY, "MARS_BASE_URL": "mars.example.org"}, "start it with https://"),
    ],
)
def test_an_unsafe_setting_is_refused_with_its_cure(environ: dict[str, str], cure: str) -> None:
    with pytest.raises(SettingsError, match=cure):
        load_settings(environ)


def test_the_secret_is_not_printed() -> None:
    assert KEY not in repr(Settings(secret=KEY))


def test_every_setting_has_its_variable_and_its_line_in_the_document() -> None:
    assert set(VARIABLES) == {field.name for field in fields(Settings)}
    lines = DOCUMENT.read_text("utf-8").splitlines()
    described = [line.split("`")[1] for line in lines if line.startswith("| `")]
    assert described == list(VARIABLES.values())
