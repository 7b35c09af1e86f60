"""Drafts that somebody waits for: asking their writers, and what the writers are asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from db.paper_asks import ask_writers, list_asked, list_unfinished
from exports.moment import spoken_date
from pages.components.activities.taking import act
from pages.components.html import Safe, link, show, tag
from pages.components.server.outgoing import make_post
from pages.components.server.runtime import runtime
from pages.components.shell import Page
from pages.components.words import say
from scrutiny.activity import Activity
from scrutiny.mechanism import Step
from scrutiny.paper_asking import PaperAsk, Unfinished, say_missing


def find_unfinished(page: Page, activity: Activity) -> list[Unfinished]:
    """The drafts that keep a step of the viewer waiting, who does not write them."""
    return page.database.read(
        list_unfinished, activity=activity.id, viewer=page.viewer, now=page.now,
        context=page.context,
    )  # fmt: skip


def show_unfinished(
    page: Page, activity: Activity, step: Step, unfinished: Sequence[Unfinished]
) -> None:
    """What the documents of a step lack, and for each the press that asks its writers."""
    own = {work.document for work in step.documents}
    for each in unfinished:
        if each.plan in own:
            _show_one(page, activity, step, each)


def _show_one(page: Page, activity: Activity, step: Step, each: Unfinished) -> None:
    words = say("paper_unfinished" if each.paper else "paper_undrafted", title=each.title)
    asked = ""
    if each.asked_on:
        asked = say("paper_asked", who=each.asked_by, day=spoken_date(each.asked_on))
    show(
        tag("div", tag("p", tag("strong", words)), tag("p", say_missing(each.missing)),
            tag("p", asked) if asked else "", class_="box")
    )  # fmt: skip
    if each.asked_on == page.today:
        return
    st.button(
        say("paper_ask_again" if each.asked_on else "paper_ask"),
        key=f"ask-{step.id}-{each.plan}", on_click=_ask, args=(page, activity, each),
    )  # fmt: skip


def _ask(page: Page, activity: Activity, each: Unfinished) -> None:
    write = partial(
        ask_writers, activity=activity.id, plan=each.plan, context=page.context,
        post=make_post(runtime(), actor=page.viewer.name),
    )  # fmt: skip
    act(page, write, say("paper_ask_done", title=each.title))


def draw_asks(page: Page) -> Iterator[Safe]:
    """For a writer: each draft that somebody waits for, with the way to its editor."""
    for each in page.database.read(list_asked, viewer=page.viewer, today=page.today):
        way = link(say("paper_finish", title=each.title), f"/paper?id={each.paper}&view=edit")
        yield tag("span", way, tag("p", say_ask(each), class_="small"))


def show_ask(page: Page, paper: str) -> None:
    """For a writer of one draft: who waits for it, and for what."""
    asks = page.database.read(list_asked, viewer=page.viewer, today=page.today, paper=paper)
    for each in asks:
        st.warning(say_ask(each))


def say_ask(each: PaperAsk) -> str:
    """Who asked when, and what is missing."""
    asked = say("paper_asked_you", who=each.asked_by, day=spoken_date(each.asked_on))
    return f"{asked} {say_missing(each.missing)}"
