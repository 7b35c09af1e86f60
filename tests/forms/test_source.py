"""YAML as authors write it, and as nobody should."""

# ruff: noqa: E501 (a text and why it is refused stand on one line)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.source import SourceError, load_yaml, read_source


def problem_of(text: str) -> str:
    with pytest.raises(SourceError) as caught:
        read_source(text)
    return f"{caught.value.line}: {caught.value.reason}. {caught.value.cure}"


def test_words_stay_words() -> None:
    text = "[no, yes, on, off, 12:30, 1_000, 2026-01-31, 0x1F, 'true', 1.2.3, .inf, .nan, =]"
    assert load_yaml(text) == [
        "no", "yes", "on", "off", "12:30", "1_000", "2026-01-31", "0x1F", "true", "1.2.3",
        ".inf", ".nan", "=",
    ]  # fmt: skip


def test_numbers_truths_and_nothing_are_read() -> None:
    assert load_yaml("[1, -2, 1.5, .5, 1e3, true, FALSE, null, ~, ]") == [
        1, -2, 1.5, 0.5, 1000.0, True, False, None, None,
    ]  # fmt: skip


def test_number_too_long_to_be_one_is_words() -> None:
    assert load_yaml("9" * 5000) == "9" * 5000


def test_tags_make_nothing() -> None:
    assert load_yaml("!!python/object/apply:os.system ['ls']") == ["ls"]


def test_merge_key_is_a_key_like_another() -> None:
    assert load_yaml("a: &a {b: 1}\nc:\n  <<: *a") == {"a": {"b": 1}, "c": {"<<": {"b": 1}}}


def test_lines_are_known_by_path() -> None:
    source = read_source("title: A\nsections:\n  - id: one\n    questions:\n      - {id: q}\n")
    assert source.line("title") == 1
    assert source.line("sections/0/id") == 3
    assert source.line("sections/0/questions/0/id") == 5
    assert source.line("sections/0/intro") == 3
    assert source.line("nowhere") == 1


def test_repeated_keys_are_told_and_the_last_one_counts() -> None:
    source = read_source("a: 1\nb: {c: 2, c: 3}\na: 4\n")
    assert source.value == {"a": 4, "b": {"c": 3}}
    assert source.repeated == (("b/c", 2), ("a", 3))


def test_alias_is_its_value() -> None:
    assert load_yaml("a: &a [1, 2]\nb: *a") == {"a": [1, 2], "b": [1, 2]}


def test_nothing_is_none() -> None:
    assert load_yaml("") is None
    assert load_yaml("# only a comment\n") is None


def test_byte_order_mark_is_skipped() -> None:
    assert load_yaml("\ufeffa: 1") == {"a": 1}


LOOK = "Look at this line and the one before: indentation, colons and quotation marks."
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{last}'] * 9)}]\n"
    for last, name in zip("abcdefghijk", "bcdefghijkl", strict=True)
)
REFUSED = {
    "anchor that holds itself": ("a: &a [*a]", "1: The anchor a holds itself. Write the value out."),
    "anchor in its own mapping": ("a: &a\n  b: *a", "2: The anchor a holds itself. Write the value out."),
    "anchor that is not there": ("a: *b", "1: The anchor b is not there. Write the value out."),
    "aliases that multiply": (BOMB, "6: The file holds over 200,000 values. Write less, or use fewer aliases."),
    "very many values": (f"[{'1,' * 300_000}]", "1: The file holds over 200,000 values. Write less, or use fewer aliases."),
    "a very large file": ("a" * 2_000_001, "1: The file is larger than 2,000,000 characters. Make it smaller."),
    "several documents": ("a: 1\n---\nb: 2", "2: A second document starts here. Keep one form in a file, without a line ---."),
    "tabs": ("a:\n\tb: 1", f"2: This is not YAML: found character that cannot start any token. {LOOK}"),
    "brackets without end": ("[" * 100_000, "1: This is nested too deeply. Take levels away."),
    "levels without end": ("".join(f"{' ' * n}a:\n" for n in range(1_500)), "101: This is nested too deeply. Take levels away."),
    "dashes without end": ("- " * 50_000, "1: This is nested too deeply. Take levels away."),
    "a list as key": ("? [a]\n: b", "1: A key is not words. Write it as words, then a colon."),
    "an alias as key": ("a: &a x\n*a : b", "2: A key is not words. Write it as words, then a colon."),
    "control characters": ("a: b\nc: \x00", f"2: This is not YAML: control characters are not allowed. {LOOK}"),
    "half a character": ("a: \ud800", f"1: This is not YAML: it holds half a character. {LOOK}"),
    "a quotation without end": ("a: 'b", f"1: This is not YAML: found unexpected end of stream. {LOOK}"),
}  # fmt: skip


@pytest.mark.parametrize("refused", REFUSED)
def test_refused_with_line_and_cure(refused: str) -> None:
    text, problem = REFUSED[refused]
    assert problem_of(text) == problem


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@`,? \n\t\\~0."))
@settings(max_examples=500, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        last = max(read_source(text).lines.values(), default=1)
    except SourceError as error:
        last = error.line
    assert 1 <= last <= len(text.splitlines()) + 1
