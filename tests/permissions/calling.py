"""What a call of the permission proof is, and what somebody gets by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.connection import Database, Transaction
from db.errors import DatabaseError, NotAllowedError, NotFoundError
from scrutiny.access import Viewer
from tests.permissions.world import PEOPLE, find_ids

#: (transaction, viewer, the response asked for, ids of other things) -> what was seen.
Call = Callable[[Transaction, Viewer, str, dict[str, str]], Any]


class _UndoneError(Exception):
    """Ends a transaction whose changes nobody wants."""


def ask(database: Database, call: Call, who: str, id: str = "") -> tuple[bool, str]:
    """Whether somebody gets anything, or is told of its state; and what they see."""
    ids, seen = database.read(find_ids), []

    def run(tx: Transaction) -> None:
        seen.append(call(tx, PEOPLE[who], id, ids))
        raise _UndoneError

    try:
        database.write(run)
    except _UndoneError:
        return seen[0] not in ([], {}), repr(seen[0])
    except (NotAllowedError, NotFoundError):
        return False, ""
    except (DatabaseError, ValueError) as error:
        return True, str(error)
    raise AssertionError("A transaction that is undone ends with an error")
