"""Campaigns: dated rounds of an anonymous voice form, opened by a code."""

# ruff: noqa: S608 (columns are our own words; every value is a parameter)

from __future__ import annotations

from dataclasses import astuple, fields
from datetime import datetime

from db.access import require
from db.connection import Transaction
from db.days import local_day
from db.errors import DuplicateError, NotFoundError
from db.events import Happening, add_event
from scrutiny.access import Permission, Viewer
from scrutiny.code import plain_code
from scrutiny.cycle import Campaign

_NAMES = tuple(part.name for part in fields(Campaign))
_COLUMNS = ", ".join(_NAMES)
_PLAIN_CODE = "upper(replace(replace(code, '-', ''), ' ', ''))"


def add_campaign(
    tx: Transaction,
    campaign: Campaign,
    *,
    now: datetime | None = None,
    actor: str = "",
    role: str = "",
) -> None:
    """Add a campaign; raises DuplicateError, also when its code opens another one."""
    if tx.one("SELECT id FROM campaign WHERE id = $1", [campaign.id]):
        raise DuplicateError("campaign", campaign.id)
    if _list_by_code(tx, campaign.code):
        raise DuplicateError("code", campaign.code)
    tx.insert_many("campaign", _NAMES, [astuple(campaign)])
    if now is not None:
        add_event(
            tx, name=Happening.CAMPAIGN_ADDED, subject=campaign.id, now=now, actor=actor, role=role
        )


def stop_campaign(tx: Transaction, *, campaign: str, viewer: Viewer, now: datetime) -> None:
    """End a campaign early: its code opens nothing from now on."""
    require(viewer, Permission.MANAGE_CYCLES, to="stop a campaign")
    get_campaign(tx, campaign)
    tx.execute(
        "UPDATE campaign SET stopped = $2 WHERE id = $1 AND stopped IS NULL",
        [campaign, local_day(now)],
    )
    add_event(
        tx, name=Happening.CAMPAIGN_STOPPED, subject=campaign, now=now, actor=viewer.name,
        role=viewer.role,
    )  # fmt: skip


def list_campaigns(tx: Transaction, *, form: str | None = None) -> list[Campaign]:
    """Every campaign of a form, or of all, latest first."""
    rows = tx.query(
        f"SELECT {_COLUMNS} FROM campaign WHERE $1::TEXT IS NULL OR form = $1::TEXT "
        "ORDER BY opens DESC, title, id",
        [form],
    )
    return [Campaign(**row) for row in rows]


def get_campaign(tx: Transaction, id: str) -> Campaign:
    """One campaign; raises NotFoundError."""
    row = tx.one(f"SELECT {_COLUMNS} FROM campaign WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("campaign", id)
    return Campaign(**row)


def find_campaign_by_code(tx: Transaction, code: str) -> Campaign | None:
    """The campaign that a code opens, however its letters, spaces and hyphens are typed.

    None for a campaign that is answered by hand-out codes: its own code opens nothing.
    """
    return next((found for found in _list_by_code(tx, code) if not found.hand_out), None)


def _list_by_code(tx: Transaction, code: str) -> list[Campaign]:
    rows = tx.query(f"SELECT {_COLUMNS} FROM campaign WHERE {_PLAIN_CODE} = $1", [plain_code(code)])
    return [Campaign(**row) for row in rows]
