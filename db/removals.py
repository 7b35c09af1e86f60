"""Rows removed for good with all that hangs on them, each counted for the proof."""

# ruff: noqa: S608 (names of tables come from the schema, conditions are our own words)

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from db.connection import Transaction

#: Kept by hand: the record of a disclosure follows the case to which it led.
BY_HAND = frozenset({"disclosure", "disclosure_step", "flag"})
#: What has a rule of its own: the forms of an activity, and the actions of a return.
_RULED = {"activity": {"response"}, "response": {"action", "activity", "cycle_organisation"}}


def remove_responses(tx: Transaction, round: str, ids: Sequence[str]) -> Counter[str]:
    """Remove responses with what hangs on them; their actions stay, and fall due by themselves.

    The activities that they began go too. Returns how many rows of each table went.
    """
    removed = remove_activities(tx, _list_begun(tx, ids))
    tx.execute(
        "UPDATE cycle_organisation SET response = NULL WHERE response = ANY($1::TEXT[])", [ids]
    )
    for table in _list_tables(tx, "response"):
        removed[table] += delete_rows(tx, table, "response = ANY($1::TEXT[])", ids)
    removed["event"] += delete_rows(tx, "event", "subject = ANY($1::TEXT[])", ids)
    removed["quote"] += delete_rows(
        tx, "quote",
        "round = $1 AND NOT (has_permission AND checked_by <> '' AND checked_again_by <> '')",
        round,
    )  # fmt: skip
    removed["response"] += delete_rows(tx, "response", "id = ANY($1::TEXT[])", ids)
    if round and not tx.query("SELECT id FROM response WHERE round = $1 LIMIT 1", [round]):
        removed["hand_out_code"] += delete_rows(tx, "hand_out_code", "campaign = $1", round)
    return +removed


def remove_activities(tx: Transaction, ids: Sequence[str]) -> Counter[str]:
    """Remove activities with their documents, actions, findings and all else of them.

    Forms that were answered in them stay until their own rule. Returns how many rows of each
    table went.
    """
    if not ids:
        return Counter()
    removed = remove_papers(tx, _list_of(tx, "paper", ids))
    removed += remove_actions(tx, _list_of(tx, "action", ids))
    removed["event"] += delete_rows(tx, "event", "subject = ANY($1::TEXT[])", ids)
    for table in _list_tables(tx, "activity"):
        removed[table] += delete_rows(tx, table, "activity = ANY($1::TEXT[])", ids)
    removed["activity"] += delete_rows(tx, "activity", "id = ANY($1::TEXT[])", ids)
    return +removed


def remove_papers(tx: Transaction, ids: Sequence[str]) -> Counter[str]:
    """Remove documents with their versions, copies and events."""
    return remove_by(
        tx,
        ids,
        {
            "paper_version": "paper",
            "paper_copy": "paper",
            "paper_ask": "paper",
            "paper_use": "paper",
            "event": "subject",
            "paper": "id",
        },
    )


def remove_actions(tx: Transaction, ids: Sequence[str]) -> Counter[str]:
    """Remove actions with their histories and events."""
    return remove_by(tx, ids, {"action_update": "action", "event": "subject", "action": "id"})


def remove_meetings(tx: Transaction, ids: Sequence[str]) -> Counter[str]:
    """Remove meetings with their agendas and events."""
    return remove_by(tx, ids, {"agenda_item": "meeting", "event": "subject", "meeting": "id"})


def remove_officer_days(tx: Transaction, ids: Sequence[str]) -> Counter[str]:
    """Remove entries of the ledger with their events."""
    return remove_by(tx, ids, {"event": "subject", "officer_day": "id"})


def remove_members(tx: Transaction, ids: Sequence[str]) -> Counter[str]:
    """Remove people of groups, of activities (by the activity's id) and their calendar keys."""
    removed = remove_by(
        tx, ids, {"group_member": "id", "activity_holder": "activity", "calendar_key": "key_hash"}
    )
    named = "activity = ANY($1::TEXT[]) AND (person <> '' OR name <> '')"
    removed["activity_seat"] += delete_rows(tx, "activity_seat", named, ids)
    return +removed


def delete_rows(tx: Transaction, table: str, condition: str, value: object) -> int:
    """Delete the rows under a condition of one parameter; returns how many they were."""
    count = count_rows(tx, f"SELECT count(*) AS n FROM {table} WHERE {condition}", [value])
    if count:
        tx.execute(f"DELETE FROM {table} WHERE {condition}", [value])
    return count


def count_rows(tx: Transaction, sql: str, params: Sequence[object]) -> int:
    """The number `n` that a query counts."""
    row = tx.one(sql, params)
    return int(row["n"]) if row else 0


def remove_by(tx: Transaction, ids: Sequence[str], columns: Mapping[str, str]) -> Counter[str]:
    """Remove from each table the rows whose column names one; returns how many of each."""
    return +Counter(
        {
            table: delete_rows(tx, table, f"{column} = ANY($1::TEXT[])", ids)
            for table, column in columns.items()
        }
    )


def _list_begun(tx: Transaction, ids: Sequence[str]) -> list[str]:
    rows = tx.query("SELECT id FROM activity WHERE response = ANY($1::TEXT[])", [ids])
    return [row["id"] for row in rows]


def _list_of(tx: Transaction, table: str, activities: Sequence[str]) -> list[str]:
    rows = tx.query(f"SELECT id FROM {table} WHERE activity = ANY($1::TEXT[])", [activities])
    return [row["id"] for row in rows]


def _list_tables(tx: Transaction, column: str) -> list[str]:
    """Every table whose rows belong to a response or an activity, also those added since."""
    rows = tx.query(
        "SELECT table_name FROM information_schema.columns "
        "WHERE column_name = $1 AND table_schema = current_schema()",
        [column],
    )
    return sorted({row["table_name"] for row in rows} - BY_HAND - _RULED[column])
