"""Which responses a viewer may read or change, as a condition that goes into the query.

The rules, from narrow to wide: whom a link opened a response for may read that one;
READ_OWN reads those of one's own organisations; READ_OWN_REQUESTS the requests that one made
and those that one's own group has sent; READ_REQUESTS every request that was sent;
READ_RESPONSES every named response that was sent: a draft is its writer's own. Whose
role has a part in an activity, and who reads or writes up activities, reads the forms that
were sent in it. Nobody reads an anonymous response one by one, except its giver while it is
still a draft.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from db.errors import NotAllowedError
from scrutiny.access import Permission, Viewer
from scrutiny.response import Response, Status

#: A condition in SQL and the parameters it takes.
Condition = tuple[str, list[object]]
_Add = Callable[[object], str]

REQUEST_KIND = "request"
VOICE_KIND = "voice"
ASSESSMENT_KIND = "self_assessment"


def visible(viewer: Viewer, alias: str, first_parameter: int) -> Condition:
    """The condition on the response `alias` under which the viewer may read it.

    Parameters are numbered from `first_parameter` on.
    """
    params: list[object] = []

    def add(value: object) -> str:
        params.append(value)
        return f"${first_parameter + len(params) - 1}"

    named = _named(viewer, alias, add)
    conditions = [f"(NOT {alias}.is_anonymous AND ({' OR '.join(named)}))"] if named else []
    if viewer.responses and not _is_staff(viewer):
        is_given = _is_one_of(f"{alias}.id", viewer.responses, add)
        conditions.append(
            f"({alias}.is_anonymous AND {alias}.status = '{Status.IN_PROGRESS}' AND {is_given})"
        )
    return (f"({' OR '.join(conditions)})" if conditions else "FALSE"), params


def visible_activity(viewer: Viewer, alias: str, first_parameter: int) -> Condition:
    """The condition on the activity `alias` under which the viewer may see it.

    RUN_ACTIVITIES sees all; READ_ACTIVITIES those that are not restricted; READ_ACTIVITIES
    and TAKE_STEPS those in which the viewer has a part.
    """
    if viewer.can(Permission.RUN_ACTIVITIES):
        return "TRUE", []
    conditions, params = [], list[object]()
    if viewer.can(Permission.READ_ACTIVITIES):
        conditions.append(f"NOT {alias}.is_restricted")
    if viewer.can(Permission.READ_ACTIVITIES) or viewer.can(Permission.TAKE_STEPS):
        role, places, person, name = (f"${first_parameter + number}" for number in range(4))
        params = [viewer.role, sorted(viewer.organisations - {""}), viewer.person, viewer.name]
        conditions.append(
            f"EXISTS (SELECT 1 FROM activity_seat s WHERE s.activity = {alias}.id "
            f"AND s.role IN ('', {role}::TEXT) "
            f"AND (s.acts_for = '' OR s.acts_for = ANY({places}::TEXT[])) "
            f"AND s.person IN ('', {person}::TEXT) AND s.name IN ('', {name}::TEXT))"
        )
    return (f"({' OR '.join(conditions)})" if conditions else "FALSE"), params


def may_answer(viewer: Viewer, row: Mapping[str, Any]) -> bool:
    """Whether the viewer may answer in the response of a row, whatever its state."""
    own = viewer.organisations - {""}
    if row["id"] in viewer.responses and _may_answer_by_link(viewer):
        return True
    if row["is_anonymous"]:
        return False
    if row["kind"] == REQUEST_KIND:
        is_author = bool(viewer.name) and row["author"] == viewer.name
        return viewer.can(Permission.REQUEST) and (is_author or row["organisation"] in own)
    return viewer.can(Permission.ANSWER) and row["organisation"] in own


def require_start(viewer: Viewer, response: Response, kind: str) -> None:
    """Raise NotAllowedError unless the viewer may begin this response."""
    allowed = {
        VOICE_KIND: viewer.can(Permission.GIVE_VOICE) or not viewer.permissions,
        REQUEST_KIND: viewer.can(Permission.REQUEST),
    }
    is_own = response.organisation in viewer.organisations - {""}
    may = allowed.get(kind, viewer.can(Permission.ANSWER) and is_own)
    if not (may or response.id in viewer.responses):
        raise NotAllowedError("begin this form")


def require(viewer: Viewer, *permissions: Permission, to: str) -> None:
    """Raise NotAllowedError unless the viewer has one of the permissions."""
    if not any(viewer.can(permission) for permission in permissions):
        raise NotAllowedError(to)


def require_questions(viewer: Viewer, questions: Iterable[str]) -> None:
    """Raise NotAllowedError unless the viewer may answer all these questions."""
    if viewer.questions is not None and not viewer.questions.issuperset(questions):
        raise NotAllowedError("answer this section")


def require_composites(viewer: Viewer) -> None:
    """Raise NotAllowedError unless the viewer may see responses put together."""
    require(viewer, Permission.READ_COMPOSITES, Permission.READ_RESPONSES, to="see composites")


def _named(viewer: Viewer, alias: str, add: _Add) -> list[str]:
    if viewer.can(Permission.READ_RESPONSES):
        return [f"{alias}.submitted IS NOT NULL"]
    conditions = _in_activities(viewer, alias, add)
    if viewer.responses:
        conditions.append(_is_one_of(f"{alias}.id", viewer.responses, add))
    if viewer.can(Permission.READ_OWN) and _own(viewer):
        conditions.append(_is_one_of(f"{alias}.organisation", _own(viewer), add))
    if viewer.can(Permission.READ_REQUESTS):
        conditions.append(f"({alias}.kind = '{REQUEST_KIND}' AND {alias}.submitted IS NOT NULL)")
    if viewer.can(Permission.READ_OWN_REQUESTS):
        conditions += _own_requests(viewer, alias, add)
    return conditions


def _in_activities(viewer: Viewer, alias: str, add: _Add) -> list[str]:
    """The forms that were sent in the activities in which the viewer's role has a part."""
    if not (viewer.can(Permission.READ_ACTIVITIES) or viewer.can(Permission.WRITE_DOCUMENTS)):
        return []
    role, places = add(viewer.role), add(_own(viewer))
    return [
        f"({alias}.activity <> '' AND {alias}.submitted IS NOT NULL AND EXISTS ("
        f"SELECT 1 FROM activity_seat s WHERE s.activity = {alias}.activity "
        f"AND s.role = {role} AND (s.acts_for = '' OR s.acts_for = ANY({places}::TEXT[])) "
        "AND s.person = ''))"
    ]


def _own_requests(viewer: Viewer, alias: str, add: _Add) -> list[str]:
    conditions = []
    if viewer.name:
        conditions.append(
            f"({alias}.kind = '{REQUEST_KIND}' AND {alias}.author = {add(viewer.name)})"
        )
    if _own(viewer):
        is_own = _is_one_of(f"{alias}.organisation", _own(viewer), add)
        conditions.append(f"({alias}.kind = '{REQUEST_KIND}' AND {is_own})")
        is_group = _is_one_of("q.for_group", _own(viewer), add)
        conditions.append(
            f"({alias}.kind = '{REQUEST_KIND}' AND {alias}.submitted IS NOT NULL AND EXISTS ("
            f"SELECT 1 FROM activity q WHERE q.response = {alias}.id AND {is_group}))"
        )
    return conditions


def _is_one_of(column: str, values: Collection[str], add: _Add) -> str:
    """That it is among the values; most viewers have one, and DuckDB is slower with a list."""
    if len(values) == 1:
        return f"{column} = {add(next(iter(values)))}"
    return f"{column} = ANY({add(sorted(values))}::TEXT[])"


def _own(viewer: Viewer) -> list[str]:
    return sorted(viewer.organisations - {""})


def _is_staff(viewer: Viewer) -> bool:
    return viewer.can(Permission.READ_COMPOSITES) or viewer.can(Permission.READ_RESPONSES)


def _may_answer_by_link(viewer: Viewer) -> bool:
    """A bare link has no role behind it; a role that only reads stays a reader."""
    answering = (
        Permission.ANSWER, Permission.GIVE_VOICE, Permission.REQUEST, Permission.CONTRIBUTE,
    )  # fmt: skip
    return not viewer.permissions or any(viewer.can(p) for p in answering)
