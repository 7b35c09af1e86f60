"""Cycles, campaigns and what comes of them: how each function is called, and who gets anything."""

# ruff: noqa: ARG005 (all are called alike)

from __future__ import annotations

from datetime import date

from db import campaigns, composites, counted, cycles, overview, reviews
from scrutiny.review import CodedTheme, Quote, Slot
from tests.permissions.calling import Call
from tests.permissions.visits import NOW
from tests.permissions.who import COMPOSITES, REVIEWERS, RUNNERS
from tests.permissions.world import SOON

THEME = CodedTheme("voice-1", "words", "t")


#: How each is called.
CALLS: dict[str, Call] = {
    "campaigns.stop_campaign": lambda t, v, o, i: campaigns.stop_campaign(
        t, campaign="clinic", viewer=v, now=NOW),
    "composites.count_answers": lambda t, v, o, i: composites.count_answers(
        t, viewer=v, round="this"),
    "composites.count_changes": lambda t, v, o, i: composites.count_changes(
        t, viewer=v, cycle="this", previous="last", keys={"k": ("a1", "a1")}),
    "composites.count_form_answers": lambda t, v, o, i: composites.count_form_answers(
        t, viewer=v, form="voice", first=date(2020, 1, 1), last=NOW.date()),
    "composites.count_moderated": lambda t, v, o, i: composites.count_moderated(
        t, viewer=v, round="this"),
    "composites.count_responses": lambda t, v, o, i: composites.count_responses(
        t, viewer=v, round="this"),
    "composites.count_returns": lambda t, v, o, i: composites.count_returns(
        t, cycle="this", viewer=v),
    "composites.cross_moderated": lambda t, v, o, i: composites.cross_moderated(
        t, viewer=v, round="this"),
    "composites.frame_answers": lambda t, v, o, i: composites.frame_answers(
        t, viewer=v, round="this").to_csv(),
    "composites.get_version": lambda t, v, o, i: composites.get_version(
        t, viewer=v, round="this"),
    "composites.list_texts": lambda t, v, o, i: composites.list_texts(
        t, viewer=v, round="clinic", question="words"),
    "composites.summarise_numbers": lambda t, v, o, i: composites.summarise_numbers(
        t, viewer=v, round="this", questions=["pupils"]),
    "counted.include_accepted": lambda t, v, o, i: counted.include_accepted(
        t, cycle="this", viewer=v, now=NOW) + 1,
    "counted.list_counted": lambda t, v, o, i: counted.list_counted(
        t, cycle="this", viewer=v),
    "cycles.exempt": lambda t, v, o, i: cycles.exempt(
        t, cycle="this", organisation="school-14", reason="Why", viewer=v, now=NOW),
    "cycles.extend": lambda t, v, o, i: cycles.extend(
        t, cycle="this", to=SOON.date(), viewer=v, now=NOW),
    "cycles.stop_cycle": lambda t, v, o, i: cycles.stop_cycle(
        t, cycle="this", viewer=v, now=NOW),
    "overview.count_findings": lambda t, v, o, i: overview.count_findings(
        t, viewer=v, first=date(2020, 1, 1), last=NOW.date()) or "none",
    "overview.count_mechanisms": lambda t, v, o, i: overview.count_mechanisms(
        t, viewer=v, first=date(2020, 1, 1), last=NOW.date()) or "none",
    "overview.total_officer_days": lambda t, v, o, i: overview.total_officer_days(
        t, viewer=v, first=date(2020, 1, 1), last=NOW.date()),
    "reviews.add_quote": lambda t, v, o, i: reviews.add_quote(
        t, Quote("", "this", "proud", "Q"), viewer=v, now=NOW),
    "reviews.add_theme": lambda t, v, o, i: reviews.add_theme(
        t, THEME, round="clinic", viewer=v, now=NOW),
    "reviews.check_quote": lambda t, v, o, i: reviews.check_quote(
        t, id=i["quote"], viewer=v, now=NOW),
    "reviews.count_themes": lambda t, v, o, i: reviews.count_themes(t, viewer=v, round="clinic"),
    "reviews.list_narratives": lambda t, v, o, i: reviews.list_narratives(
        t, viewer=v, round="this"),
    "reviews.list_quotes": lambda t, v, o, i: reviews.list_quotes(t, viewer=v, round="this"),
    "reviews.list_themes": lambda t, v, o, i: reviews.list_themes(t, viewer=v, round="clinic"),
    "reviews.remove_theme": lambda t, v, o, i: reviews.remove_theme(
        t, THEME, round="clinic", viewer=v, now=NOW),
    "reviews.set_narrative": lambda t, v, o, i: reviews.set_narrative(
        t, round="this", slot=next(iter(Slot)), text="T", revision=0, viewer=v, now=NOW),
}  # fmt: skip

#: Who gets anything.
TABLE: dict[str, str] = {
    "campaigns.stop_campaign": RUNNERS,
    "composites.count_answers": COMPOSITES,
    "composites.count_changes": COMPOSITES,
    "composites.count_form_answers": COMPOSITES,
    "composites.count_moderated": COMPOSITES,
    "composites.count_responses": COMPOSITES,
    "composites.count_returns": COMPOSITES,
    "composites.cross_moderated": COMPOSITES,
    "composites.frame_answers": "team",
    "composites.get_version": COMPOSITES,
    "composites.list_texts": REVIEWERS,
    "composites.summarise_numbers": COMPOSITES,
    "counted.include_accepted": REVIEWERS,
    "counted.list_counted": REVIEWERS,
    "cycles.exempt": RUNNERS,
    "cycles.extend": RUNNERS,
    "cycles.stop_cycle": RUNNERS,
    "overview.count_findings": COMPOSITES,
    "overview.count_mechanisms": COMPOSITES,
    "overview.total_officer_days": COMPOSITES,
    "reviews.add_quote": REVIEWERS,
    "reviews.add_theme": REVIEWERS,
    "reviews.check_quote": "officer",
    "reviews.count_themes": COMPOSITES,
    "reviews.list_narratives": COMPOSITES,
    "reviews.list_quotes": COMPOSITES,
    "reviews.list_themes": REVIEWERS,
    "reviews.remove_theme": REVIEWERS,
    "reviews.set_narrative": REVIEWERS,
}
