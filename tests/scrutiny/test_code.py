"""Codes of campaigns."""

from __future__ import annotations

import re

import pytest

from scrutiny.code import check_code, make_code


def test_made_codes_are_clear_and_taken() -> None:
    made = {make_code() for _ in range(200)}
    assert len(made) > 190
    assert all(re.fullmatch(r"[A-Z]{4,7}-[2-9A-HJKMNP-Z]{4}", code) for code in made)


@pytest.mark.parametrize("code", ["", "A1", "OTTER", "AAA111", "OTTER-ONE", "ОТТЕР-12", "------1"])
def test_codes_that_are_easily_guessed_are_not_taken(code: str) -> None:
    assert check_code(code) != ""


def test_code_that_is_taken() -> None:
    assert check_code("otter 7k3m") == ""
