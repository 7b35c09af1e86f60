"""One cycle: whom it asks, inviting and reminding them, extending, exempting, stopping."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from db import cycles, outbox, reaching
from db.errors import DatabaseError
from exports.moment import spoken_date
from forms.types.moments import say_date
from pages.components.html import link, show, tag
from pages.components.layout import data_table, page_heading, status_tag
from pages.components.rounds import say_window
from pages.components.running.adding import read_extension
from pages.components.running.days import ask_day
from pages.components.running.previewing import show_preview
from pages.components.running.said import say_done, say_trouble, show_said, who
from pages.components.server.outgoing import find_server, make_post
from pages.components.server.runtime import runtime
from pages.components.shell import Page
from pages.components.sure import ask_twice
from scrutiny.cycle import Cycle
from scrutiny.invitation import Contact
from scrutiny.letter import write_invitation, write_reminder
from scrutiny.mail import Mail
from scrutiny.reach import Addressee, Reach, list_unanswered, list_uninvited
from scrutiny.response import Status


def show_cycle(page: Page, cycle: Cycle) -> None:
    """The cycle with everything that can be done to it."""
    reached = page.database.read(reaching.list_reach, cycle=cycle.id, viewer=page.viewer)
    show(tag("p", link("All cycles and campaigns", "/cycles")))
    page_heading(cycle.title, say_where(page, cycle))
    show_said()
    if cycle.stopped:
        st.info(f"Stopped on {say_date(cycle.stopped)}. Nothing can be answered or sent in it.")
    show_ways(cycle)
    if not cycle.stopped:
        show_preview(cycle, reached)
        show_inviting(page, cycle, reached)
        show_reminding(page, cycle, reached)
    show_reached(page, reached)
    if not cycle.stopped:
        show_changing(page, cycle, reached)


def say_where(page: Page, cycle: Cycle) -> str:
    """Whether it is open, and its deadline."""
    words = say_window(cycle.opens, cycle.deadline, page.today)
    extended = f", extended from {say_date(cycle.closes)}" if cycle.extended_to else ""
    return f"{words[0].upper()}{words[1:]}{extended}. Form version {cycle.form_version}."


def show_ways(cycle: Cycle) -> None:
    """The other pages about the same cycle."""
    show(
        tag(
            "p", link("Who has answered", f"/responses?cycle={cycle.id}"), " · ",
            link("Mails about it", f"/mails?round={cycle.id}"), " · ",
            link("The form to print (PDF)", f"/documents/blank/{cycle.form}.pdf"),
        )
    )  # fmt: skip


def show_inviting(page: Page, cycle: Cycle, reached: Sequence[Reach]) -> None:
    """Everybody not yet invited, with one press."""
    show(tag("h2", "Invite"))
    new = list_uninvited(reached)
    silent = [row for row in reached if row.is_waited_for and not row.contacts]
    if silent:
        st.warning(
            f"{len(silent)} organisations have nobody to write to. Add a person for each, or an "
            "e-mail address on the register."
        )
        with st.expander("Who they are"):
            for row in silent:
                show(tag("p", link(row.name, f"/colleagues?organisation={row.organisation}")))
    if not new:
        st.write("Everybody who can be written to has been invited.")
        return
    ask_twice(
        f"Invite {count_people(new)}", say_mails("Invite", new), key="invite", is_primary=True,
        yes=f"Send {len(new)} invitations",
        done=lambda: write(page, new, lambda contact, row: write_invitation(
            make_post(runtime(), actor=who(page)), contact, organisation=row.name, cycle=cycle)),
    )  # fmt: skip


def show_reminding(page: Page, cycle: Cycle, reached: Sequence[Reach]) -> None:
    """Those who have not answered: all of them, or some by hand."""
    late = list_unanswered(reached)
    if not late or not cycle.is_open(page.today):
        return
    show(tag("h2", "Remind"))
    days = page.partnership.reaching.reminder_days_before
    if days:
        when = " and ".join(str(day) for day in days)
        st.write(f"Reminders go out by themselves {when} days before the deadline.")
    names = {row.organisation: row.name for _, row in late}
    by_hand = st.multiselect(
        "Only these (none chosen means everybody who has not answered)", list(names),
        key="remind-these", format_func=lambda id: names[id], select_all=False,
        placeholder="Choose organisations",
    )  # fmt: skip
    chosen = [(c, row) for c, row in late if not by_hand or row.organisation in by_hand]
    ask_twice(
        f"Remind {count_people(chosen)}", say_mails("Remind", chosen), key="remind",
        yes=f"Send {len(chosen)} reminders",
        done=lambda: write(page, chosen, lambda contact, row: write_reminder(
            make_post(runtime(), actor=who(page)), contact, organisation=row.name, cycle=cycle)),
    )  # fmt: skip


def write(page: Page, chosen: Sequence[Addressee], make: Callable[[Contact, Reach], Mail]) -> None:
    """Queue a mail for each person."""
    post = make_post(runtime())
    if post.texts.problems:
        say_trouble(f"Nothing was written. {post.texts.problems[0]}")
        return
    mails = [make(contact, row) for contact, row in chosen]
    try:
        count = page.database.write(
            outbox.add_mails, mails, now=page.now, actor=who(page), role=page.viewer.role
        )
    except DatabaseError as error:
        say_trouble(f"Nothing was written. {error}")
        return
    kept = "" if find_server(runtime()) else " No mail server is set up, so they are kept."
    written = "1 mail" if count == 1 else f"{count} mails"
    say_done(f"{written} written.{kept} Mails shows what becomes of each.")


def count_people(chosen: Sequence[Addressee]) -> str:
    """How many people, as a button says it."""
    return "1 person" if len(chosen) == 1 else f"{len(chosen)} people"


def say_mails(verb: str, chosen: Sequence[Addressee]) -> str:
    """What would happen, with the numbers."""
    places = len({row.organisation for _, row in chosen})
    asked = "1 organisation" if places == 1 else f"{places} organisations"
    sent = "" if find_server(runtime()) else " No mail server is set up: they are kept, not sent."
    return f"{verb} {count_people(chosen)} of {asked}, each by an e-mail of their own?{sent}"


def show_reached(page: Page, reached: Sequence[Reach]) -> None:
    """Every organisation with its people and what they have been told."""
    types = page.partnership.organisation_types
    data_table(
        [
            (
                row.name, types[row.type].label if row.type in types else row.type,
                status_tag(Status.EXEMPT if row.exempt_reason else row.status),
                link(
                    ", ".join(each.name or each.email for each in row.contacts) or "Nobody yet",
                    f"/colleagues?organisation={row.organisation}",
                ),
                len(row.told), say_last(row),
            )
            for row in reached
        ],
        ("Organisation", "Type", "Status", "Who answers", "Mails", "Last told"),
        caption=f"{len(reached)} organisations are asked",
        key="reached",
        numeric=("Mails",),
    )  # fmt: skip


def say_last(row: Reach) -> str:
    """When the last mail was written, and that it failed where it did."""
    if row.last_told is None:
        return "Never"
    return f"{spoken_date(row.last_told)}{', not delivered' if row.has_failed else ''}"


def show_changing(page: Page, cycle: Cycle, reached: Sequence[Reach]) -> None:
    """A later deadline, an exemption, and the end."""
    show(tag("h2", "Extend"))
    with st.form("extend"):
        typed = ask_day("New deadline, for everybody", key="extend-to", value=cycle.extended_to)
        if st.form_submit_button("Extend the deadline"):
            extend(page, cycle, typed)
            st.rerun()
    show(tag("h2", "Exempt"))
    waited = {row.organisation: row.name for row in reached if row.is_waited_for}
    exempt = {row.organisation: row.name for row in reached if row.exempt_reason}
    with st.form("exempt", clear_on_submit=True):
        chosen = st.selectbox(
            "Organisation that need not answer", list(waited), key="exempt-who", index=None,
            format_func=lambda id: waited.get(id, id), placeholder="Type part of its name",
        )  # fmt: skip
        reason = st.text_input("Why", key="exempt-why", max_chars=200)
        if st.form_submit_button("Exempt it"):
            exempt_one(page, cycle, chosen, reason.strip(), waited)
            st.rerun()
    for id, name in exempt.items():
        ask_twice(
            f"Ask {name} after all", f"{name} will be asked to answer again.",
            key=f"ask-again-{id}", done=partial(ask_after_all, page, cycle, id, name),
        )  # fmt: skip
    show(tag("h2", "Stop"))
    waiting = sum(row.is_waited_for for row in reached)
    ask_twice(
        "Stop the cycle",
        f"{waiting} organisations have not answered yet and no longer can; their drafts are kept "
        "but cannot be sent. Nobody is reminded any more. What has been sent stays. This cannot "
        "be taken back.",
        key="stop", yes="Stop it", done=lambda: stop(page, cycle),
    )  # fmt: skip


def extend(page: Page, cycle: Cycle, typed: str) -> None:
    """Store a later deadline, or take it back when the box is empty."""
    day = read_extension(typed, cycle)
    if typed.strip() and day is None:
        say_trouble(f"Enter a day after {say_date(cycle.closes)}, such as 31 3 2027.")
        return
    page.database.write(cycles.extend, cycle=cycle.id, to=day, viewer=page.viewer, now=page.now)
    say_done(f"Due by {say_date(day)} now." if day else f"Due by {say_date(cycle.closes)} again.")


def exempt_one(
    page: Page, cycle: Cycle, chosen: str | None, reason: str, names: Mapping[str, str]
) -> None:
    """Take an organisation out of what is expected, with the reason."""
    if not (chosen and reason):
        say_trouble("Choose an organisation, and say why it need not answer.")
        return
    page.database.write(
        cycles.exempt, cycle=cycle.id, organisation=chosen, reason=reason, viewer=page.viewer,
        now=page.now,
    )  # fmt: skip
    say_done(f"{names[chosen]} need not answer.")


def ask_after_all(page: Page, cycle: Cycle, id: str, name: str) -> None:
    """Take an exemption back."""
    page.database.write(
        cycles.exempt, cycle=cycle.id, organisation=id, reason="", viewer=page.viewer,
        now=page.now,
    )  # fmt: skip
    say_done(f"{name} is asked again.")


def stop(page: Page, cycle: Cycle) -> None:
    """End the cycle now."""
    page.database.write(cycles.stop_cycle, cycle=cycle.id, viewer=page.viewer, now=page.now)
    say_done("The cycle is stopped.")
