"""Every message that a respondent can get, in one table: short, imperative, by language."""

from __future__ import annotations

from collections.abc import Mapping

from forms.text import DEFAULT_LANGUAGE, Text


def _text(en: str, easy: str = "") -> Text:
    return Text({"en": en, "en-easy": easy} if easy else {"en": en})


#: By code. Words in braces are filled in; both variants of a message use the same ones.
MESSAGES: Mapping[str, Text] = {
    # nothing given
    "answer": _text("Answer this question", "Please answer this question"),
    "choose": _text("Choose an answer", "Please choose an answer"),
    "choose_some": _text("Choose at least one answer", "Please choose one or more"),
    "write": _text("Write an answer", "Please write an answer"),
    "tick": _text("Tick the box to confirm", "Please tick the box"),
    "attach": _text("Attach a file", "Please add a file"),
    "rank": _text("Put these in order", "Please put these in order"),
    "choose_row": _text("Choose an answer for this row", "Please choose an answer here"),
    # cannot be read
    "text": _text("Write the answer in words", "Please use words"),
    "number": _text("Enter a number, such as 12", "Please write a number, like 12"),
    "whole_number": _text("Enter a whole number, such as 12", "Please write a number, like 12"),
    "number_size": _text("Enter a smaller number", "This number is too big"),
    "date": _text("Enter a date, such as 31/1/2026", "Please write a date, like 31/1/2026"),
    "no_such_date": _text("Enter a date that exists", "This date is not in the calendar"),
    "year": _text("Enter a year between 1800 and 2200"),
    "time": _text("Enter a time, such as 14:05 or 2pm", "Please write a time, like 2pm"),
    "email": _text(
        "Enter an e-mail address, such as name@example.org",
        "Please write an e-mail address, like name@example.org",
    ),
    "postcode": _text(
        "Enter a full postcode, such as DN16 1AB", "Please write a postcode, like DN16 1AB"
    ),
    "urn": _text("Enter a reference number, such as 117703 or EY123456"),
    "listed": _text("Choose from the answers listed", "Please choose from the list"),
    "list_of_choices": _text("Choose one or more of the answers listed"),
    "rows": _text("Choose from the answers listed, row by row"),
    "files": _text("Attach the file again", "Please add the file again"),
    "confirm": _text("Tick the box, or leave it empty"),
    "judgement": _text("Choose a rating from the list", "Please choose from the list"),
    "actions": _text("Write the action, who does it and by when"),
    "part_text": _text("Write this part in words"),
    "yes_or_no": _text("Answer yes or no"),
    "groups": _text("Fill in this list again"),
    "value": _text("Give a single value"),
    # read, but not acceptable
    "too_long": _text(
        "Shorten this by {over} {characters}", "This is {over} {characters} too long"
    ),
    "minimum": _text("Enter {minimum} or more", "Please write {minimum} or more"),
    "maximum": _text("Enter {maximum} or less", "Please write {maximum} or less"),
    "from": _text("Enter {minimum} or later", "Please write {minimum} or later"),
    "until": _text("Enter {maximum} or earlier", "Please write {maximum} or earlier"),
    "max_choices": _text("Choose at most {count}", "Please choose {count} or fewer"),
    "rank_all": _text("Put all {count} in order", "Please put all {count} in order"),
    "max_files": _text("Attach at most {count} {files}", "Please add {count} {files} or fewer"),
    "file_kind": _text("Attach a file of one of these kinds: {kinds}"),
    "min_count": _text("Add at least {count}", "Please add {count} or more"),
    "max_count": _text("Keep at most {count}", "Please keep {count} or fewer"),
    "constraint": _text("Change this answer: it does not fit", "Please check this answer"),
    # the parts of a judgement
    "need_rating": _text("Choose a rating", "Please choose an answer"),
    "need_evidence": _text("Describe the evidence for this rating"),
    "need_impact": _text("Say what difference this has made for children"),
    "need_best_practice": _text("Say whether this may be shared as best practice"),
    "need_action_taken": _text("Say what has been done"),
    "need_action": _text("Write at least one action"),
    "need_reason": _text("Give a short reason for this rating"),
    "need_action_text": _text("Write what will be done"),
    "need_due": _text("Give a date by which it will be done"),
    "due_within": _text("Give a date on or before {latest}, {days} days from today"),
    "due_past": _text("Give a date that is today or later"),
    # words
    "yes": _text("Yes"),
    "no": _text("No"),
    "confirmed": _text("Confirmed"),
    "evidence": _text("Evidence"),
    "impact": _text("Difference made"),
    "best_practice": _text("Share as best practice"),
    "may_name": _text("May be named"),
    "action_taken": _text("Action taken"),
    "action": _text("Action"),
    "reason": _text("Reason"),
    "character": _text("character"),
    "characters": _text("characters"),
    "file": _text("file"),
    "files_word": _text("files"),
}


def say(code: str, language: str = DEFAULT_LANGUAGE, /, **values: object) -> str:
    """The words for `code` in that language, its gaps filled from `values`."""
    return MESSAGES[code].say(language).format(**values)
