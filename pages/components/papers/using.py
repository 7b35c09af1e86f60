"""How teams used a learning briefing: telling it, and for its writers who has told and who not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from db import paper_uses, step_drafts
from db.errors import AnswersRefusedError, DatabaseError
from db.organisations import list_organisations
from exports.moment import spoken_date
from forms.model import Json, Question
from pages.components.activities.taking import make_kept_sheet
from pages.components.blocks import draw_heading
from pages.components.html import Safe, link, show, tag
from pages.components.layout import data_table
from pages.components.redrawing import begin_drawing, redraw, redraw_when_turned
from pages.components.reviewing import acting
from pages.components.running.said import say_done, say_trouble
from pages.components.server.outgoing import use_address
from pages.components.server.runtime import runtime
from pages.components.sheet import Sheet, ask, show_sheet
from pages.components.shell import Page
from pages.components.sure import ask_twice
from pages.components.tables import draw_details, lines
from pages.components.words import say
from scrutiny.access import Permission
from scrutiny.paper import Paper
from scrutiny.template import load_templates
from scrutiny.use import (
    AgencyUse,
    Use,
    list_questions,
    may_be_used,
    say_answers,
    say_sum,
    sum_up,
)

USED = "How teams used it"
STEP = "use"
_ORGANISATION = "its_organisation"
_BROWSER = 16  # so many letters of its hash tell browsers apart


@dataclass(frozen=True, slots=True)
class Using:
    """A document that teams are asked about, for whoever looks; `by_link` without a session."""

    page: Page
    paper: Paper
    by_link: bool = False

    @property
    def writes(self) -> bool:
        """Whether the viewer sees what all agencies told."""
        return self.page.viewer.can(Permission.WRITE_DOCUMENTS)

    @property
    def browser(self) -> str:
        """What keeps apart those who came by one link: their browser; "" for who signed in."""
        return self.page.device[:_BROWSER] if self.by_link else ""

    @property
    def keeps(self) -> bool:
        """Whether what is typed can be kept until it is sent, also over a reload."""
        may = self.page.viewer.can(Permission.TAKE_STEPS)
        return bool(self.browser) if self.by_link else may


def show_using(page: Page, paper: Paper) -> None:
    """For those who may tell: how it was used so far, and the questions; else nothing."""
    template = load_templates().templates.get(paper.template)
    if not may_be_used(paper, template):
        return
    using = Using(page, paper)
    if not page.viewer.can(Permission.TELL_USE):
        if not page.is_signed_in:
            show(tag("p", say("use_sign_in", email=page.partnership.email), class_="small"))
        return
    show(draw_heading(USED, 2))
    if using.writes:
        _show_all(using)
    else:
        _show_own(using)
    with st.expander(say("use_tell"), expanded=not using.writes):
        show_telling(using)


def _list(using: Using) -> list[Use]:
    return using.page.database.read(
        paper_uses.list_uses, paper=using.paper.id, viewer=using.page.viewer
    )


def _show_own(using: Using) -> None:
    """What the viewer's own organisation told."""
    uses = _list(using)
    if not uses:
        show(tag("p", say("use_none_own")))
        return
    show(tag("p", say("use_own")), *(_draw_use(each) for each in uses))


def _draw_use(use: Use) -> Safe:
    pairs = [(label, words) for label, words in say_answers(use) if words]
    rows = (tag("div", tag("dt", label), tag("dd", lines(words), dir="auto"))
            for label, words in pairs)  # fmt: skip
    return draw_details(_say_title(use), tag("dl", *rows, class_="facts"))


def _say_title(use: Use) -> str:
    return f"{use.team}, told on {spoken_date(use.told_on)}" if use.told_on else use.team


def _show_all(using: Using) -> None:
    """For the writers: by agency, who has not told, and every report."""
    page, id = using.page, using.paper.id
    uses = _list(using)
    expected = page.database.read(paper_uses.list_expected, paper=id, viewer=page.viewer)
    told = {use.organisation for use in uses}
    names = page.database.read(paper_uses.name_places, told) | expected
    rows = sum_up(uses, names)
    show(tag("p", tag("strong", say_sum(rows))))
    if uses:
        _show_counts(rows)
        _show_uses(using, uses, names)
    _show_missing(using, [row for row in rows if not row.teams])


def _show_counts(rows: Sequence[AgencyUse]) -> None:
    told = [(row.name, row.teams, row.people) for row in rows if row.teams]
    data_table(
        told, ("Agency", "Teams", "People"), caption="By agency", key="use-agencies",
        numeric=("Teams", "People"),
    )  # fmt: skip


def _show_uses(using: Using, uses: Sequence[Use], names: dict[str, str]) -> None:
    columns = ("Agency", *(question.text.say() for question in list_questions()), "Told")
    told = [
        (
            names.get(use.organisation, use.organisation),
            *(lines(words) for _, words in say_answers(use)),
            spoken_date(use.told_on) if use.told_on else "",
        )
        for use in uses
    ]
    data_table(told, columns, caption="What teams told, the latest first", key="uses")
    address = f"/documents/uses/{using.paper.id}"
    show(tag("p", link("As XLSX", f"{address}.xlsx"), link("As CSV", f"{address}.csv"),
             class_="files"))  # fmt: skip
    with st.expander(say("use_remove")):
        labels = {use.id: f"{names.get(use.organisation, '')}: {_say_title(use)}" for use in uses}
        chosen = st.selectbox(
            say("use_remove_which"), list(labels), format_func=lambda id: labels[id],
            key="use-remove",
        )  # fmt: skip
        ask_twice(
            say("use_remove_it"), say("use_remove_sure"), key="remove-use",
            yes=say("use_remove_yes"), done=lambda: _remove(str(chosen)),
        )  # fmt: skip


def _remove(id: str) -> None:
    try:
        runtime().database.write(paper_uses.remove_use, id=id, **acting())
    except DatabaseError as error:
        say_trouble(f"Not done. {error}")
        return
    say_done(say("use_removed"))


def _show_missing(using: Using, missing: Sequence[AgencyUse]) -> None:
    """Who has not told yet, each with an address that they can be sent."""
    if not missing:
        return
    days = using.page.partnership.reaching.link_days
    rows = [
        (row.name, link("Open it", use_address(runtime(), using.paper.id, row.organisation),
                        aria_label=f"Open the link of {row.name}"))
        for row in missing
    ]  # fmt: skip
    data_table(rows, ("Agency", "Its link"), caption=say("use_missing", count=len(missing)),
               key="use-missing")  # fmt: skip
    show(tag("p", say("use_missing_why", days=days), class_="small"))


# Telling it.


def show_telling(using: Using) -> None:
    """The questions, and the press that sends them; what is typed stays until it is sent."""
    begin_drawing()
    _show_questions(using)


@st.fragment
def _show_questions(using: Using) -> None:
    places = _list_places(using)
    sheet = _make_sheet(using, places)
    show_sheet(sheet, level=3)
    st.button(
        say("use_send"), key=f"send-use-{using.paper.id}", type="primary", on_click=_send,
        args=(using, sheet, places),
    )  # fmt: skip
    redraw_when_turned()


def _list_places(using: Using) -> dict[str, str]:
    """The organisations for which the viewer may tell, with their names."""
    page = using.page
    if not using.writes:
        return page.database.read(paper_uses.name_places, page.viewer.organisations)
    named = {row.id: row.name for row in page.database.read(list_organisations)}
    partners = {each.key: each.label for each in page.partnership.safeguarding_partners}
    return dict(sorted((partners | named).items(), key=lambda pair: pair[1].casefold()))


def _make_sheet(using: Using, places: dict[str, str]) -> Sheet:
    """The questions, first of all whose team it was where there is a choice."""
    first: tuple[Question, ...] = ()
    if len(places) != 1:
        first = (ask(_ORGANISATION, say("use_whose"), type="select_one", choices=places),)
    questions = (*first, *list_questions())
    if using.keeps:
        return make_kept_sheet(using.page, using.paper.id, STEP, questions, part=using.browser)
    typed: dict[str, Json] = st.session_state.setdefault(f"use-typed-{using.paper.id}", {})
    return Sheet(f"use-{using.paper.id}", questions, typed, using.page.today, lambda _: None)


def _send(using: Using, sheet: Sheet, places: dict[str, str]) -> None:
    if not sheet.check():
        return
    given = sheet.answers
    organisation = str(given.pop(_ORGANISATION, "") or next(iter(places), ""))
    who = acting()
    if using.by_link:
        who["viewer"] = using.page.viewer
    try:
        using.page.database.write(
            paper_uses.add_use, paper=using.paper.id, organisation=organisation, answers=given,
            **who,
        )  # fmt: skip
    except AnswersRefusedError as error:
        if not sheet.refuse(error.problems):
            say_trouble(f"Not sent. {error}")
    except DatabaseError as error:
        say_trouble(f"Not sent. {error}")
    else:
        _forget(using, sheet)
        say_done(say("use_thanks"))
    redraw()


def _forget(using: Using, sheet: Sheet) -> None:
    """What was typed, once it is sent."""
    sheet.clear()
    sheet.typed.clear()
    if using.keeps:
        using.page.database.write(
            step_drafts.forget_step_draft, activity=using.paper.id, step=STEP,
            part=using.browser, viewer=using.page.viewer,
        )  # fmt: skip
