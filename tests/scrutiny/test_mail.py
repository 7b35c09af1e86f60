"""The texts of mails: every mistake is told with its place, and what is typed stays words."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrutiny.mail import (
    FOLDER,
    LINK_MARK,
    PLACEHOLDERS,
    MailKind,
    MailText,
    MailTexts,
    load_mails,
    read_mail,
    render_mail,
)

GOOD = """
en:
  subject: "{title}"
  body: |
    Dear {person}
    {link}
pl:
  subject: Zaproszenie
  body: "{link}"
"""


def test_our_own_texts_have_no_problem() -> None:
    loaded = load_mails()
    assert loaded.problems == ()
    assert {kind for kind, _ in loaded.texts} == set(MailKind)


def test_texts_are_found_by_language_and_else_in_english() -> None:
    read, problems = read_mail(GOOD, MailKind.INVITATION)
    assert problems == []
    texts = MailTexts({(MailKind.INVITATION, tag): text for tag, text in read.items()})
    assert texts.find(MailKind.INVITATION, "pl") == MailText("Zaproszenie", "{link}")
    assert texts.find(MailKind.INVITATION, "fr").subject == "{title}"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{person}", "{persn}",
         "invitation.yaml:4 en/body: {persn} stands for nothing here. Use one of {person}, "),
        ("{person}", "{person.name}", "{person.name} stands for nothing here"),
        ('"{title}"', '"{link}"',
         "invitation.yaml:3 en/subject: {link} stands for nothing here"),
        ("    {link}\n", "", "The personal link must stand once. Write {link} on its own line."),
        ("{person}", "{link}", "The personal link must stand once"),
        ("  subject: Zaproszenie\n", "", "pl/subject: The subject is missing"),
        ("en:", "fr:", "There is no English text"),
        ("  subject", "\tsubject", "invitation.yaml:3: This is not YAML"),
    ],
)  # fmt: skip
def test_mistake_in_a_text_is_told_with_its_place(old: str, new: str, told: str) -> None:
    _, problems = read_mail(GOOD.replace(old, new, 1), MailKind.INVITATION)
    assert told in " ".join(str(problem) for problem in problems)


def test_new_link_is_about_no_cycle() -> None:
    _, problems = read_mail(GOOD, MailKind.NEW_LINK)
    assert [problem.message for problem in problems] == ["{title} stands for nothing here"]


@pytest.mark.parametrize("text", ["", "en: hello", "en:\n  subject: 3", "- a", "en: [1]"])
def test_what_is_no_text_is_told_and_never_raised(text: str) -> None:
    read, problems = read_mail(text, MailKind.REMINDER)
    assert (read, bool(problems)) == ({}, True)


def test_missing_file_is_told(tmp_path: Path) -> None:
    for kind in list(MailKind)[1:]:
        (tmp_path / f"{kind}.yaml").write_text((FOLDER / f"{kind}.yaml").read_text("utf-8"))
    (problem,) = load_mails(tmp_path).problems
    assert problem.place == "invitation.yaml"


def test_what_people_typed_is_no_placeholder_and_no_link() -> None:
    text = MailText("{title}", "{organisation}\n{link}")
    values = {"title": "A\r\nBcc: all@x.example", "organisation": "{link} ⟦personal link⟧ {x}"}
    assert render_mail(text, values) == (
        "A Bcc: all@x.example",
        f"{{link}} [personal link] {{x}}\n{LINK_MARK}\n",
    )


def test_every_placeholder_stands_in_the_document() -> None:
    described = (Path(__file__).parents[2] / "docs" / "mails.md").read_text("utf-8")
    assert [f"`{{{name}}}`" in described for name in PLACEHOLDERS] == [True] * len(PLACEHOLDERS)


def test_what_is_not_translated_is_told_and_sent_in_english() -> None:
    texts = load_mails()
    assert texts.missing("en") == ()
    assert texts.missing("pl") == (
        MailKind.CONTRIBUTION, MailKind.REMINDER, MailKind.NEW_LINK,
    )  # fmt: skip
    assert texts.languages(MailKind.INVITATION) == ("en", "pl")
    assert texts.languages(MailKind.REMINDER) == ("en",)
    assert texts.language_of(MailKind.INVITATION, "pl") == "pl"
    assert texts.language_of(MailKind.REMINDER, "pl") == "en"


def test_a_language_that_is_not_described_is_told() -> None:
    read, problems = read_mail(GOOD.replace("pl:", "pll:"), MailKind.INVITATION)
    assert list(read) == ["en"]
    assert [str(problem) for problem in problems] == [
        "invitation.yaml:7 pll: This language is not known. Describe it in languages.yaml, or "
        "correct its name."
    ]
