"""What reviewers add beside the answers: ratings, themes, quotes and narratives."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from db.access import require, require_composites, visible
from db.connection import Row, Transaction
from db.days import local_day
from db.errors import NotAllowedError, NotFoundError, StaleDraftError
from db.events import Happening, add_event
from db.kept import add_kept_themes
from scrutiny.access import Permission, Viewer
from scrutiny.review import (
    CodedTheme,
    ModeratedRating,
    Narrative,
    Quote,
    Slot,
    ThemeCount,
)


def add_moderated_rating(
    tx: Transaction,
    *,
    response: str,
    question: str,
    rating: str,
    comment: str = "",
    viewer: Viewer,
    now: datetime,
) -> ModeratedRating:
    """Judge one answer of a response; an earlier judgement stays, and the latest counts."""
    require(viewer, Permission.MODERATE, to="moderate a rating")
    round = _get_round(tx, response, viewer)
    added = ModeratedRating(response, question, rating, viewer.name, local_day(now), comment)
    tx.execute(
        """INSERT INTO review (id, number, response, round, question, rating, comment,
            reviewer, day)
        SELECT $1, COALESCE(max(number), 0) + 1, $2::TEXT, $3::TEXT, $4::TEXT, $5::TEXT,
            $6::TEXT, $7::TEXT, $8::DATE
        FROM review WHERE response = $2 AND question = $4""",
        [
            secrets.token_hex(8), response, round, question, rating, comment, viewer.name,
            added.day,
        ],
    )  # fmt: skip
    add_event(
        tx, name=Happening.RATING_MODERATED, subject=response, now=now, actor=viewer.name,
        role=viewer.role,
        detail={"question": question, "rating": rating},
    )  # fmt: skip
    return added


def list_moderated_ratings(
    tx: Transaction, *, viewer: Viewer, response: str | None = None, round: str | None = None
) -> list[ModeratedRating]:
    """The latest rating of each question, for those who read every return.

    Reviewers' ratings are their own: whoever answered, signed or came by a link gets none.
    """
    if not viewer.can(Permission.READ_RESPONSES):
        return []
    condition, params = visible(viewer, "r", 3)
    rows = tx.query(
        f"""SELECT v.response, v.question, v.rating, v.reviewer, v.day, v.comment
        FROM (SELECT *, row_number() OVER (
                PARTITION BY response, question ORDER BY number DESC, id) AS place
            FROM review WHERE ($1::TEXT IS NULL OR response = $1::TEXT)
                AND ($2::TEXT IS NULL OR round = $2::TEXT)) v
        JOIN response r ON r.id = v.response
        WHERE v.place = 1 AND {condition} ORDER BY 1, 2""",
        [response, round, *params],
    )
    return [ModeratedRating(**row) for row in rows]


def add_theme(
    tx: Transaction, theme: CodedTheme, *, round: str, viewer: Viewer, now: datetime
) -> None:
    """Code a theme in one text; coding it twice is nothing."""
    require(viewer, Permission.MODERATE, to="code a theme")
    tx.execute(
        "INSERT INTO theme_code (response, round, question, theme, kind, coder, day) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        [
            theme.response, round, theme.question, theme.theme, theme.kind, viewer.name,
            local_day(now),
        ],
    )  # fmt: skip
    add_event(
        tx, name=Happening.THEME_CODED, subject=round, now=now, actor=viewer.name,
        role=viewer.role,
        detail={"question": theme.question, "theme": theme.theme},
    )  # fmt: skip


def remove_theme(
    tx: Transaction, theme: CodedTheme, *, round: str, viewer: Viewer, now: datetime
) -> None:
    """Take a coded theme back."""
    require(viewer, Permission.MODERATE, to="code a theme")
    tx.execute(
        "DELETE FROM theme_code WHERE response = $1 AND question = $2 AND theme = $3 "
        "AND kind = $4 AND round = $5",
        [theme.response, theme.question, theme.theme, theme.kind, round],
    )
    add_event(
        tx, name=Happening.THEME_REMOVED, subject=round, now=now, actor=viewer.name,
        role=viewer.role,
        detail={"question": theme.question, "theme": theme.theme},
    )  # fmt: skip


def list_themes(tx: Transaction, *, viewer: Viewer, round: str) -> list[CodedTheme]:
    """The themes coded in a round, for those who code them."""
    require(viewer, Permission.MODERATE, to="see coded texts")
    rows = tx.query(
        "SELECT response, question, theme, kind, coder, day FROM theme_code "
        "WHERE round = $1 ORDER BY question, response, theme, kind",
        [round],
    )
    return [CodedTheme(**row) for row in rows]


def count_themes(
    tx: Transaction, *, viewer: Viewer, round: str, questions: Collection[str] | None = None
) -> list[ThemeCount]:
    """In how many texts of a round each theme was read, most often first."""
    require_composites(viewer)
    rows = tx.query(
        "SELECT theme, kind, count(DISTINCT response) AS count FROM theme_code "
        "WHERE round = $1 AND ($2 OR question = ANY($3::TEXT[])) "
        "GROUP BY theme, kind ORDER BY count DESC, theme, kind",
        [round, questions is None, sorted(questions or ())],
    )
    counted = [ThemeCount(**row) for row in rows]
    return add_kept_themes(tx, counted, round=round) if questions is None else counted


def add_quote(tx: Transaction, quote: Quote, *, viewer: Viewer, now: datetime) -> Quote:
    """Keep edited words; whoever adds them has checked them once."""
    require(viewer, Permission.MODERATE, to="keep a quote")
    added = replace(quote, id=secrets.token_hex(8), checked_by=viewer.name, checked_again_by="")
    tx.insert_many(
        "quote",
        ["id", "round", "question", "text", "theme", "has_permission", "checked_by",
         "checked_again_by"],
        [(added.id, added.round, added.question, added.text, added.theme,
          added.has_permission, added.checked_by, "")],
    )  # fmt: skip
    add_event(
        tx, name=Happening.QUOTE_ADDED, subject=quote.round, now=now, actor=viewer.name,
        role=viewer.role,
        detail={"quote": added.id},
    )  # fmt: skip
    return added


def check_quote(tx: Transaction, *, id: str, viewer: Viewer, now: datetime) -> Quote:
    """Check somebody else's quote, so that it may be shown.

    Raises NotAllowedError for one's own.
    """
    require(viewer, Permission.MODERATE, to="check a quote")
    row = tx.one("SELECT * FROM quote WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("quote", id)
    if row["checked_by"] == viewer.name:
        raise NotAllowedError("check your own quote: a second person must")
    tx.execute("UPDATE quote SET checked_again_by = $2 WHERE id = $1", [id, viewer.name])
    add_event(
        tx, name=Happening.QUOTE_CHECKED, subject=row["round"], now=now, actor=viewer.name,
        role=viewer.role,
        detail={"quote": id},
    )  # fmt: skip
    return Quote(**{**row, "checked_again_by": viewer.name})


def list_quotes(tx: Transaction, *, viewer: Viewer, round: str) -> list[Quote]:
    """The quotes of a round; those who do not moderate get what may be shown alone."""
    require_composites(viewer)
    rows = tx.query("SELECT * FROM quote WHERE round = $1 ORDER BY question, id", [round])
    quotes = [Quote(**row) for row in rows]
    if viewer.can(Permission.MODERATE):
        return quotes
    return [quote for quote in quotes if quote.may_be_shown]


def set_narrative(
    tx: Transaction,
    *,
    round: str,
    slot: Slot,
    text: str,
    revision: int,
    viewer: Viewer,
    now: datetime,
) -> Narrative:
    """Write a narrative box; raises StaleDraftError when somebody wrote it since `revision`."""
    require(viewer, Permission.MODERATE, to="write a narrative")
    row = tx.one(
        "SELECT text, revision FROM narrative WHERE round = $1 AND slot = $2", [round, slot]
    )
    if (row["revision"] if row else 0) != revision:
        raise StaleDraftError(slot, row["text"] if row else "")
    written = Narrative(round, slot, text, viewer.name, revision + 1, local_day(now))
    tx.execute(
        "INSERT INTO narrative (round, slot, text, author, revision, updated) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (round, slot) DO UPDATE "
        "SET text = excluded.text, author = excluded.author, "
        "revision = excluded.revision, updated = excluded.updated",
        [round, slot, text, viewer.name, written.revision, written.updated],
    )
    add_event(
        tx, name=Happening.NARRATIVE_WRITTEN, subject=round, now=now, actor=viewer.name,
        role=viewer.role,
        detail={"slot": slot},
    )  # fmt: skip
    return written


def list_narratives(tx: Transaction, *, viewer: Viewer, round: str) -> list[Narrative]:
    """The narrative boxes of a round that have been written."""
    require_composites(viewer)
    rows = tx.query("SELECT * FROM narrative WHERE round = $1", [round])
    written = {row["slot"]: _narrative(row) for row in rows}
    return [written[slot] for slot in Slot if slot in written]


def _narrative(row: Row) -> Narrative:
    return Narrative(**{**row, "slot": Slot(row["slot"])})


def _get_round(tx: Transaction, response: str, viewer: Viewer) -> str:
    condition, params = visible(viewer, "r", 2)
    row = tx.one(
        f"SELECT r.round FROM response r WHERE r.id = $1 AND {condition}", [response, *params]
    )
    if row is None:
        raise NotFoundError("response", response)
    return str(row["round"])
