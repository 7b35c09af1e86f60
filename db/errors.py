"""What can go wrong in the database, one class a cause, each with the sentence to show."""

from __future__ import annotations

from forms.model import Json
from forms.problem import Problem
from scrutiny.organisation import Organisation


class DatabaseError(Exception):
    """The base of every error that this folder raises."""


class NotFoundError(DatabaseError):
    """There is no such thing, or the viewer may not know of it: both read the same."""

    def __init__(self, noun: str, key: str) -> None:
        super().__init__(f"There is no {noun} {key!r} that you can open. Check the link or code.")
        self.noun = noun
        self.key = key


class NotAllowedError(DatabaseError):
    """The viewer's role does not allow it."""

    def __init__(self, what: str, sentence: str = "") -> None:
        usual = f"Your role does not allow you to {what}. Sign in with a role that does."
        super().__init__(sentence or usual)
        self.what = what


class StaleDraftError(DatabaseError):
    """Somebody else changed the same question since; nothing was saved.

    `question` is the question's id and `theirs` the answer that stands now.
    """

    def __init__(self, question: str, theirs: Json) -> None:
        super().__init__(
            "Somebody else changed this answer since you opened it. "
            "Nothing was overwritten: read their answer, then change it if you still need to."
        )
        self.question = question
        self.theirs = theirs


class AlreadySubmittedError(DatabaseError):
    """The response has been sent and is locked."""

    def __init__(self, response: str) -> None:
        super().__init__(
            "These answers have already been sent and are locked. Nothing was changed."
        )
        self.response = response


class DuplicateError(DatabaseError):
    """Something with the same key stands already."""

    def __init__(self, noun: str, key: str) -> None:
        super().__init__(f"There already is a {noun} {key!r}. Choose another, or open that one.")
        self.noun = noun
        self.key = key


class StaleDetailsError(DatabaseError):
    """Somebody else changed the same details since; `theirs` is what stands now."""

    def __init__(self, theirs: Organisation) -> None:
        super().__init__(
            "Somebody else changed these details while you had them open. Nothing was "
            "overwritten: their changes stand in the boxes that you left alone. Look at them, "
            "then save again."
        )
        self.theirs = theirs


class StepError(DatabaseError):
    """That step cannot be taken from where the thing stands."""

    def __init__(self, noun: str, now: str, wanted: str) -> None:
        super().__init__(f"A {noun} that is '{now}' cannot become '{wanted}'. Reload and look.")
        self.now = now
        self.wanted = wanted


class StepRefusedError(DatabaseError):
    """A step in the life of a return that is not open; the message is the whole sentence."""


class TooManyFilesError(DatabaseError):
    """A return has as many evidence files as it may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"There are {most} files already, the most that a return takes. "
            "Remove one that matters less, then add this one."
        )


class CodeUsedError(StepRefusedError):
    """A hand-out code that has been used, or is none of this campaign's."""

    def __init__(self) -> None:
        super().__init__("This code has been used. Each code sends one set of answers.")


class ConflictError(DatabaseError):
    """Another transaction changed the same row first; a write is tried again."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this at the same moment. Try again.")


class DatabaseBusyError(DatabaseError):
    """A write met conflicts for too long; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("Too many people are saving at this moment. Try again in a minute.")


class DatabaseInUseError(DatabaseError):
    """Another process has the database file open."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"Another process has {path} open. Stop it first, "
            "or point MARS_DATABASE at PostgreSQL to run several at once."
        )
        self.path = path


class DatabaseUnreachableError(DatabaseError):
    """No PostgreSQL server answers, or its driver is not installed."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"PostgreSQL cannot be reached: {reason}. Check MARS_DATABASE and that the server "
            "runs; its driver comes with: pip install 'mars-scrutiny[postgresql]'."
        )


class NotDueError(DatabaseError):
    """There is nothing there that may be destroyed now."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"Nothing of '{title}' may be destroyed now: it is not due, is under a hold, or is "
            "gone already. Reload the page and look again."
        )
        self.title = title


class StaleError(StepRefusedError):
    """Somebody else has taken a step of the activity since the viewer looked at it."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else has just taken a step here. Look again at where "
            "it stands, then take your step if it is still yours to take."
        )


SAID_AT_ONCE = 3  # of what is wrong with answers; the rest is said when these are right


class AnswersRefusedError(StepRefusedError):
    """Answers of a step that are missing or wrong; `problems` says which."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        said = " ".join(f"{each.message.rstrip('.')}." for each in problems[:SAID_AT_ONCE])
        super().__init__(
            f"Some answers are missing or wrong. {said} Put them right, then try again."
        )
        self.problems = problems


class PaperRefusedError(StepRefusedError):
    """What a document does not allow where it stands; the message is the whole sentence."""


class MoveRefusedError(DatabaseError):
    """A database cannot be moved; the sentence says why and what to do. Nothing was changed."""
