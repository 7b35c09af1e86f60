"""Whether it is time yet: what the steps of a document's activity still wait for."""

from __future__ import annotations

from db.activity_rows import mechanism_of, read_activity, standing_of
from db.connection import Transaction
from scrutiny.activity import Progress
from scrutiny.mechanism import Deed
from scrutiny.mechanism_library import context_of
from scrutiny.mechanism_words import say_list
from scrutiny.paper import Paper
from scrutiny.partnership import partnership


def why_too_early(tx: Transaction, paper: Paper) -> str:
    """Why a document may not be published yet: the step that publishes it has still to come."""
    if not paper.activity:
        return ""
    activity = read_activity(tx, paper.activity)
    context = context_of(partnership())
    mechanism = mechanism_of(tx, activity, context)
    publishing = {
        step.id: step
        for step in mechanism.steps
        if any(w.document == paper.plan and w.deed is Deed.PUBLISH for w in step.documents)
    }
    standings = standing_of(tx, mechanism, activity, context).steps if publishing else ()
    progress = {each.step: each.progress for each in standings}
    if any(progress[key] is not Progress.WAITING for key in publishing) or not publishing:
        return ""
    first = next(iter(publishing.values()))
    left = [f"“{mechanism.by_id[key].title}”" for key in first.after if _is_left(progress[key])]
    waits = f", which waits for {say_list(left)}" if left else ""
    return f"It is published in the step “{first.title}”{waits}. Come back when that step is open."


def _is_left(progress: Progress) -> bool:
    return progress in (Progress.OPEN, Progress.WAITING)
