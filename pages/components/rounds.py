"""The rounds to choose from: cycles and campaigns, the newest open one first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from exports.moment import spoken_date
from pages.components.html import Safe, tag
from scrutiny.cycle import Campaign, Cycle


def order_cycles(cycles: Sequence[Cycle], today: date) -> list[Cycle]:
    """Those that may be answered today first, then those that have closed, then the coming."""
    return sorted(cycles, key=lambda c: (_place(c.opens, c.deadline, today), -c.opens.toordinal()))


def order_campaigns(campaigns: Sequence[Campaign], today: date) -> list[Campaign]:
    """The same for campaigns."""
    return sorted(campaigns, key=lambda c: (_place(c.opens, c.closes, today), -c.opens.toordinal()))


def say_window(opens: date, closes: date, today: date) -> str:
    """Whether a round is open, in words: "open until 28 November 2025"."""
    if today < opens:
        return f"opens on {spoken_date(opens)}"
    if today <= closes:
        return f"open until {spoken_date(closes)}"
    return f"closed on {spoken_date(closes)}"


def say_code(campaign: Campaign) -> Safe:
    """The code that opens a campaign, or that each answer takes one of its own."""
    return tag("span", "One for each answer") if campaign.hand_out else tag("code", campaign.code)


def _place(opens: date, closes: date, today: date) -> int:
    if opens <= today <= closes:
        return 0
    return 1 if opens <= today else 2
