"""A valid answer for any question, made up: for demonstration data, benches and tests.

Bounds and what a rating asks for are kept to; expressions (constraint, choice_filter,
relevant) are not worked out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from forms.model import Choice, Json, Part, Question
from forms.types.moments import read_date, read_time
from forms.types.numbers import LARGEST, read_number

Sample = Callable[[Question, Random, date], Json]

_SENTENCES = (
    "Reviewed each term and recorded in the minutes.",
    "Staff know whom to ask, and new staff are told in their first week.",
    "Children tell us that they are listened to.",
    "The policy was read and signed by everyone in September.",
    "A sample of records was checked by a second person.",
    "Parents see it on our website and in the welcome pack.",
    "We asked for help early and kept a note of each call.",
)
_EXAMPLE = re.compile(r"such as ([A-Z0-9][\w/-]*)")
_WORDS = ("Review of policy", "Staff briefing", "Record check", "Visit note", "Team meeting")
_OWNERS = ("Head", "Designated lead", "Chair of governors", "Manager", "Deputy head")
_POSTCODES = ("DN15 6PA", "DN16 1AB", "DN17 2XY", "DN20 8LZ", "DN38 6AH")


def sample_answer(question: Question, random: Random, *, today: date) -> Json:
    """A valid answer as a draft holds it; None for what nobody answers."""
    return SAMPLES[question.type](question, random, today)


def sample_answers(
    questions: tuple[Question, ...], random: Random, *, today: date
) -> dict[str, Json]:
    """Valid answers to all of these questions, by id."""
    answers = {q.id: sample_answer(q, random, today=today) for q in questions}
    return {key: answer for key, answer in answers.items() if answer is not None}


def sample_rating(question: Question, rating: str, random: Random, *, today: date) -> Json:
    """A judgement with that rating, all that it asks for, and some of what it offers."""
    choice = question.find_choice(rating)
    if choice is None:
        return None
    offered = tuple(part for part in choice.offers if random.random() < 0.3)
    answer: dict[str, Json] = {"rating": rating}
    for part in (*choice.asks, *offered):
        if part is Part.ACTION:
            answer["actions"] = [_action(question, choice, random, today)]
        elif part is Part.BEST_PRACTICE:
            answer |= {"best_practice": True, "may_name": random.random() < 0.7}
        else:
            answer[part.value] = _short(_prose(random), question)
    return answer


def _action(question: Question, choice: Choice, random: Random, today: date) -> Json:
    days = random.randint(0, 90 if choice.due_within_days is None else choice.due_within_days)
    return {
        "text": _short(random.choice(_SENTENCES), question),
        "owner": _short(random.choice(_OWNERS), question),
        "due": (today + timedelta(days)).isoformat(),
    }


def _prose(random: Random) -> str:
    return " ".join(random.sample(_SENTENCES, random.randint(1, 3)))


def _short(words: str, question: Question) -> str:
    return (words[: question.max_length] if question.max_length else words).strip()


def _short_text(question: Question, random: Random, _: date) -> Json:
    """Some words; where the form takes only some, the author's own example of them."""
    words = f"{question.constraint_message.say()} {question.hint.say()}"
    example = _EXAMPLE.search(words) if question.constraint else None
    return example[1] if example else _short(random.choice(_WORDS), question)


def _long_text(question: Question, random: Random, _: date) -> Json:
    return _short(_prose(random), question)


def _email(_: Question, random: Random, __: date) -> Json:
    return f"person{random.randint(1, 99)}@example.org"


def _postcode(_: Question, random: Random, __: date) -> Json:
    return random.choice(_POSTCODES)


def _urn(_: Question, random: Random, __: date) -> Json:
    return str(random.randint(100_000, 149_999))


def _number(question: Question, random: Random, _: date) -> Json:
    least, most = _bounds(question)
    return random.randint(int(least), int(most))


def _decimal(question: Question, random: Random, _: date) -> Json:
    least, most = _bounds(question)
    return min(max(round(random.uniform(least, most), 1), least), most)


def _bounds(question: Question) -> tuple[float, float]:
    least, most = read_number(question.minimum), read_number(question.maximum)
    if least is None:
        least = 0 if most is None or most >= 0 else most - 100
    return least, min(least + 100, LARGEST) if most is None else most


def _date(question: Question, random: Random, today: date) -> Json:
    bounds = (question.minimum, question.maximum)
    first, last = (
        today if words == "today" else read_date(words) if words else None for words in bounds
    )
    first = first or (last or today) - timedelta(300)
    last = last or max(first, today) + timedelta(100 if random.random() < 0.3 else 0)
    return (first + timedelta(random.randint(0, (last - first).days))).isoformat()


def _time(question: Question, random: Random, _: date) -> Json:
    first = read_time(question.minimum or "00:00")
    last = read_time(question.maximum or "23:59")
    minutes = random.randint(first.hour * 60 + first.minute, last.hour * 60 + last.minute)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _select_one(question: Question, random: Random, _: date) -> Json:
    return random.choice(question.options).value if question.options else None


def _select_many(question: Question, random: Random, _: date) -> Json:
    values = [choice.value for choice in question.options]
    most = min(question.max_choices or 3, len(values))
    chosen = random.sample(values, random.randint(1, most)) if values else []
    return [value for value in values if value in chosen]


def _rank(question: Question, random: Random, _: date) -> Json:
    values = [choice.value for choice in question.options]
    return [*random.sample(values, min(question.max_choices or len(values), len(values)))]


def _matrix(question: Question, random: Random, today: date) -> Json:
    return {row.value: _select_one(question, random, today) for row in question.rows}


def _judgement(question: Question, random: Random, today: date) -> Json:
    rating = _select_one(question, random, today)
    return sample_rating(question, str(rating), random, today=today)


def _file(question: Question, random: Random, _: date) -> Json:
    kind = question.accept[0] if question.accept else ".pdf"
    media, ending = (kind.replace("*", "png"), ".png") if "/" in kind else ("", kind)
    name = f"minutes.{ending.lstrip('.')}"
    size = random.randint(10_000, 900_000)
    return [{"id": f"{random.getrandbits(64):016x}", "name": name, "size": size, "type": media}]


def _repeat(question: Question, random: Random, today: date) -> Json:
    least = max(1, question.min_count)
    count = random.randint(least, max(least, min(question.max_count or 3, 3)))
    return [sample_answers(question.questions, random, today=today) for _ in range(count)]


def _acknowledge(_: Question, __: Random, ___: date) -> Json:
    return True


def _nothing(_: Question, __: Random, ___: date) -> Json:
    return None


SAMPLES: Mapping[str, Sample] = {
    "short_text": _short_text,
    "long_text": _long_text,
    "email": _email,
    "postcode": _postcode,
    "urn": _urn,
    "number": _number,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "select_one": _select_one,
    "rating": _select_one,
    "select_many": _select_many,
    "rank": _rank,
    "matrix": _matrix,
    "judgement": _judgement,
    "file": _file,
    "acknowledge": _acknowledge,
    "note": _nothing,
    "calculate": _nothing,
    "hidden": _nothing,
    "repeat": _repeat,
}
