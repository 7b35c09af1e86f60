"""Which actions a viewer may see, as a condition that goes into the query.

READ_ACTIONS and MANAGE_ACTIONS see the whole register, but of a restricted activity's
actions only those of activities that they may see. Who assures for a group sees what that
group follows, wherever it came from; an organisation sees its own. Who takes steps without
owning actions sees those of the activities that they may see.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from db.access import Condition, visible_activity
from scrutiny.access import Permission, Viewer


def visible_action(viewer: Viewer, alias: str, first_parameter: int) -> Condition:
    """The condition on the action `alias` under which the viewer may see it.

    Parameters are numbered from `first_parameter` on.
    """
    own = sorted(viewer.organisations - {""})
    conditions: list[str] = []
    params: list[object] = []
    if own:
        params.append(own)
        if viewer.can(Permission.UPDATE_ACTIONS):
            conditions.append(f"{alias}.organisation = ANY(${first_parameter}::TEXT[])")
        if viewer.can(Permission.ASSURE_ACTIONS):
            conditions.append(f"{alias}.monitored_by = ANY(${first_parameter}::TEXT[])")
    if not conditions:
        params = []
    reads = viewer.can(Permission.READ_ACTIONS) or viewer.can(Permission.MANAGE_ACTIONS)
    follows = viewer.can(Permission.TAKE_STEPS) and not viewer.can(Permission.UPDATE_ACTIONS)
    if reads or follows:
        inner, more = visible_activity(viewer, "va", first_parameter + len(params))
        params += more
        seen = f"{alias}.activity IN (SELECT va.id FROM activity va WHERE {inner})"
        free = f"{alias}.activity = '' OR " if reads else f"{alias}.activity <> '' AND "
        conditions.append(f"({free}{seen})")
    return (f"({' OR '.join(conditions)})" if conditions else "FALSE"), params


def is_owner(viewer: Viewer, organisation: str) -> bool:
    """Whether the viewer reports on the actions of this organisation as its owner."""
    return viewer.can(Permission.UPDATE_ACTIONS) and organisation in viewer.organisations - {""}
