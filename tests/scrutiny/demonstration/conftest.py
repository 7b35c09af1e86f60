"""One demonstration for all of these tests, since making it takes some seconds."""

from __future__ import annotations

from datetime import date

import pytest

from forms.library import Library, load_library
from scrutiny.demonstration import Demonstration, make_demonstration

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def library() -> Library:
    """The forms as they stand."""
    return load_library()


@pytest.fixture(scope="session")
def made(library: Library) -> Demonstration:
    """The whole demonstration."""
    return make_demonstration(library, today=TODAY)
