"""Which returns a composite counts, and the press that puts the accepted ones into the final one.

For those who may read returns: organisations are named.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from db import counted
from db.counted import Counted
from db.errors import DatabaseError
from exports.moment import spoken_time
from pages.components.blocks import draw_heading
from pages.components.html import link, show, tag
from pages.components.layout import data_table, status_tag
from pages.components.reviewing import acting
from pages.components.shell import Page
from pages.components.sure import ask_twice
from scrutiny.access import Permission
from scrutiny.cycle import Cycle
from scrutiny.response import Status

TITLE = "Which returns are counted"
_SAID = "counting-said"


def may_see_counted(page: Page) -> bool:
    """Whether the viewer may read the names of those who answered."""
    return page.viewer.can(Permission.READ_RESPONSES)


def show_counted(page: Page, cycle: Cycle) -> None:
    """Every return that was sent: what of it is counted, and since when it is in the final one."""
    found = page.database.read(counted.list_counted, cycle=cycle.id, viewer=page.viewer)
    show(draw_heading(TITLE, 2))
    if said := st.session_state.pop(_SAID, None):
        (st.success if said[0] == "done" else st.error)(said[1])
    if not found:
        show(tag("p", "Nothing has been sent yet, so nothing is counted."))
        return
    _show_putting_in(page, cycle, found)
    types = page.partnership.organisation_types
    data_table(
        [
            (
                link(row.name, f"/response?id={row.response}"),
                types[row.type].label if row.type in types else row.type,
                status_tag(row.status), _say_sending(page, row), _say_put_in(page, row),
            )
            for row in found
        ],
        ("Organisation", "Type", "Stands", "Answers counted", "In the final composite"),
        caption=f"{len(found)} returns were sent and are counted",
        key="counted",
    )  # fmt: skip


def _show_putting_in(page: Page, cycle: Cycle, found: Sequence[Counted]) -> None:
    ready = sum(row.status is Status.ACCEPTED for row in found)
    final = sum(row.status is Status.IN_COMPOSITE for row in found)
    alone = f"/composite?round={cycle.id}&count=final"
    words = f"{final} of {len(found)} stand in the final composite. "
    show(tag("p", words, link("Show the final composite alone", alone)))
    if not (ready and page.viewer.can(Permission.MODERATE)):
        return
    returns = "1 accepted return" if ready == 1 else f"{ready} accepted returns"
    ask_twice(
        f"Put {returns} into the final composite",
        f"{returns[0].upper()}{returns[1:]} will stand in the final composite, with your name and "
        "the time. Reopening a return takes it out again.",
        key="include-accepted", yes="Put them in", done=lambda: _put_in(page, cycle),
    )  # fmt: skip


def _put_in(page: Page, cycle: Cycle) -> None:
    try:
        count = page.database.write(counted.include_accepted, cycle=cycle.id, **acting())
    except DatabaseError as error:
        st.session_state[_SAID] = ("refused", f"Nothing was changed. {error}")
        return
    added = "1 return is" if count == 1 else f"{count} returns are"
    st.session_state[_SAID] = ("done", f"{added} in the final composite now.")


def _say_sending(page: Page, row: Counted) -> str:
    when = spoken_time(row.sent.astimezone(page.now.tzinfo))
    return f"Sending {row.sending}, {when}"


def _say_put_in(page: Page, row: Counted) -> str:
    if row.status is not Status.IN_COMPOSITE:
        return "No"
    if row.put_in is None:
        return "Yes"
    return f"Yes, by {row.put_in_by}, {spoken_time(row.put_in.astimezone(page.now.tzinfo))}"
