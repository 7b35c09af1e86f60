"""The table of messages: short, complete, the same gaps in every language."""

import re
import string
from pathlib import Path

import pytest

import forms
from forms.messages import MESSAGES, say

SOURCES = Path(forms.__file__).parent


def gaps(words):
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_say_fills_the_gaps_and_falls_back():
    assert say("maximum", maximum="5") == "Enter 5 or less"
    assert say("maximum", "en-easy", maximum="5") == "Please write 5 or less"
    assert say("maximum", "pl", maximum="5") == "Enter 5 or less"


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_is_short_and_has_the_same_gaps_in_every_language(code):
    words = MESSAGES[code].words
    assert {frozenset(gaps(each)) for each in words.values()} == {frozenset(gaps(words["en"]))}
    assert all(len(each) <= 90 and not each.endswith(".") for each in words.values())


def test_every_code_that_the_source_names_is_in_the_table():
    named = set()
    for path in (*SOURCES.glob("*.py"), *SOURCES.glob("types/*.py")):
        named |= set(re.findall(r'(?:\bsay|AnswerError)\(\s*"(\w+)"', path.read_text("utf-8")))
        named |= set(re.findall(r'prompt(?:: str)? ?= ?"(\w+)"', path.read_text("utf-8")))
    assert named - MESSAGES.keys() == set()
