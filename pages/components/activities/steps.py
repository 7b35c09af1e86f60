"""The steps of an activity as they stand, and every taking: drawn without a single widget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from db.events import Happening
from exports.document import Table
from forms.model import Json, Question, Tone
from forms.types.moments import say_date
from pages.components.activities.naming import say_due_day, say_late
from pages.components.activities.opening import Opened, order_steps
from pages.components.blocks import draw_heading
from pages.components.html import Safe, join, link, show, tag
from pages.components.layout import status_tag
from pages.components.tables import draw_details, draw_table, lines
from pages.components.widgets.problems import say_answer
from scrutiny.access import roles
from scrutiny.activity import (
    MAY_BE_TAKEN,
    ActivityStatus,
    Progress,
    StepStanding,
    Taking,
    say_progress,
)
from scrutiny.evidence import say_size
from scrutiny.mechanism import Step
from scrutiny.mechanism_words import say_brings, say_count, say_who
from scrutiny.standing import counting

STEPS, HISTORY = "All its steps", "What has happened"
TONES = {
    Progress.WAITING: Tone.NEUTRAL,
    Progress.OPEN: Tone.MIDDLING,
    Progress.DONE: Tone.GOOD,
    Progress.LEFT_OUT: Tone.NEUTRAL,
}
_STOPS = {
    Happening.ACTIVITY_PAUSED: "Paused",
    Happening.ACTIVITY_RESUMED: "Resumed",
    Happening.ACTIVITY_WITHDRAWN: "Withdrawn",
}
_PAUSED = status_tag("paused", "Paused", Tone.NEUTRAL)
_SILENT = frozenset({"note", "hidden", "calculate"})


def show_steps(opened: Opened) -> None:
    """Every step in its order: done, open, waiting or left out."""
    rows = order_steps(opened)
    done = sum(row.progress is Progress.DONE for _, row in rows)
    left_out = sum(row.progress is Progress.LEFT_OUT for _, row in rows)
    words = f"{done} of {say_count(len(rows) - left_out, 'step')} done."
    if left_out:
        are = "does" if left_out == 1 else "do"
        words += f" {say_count(left_out, 'step')} {are} not apply here."
    items = (_draw_step(opened, step, row) for step, row in rows)
    show(draw_heading(STEPS, 2), tag("p", words), tag("ol", *items, class_="steps"))


def _draw_step(opened: Opened, step: Step, row: StepStanding) -> Safe:
    today = opened.page.today
    is_paused = row.progress is Progress.OPEN and opened.activity.status is ActivityStatus.PAUSED
    is_late = row.is_late(today) and not is_paused
    mark = f"step step-{row.progress.replace('_', '-')}{' step-late' if is_late else ''}"
    return tag(
        "li",
        tag(
            "p",
            tag("strong", step.title),
            " ",
            _PAUSED if is_paused else draw_progress(step, row, today),
            class_="step-title",
        ),
        tag("p", " · ".join(_list_facts(opened, step, row)), class_="small"),
        _draw_about(opened, step),
        draw_recorded(opened, step),
        class_=mark,
    )


def draw_progress(step: Step, row: StepStanding, today: date) -> Safe:
    """Where a step stands as a label, lateness first."""
    if row.is_late(today) and row.due:
        return status_tag("late", say_late(row.due, today), Tone.POOR)
    words = say_progress(row.progress, is_optional=step.is_optional)
    tone = Tone.NEUTRAL if words == MAY_BE_TAKEN else TONES[row.progress]
    return status_tag(row.progress, words, tone)


def _list_facts(opened: Opened, step: Step, row: StepStanding) -> Iterator[str]:
    """Who, by when, done when, and what it waits for."""
    yield say_who(opened.mechanism, step.by)
    if row.progress is Progress.DONE:
        if row.done_on:
            yield f"Done on {say_date(row.done_on)}"
        return
    if row.progress is Progress.LEFT_OUT:
        return
    if row.due or row.due_words:
        target = " (our own target)" if row.is_target else ""
        yield f"{say_due_day(row.due, row.due_words, opened.page.today)}{target}"
    if row.done_parts and any(row.done_parts):
        yield f"In from {opened.names.say_all(row.done_parts)}"
    if any(row.parts) and row.progress is Progress.OPEN:
        yield f"Still to come from {opened.names.say_all(row.parts)}"
    if row.progress is Progress.WAITING and (first := _list_before(opened, step)):
        yield f"Waits for {first}"


def _list_before(opened: Opened, step: Step) -> str:
    """The titles of the steps that come first and are not done."""
    progress = {row.step: row.progress for row in opened.standing.steps}
    titles = [
        f"“{opened.mechanism.by_id[key].title}”"
        for key in step.after
        if key in opened.mechanism.by_id and progress.get(key) in (Progress.OPEN, Progress.WAITING)
    ]
    return ", ".join(titles)


def _draw_about(opened: Opened, step: Step) -> Safe | str:
    words = [step.about.strip()] if step.about else []
    groups = opened.page.context.groups
    words += [f"{each}." for each in say_brings(opened.mechanism, step, groups)]
    if step.requirements:
        words.append(f"Requirements: {', '.join(step.requirements)}.")
    if not words:
        return ""
    return draw_details("About this step", *(tag("p", each) for each in words))


def draw_recorded(opened: Opened, step: Step) -> Safe | str:
    """What was recorded of a step and still counts, behind a title; "" for nothing."""
    counted = counting(opened.mechanism, opened.activity)
    takings = [each for each in counted if each.step == step.id]
    pieces = [draw_taking(opened, step, taking) for taking in takings]
    return draw_details("What was recorded", *pieces) if any(pieces) else ""


def draw_taking(opened: Opened, step: Step, taking: Taking) -> Safe:
    """One taking of a step: by whom and when, how it ended, and what was recorded."""
    pairs = list_answers(step.asks, taking.answers)
    outcome = step.find_outcome(taking.outcome)
    if outcome:
        pairs.insert(0, ("Outcome", outcome.label))
    if taking.reason:
        pairs.append(("Why", taking.reason))
    who = f"{opened.names.say(taking.part)}: " if taking.part else ""
    head = tag("p", tag("strong", f"{who}{say_by(taking)}, {say_date(taking.day)}"))
    return join((head, draw_pairs(pairs)))


def list_answers(asks: Iterable[Question], answers: object) -> list[tuple[str, str | Safe]]:
    """Questions with their answers in words, those that were answered; files as links."""
    given: dict[str, Json] = dict(answers) if hasattr(answers, "keys") else {}  # type: ignore[call-overload]
    found: list[tuple[str, str | Safe]] = []
    for question in asks:
        value = given.get(question.id)
        words = draw_files(value) if question.type == "file" else say_answer(question, value)
        if words and question.type not in _SILENT:
            found.append((question.text.say(), words))
    return found


def draw_files(value: Json) -> Safe | str:
    """The files of an answer, each to download; "" for none."""
    files = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    links = (
        link(
            f"{file.get('name', 'File')} ({say_size(int(str(file.get('size', 0))))})",
            f"/documents/step_file/{file.get('id', '')}.download",
        )
        for file in files
    )
    return Safe("<br>".join(links)) if files else ""


def draw_pairs(pairs: Iterable[tuple[str, str | Safe]]) -> Safe:
    """Questions and answers, one beneath the other."""
    rows = (join((tag("dt", label), tag("dd", lines(words), dir="auto"))) for label, words in pairs)
    inner = join(rows)
    return tag("dl", inner, class_="answers") if inner else Safe("")


def say_by(taking: Taking) -> str:
    """Who took a step, in which role, and how somebody who recorded it knows."""
    role = roles().get(taking.role)
    label = role.label if role else taking.role
    who = taking.by or label or "Somebody"
    if taking.by and label and label != taking.by:
        who = f"{taking.by} ({label})"
    return f"Recorded by {who}, from {taking.known_from}" if taking.known_from else who


def show_history(opened: Opened) -> None:
    """Every taking, the latest first, those that were later undone too."""
    show(draw_heading(HISTORY, 2))
    activity = opened.activity
    begun = f"Begun on {say_date(activity.began)}"
    begun += f" by {activity.begun_by}." if activity.begun_by else "."
    if not activity.taken:
        begun += " No step has been taken yet."
    show(tag("p", begun), _draw_stops(opened))
    if not activity.taken:
        return
    counted = {taking.number for taking in counting(opened.mechanism, activity)}
    rows = tuple(
        _history_row(opened, taking, counts=taking.number in counted)
        for taking in reversed(activity.taken)
    )
    columns = ("Step", "How it ended", "For", "Day", "By", "Why")
    table = Table(caption="Every step that was taken, latest first", columns=columns, rows=rows)
    show(draw_table(table, key="history"))


def _draw_stops(opened: Opened) -> Safe | str:
    """When it was paused, resumed or withdrawn, by whom and why."""
    rows = (
        tag("li", f"{_STOPS[each.name]} on {say_date(each.day)}"
            f"{f' by {each.actor}' if each.actor else ''}. Why: {each.detail.get('reason', '')}",
            dir="auto")
        for each in opened.stops
    )  # fmt: skip
    return tag("ul", *rows) if opened.stops else ""


def _history_row(opened: Opened, taking: Taking, *, counts: bool) -> tuple[str, ...]:
    step = opened.mechanism.by_id.get(taking.step)
    outcome = step.find_outcome(taking.outcome) if step else None
    ended = outcome.label if outcome else "Done"
    is_undone = not counts and not (outcome and outcome.again)
    return (
        step.title if step else taking.step,
        f"{ended} (no longer counts)" if is_undone else ended,
        opened.names.say(taking.part) if taking.part else "",
        say_date(taking.day),
        say_by(taking),
        taking.reason,
    )
