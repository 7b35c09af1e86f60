"""The pieces that pages are built from: headings, banners, summaries, tags and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import streamlit as st

from forms.model import Tone
from forms.problem import Problem
from forms.text import lead_in
from pages.components.html import Safe, class_of, escape, join, link, show, tag
from pages.components.words import say
from scrutiny.partnership import HelpLine, Partnership
from scrutiny.response import STATUS_LABELS, Status

#: The tone in which each status is coloured; its words always stand beside it.
STATUS_TONES = {
    Status.NOT_STARTED: Tone.NEUTRAL,
    Status.IN_PROGRESS: Tone.MIDDLING,
    Status.READY_FOR_SIGN_OFF: Tone.MIDDLING,
    Status.SIGNED_OFF: Tone.GOOD,
    Status.SUBMITTED: Tone.GOOD,
    Status.UNDER_REVIEW: Tone.MIDDLING,
    Status.RETURNED: Tone.POOR,
    Status.RESUBMITTED: Tone.GOOD,
    Status.ACCEPTED: Tone.GOOD,
    Status.IN_COMPOSITE: Tone.GOOD,
    Status.EXEMPT: Tone.NEUTRAL,
}
MOST_ROWS = 500
#: The form on which somebody asks to be contacted, and who is offered it.
CONTACT = "/contact"
_ASKING = frozenset({"young", "parent"})


def page_heading(title: str, caption: str = "", *, above: str = "") -> None:
    """The page's one h1, which takes the focus when the page changes.

    `caption` stands beneath in plain words, `above` is a small line over it, such as the
    organisation's name.
    """
    show(
        tag("p", above, class_="above") if above else "",
        tag("h1", title, class_="page-title", tabindex="-1"),
        tag("p", caption, class_="lead") if caption else "",
    )


def site_header(
    partnership: Partnership,
    *,
    who: str = "",
    account: str = "",
    notice: str = "",
    is_wide: bool = False,
) -> None:
    """The partnership's name as a link home, and who is signed in, as a link to `account`.

    `notice` is a line over every page, such as that the data is invented.
    """
    over = tag("p", tag("strong", "Please note "), notice, class_="notice") if notice else ""
    brand = join((tag("span", "", class_="mark", aria_hidden="true"), partnership.short_name))
    home = tag("a", brand, href="/", class_="brand")
    line = ""
    if who:
        name = link(who, account) if account else who
        sign_out = link("Sign out", "/session/end")
        line = tag("p", tag("span", "Signed in: ", tag("strong", name)), sign_out, class_="who")
    header = tag("div", home, line, class_="site-header wide" if is_wide else "site-header")
    show(over, header)


def error_summary(problems: Sequence[Problem], labels: Mapping[str, str] | None = None) -> None:
    """The problems at the head of a page, each a link to its question's widget.

    A problem's place is the widget's key. `labels` says what to call a place before its
    message, where the message alone would not tell.
    """
    if not problems:
        return
    names = labels or {}
    rows = [
        tag("li", tag("a", _sentence(row, names), href=f"#{class_of(row.place)}",
                      data_to=class_of(row.place)))
        for row in problems
    ]  # fmt: skip
    title = "There is a problem" if len(rows) == 1 else f"There are {len(rows)} problems"
    show(
        tag(
            "div",
            tag("h2", title),
            tag("ul", *rows),
            class_="problems",
            role="alert",
            tabindex="-1",
        )
    )


def _sentence(problem: Problem, labels: Mapping[str, str]) -> str:
    label = labels.get(problem.place, "")
    words = f"{lead_in(label)}{problem.message}" if label else problem.message
    return f"{words}. {problem.cure}" if problem.cure else words


def help_panel(partnership: Partnership, audience: str = "young") -> None:
    """Who to ring, for "young", "parent" or "adult"; opens without leaving the page."""
    title = "I need help now" if audience == "young" else "Get help now"
    lines = help_lines(partnership, audience)
    ask = contact_offer(partnership) if audience in _ASKING else ""
    show(tag("details", tag("summary", title), lines, ask, class_="help-panel"))


def contact_offer(partnership: Partnership, language: str = "en") -> Safe | str:
    """The way to the form on which somebody asks to be contacted, where there is one."""
    if not partnership.contact_requests:
        return ""
    way = link(say("contact_offer", language), CONTACT, target="_blank", rel="noopener")
    return tag("p", way, " ", say("contact_offer_note", language))


def help_lines(partnership: Partnership, audience: str) -> Safe:
    """The numbers to ring, as a list to stand among other words."""
    return tag("ul", *(_help_line(line) for line in partnership.help_for(audience)))


def _help_line(line: HelpLine) -> Safe:
    number = link(line.number, line.href)
    return tag("li", tag("strong", line.label), " ", number, tag("span", line.hours))


def quick_exit() -> None:
    """A way to leave at once: forgets this device's draft and shows a neutral site."""
    show(
        tag(
            "a",
            "Leave this site quickly",
            href="/leave",
            class_="quick-exit",
            rel="noreferrer nofollow",
            data_leave="",
        )
    )


def status_tag(status: Status | str, words: str = "", tone: Tone | None = None) -> Safe:
    """A status as a small coloured label with its words, for show() or a table's cell."""
    known = Status(status) if status in set(Status) else None
    text = words or (STATUS_LABELS[known] if known else str(status).replace("_", " ").capitalize())
    colour = tone or (STATUS_TONES[known] if known else Tone.NEUTRAL)
    return tag("span", text, class_=f"tag tag-{colour.value.replace('_', '-')}")


def empty_state(title: str, text: str, *actions: Safe) -> None:
    """What stands where there is nothing yet, and what to do about it."""
    show(
        tag(
            "div",
            tag("h2", title),
            tag("p", text),
            *(tag("p", action) for action in actions),
            class_="empty",
        )
    )


def data_table(
    rows: pd.DataFrame | Iterable[Sequence[object]],
    columns: Sequence[str] = (),
    *,
    caption: str,
    key: str,
    search: bool = True,
    numeric: Iterable[str] = (),
) -> int:
    """A table with a caption, a heading a column and a box that filters it.

    The first column heads its row. Cells may be words, numbers or safe HTML (a link, a
    status tag). Scrolls by itself on a narrow screen. Returns how many rows are shown.
    """
    if isinstance(rows, pd.DataFrame):
        columns = columns or [str(name) for name in rows.columns]
        rows = rows[list(columns)].itertuples(index=False, name=None)
    cells = [tuple("" if value is None else value for value in row) for row in rows]
    wanted = ""
    if search and len(cells) > 8:
        wanted = st.text_input(f"Filter: {caption}", key=f"{key}_filter", live="1s")
    found = [row for row in cells if _has(row, wanted)]
    if wanted:
        st.html(tag("p", f"{len(found)} of {len(cells)} shown.", role="status", class_="count"))
    _show_table(found[:MOST_ROWS], columns, caption, key, frozenset(numeric))
    if len(found) > MOST_ROWS:
        st.write(f"The first {MOST_ROWS} of {len(found)} are shown. Filter to see others.")
    return min(len(found), MOST_ROWS)


def problems_table(problems: Iterable[Problem], *, caption: str, key: str) -> None:
    """What is wrong, where it stands, and how to put it right: a row a problem."""
    data_table(
        [(problem.place, problem.message, problem.cure) for problem in problems],
        ("Where", "What is wrong", "How to put it right"),
        caption=caption,
        key=key,
    )


def _has(row: Sequence[object], wanted: str) -> bool:
    return all(any(word in _words(cell) for cell in row) for word in wanted.casefold().split())


def _words(cell: object) -> str:
    text = str(cell)
    return (_strip(text) if isinstance(cell, Safe) else text).casefold()


def _strip(text: str) -> str:
    parts = text.split("<")
    return parts[0] + "".join(part.partition(">")[2] for part in parts[1:])


def _show_table(
    rows: Sequence[Sequence[object]],
    columns: Sequence[str],
    caption: str,
    key: str,
    numeric: frozenset[str],
) -> None:
    kinds = ["number" if name in numeric else "" for name in columns]
    head = tag(
        "tr",
        *(
            _cell("th", n, k, scope="col", role="columnheader")
            for n, k in zip(columns, kinds, strict=True)
        ),
        role="row",
    )
    body = (tag("tr", *_row(row, kinds, columns), role="row") for row in rows)
    name = f"{class_of(key)}-caption"
    table = tag(
        "table",
        tag("caption", tag("span", caption), id=name),
        tag("thead", head, role="rowgroup"),
        tag("tbody", *body, role="rowgroup"),
        class_="data stack",
        role="table",
    )
    show(tag("div", table, class_="scroll", role="region", tabindex="0", aria_labelledby=name))


def _row(row: Sequence[object], kinds: Sequence[str], columns: Sequence[str]) -> Iterable[Safe]:
    """The cells; on a phone each row is a card, whose cells say their columns and roles."""
    first, *rest = zip(row, kinds, columns, strict=True)
    yield _cell("th", first[0], first[1], scope="row", role="rowheader")
    for value, kind, column in rest:
        yield _cell("td", value, kind, role="cell", data_label=column)


def _cell(name: str, value: object, kind: str, **attributes: str) -> Safe:
    if kind:
        attributes["class_"] = kind
    return tag(name, escape(value), **attributes)
