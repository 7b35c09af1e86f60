"""One response being filled in: its answers, what they make visible, and saving them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from db import carried, comments, drafts, evidence, files, responses
from db.action_returns import list_carried_actions
from db.activity_forms import submit_form
from db.comments import Comment
from db.errors import DatabaseError, StaleDraftError
from forms.journey import Journey, SectionState, walk
from forms.model import Form, Json, Question
from forms.problem import Problem
from pages.components.keeping import examine_upload
from pages.components.server.runtime import runtime
from pages.components.shell import Page
from pages.components.widgets.ask import forget
from pages.components.widgets.problems import key_of, name_of, question_of, say_answer
from scrutiny.access import Viewer
from scrutiny.action import Action
from scrutiny.action_source import mechanism_of_form, place_actions
from scrutiny.carry import Earlier
from scrutiny.evidence import EvidenceRefusedError
from scrutiny.links import LinkKind, sign_link
from scrutiny.response import Response
from scrutiny.sign_off import SignOffRole, may_be_named, needs_link
from scrutiny.submission import prepare_submission

KEY = "draft"


@dataclass
class Draft:
    """A response, its form and what the app knows of the respondent, while one screen lives.

    The database has the truth; this holds what was last read and saved, so that a save
    can say which revision it builds on. `hand_out` is the hash of the code that opened it.
    `is_fresh` from the save of an answer until it is drawn: what the database has is known.
    """

    page: Page
    response: Response
    form: Form
    context: Mapping[str, Json]
    previous: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    is_new: bool = False
    is_fresh: bool = False
    hand_out: str = ""
    trouble: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, Json] = field(default_factory=dict)
    mine: dict[str, Json] = field(default_factory=dict)
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    carried: Mapping[str, Json] = field(default_factory=dict)
    comments: Mapping[str, Sequence[Comment]] = field(default_factory=dict)
    followed: Sequence[Action] = ()
    _walked: tuple[int, str, Journey] | None = None

    @property
    def journey(self) -> Journey:
        """What is asked, given the answers so far; worked out once a revision."""
        mark = (self.response.revision, self.language)
        if self._walked is None or self._walked[:2] != mark:
            self._walked = (*mark, self._walk())
        return self._walked[2]

    def _walk(self) -> Journey:
        return walk(
            self.form, self.response.answers, today=self.page.today, context=self.context,
            language=self.language,
        )  # fmt: skip

    def may_open(self, state: SectionState) -> bool:
        """Whether the section is the viewer's to answer: a contributor has some alone."""
        given = self.page.viewer.questions
        return given is None or any(q.id in given for q in state.section.questions)

    @property
    def shape(self) -> tuple[Json, ...]:
        """The visible questions and sums: when a save changes them, the screen is redrawn."""
        shown = [q for state in self.journey.sections for q in state.questions]
        sums = (self.journey.answers.get(q.id) for q in shown if q.type == "calculate")
        return (*(q.id for q in shown), *sums)

    def key(self, question: str) -> str:
        """The session key of a question's widgets."""
        return f"q-{self.response.id[:8].lower()}-{question}"

    def key_of(self, place: str) -> str:
        """The session key of the control that a problem's place names."""
        return key_of(place, self.key)

    def name_of(self, place: str) -> str:
        """What to call the question that a problem's place names: its standard, else words."""
        return name_of(self.form.questions.get(question_of(place)), self.language)

    def section_of(self, place: str) -> str:
        """The id of the section that asks what a problem's place names."""
        found = self.form.section_of(question_of(place))
        return found.id if found else ""

    @property
    def sign_off_roles(self) -> tuple[SignOffRole, ...]:
        """Who signs this return off before it is sent; nobody for most forms.

        A form of an activity is sent by whose step it is: that is who answers for it.
        """
        if not self.response.round:
            return ()
        kind = str(self.context.get("organisation_type", ""))
        return self.page.partnership.sign_off.asked_of(kind, self.form.kind)

    @property
    def needs_sign_off(self) -> bool:
        """Whether it may be sent only after everybody has signed by their link."""
        rules = self.page.partnership.sign_off
        return needs_link(rules, self.sign_off_roles, self.form, self.journey.answers)

    @property
    def may_name_signers(self) -> bool:
        """Whether the form's own questions may name those who sign, instead of their links."""
        return may_be_named(self.page.partnership.sign_off, self.sign_off_roles, self.form)

    def read_beside(self) -> None:
        """Read again what stands beside the answers: what waits from last year, comments."""
        if self.is_new or not self.response.organisation:
            return
        database, viewer, id = self.page.database, self.page.viewer, self.response.id
        if self.response.is_editable:
            self.carried = database.recall(carried.list_carried, response=id, viewer=viewer)
        self.followed = database.recall(list_carried_actions, response=id, viewer=viewer)
        found: dict[str, list[Comment]] = {}
        for comment in database.recall(comments.list_comments, response=id, viewer=viewer):
            found.setdefault(comment.question, []).append(comment)
        self.comments = found

    @property
    def document_address(self) -> str:
        """The address of this response as a document, without its format."""
        return f"/documents/response/{self.response.id}"

    @property
    def link(self) -> str:
        """The token that opens this response on another device."""
        secret = self.page.settings.secret
        return sign_link(LinkKind.RESPONSE, self.response.id, secret=secret)

    @property
    def document_query(self) -> str:
        """What must stand behind the address for a visitor who came by a link."""
        link = self.page.query.get("link", "")
        return f"?{urlencode({'link': link})}" if link else ""

    def save(self, question: str, value: Json) -> None:
        """Save one answer now; what goes wrong is kept to be shown beside the question."""
        if self.response.answers.get(question) == value:
            return
        self.trouble.pop(question, None)
        try:
            self._keep(question, value)
        except StaleDraftError as error:
            self.theirs[question] = error.theirs
            self.mine[question] = value
            self.reload()
        except DatabaseError as error:
            self.trouble[question] = f"Not saved. {error}"

    def _begin(self) -> None:
        """Store an anonymous draft at its first answer; a page only looked at leaves nothing."""
        now = runtime().clock()
        self.response = self.page.database.write(
            responses.start_response, response=self.response, viewer=self.page.viewer, now=now
        )
        if self.page.device:
            self.page.database.write(
                drafts.remember_draft,
                device=self.page.device, response=self.response.id, now=now,
            )  # fmt: skip
        self.is_new = False

    def _keep(self, question: str, value: Json) -> None:
        if self.is_new:
            self._begin()
        before = self.response.revision
        revision = self.page.database.write(
            responses.save_draft,
            id=self.response.id, answers={question: value}, revision=before,
            viewer=self.page.viewer, now=runtime().clock(),
        )  # fmt: skip
        answers = {**self.response.answers, question: value}
        if value is None:
            del answers[question]
        self.response = replace(self.response, answers=answers, revision=revision)
        self.is_fresh = True
        if revision > before + 1:  # somebody else saved other answers meanwhile
            self.reload()

    def reload(self) -> None:
        """Read the response again, as others may have changed it."""
        self._take(
            self.page.database.read(
                responses.get_response, self.response.id, viewer=self.page.viewer
            )
        )

    def _take(self, found: Response) -> None:
        for question in {*found.answers, *self.response.answers}:
            if self.response.answers.get(question) != found.answers.get(question):
                forget(self.key(question))
        self.response = found

    def settle(self, question: str, mine: bool) -> None:
        """End a conflict: this person's own answer is saved after all, or theirs stays."""
        self.theirs.pop(question, None)
        kept = self.mine.pop(question, None)
        if mine:
            forget(self.key(question))
            self.save(question, kept)

    def keep_files(self, question: str, uploaded: Sequence[Any]) -> list[Json]:
        """Keep uploaded files with the response; returns what the answer then holds of them.

        Why one was not kept is shown beside the question.
        """
        self.trouble.pop(question, None)
        kept = []
        for file in uploaded:
            try:
                kept.append(self._keep_file(file))
            except EvidenceRefusedError as error:
                self.trouble[question] = f"The file was not kept. {error}"
                self.record_refusal(str(error))
            except DatabaseError as error:
                self.trouble[question] = f"The file was not kept. {error}"
        return kept

    def _keep_file(self, file: Any) -> Json:
        if self.is_new:
            self._begin()
        examined = examine_upload(self.page, file.name, file.getvalue())
        return self.page.database.write(
            files.add_file,
            response=self.response.id, name=examined.name, kind=examined.kind,
            content=examined.content, scan=examined.scan, viewer=self.page.viewer,
            now=runtime().clock(),
        )  # fmt: skip

    def record_refusal(self, reason: str) -> None:
        """Leave a line that a file was refused; one that cannot be left stops nobody."""
        if not self.is_new:
            with suppress(DatabaseError):
                self.page.database.write(
                    evidence.record_refusal,
                    response=self.response.id, reason=reason, viewer=self.page.viewer,
                    now=runtime().clock(),
                )  # fmt: skip

    def problems(self, section: str | None = None) -> tuple[Problem, ...]:
        """What still has to be put right, in one section or in all."""
        if section is None:
            return self.journey.problems
        state = self.journey.find_section(section)
        return state.problems if state else ()

    def read(self, question: Question) -> str:
        """The answer as a person reads it."""
        return self.say(question, self.journey.answers.get(question.id))

    def say(self, question: Question, value: Json) -> str:
        """Any value of the question's type as a person reads it; as typed if unreadable."""
        return say_answer(question, value, self.language)

    def submit(self) -> Response:
        """Lock it: answers, actions, receipt and event are stored in one transaction."""
        journey = self.journey
        if self.is_new:
            self._begin()
        prepared = prepare_submission(self.form, journey)
        page = self.page
        mechanism = mechanism_of_form(page.mechanisms.mechanisms, page.partnership, self.form.id)
        self.response = self.page.database.write(
            submit_form, context=self.page.context,
            id=self.response.id, revision=self.response.revision, viewer=self.page.viewer,
            stored=prepared.stored, actions=place_actions(prepared.actions, mechanism),
            answers=journey.answers,
            now=runtime().clock(), needs_sign_off=self.needs_sign_off,
            hand_out=self.hand_out,
        )  # fmt: skip
        return self.response


def find_saved(viewer: Viewer, **known: str) -> Response | None:
    """The response known by its id, or its round and organisation, if it was saved just now.

    Saving has checked that this viewer may, the state and the revision; to read it again for
    the screen that shows what was saved would find the same.
    """
    held: Any = st.session_state.get(KEY)
    if not (isinstance(held, Draft) and held.is_fresh and held.page.viewer == viewer):
        return None
    is_it = all(getattr(held.response, name) == value for name, value in known.items())
    return held.response if is_it else None


def hold(draft: Draft) -> Draft:
    """Keep the draft over reruns of this session; another response takes its place."""
    held: Any = st.session_state.get(KEY)
    if isinstance(held, Draft) and held.response.id == draft.response.id:
        held.is_fresh = False
        held.page, held.language, held.context = draft.page, draft.language, draft.context
        held.previous, held.earlier = draft.previous, draft.earlier
        held.carried, held.comments = draft.carried, draft.comments
        held.followed = draft.followed
        held.hand_out = draft.hand_out
        if draft.is_new:
            return held
        if held.response.revision != draft.response.revision:
            held._take(draft.response)
        return held
    forget("q-")
    st.session_state[KEY] = draft
    return draft
