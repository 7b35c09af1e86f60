"""Codes of campaigns."""

from __future__ import annotations

import math
import re

import pytest

from scrutiny.code import check_code, hash_hand_out, make_code, make_hand_outs, make_seed


def test_made_codes_are_clear_and_taken() -> None:
    made = {make_code() for _ in range(200)}
    assert len(made) > 190
    assert all(re.fullmatch(r"[A-Z]{4,7}-[2-9A-HJKMNP-Z]{4}", code) for code in made)


@pytest.mark.parametrize("code", ["", "A1", "OTTER", "AAA111", "OTTER-ONE", "ОТТЕР-12", "------1"])
def test_codes_that_are_easily_guessed_are_not_taken(code: str) -> None:
    assert check_code(code) != ""


def test_code_that_is_taken() -> None:
    assert check_code("otter 7k3m") == ""


def test_a_suggested_code_is_one_that_is_taken() -> None:
    assert {check_code(make_code()) for _ in range(200)} == {""}


def test_hand_out_codes_are_clear_of_their_own_and_cannot_be_guessed() -> None:
    codes = make_hand_outs(make_seed(), 500, secret="s" * 32)
    assert len(set(codes)) == 500
    for code in codes:
        assert re.fullmatch(r"([2-9A-HJKMNP-TV-Z]{4}-){2}[2-9A-HJKMNP-TV-Z]{4}", code)
    letters = {letter for code in codes for letter in code} - {"-"}
    assert 12 * math.log2(len(letters)) > 40


def test_hand_out_codes_come_of_the_seed_and_the_secret() -> None:
    codes = make_hand_outs("a", 3, secret="s" * 32)
    assert codes == make_hand_outs("a", 5, secret="s" * 32)[:3]
    assert not {*codes} & {*make_hand_outs("b", 3, secret="s" * 32)}
    assert not {*codes} & {*make_hand_outs("a", 3, secret="t" * 32)}


def test_a_hand_out_code_has_one_hash_however_it_is_typed() -> None:
    kept = hash_hand_out("7K3M-9QPT-XW2C", secret="s" * 32)
    assert hash_hand_out(" 7k3m 9qptxw2c", secret="s" * 32) == kept
    assert hash_hand_out("7K3M-9QPT-XW2C", secret="t" * 32) != kept
    assert "7K3M" not in kept.upper()
