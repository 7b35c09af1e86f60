"""The register on a screen: tiles, filters, a page of actions, and writing to their owners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from db.action_register import count_register, list_owed, list_register
from db.errors import DatabaseError
from exports.action_blocks import tile_rows
from pages.components.acting.looking import (
    Offer,
    any_status,
    offer_filters,
    read_sort,
    read_wanted,
    say_wanted,
)
from pages.components.acting.telling import draw_status, shorten, tell_due, tell_source
from pages.components.blocks import draw_tiles
from pages.components.choosing import choose
from pages.components.html import Safe, link, show, tag
from pages.components.layout import data_table, empty_state
from pages.components.paging import page_number, show_pages
from pages.components.running.said import say_done, say_trouble, who
from pages.components.server.chasing import write_to_owners
from pages.components.server.outgoing import make_post
from pages.components.server.runtime import runtime
from pages.components.shell import Page
from pages.components.sure import ask_twice
from scrutiny.access import Permission
from scrutiny.action_search import PAGE_SIZE, Listed

_CHOSEN = "owners-chosen"


def show_register(page: Page) -> None:
    """Filters, tiles over all that they leave, and one page of it."""
    query = show_filters(page, offers := offer_filters(page))
    wanted, sort = read_wanted(page, query), read_sort(query)
    show_tiles(page, query)
    say_narrowed(offers, query)
    found = page.database.read(
        list_register, viewer=page.viewer, today=page.today, wanted=wanted, sort=sort,
        page=page_number((wanted, sort)),
    )  # fmt: skip
    if not found.total:
        empty_state(
            "No action fits",
            "Choose All under Status, or take a filter away. Actions come from the answers of "
            "returns, from scrutiny activities and from meetings, or are added by hand.",
            link("Show every open action", "/actions"),
        )
        return
    show_downloads(query)
    show_actions(page, found.rows, caption=f"{found.total:,} actions", key="register")
    show_pages(found.total, PAGE_SIZE)
    if page.viewer.can(Permission.MANAGE_ACTIONS):
        show_writing(page, found.rows)


def show_filters(page: Page, offers: Mapping[str, Offer]) -> dict[str, str]:
    """The filters, most of them closed until one is wanted; returns what stands in the address."""
    with st.container(horizontal=True):
        for name in ("status", "group", "source"):
            choose(offers[name].label, offers[name].options, name=name)
    narrower = [name for name in offers if name not in {"status", "group", "source"}]
    is_open = any(name in page.query for name in narrower) or "words" in page.query
    with st.expander("More filters, and the order", expanded=is_open):
        with st.container(horizontal=True):
            for name in narrower:
                choose(offers[name].label, offers[name].options, name=name)
        _ask_words(page)
    return {key: st.query_params[key] for key in st.query_params}


def _ask_words(page: Page) -> None:
    """Words to look for; they stand in the address, as actions name nobody."""
    st.session_state.setdefault("action-words", page.query.get("words", ""))
    st.text_input("Words in the action, or its reference", key="action-words", max_chars=100,
                  on_change=_keep_words)  # fmt: skip


def _keep_words() -> None:
    if words := str(st.session_state["action-words"]).strip():
        st.query_params["words"] = words
    else:
        st.query_params.pop("words", None)


def show_tiles(page: Page, query: Mapping[str, str]) -> None:
    """The headline numbers of what the filters leave, wherever it stands."""
    tally = page.database.read(
        count_register, viewer=page.viewer, today=page.today,
        wanted=any_status(read_wanted(page, query)),
    )  # fmt: skip
    tones = ("", "poor" if tally.overdue else "", "", "good")
    rows = zip(tile_rows(tally), tones, strict=True)
    show(draw_tiles((*row, tone) for row, tone in rows))


def say_narrowed(offers: Mapping[str, Offer], query: Mapping[str, str]) -> None:
    """What is shown, and the way back to all of it."""
    said = [words for label, words in say_wanted(offers, query) if label != "Status"]
    if said:
        clear = link("Take the filters away", "/actions")
        show(tag("p", tag("strong", "Narrowed to: "), f"{', '.join(said)}. ", clear, role="status"))


def show_downloads(query: Mapping[str, str], *, name: str = "plan") -> None:
    """The same as a document, and the plan as data."""
    kept = {key: value for key, value in query.items() if key not in {"id", "link", "view"}}
    words = f"?{urlencode(kept)}" if kept else ""
    address = f"/documents/actions/{name}"
    links = [
        link(
            "Action plan as PDF" if name == "plan" else "Progress as PDF", f"{address}.pdf{words}"
        ),
        link("As a web page", f"{address}.html{words}"),
    ]
    if name == "plan":
        links += [
            link("As XLSX", f"{address}.xlsx{words}"), link("As CSV", f"{address}.csv{words}"),
        ]  # fmt: skip
    show(tag("p", *links, class_="files"))


def show_actions(
    page: Page, rows: Sequence[Listed], *, caption: str, key: str, is_linked: bool = True
) -> None:
    """Actions as a table: what, who, by when, where it stands and where it came from.

    Where `is_linked`, each reference leads to the action in full.
    """
    data_table(
        [
            (
                _reference(row, is_linked=is_linked), _words(page, row), _owner(row),
                tell_due(row.action), draw_status(page, row.action),
            )
            for row in rows
        ],
        ("Reference", "Action, and where it came from", "Owner", "Due", "Status"),
        caption=caption, key=key, search=False,
    )  # fmt: skip


def _words(page: Page, row: Listed) -> Safe:
    source = tag("span", tell_source(page, row), class_="small")
    return tag("div", shorten(row.action.text), Safe("<br>"), source, class_="action-words")


def _reference(row: Listed, *, is_linked: bool) -> Safe | str:
    reference = row.action.reference
    if not is_linked:
        return reference
    address = f"/actions?{urlencode({'id': reference})}"
    return link(reference, address, aria_label=f"{reference}: {shorten(row.action.text, 60)}")


def _owner(row: Listed) -> str:
    return ", ".join(filter(None, (row.organisation, row.action.owner)))


# Writing to owners.


def show_writing(page: Page, rows: Sequence[Listed]) -> None:
    """Send the owners of chosen actions their link, or all whose actions are overdue."""
    owed = {
        row.action.id: row for row in page.database.read(list_owed, viewer=page.viewer)
    }  # fmt: skip
    here = {row.action.id: owed[row.action.id] for row in rows if row.action.id in owed}
    show(tag("h2", "Write to owners"))
    if not owed:
        st.write("No owner of an action that is still to be done has an e-mail address. Add one "
                 "to the organisation, or to the action.")  # fmt: skip
        return
    show(tag("p", "Each owner gets one mail with all that you chose, and a link to report without "
             "an account. The schedule reminds them too."))  # fmt: skip
    st.multiselect(
        "Actions on this page that are still to be done", list(here), key=_CHOSEN,
        format_func=lambda id: _name(here.get(id)), select_all=False,
        placeholder="Choose actions",
    )  # fmt: skip
    with st.container(horizontal=True):
        st.button("Write to the owners of those chosen", key="write-chosen",
                  on_click=_write_chosen, args=(page, here))  # fmt: skip
        late = [row for row in owed.values() if row.action.is_overdue(page.today)]
        owners = {(row.action.organisation, row.action.owner_email) for row in late}
        if late:
            ask_twice(
                "Write to every owner with something overdue",
                f"{len(owners)} owners are written to now, about {len(late)} actions.",
                key="write-late", yes="Yes, write to them", done=lambda: _write(page, late),
            )  # fmt: skip


def _name(row: Listed | None) -> str:
    return (
        f"{row.action.reference} {row.organisation}: {shorten(row.action.text, 50)}" if row else ""
    )


def _write_chosen(page: Page, here: Mapping[str, Listed]) -> None:
    chosen = [here[id] for id in st.session_state.get(_CHOSEN, ()) if id in here]
    if not chosen:
        say_trouble("Choose at least one action, then press again.")
        return
    _write(page, chosen)
    st.session_state[_CHOSEN] = []


def _write(page: Page, chosen: Sequence[Listed]) -> None:
    held = runtime()
    post = make_post(held, actor=who(page))
    if post.texts.problems:
        say_trouble("The texts of mails have problems, which are listed under Mails. "
                    "Nothing was written.")  # fmt: skip
        return
    try:
        count = page.database.write(write_to_owners, chosen, held, post)
    except DatabaseError as error:
        say_trouble(str(error))
        return
    say_done(f"{count} {'mail waits' if count == 1 else 'mails wait'} to be sent. See Mails for "
             "what becomes of each.")  # fmt: skip
