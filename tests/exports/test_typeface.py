"""Fonts, widths and lines."""

import json

from exports.typeface import (
    FOLDER,
    INDEX,
    REGULAR,
    clean,
    draws,
    font_of,
    shorten,
    text_width,
    wrap,
)


def test_clean_drops_controls_and_keeps_words():
    assert clean("a\x00b\x07\u202ec\r\nd\te\u200b") == "abc\nd e"


def test_clean_marks_half_characters():
    assert clean("a\ud800b") == "a\ufffdb"


def test_clean_composes_letters():
    assert clean("cafe\u0301") == "café"


def test_clean_keeps_joiners_that_shape_words():
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_common_scripts_are_drawn_by_a_font():
    words = "A é Ж α ع ע ह ব ਪ ગ த ไ አ 中 あ 한 😀 → ☐ ✓"
    assert [char for char in words.split() if not font_of(char)] == []


def test_latin_is_drawn_by_the_page_font():
    assert font_of("é") == REGULAR
    assert draws(REGULAR, "é")


def test_a_private_character_is_drawn_by_no_font():
    assert font_of("\ue000") == ""


def test_the_index_names_every_font_file():
    index = json.loads(INDEX.read_text("utf-8"))
    assert sorted(index) == sorted(path.name for path in FOLDER.glob("*.ttf"))


def test_a_licence_stands_beside_the_fonts():
    found = {path.name for path in FOLDER.glob("*.txt")}
    assert found == {"Apache-2.0.txt", "OFL-NanumGothic.txt", "OFL-Noto.txt", "OFL-NotoEmoji.txt"}


def test_wrap_breaks_between_words():
    assert wrap("one two three", 12, text_width("one two", 12)) == ["one two", "three"]


def test_wrap_keeps_line_ends():
    assert wrap("one\n\ntwo", 12, 200) == ["one", "", "two"]


def test_wrap_breaks_a_word_that_is_too_long():
    assert wrap("x" * 7, 12, text_width("xxx", 12)) == ["xxx", "xxx", "x"]


def test_wrap_breaks_between_ideographs():
    assert wrap("中文字", 12, text_width("中文", 12)) == ["中文", "字"]


def test_wrap_never_makes_a_line_wider_than_asked():
    text = "Every member of staff has read it. " * 40 + "x" * 500
    assert [line for line in wrap(text, 12, 150) if text_width(line, 12) > 150] == []


def test_shorten_tells_that_words_were_cut():
    assert shorten("one two three four", 12, text_width("one two", 12), 1) == ["one…"]


def test_shorten_cuts_a_single_long_word():
    assert shorten("x" * 40, 12, text_width("xxxxxxx", 12), 1) == ["xxxxx…"]


def test_shorten_leaves_what_fits():
    assert shorten("one two", 12, 200, 2) == ["one two"]
