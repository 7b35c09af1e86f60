"""Campaigns: a new one with its code, and one with its poster and its end."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

import streamlit as st

from db import campaigns, hand_outs
from db import forms as published
from db.connection import Transaction
from db.errors import DatabaseError
from db.forms import PublishedForm
from forms.problem import Problem
from forms.types.moments import say_date
from pages.components.html import link, show, tag
from pages.components.layout import error_summary, page_heading
from pages.components.rounds import say_window
from pages.components.running.days import ask_day, read_day
from pages.components.running.said import say_done, say_trouble, show_said, who
from pages.components.shell import Page
from pages.components.sure import ask_twice
from scrutiny.code import check_code, hash_hand_out, make_code, make_hand_outs, make_seed
from scrutiny.cycle import Campaign
from scrutiny.links import LinkKind, read_link, sign_link

VOICE = "voice"
CARDS = "cards-made"
MOST_CARDS = 500
SHOWN = timedelta(hours=1)  # how long the sheet may be fetched by whoever made it
_WORDS = {"title": "Title", "service": "Service", "agency": "Agency that runs it"}


def show_adding_campaign(page: Page) -> None:
    """The questions of a new campaign, and the press that adds it."""
    show(tag("p", link("All cycles and campaigns", "/cycles")))
    page_heading("Add a campaign", "A dated round of a voice form about one service.")
    show_said()
    known = page.library.forms  # asking for the library publishes it
    rows = {
        f"{row.form}:{row.version}": row
        for row in page.database.read(published.list_forms)
        if row.kind == VOICE
    }
    if not rows:
        st.info("No voice form is published yet. Look at the form library.")
        return
    form = rows[
        st.selectbox(
            "Form and version", list(rows), key="form",
            format_func=lambda key: f"{rows[key].title} (version {rows[key].version})",
        )
    ]  # fmt: skip
    if form.form in known:
        show(tag("p", link("Look at the form first (PDF)", f"/documents/blank/{form.form}.pdf")))
    given = ask_about(page)
    problems = check(given)
    if problems and st.session_state.get("tried-to-add"):
        error_summary(problems)
    if problems:
        st.button("Add the campaign", key="add-campaign", type="primary", on_click=_try)
        return
    fresh = make_campaign(form, given)
    count = int(given["cards"]) if fresh.hand_out else 0
    opened_by = f"each of {count} hand-out codes" if count else f"the code {fresh.code}"
    ask_twice(
        "Add the campaign",
        f"From {say_date(fresh.opens)} to {say_date(fresh.closes)} anybody with {opened_by} "
        f"can answer{' once' if count else ''} about {fresh.service}. No mail goes out.",
        key="add-campaign", is_primary=True, yes="Add it", done=lambda: add(page, fresh, count),
    )  # fmt: skip


def _try() -> None:
    st.session_state["tried-to-add"] = True


def ask_about(page: Page) -> dict[str, str]:
    """What a campaign needs to be told, as typed."""
    given = {
        key: st.text_input(label, key=key, max_chars=120).strip() for key, label in _WORDS.items()
    }
    suggested = st.session_state.setdefault("suggested-code", make_code())
    by_card = st.checkbox(
        "One answer for each hand-out code: print cards instead of one code for all",
        key="hand-out",
    )  # fmt: skip
    if by_card:
        given["code"] = suggested
        given["cards"] = st.text_input(
            f"How many codes to print ({MOST_CARDS} at most)", key="cards", max_chars=4
        ).strip()
        st.write("The codes are shown once, on a sheet of cards right after you add the campaign. "
                 "They are kept only as hashes, so nobody can print them again.")  # fmt: skip
    else:
        given["code"] = st.text_input("Code", key="code", value=suggested, max_chars=20).strip()
    last = page.today + timedelta(days=page.partnership.deadlines.voice_campaign_days)
    with st.container(horizontal=True):
        given["opens"] = ask_day("Opens on", key="opens", value=page.today)
        given["closes"] = ask_day("Closes on", key="closes", value=last)
    least = page.partnership.small_numbers.counts_minimum
    given["minimum_group"] = st.text_input(
        f"Smallest number of answers for which anything is shown ({least} or more)",
        key="minimum", value=str(least), max_chars=4,
    ).strip()  # fmt: skip
    given["least"] = str(least)
    return given


def check(given: Mapping[str, str]) -> list[Problem]:
    """What still has to be put right."""
    found = [
        Problem(key, f"Enter the {label[0].lower()}{label[1:]}")
        for key, label in _WORDS.items()
        if not given[key]
    ]
    if wrong := check_code(given["code"]):
        found.append(Problem("code", wrong))
    first, last = read_day(given["opens"]), read_day(given["closes"])
    if first is None:
        found.append(Problem("opens", "Enter the day on which it opens, such as 1 9 2027"))
    if last is None or (first and last < first):
        found.append(Problem("closes", "Enter the day on which it closes, not before it opens"))
    cards = given.get("cards", "1")
    if not (cards.isascii() and cards.isdigit() and 1 <= int(cards) <= MOST_CARDS):
        found.append(Problem("cards", f"Enter how many codes to print, from 1 to {MOST_CARDS}"))
    number = given["minimum_group"]
    if not (number.isascii() and number.isdigit() and int(number) >= int(given["least"])):
        found.append(Problem("minimum", f"Enter a number that is {given['least']} or more"))
    return found


def make_campaign(form: PublishedForm, given: Mapping[str, str]) -> Campaign:
    """The campaign that checked words describe."""
    opens, closes = read_day(given["opens"]), read_day(given["closes"])
    if opens is None or closes is None:
        raise ValueError("the days have not been checked")
    return Campaign(
        id=secrets.token_hex(8), form=form.form, form_version=form.version, title=given["title"],
        service=given["service"], agency=given["agency"], place_type="", code=given["code"],
        opens=opens, closes=closes, minimum_group=int(given["minimum_group"]),
        hand_out="cards" in given,
    )  # fmt: skip


def add(page: Page, campaign: Campaign, count: int = 0) -> None:
    """Store the campaign, with so many hand-out codes, and go to it."""
    seed, secret = make_seed(), page.settings.secret
    hashes = [
        hash_hand_out(code, secret=secret) for code in make_hand_outs(seed, count, secret=secret)
    ]
    try:
        page.database.write(
            _store, campaign, hashes, now=page.now, actor=who(page), role=page.viewer.role
        )
    except DatabaseError as error:
        say_trouble(str(error))
        return
    if hashes:
        st.session_state[CARDS] = sign_link(
            LinkKind.CARDS, f"{campaign.id}:{seed}", secret=secret, expires=page.now + SHOWN
        )
    for key in ("tried-to-add", "suggested-code"):
        st.session_state.pop(key, None)
    say_done("The campaign stands.")
    st.query_params.from_dict({"campaign": campaign.id})


def _store(
    tx: Transaction,
    campaign: Campaign,
    hashes: Sequence[str],
    *,
    now: datetime,
    actor: str,
    role: str,
) -> None:
    campaigns.add_campaign(tx, campaign, now=now, actor=actor, role=role)
    hand_outs.add_hand_outs(tx, campaign=campaign.id, hashes=hashes)


def show_campaign(page: Page, campaign: Campaign) -> None:
    """One campaign: its code, its poster, and stopping it."""
    show(tag("p", link("All cycles and campaigns", "/cycles")))
    words = say_window(campaign.opens, campaign.closes, page.today)
    page_heading(campaign.title, f"{words[0].upper()}{words[1:]}.", above=campaign.service)
    show_said()
    if campaign.hand_out:
        show_cards(page, campaign)
    else:
        show(
            tag("p", "Code: ", tag("strong", tag("code", campaign.code))),
            tag("p", link("Poster with a QR code (PDF)", f"/documents/poster/{campaign.id}.pdf")),
        )
    show(
        tag("p", f"Nothing is shown for fewer than {campaign.minimum_group} answers."),
    )
    if campaign.stopped:
        st.info(f"Stopped on {say_date(campaign.stopped)}. Its codes open nothing any more.")
    elif page.today <= campaign.closes:
        ask_twice(
            "Stop the campaign",
            "Its codes open nothing from now on, and drafts that have not been sent are lost to "
            "who wrote them. What has been sent stays. This cannot be taken back.",
            key="stop", yes="Stop it", done=lambda: stop(page, campaign),
        )  # fmt: skip


def show_cards(page: Page, campaign: Campaign) -> None:
    """The sheet of cards while whoever made it is still here; afterwards that there was one."""
    count = page.database.read(hand_outs.count_hand_outs, campaign.id)
    show(tag("p", f"One answer for each hand-out code; {count} codes were made. "
             "Nothing shows which are used, or ties one to an answer."))  # fmt: skip
    token = str(st.session_state.get(CARDS, ""))
    made = read_link(token, secret=page.settings.secret)
    if made is None or made.id.partition(":")[0] != campaign.id or made.has_expired(page.now):
        show(tag("p", "The codes were shown when the campaign was added. They are kept only as "
                 "hashes, so they cannot be shown or printed again. If the sheet is lost, stop "
                 "this campaign and add another."))  # fmt: skip
        return
    st.warning(
        "Print the cards now, before you leave this page. The codes are shown this once: they "
        "are kept only as hashes, so nobody can print them again."
    )
    address = f"/documents/cards/{campaign.id}.pdf?{urlencode({'made': token})}"
    show(tag("p", link("Sheet of hand-out cards (PDF)", address)))


def stop(page: Page, campaign: Campaign) -> None:
    """End the campaign now."""
    page.database.write(
        campaigns.stop_campaign, campaign=campaign.id, viewer=page.viewer, now=page.now
    )
    say_done("The campaign is stopped.")
