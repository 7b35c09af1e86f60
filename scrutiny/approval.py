"""Approvals of a document by each of several parties: who has given theirs, and who is left."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from scrutiny.access import Viewer
from scrutiny.mechanism_words import say_list
from scrutiny.paper import Approval, Approver

#: The keys for which approvers act, by what their `of` names.
ActsFor = Mapping[str, frozenset[str]]


def list_left(
    approvers: Collection[Approver], approvals: Collection[Approval], acts_for: ActsFor
) -> tuple[str, ...]:
    """Those who have each still to approve; nobody where one approval is enough."""
    wanted = {key for each in approvers if each.is_each for key in acts_for.get(each.of, ())}
    return tuple(sorted(wanted - {given.acts_for for given in approvals}))


def find_part(
    approvers: Collection[Approver],
    approvals: Collection[Approval],
    acts_for: ActsFor,
    viewer: Viewer,
) -> str:
    """For which of those who are left the viewer approves; "" for none of them."""
    theirs = [each for each in approvers if viewer.role in each.held_by]
    left = list_left(theirs, approvals, acts_for)
    return next((key for key in left if key in viewer.organisations), "")


def is_by_each(approvers: Collection[Approver]) -> bool:
    """Whether several have to approve it, each for themselves."""
    return any(each.is_each for each in approvers)


def say_names(approvals: Collection[Approval]) -> str:
    """Who approved it, in the order in which they did: "Ada, Ben and Cy"."""
    return say_list(given.by for given in approvals)


def say_notes(approvals: Collection[Approval]) -> str:
    """Their remarks, each with whose it is; "" where there are none."""
    return " ".join(f"{given.by}: {given.note}" for given in approvals if given.note)
