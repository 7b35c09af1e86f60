"""Many responses put together: counted in one scan, for whoever may see composites.

Rows of the answer tables exist only for responses that were sent, and carry their round
and organisation type, so that counting them joins nothing. Only a filter on what an
organisation is beyond its type looks at organisations, once, to choose responses.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from db.access import Condition, require, require_composites
from db.connection import Transaction
from db.errors import NotAllowedError
from db.kept import add_kept, count_kept
from scrutiny.access import Permission, Viewer
from scrutiny.organisation import Registration
from scrutiny.response import Status
from scrutiny.review import CrossModerated
from scrutiny.tally import EVERYTHING, Change, Filters, NumberTally, Return, Tally

if TYPE_CHECKING:
    import pandas as pd


#: A `Registration` of organisation `o`.
_REGISTRATION = f"""CASE WHEN COALESCE(o.urn, '') = '' THEN '{Registration.UNREGISTERED}'
    ELSE '{Registration.REGISTERED}' END"""


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What somebody typed.

    In an anonymous round `response` is a mark good for this question alone, so that one
    person's answers cannot be laid side by side.
    """

    response: str
    question: str
    instance: int
    text: str


def count_answers(
    tx: Transaction, *, viewer: Viewer, round: str, filters: Filters = EVERYTHING
) -> list[Tally]:
    """How often each choice was given in a round, by question and organisation type."""
    require_composites(viewer)
    narrow, params = _narrow(filters, "a", 2)
    rows = tx.query(
        "SELECT a.question, a.slice, a.value_text AS value, count(*) AS count FROM answer a "
        f"WHERE a.round = $1 AND a.value_text IS NOT NULL{narrow} "
        "GROUP BY a.question, a.slice, a.value_text ORDER BY 1, 2, 3",
        [round, *params],
    )
    return add_kept(tx, [Tally(**row) for row in rows], round=round, filters=filters)


def count_form_answers(
    tx: Transaction, *, viewer: Viewer, form: str, first: date, last: date
) -> list[Tally]:
    """How often each choice was given in a form's responses sent between two days.

    For forms without rounds, such as case audits: nothing is told apart but the question.
    """
    require_composites(viewer)
    rows = tx.query(
        "SELECT a.question, '' AS slice, a.value_text AS value, count(*) AS count "
        "FROM answer a JOIN response r ON r.id = a.response "
        "WHERE r.form = $1 AND r.submitted BETWEEN $2 AND $3 AND a.value_text IS NOT NULL "
        "GROUP BY a.question, a.value_text ORDER BY 1, 3",
        [form, first, last],
    )
    return [Tally(**row) for row in rows]


def count_changes(
    tx: Transaction,
    *,
    viewer: Viewer,
    cycle: str,
    previous: str,
    keys: Mapping[str, tuple[str, str]],
    filters: Filters = EVERYTHING,
) -> list[Change]:
    """How the ratings of organisations that answered in both cycles moved, by standard.

    `keys` gives for each standard's stable key this cycle's question and the earlier one.
    """
    require_composites(viewer)
    narrow, params = _narrow(filters, "now", 6)
    rows = tx.query(
        f"""WITH pair AS (
            SELECT unnest($3::TEXT[]) AS standard, unnest($4::TEXT[]) AS asked,
                unnest($5::TEXT[]) AS asked_before),
        both_years AS (
            SELECT n.id AS now, e.id AS earlier FROM response n
            JOIN response e ON e.organisation = n.organisation
            WHERE n.round = $1 AND e.round = $2 AND n.organisation <> ''),
        now AS (
            SELECT p.standard, p.asked_before, b.earlier, now.value_text AS value
            FROM answer now JOIN pair p ON p.asked = now.question
            JOIN both_years b ON b.now = now.response
            WHERE now.round = $1 AND now.value_text IS NOT NULL{narrow})
        SELECT now.standard, e.value_text AS before, now.value AS now, count(*) AS count
        FROM now JOIN answer e ON e.response = now.earlier AND e.question = now.asked_before
        WHERE e.round = $2 AND e.value_text IS NOT NULL
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
        [
            cycle, previous, list(keys), [asked for asked, _ in keys.values()],
            [before for _, before in keys.values()], *params,
        ],
    )  # fmt: skip
    return [Change(**row) for row in rows]


def summarise_numbers(
    tx: Transaction,
    *,
    viewer: Viewer,
    round: str,
    questions: Collection[str],
    filters: Filters = EVERYTHING,
) -> list[NumberTally]:
    """The quartiles of number questions, by organisation type and over all ("")."""
    require_composites(viewer)
    narrow, params = _narrow(filters, "a", 3)
    rows = tx.query(
        f"""SELECT a.question, COALESCE(a.slice, '') AS slice, count(*) AS count,
            percentile_cont(0.25) WITHIN GROUP (ORDER BY a.value_number) AS lower,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY a.value_number) AS median,
            percentile_cont(0.75) WITHIN GROUP (ORDER BY a.value_number) AS upper
        FROM answer a WHERE a.round = $1 AND a.question = ANY($2::TEXT[])
            AND a.value_number IS NOT NULL{narrow}
        GROUP BY GROUPING SETS ((a.question, a.slice), (a.question))
        HAVING grouping(a.slice) = 1 OR a.slice <> ''
        ORDER BY 1, 2""",
        [round, sorted(questions), *params],
    )
    return [NumberTally(**row) for row in rows]


def count_responses(
    tx: Transaction, *, viewer: Viewer, round: str, filters: Filters = EVERYTHING
) -> int:
    """How many responses of a round were sent and so are counted."""
    require_composites(viewer)
    condition, params = _chosen(filters, 2)
    row = tx.one(
        "SELECT count(*) AS count FROM response r LEFT JOIN organisation o "
        f"ON o.id = r.organisation WHERE r.round = $1 AND r.submitted IS NOT NULL{condition}",
        [round, *params],
    )
    return (int(row["count"]) if row else 0) + count_kept(tx, round=round, filters=filters)


def get_version(tx: Transaction, *, viewer: Viewer, round: str) -> tuple[int, str]:
    """A mark that changes whenever a response of a round is sent: how many, and the last when.

    Two composites of a round with the same mark were counted from the same answers.
    """
    require_composites(viewer)
    row = tx.one(
        "SELECT count(*) AS count, max(updated) AS latest, sum(revision) AS revisions "
        "FROM response WHERE round = $1 AND submitted IS NOT NULL",
        [round],
    )
    return (int(row["count"]), f"{row['latest']} {row['revisions']}") if row else (0, "")


def count_returns(
    tx: Transaction, *, cycle: str, viewer: Viewer, filters: Filters = EVERYTHING
) -> list[Return]:
    """Where each organisation in scope stands, without saying which one it is.

    One that is signed off again after it came back stands as returned: what it sent counts.
    """
    require_composites(viewer)
    condition, params = _organisations(filters, 2)
    rows = tx.query(
        f"""SELECT o.type, CASE WHEN r.submitted IS NOT NULL
                AND r.status IN ('{Status.READY_FOR_SIGN_OFF}', '{Status.SIGNED_OFF}')
            THEN '{Status.RETURNED}' ELSE r.status END AS status,
            COALESCE(r.late, FALSE) AS late,
            co.exempt_reason IS NOT NULL AS is_exempt, count(*) AS count
        FROM cycle_organisation co JOIN organisation o ON o.id = co.organisation
        LEFT JOIN response r ON r.id = co.response
        WHERE co.cycle = $1{condition} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3""",
        [cycle, *params],
    )
    alike = (
        [Return("", "", row["type"], _status(row["status"], row["is_exempt"]), row["late"])]
        * int(row["count"])
        for row in rows
    )
    return [each for some in alike for each in some]


def cross_moderated(tx: Transaction, *, viewer: Viewer, round: str) -> list[CrossModerated]:
    """How often each self-rating met each moderated rating, by question."""
    require_composites(viewer)
    rows = tx.query(
        """SELECT v.question, a.value_text AS self_rating, v.rating AS moderated,
            count(*) AS count
        FROM (SELECT *, row_number() OVER (
                PARTITION BY response, question ORDER BY number DESC, id) AS place
            FROM review WHERE round = $1) v
        JOIN answer a ON a.round = $1 AND a.response = v.response
            AND a.question = v.question
        WHERE v.place = 1 AND a.value_text IS NOT NULL
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
        [round],
    )
    return [CrossModerated(**row) for row in rows]


def count_moderated(tx: Transaction, *, viewer: Viewer, round: str) -> int:
    """How many responses of a round have a moderated rating."""
    require_composites(viewer)
    row = tx.one("SELECT count(DISTINCT response) AS count FROM review WHERE round = $1", [round])
    return int(row["count"]) if row else 0


def list_texts(tx: Transaction, *, viewer: Viewer, round: str, question: str) -> list[TextAnswer]:
    """What was typed for one question, for staff who read it before anything is quoted."""
    require(viewer, Permission.READ_RESPONSES, to="read what people wrote")
    rows = tx.query(
        "SELECT t.response, t.question, t.instance, t.value_text AS text, r.is_anonymous "
        "FROM answer_text t JOIN response r ON r.id = t.response "
        "WHERE t.round = $1 AND t.question = $2 AND t.value_text IS NOT NULL",
        [round, question],
    )
    texts = [
        TextAnswer(
            _mark(row["response"], question) if row["is_anonymous"] else row["response"],
            row["question"],
            row["instance"],
            row["text"],
        )
        for row in rows
    ]
    return sorted(texts, key=lambda text: (text.response, text.instance))


def frame_answers(tx: Transaction, *, viewer: Viewer, round: str) -> pd.DataFrame:
    """Every answer of a round of named responses, a row each, to be taken out.

    Columns: response, organisation, type, question, instance, value_text, value_number.
    Raises NotAllowedError for an anonymous round: its answers leave as composites only.
    """
    require(viewer, Permission.EXPORT, to="take answers out")
    require(viewer, Permission.READ_RESPONSES, to="take answers out")
    if tx.one("SELECT 1 AS n FROM response WHERE round = $1 AND is_anonymous LIMIT 1", [round]):
        raise NotAllowedError("take anonymous answers out one by one")
    frame = tx.frame(
        """SELECT response, slice AS type, question, instance, value_text, value_number
        FROM answer WHERE round = $1 UNION ALL
        SELECT response, slice, question, instance, value_text, value_number
        FROM answer_text WHERE round = $1""",
        [round],
    )
    senders = tx.frame("SELECT id, organisation FROM response WHERE round = $1", [round])
    return _with_senders(frame, senders)


def _with_senders(frame: pd.DataFrame, senders: pd.DataFrame) -> pd.DataFrame:
    """The rows with the organisation of each; joined here, five times faster than in SQL."""
    import pandas as pd

    places, found = pd.factorize(frame["response"])
    organisations = senders.set_index("id")["organisation"].reindex(found).array
    frame.insert(1, "organisation", organisations.take(places))
    return frame


def _narrow(filters: Filters, alias: str, first_parameter: int) -> Condition:
    """The condition on rows of answers; it looks at organisations only when it must."""
    if filters.needs_organisations:
        condition, params = _chosen(filters, first_parameter)
        return (
            f" AND {alias}.response IN (SELECT r.id FROM response r LEFT JOIN organisation o "
            f"ON o.id = r.organisation WHERE r.round = $1{condition})"
        ), params
    if filters.types:
        return f" AND {alias}.slice = ANY(${first_parameter}::TEXT[])", [sorted(filters.types)]
    return "", []


def _chosen(filters: Filters, first_parameter: int) -> Condition:
    """The condition on response `r` and its organisation `o`."""
    condition, params = _organisations(filters, first_parameter, kind="r.slice")
    condition += "" if filters.include_late else " AND NOT r.late"
    condition += f" AND r.status = '{Status.IN_COMPOSITE}'" if filters.only_final else ""
    return condition, params


def _organisations(filters: Filters, first_parameter: int, *, kind: str = "o.type") -> Condition:
    """The condition on organisation `o`."""
    wanted = {
        kind: filters.types,
        "o.phase": filters.phases,
        "o.locality": filters.localities,
        "o.trust": filters.trusts,
        _REGISTRATION: filters.registrations,
    }
    given = {column: sorted(values) for column, values in wanted.items() if values}
    conditions = [
        f" AND {column} = ANY(${number}::TEXT[])"
        for number, column in enumerate(given, start=first_parameter)
    ]
    return "".join(conditions), list(given.values())


def _status(status: str | None, is_exempt: bool) -> str:
    return status or (Status.EXEMPT if is_exempt else Status.NOT_STARTED)


def find_marked(tx: Transaction, *, round: str, question: str, mark: str) -> str:
    """The response that a text's mark stands for, for this folder alone; "" for none."""
    rows = tx.query(
        "SELECT DISTINCT response FROM answer_text WHERE round = $1 AND question = $2",
        [round, question],
    )
    found = (row["response"] for row in rows if _mark(row["response"], question) == mark)
    return str(next(found, ""))


def _mark(response: str, question: str) -> str:
    return hashlib.sha256(f"{response} {question}".encode()).hexdigest()[:16]
