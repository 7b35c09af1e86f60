"""Which organisations of the register a request for an audit means by its agencies.

A request names kinds of agencies, and lines with the contact in each. A person looks at what
is proposed here before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from forms.model import Answers, Form, Json
from scrutiny.organisation import Organisation

#: The questions of the form: the kinds of agencies, and the rows with a contact in each.
KINDS, CONTACTS, NAME = "agencies", "agency_contacts", "contact_agency"
#: Words that stand in many names and tell none apart.
_COMMON = frozenset({"and", "of", "the", "for", "service", "services", "s", "team", "another"})


def propose_agencies(
    form: Form, answers: Answers, organisations: Iterable[Organisation]
) -> list[str]:
    """The ids of the organisations that are meant, in their own order.

    Meant are all of a type of organisation that was chosen, those whose name holds every
    word of another kind that was chosen, and those that a contact line names.
    """
    chosen = _texts(answers.get(KINDS))
    kinds = [_words(label) for value in chosen if (label := _label(form, value))]
    lines = [_words(line) for line in _contact_lines(answers.get(CONTACTS))]

    def is_meant(one: Organisation) -> bool:
        name = _words(one.name)
        named = any((name and name <= line) or (line and line <= name) for line in lines)
        return one.type in chosen or named or any(kind and kind <= name for kind in kinds)

    return [one.id for one in organisations if is_meant(one)]


def _label(form: Form, value: str) -> str:
    question = form.questions.get(KINDS)
    choice = question.find_choice(value) if question else None
    return choice.label.say() if choice else ""


def _texts(value: Json) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _contact_lines(value: Json) -> Iterator[str]:
    for row in value if isinstance(value, list) else ():
        name = row.get(NAME) if isinstance(row, dict) else None
        if isinstance(name, str):
            yield name


def _words(text: str) -> frozenset[str]:
    """The telling words of a name, small: "Children's Social Care Service" has three."""
    return frozenset(re.findall(r"[a-z]+", text.lower().replace("'s", ""))) - _COMMON
