"""What is on record of an organisation, laid beside a new return to be confirmed (R024)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from db.connection import Transaction
from db.response_rows import dump_json
from forms.model import Form, Json, Question
from scrutiny.carry import Known, fill_in
from scrutiny.finding import NEEDS_ACTION, FindingKind
from scrutiny.response import Response

_TOLD = sorted(NEEDS_ACTION | {FindingKind.CONSIDERATION})


def lay_known(tx: Transaction, form: Form, response: Response) -> None:
    """Lay beside each question that names it what is known; nothing where that is nothing.

    For what has just begun the response, and carried the open actions into it.
    """
    asked = (question for question in form.questions.values() if question.prefill in _KNOWN)
    found = {question.id: _find(tx, question, response) for question in asked}
    tx.insert_many(
        "carried_answer",
        ("response", "question", "value"),
        [(response.id, id, dump_json(value)) for id, value in found.items() if value],
    )


def _find(tx: Transaction, question: Question, response: Response) -> Json:
    return fill_in(question, _KNOWN[question.prefill](tx, response))


def _list_actions(tx: Transaction, response: Response) -> list[Known]:
    """What the organisation still had to do when it began this return, soonest due first."""
    rows = tx.query(
        "SELECT text, status FROM action WHERE carried_to = $1 ORDER BY due NULLS LAST, reference",
        [response.id],
    )
    return [{"action_text": row["text"], "action_status": row["status"]} for row in rows]


def _list_findings(tx: Transaction, response: Response) -> list[Known]:
    """What findings letters told the organisation since it last sent this return, in order.

    A letter of which it has a copy as somebody else's commissioner is not its own.
    """
    rows = tx.query(
        """SELECT f.text, max(p.issued_on) AS told
        FROM finding f JOIN paper p ON p.activity = f.activity AND p.template = 'findings_letter'
        JOIN paper_copy c ON c.paper = p.id AND c.acts_for = $1 AND c.part = 'lead'
        WHERE p.state IN ('issued', 'presented') AND f.kind = ANY($2::TEXT[])
            AND f.organisation IN ('', $1)
            AND p.issued_on > coalesce((SELECT CAST(max(r.submitted) AS DATE)
                FROM response r JOIN cycle y ON y.previous = r.round
                WHERE y.id = $3 AND r.organisation = $1), DATE '1900-01-01')
        GROUP BY f.id, f.text ORDER BY told, f.id""",
        [response.organisation, _TOLD, response.round],
    )
    return [{"finding_text": row["text"], "letter_day": row["told"].isoformat()} for row in rows]


def _is_told(tx: Transaction, response: Response) -> str:
    return "yes" if _list_findings(tx, response) else ""


#: What a question may name under `prefill` besides what is known at once.
_KNOWN: Mapping[str, Callable[[Transaction, Response], list[Known] | str]] = MappingProxyType(
    {
        "own_actions": _list_actions,
        "letter_findings": _list_findings,
        "letter_received": _is_told,
    }
)
