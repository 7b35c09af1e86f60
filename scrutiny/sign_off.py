"""Who agrees a return before it is sent: sign-off roles by organisation type, and signatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from forms.model import Answers, Form, Json

#: The kinds of form that a setting's own people agree.
KINDS = frozenset({"self_assessment"})


class Decision(StrEnum):
    """What somebody who was asked to sign off says."""

    AGREED = "agreed"
    RETURNED = "returned"


DECISION_LABELS: Mapping[Decision, str] = {
    Decision.AGREED: "Agreed",
    Decision.RETURNED: "Returned with a note",
}


@dataclass(frozen=True, slots=True)
class SignOffRole:
    """One who signs off, such as the governing body.

    `fills` begins the ids of the form's own questions (`_name`, `_role`, `_on`) that a
    signature answers; `minute` and `minuted_on` are two more, "" where there is none.
    """

    key: str
    label: str
    fills: str
    minute: str = ""
    minuted_on: str = ""

    @property
    def questions(self) -> tuple[str, ...]:
        """Every question that the signature may answer."""
        named = (f"{self.fills}_name", f"{self.fills}_role", f"{self.fills}_on")
        return tuple(id for id in (*named, self.minute, self.minuted_on) if id)


@dataclass(frozen=True, slots=True)
class SignOffRules:
    """The sign-off settings: roles, which types need which, and whether the form may do.

    A link to sign works for `link_days` from the day on which it is made.
    """

    roles: Mapping[str, SignOffRole]
    types: Mapping[str, tuple[str, ...]]
    in_form: bool = True
    link_days: int = 28

    def asked_of(self, organisation_type: str, kind: str) -> tuple[SignOffRole, ...]:
        """Who signs off a form of that kind for that type; nobody for an unknown one."""
        keys = self.types.get(organisation_type, ()) if kind in KINDS else ()
        return tuple(self.roles[key] for key in keys)


@dataclass(frozen=True, slots=True)
class SignOff:
    """One request to sign a return off, and what became of it.

    `stands` is false once the answers were opened again, so that the signature speaks of an
    earlier version. `id` opens the link.
    """

    id: str
    response: str
    role: str
    asked: datetime
    asked_by: str = ""
    name: str = ""
    position: str = ""
    minute: str = ""
    decision: Decision | None = None
    note: str = ""
    decided: datetime | None = None
    stands: bool = True

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.stands and self.decision is None


def read_sign_off(raw: Mapping[str, Any]) -> SignOffRules:
    """The rules as partnership.yaml gives them; raises ValueError naming an unknown role."""
    roles = {row["key"]: SignOffRole(**row) for row in raw["roles"]}
    types = {key: tuple(names) for key, names in raw["types"].items()}
    for kind, names in types.items():
        unknown = [name for name in names if name not in roles]
        if unknown:
            raise ValueError(f"sign_off: {kind} names {unknown[0]}, which is no sign-off role")
    return SignOffRules(roles, types, in_form=bool(raw["in_form"]), link_days=int(raw["link_days"]))


def needs_link(
    rules: SignOffRules, roles: Sequence[SignOffRole], form: Form, answers: Answers
) -> bool:
    """Whether the return may be sent only after everybody has signed by their link.

    Not where nobody signs, nor where the form's own questions may name everybody and do.
    """
    named = may_be_named(rules, roles, form) and all(answers.get(_name(role)) for role in roles)
    return bool(roles) and not named


def may_be_named(rules: SignOffRules, roles: Sequence[SignOffRole], form: Form) -> bool:
    """Whether the form itself may name all who sign: the rules allow it, and it asks for them."""
    return rules.in_form and all(_name(role) in form.questions for role in roles)


def questions_of(roles: Iterable[SignOffRole]) -> frozenset[str]:
    """The questions that signatures answer, so that they may wait until last."""
    return frozenset(id for role in roles for id in role.questions)


def answers_of(
    role: SignOffRole, form: Form, *, name: str, position: str, minute: str, day: str
) -> dict[str, Json]:
    """What a signature answers of the form's own questions."""
    given = {
        f"{role.fills}_name": name,
        f"{role.fills}_role": position,
        f"{role.fills}_on": day,
        role.minute: minute,
        role.minuted_on: day,
    }
    return {id: value for id, value in given.items() if id in form.questions and value}


def _name(role: SignOffRole) -> str:
    return f"{role.fills}_name"
