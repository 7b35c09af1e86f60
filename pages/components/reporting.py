"""The report of a composite or of a campaign."""

from __future__ import annotations

from exports.composite_document import ReportHead, composite_document, voice_document
from exports.document import Document
from exports.moment import spoken_date
from forms.model import Form
from pages.components.composing import CycleView, VoiceView
from pages.components.narrowing import say_filters
from pages.components.reading import notice_of
from pages.components.shell import Page
from scrutiny.review import Narrative


def make_cycle_document(page: Page, view: CycleView, *, is_short: bool = False) -> Document:
    """The composite as a report; a demonstration says that it is one."""
    cycle = view.cycle
    return composite_document(
        view.composite,
        _head(
            page, cycle.title, view.form, view.narratives,
            facts=(
                ("Deadline", spoken_date(cycle.deadline)),
                *((("Narrowed to", words),) if (words := say_filters(page, view.filters)) else ()),
            ),
            previous_title=view.previous.title if view.previous else "",
        ),
        is_short=is_short,
    )  # fmt: skip


def make_voice_document(page: Page, view: VoiceView) -> Document:
    """What people said in a campaign as a report."""
    campaign = view.campaign
    facts = (
        ("Service", campaign.service),
        ("Agency", campaign.agency),
        ("Open", f"{spoken_date(campaign.opens)} to {spoken_date(campaign.closes)}"),
    )
    return voice_document(
        view.voice, _head(page, campaign.title, view.form, view.narratives, facts=facts)
    )


def _head(
    page: Page,
    title: str,
    form: Form,
    narratives: tuple[Narrative, ...],
    *,
    facts: tuple[tuple[str, str], ...],
    previous_title: str = "",
) -> ReportHead:
    return ReportHead(
        made=page.now,
        round_title=title,
        version=form.version,
        facts=facts,
        narratives=narratives,
        rules=page.partnership.small_numbers,
        previous_title=previous_title,
        owner=page.partnership.name,
        marking=form.sensitivity or page.partnership.sensitivity,
        notice=notice_of(page),
    )
