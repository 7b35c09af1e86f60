"""What must hold across a whole mechanism: its steps' order, roles, deadlines and documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from forms.checks import check_form
from forms.expressions import Expression, compile_expression
from forms.model import Choice, Form, Question, Section
from forms.problem import Problem
from forms.reader import Log
from forms.text import plain
from scrutiny.access import Permission, roles
from scrutiny.activity import SENT
from scrutiny.asking import GIVEN, bare
from scrutiny.deadline import CHOSEN, START
from scrutiny.many import check_many
from scrutiny.mechanism import (
    ABOUT,
    COUNTS,
    HERE,
    OUTCOME,
    OWN,
    ActivityRole,
    Deed,
    Each,
    Mechanism,
    Outcome,
    Publication,
    Step,
    Subject,
)

#: What somebody who holds a role of `of: subject` acts for, by what an activity is about.
_SUBJECTS = {
    Subject.ORGANISATION: "organisation",
    Subject.PARTNER: "partner",
    Subject.GROUP: "group",
}
_BOTH = frozenset({"partner", "organisation"})
_PARTNER = frozenset({"partner"})
_ACTING = {
    "parties": _BOTH,
    "partners": _PARTNER,
    "agencies": frozenset({"organisation"}),
    "commissioners": frozenset({"organisation"}),
    "group": frozenset({"group"}),
}


def check_mechanism(mechanism: Mechanism, log: Log, paths: Mapping[str, str]) -> None:
    """Note what is wrong between the parts; `paths` place the questions by id."""
    _Check(mechanism, log, paths).run()


@dataclass
class _Check:
    """One check of one mechanism."""

    mechanism: Mechanism
    log: Log
    paths: Mapping[str, str]

    def run(self) -> None:
        """Everything, in the order of the file."""
        self._check_counts()
        self._check_people()
        self._check_roles()
        self._check_order()
        for index, step in enumerate(self.mechanism.steps):
            if self.log.is_full:
                return
            path = f"steps/{index}"
            self._check_step(step, path)
            self._check_expressions(step, path)
            self._check_due(step, path)
            self._check_outcomes(step, path)
        self._check_begin()
        self._check_documents()

    @cached_property
    def before(self) -> Mapping[str, frozenset[str]]:
        """By step, every step that has to be done before it."""
        found: dict[str, frozenset[str]] = {}
        for step in self.mechanism.steps:
            earlier = {key for key in step.after if key in found}
            found[step.id] = frozenset(earlier.union(*(found[key] for key in earlier)))
        return found

    def _after(self, step: Step) -> frozenset[str]:
        """The steps that can only come after this one."""
        return frozenset(key for key, earlier in self.before.items() if step.id in earlier)

    def _recorded_before(self, step: Step) -> frozenset[str]:
        """The questions that may have been answered before this step is taken."""
        later = self._after(step) | {step.id}
        asked = (
            question.id
            for each in self.mechanism.steps
            if each.id not in later
            for question in each.asks
        )
        return frozenset(asked) | {question.id for question in self.mechanism.begin} | COUNTS.keys()

    def _check_counts(self) -> None:
        for name in sorted({q.id for q in GIVEN} & self.mechanism.questions.keys()):
            message = f"{name} is given by itself, so no question can have that id"
            self.log.add(self.paths.get(name, ""), message, "Give it another id.")

    def _check_people(self) -> None:
        self._known_roles(self.mechanism.begun_by, "begun_by")
        if not self.mechanism.begun_by:
            self.log.add("", "begun_by is missing", "Name the roles that may begin one.")
        for key, plan in self.mechanism.documents.items():
            self._known_roles(plan.approved_by, f"documents/{key}/approved_by")
            self._known_roles(plan.goes_to, f"documents/{key}/goes_to")

    def _known_roles(self, keys: Collection[str], path: str) -> None:
        for key in keys:
            if key not in self.mechanism.roles:
                cure = self.log.nearest(key, self.mechanism.roles, "Add it to roles.")
                self.log.add(path, f"There is no role {key[:64]!r} in this file", cure)

    def _check_roles(self) -> None:
        taking = {key for step in self.mechanism.steps for key in (*step.by, *step.may_record)}
        taking |= set(self.mechanism.begun_by)
        for key, role in self.mechanism.roles.items():
            path = f"roles/{key}"
            if not role.held_by and not role.is_named:
                cure = "List roles of roles.yaml under held_by, or write named: true."
                self.log.add(path, f"Nobody can hold the role {key[:64]}", cure)
            elif role.held_by and not self._can_act(role):
                self.log.add(path, f"Nobody can hold the role {key[:64]}", self._why_not(role))
            elif key in taking and not any(map(_may_take, role.held_by)):
                cure = "Give it to a role that may take steps (take_steps in roles.yaml)."
                self.log.add(f"{path}/held_by", f"No holder of {key[:64]} may take a step", cure)

    def _can_act(self, role: ActivityRole) -> bool:
        """Whether what `of` asks for can be met by a role that holds it."""
        known = [roles()[key].acts_for for key in role.held_by if key in roles()]
        if not role.of or not known:
            return True
        if role.of == "subject":
            wanted = _SUBJECTS.get(self.mechanism.subject, "")
            also = {"partner"} if self.mechanism.subject is Subject.ORGANISATION else set()
            return bool(wanted) and any(acts in {wanted, *also} for acts in known)
        if role.of == "group" and not self.mechanism.group:
            return False
        return any(acts in _ACTING.get(role.of, _PARTNER) for acts in known)

    def _why_not(self, role: ActivityRole) -> str:
        if role.of == "subject" and self.mechanism.subject not in _SUBJECTS:
            return "Write subject: organisation, group or partner at the top, or another of:."
        if role.of == "group" and not self.mechanism.group:
            return "Name the group at the top, or write group: chosen."
        return f"None of {', '.join(role.held_by)} acts for what of: {role.of} asks for."

    def _check_order(self) -> None:
        known = {step.id for step in self.mechanism.steps}
        seen: set[str] = set()
        for index, step in enumerate(self.mechanism.steps):
            path = f"steps/{index}/after"
            for key in step.after:
                if key == step.id:
                    self.log.add(path, f"The step {key} waits for itself", "Take it away.")
                elif key not in known:
                    cure = self.log.nearest(key, known, "Name a step of this file.")
                    self.log.add(path, f"There is no step {key[:64]!r} to wait for", cure)
                elif key not in seen:
                    self._add_backwards(step, key, path)
            self._check_until(step, known, f"steps/{index}/until")
            seen.add(step.id)

    def _check_until(self, step: Step, known: Collection[str], path: str) -> None:
        for key in step.until:
            if key not in known:
                cure = self.log.nearest(key, known, "Name a step of this file.")
                self.log.add(path, f"There is no step {key[:64]!r} with which it falls away", cure)
        if step.until and not step.is_optional:
            cure = "Write optional: true, or take until away."
            self.log.add(path, f"The step {step.id} has to be taken, so it cannot fall away", cure)

    def _add_backwards(self, step: Step, key: str, path: str) -> None:
        if self._is_loop(key, step.id):
            message = f"The step {step.id} waits for itself, by way of {key}"
        else:
            message = f"The step {step.id} waits for {key}, which stands below it"
        self.log.add(path, message, f"Move {key} above it, or do not wait for it.")

    def _is_loop(self, start: str, end: str) -> bool:
        pending, seen = [start], set[str]()
        while pending:
            key = pending.pop()
            if key == end:
                return True
            if key not in seen and key in self.mechanism.by_id:
                seen.add(key)
                pending += self.mechanism.by_id[key].after
        return False

    def _check_step(self, step: Step, path: str) -> None:
        if not step.by:
            self.log.add(path, f"No role can take the step {step.id}", "Name its roles under by.")
        for key in ("by", "tells"):
            self._known_roles(getattr(step, key), f"{path}/{key}")
        self._known_roles(step.may_record, f"{path}/recorded_by")
        if step.each is Each.MEMBERS and not self.mechanism.group:
            cure = "Name the group at the top, or write each: agencies."
            self.log.add(f"{path}/each", "There is no group whose members could take it", cure)
        for number, work in enumerate(step.agenda):
            self._check_agenda(step, work.group, work.groups, f"{path}/agenda/{number}")
        self._check_form(step, path)
        known = self._recorded_before(step) - COUNTS.keys()
        own = {question.id for question in step.asks}
        for key, name in step.begins_with:
            self._check_name(name, known | own, f"{path}/begins_with/{key}")
        cases = step.many.of_each if step.many else ""
        if cases and self._check_name(cases, known, f"{path}/of_each"):
            check_many(self.mechanism.questions[cases], self.log, path)
        if step.form and step.find_outcome(SENT):
            message = f"{SENT} is what a form that was sent stands for"
            self.log.add(f"{path}/outcomes", message, "Give the outcome another value.")

    def _check_agenda(self, step: Step, group: str, groups: str, path: str) -> None:
        if groups:
            names = self._recorded_before(step) | {question.id for question in step.asks}
            self._check_name(groups, names, f"{path}/groups")
        elif group == CHOSEN and not self.mechanism.group:
            cure = "Name the question that holds the groups under groups, or a group at the top."
            self.log.add(f"{path}/group", "No group is chosen anywhere", cure)

    def _check_form(self, step: Step, path: str) -> None:
        if step.form and step.each is Each.PARTNERS:
            cure = "Ask under asks instead, or write each: agencies."
            self.log.add(f"{path}/form", "A form is answered by agencies, not by partners", cure)
        others = [s.id for s in self.mechanism.steps if s.form and s.form == step.form]
        if step.form and others[0] != step.id:
            cure = f"Ask for it in one step, or copy the form; {others[0]} asks for it too."
            self.log.add(f"{path}/form", f"The form {step.form} is asked for twice", cure)

    def _check_name(self, name: str, known: Collection[str], path: str) -> bool:
        if name in known:
            return True
        if name in self.mechanism.questions:
            message = f"{name} is asked for only in a later step"
            self.log.add(path, message, "Ask for it in an earlier step, or at the beginning.")
        else:
            cure = self.log.nearest(name, known, "Name a question of this file.")
            self.log.add(path, f"There is no question {name[:64]!r}", cure)
        return False

    def _check_expressions(self, step: Step, path: str) -> None:
        names = self._recorded_before(step)
        own = names | {question.id for question in _walk(step.asks)}
        own |= {ABOUT, *(OWN if step.each else ())}
        self._check_expression(step.relevant, names | {ABOUT}, f"{path}/relevant")
        for number, need in enumerate(step.needs):
            self._check_expression(need.that, own, f"{path}/needs/{number}/that")
        seen = {ABOUT, *COUNTS, *(HERE if step.many else ()), *(OWN if step.each else ())}
        given = [q for q in GIVEN if q.id in seen]
        if step.outcomes:
            ways = tuple(Choice(each.value, plain(each.label)) for each in step.outcomes)
            given.append(Question(OUTCOME, "select_one", plain("Outcome"), choices=ways))
        known = map(bare, (q for q in self.mechanism.questions.values() if q.id in names))
        self._check_questions(step.asks, (*known, *given))

    def _check_begin(self) -> None:
        self._check_questions(self.mechanism.begin, ())

    def _check_questions(self, asks: tuple[Question, ...], earlier: tuple[Question, ...]) -> None:
        """Check the questions as a form does, with what was recorded before them."""
        mini = Form(
            id="step", version="1", title=plain("Step"), kind="step",
            sections=(Section("asked_now", plain("Step"), (*asks, *earlier)),),
        )  # fmt: skip
        check_form(mini, self.log, {q.id: self.paths.get(q.id, "") for q in mini.walk()})

    def _check_expression(self, source: str, names: frozenset[str], path: str) -> None:
        if not source:
            return
        result = compile_expression(source, names=self._all_names, place="")
        if isinstance(result, Problem):
            self.log.add(path, result.message, result.cure)
            return
        for name in sorted(result.names):
            self._check_name(name, names, path)
        self._check_compared(result, path)

    @cached_property
    def _all_names(self) -> frozenset[str]:
        asked = (q.id for q in _walk(tuple(self.mechanism.questions.values())))
        return frozenset(asked) | {question.id for question in GIVEN}

    def _check_compared(self, expression: Expression, path: str) -> None:
        for name, word in sorted(expression.compared):
            question = self.mechanism.questions.get(name)
            values = [choice.value for choice in question.options] if question else []
            if values and word and word not in values:
                cure = self.log.nearest(word, values, f"Its choices are: {', '.join(values[:20])}.")
                self.log.add(path, f"${{{name}}} has no choice {word[:64]!r}", cure)

    def _check_due(self, step: Step, path: str) -> None:
        due = step.due
        if due is None or not due.trigger:
            return
        trigger, place = due.trigger, f"{path}/due"
        if due.meeting == CHOSEN and not self.mechanism.group:
            cure = "Name the group at the top, or in meeting."
            self.log.add(f"{place}/meeting", "No group is chosen anywhere", cure)
        if trigger == START or trigger in self.mechanism.by_id:
            self._check_step_trigger(step, trigger, place, is_before=bool(due.before))
            return
        known = self._recorded_before(step) - COUNTS.keys()
        if self._check_name(trigger, known, place) and not self._is_date(trigger):
            cure = "Name a question of type date."
            self.log.add(place, f"{trigger} is no date, so no deadline can hang on it", cure)

    def _is_date(self, question: str) -> bool:
        return self.mechanism.questions[question].type == "date"

    def _check_step_trigger(self, step: Step, trigger: str, place: str, *, is_before: bool) -> None:
        if is_before:
            message = f"It is due before {trigger}, which is known only once it has happened"
            self.log.add(place, message, "Name a date question that is asked before.")
        elif trigger == step.id or trigger in self._after(step):
            message = f"The deadline hangs on {trigger}, which comes only after this step"
            self.log.add(place, message, "Name an earlier step, or a date question.")

    def _check_outcomes(self, step: Step, path: str) -> None:
        for number, outcome in enumerate(step.outcomes):
            self._check_outcome(step, outcome, f"{path}/outcomes/{number}")
        if step.outcomes and all(o.waits or o.again for o in step.outcomes):
            cure = "Add an outcome with which it goes on."
            self.log.add(f"{path}/outcomes", f"The step {step.id} can never be done", cure)
            return
        follows = self._after(step)
        if step.outcomes and follows and all(o.waits or o.again or o.ends for o in step.outcomes):
            cure = "Add an outcome that does not end it, or take away what comes after."
            message = f"Nothing after {step.id} can be reached: every outcome ends the activity"
            self.log.add(f"{path}/outcomes", message, cure)
        if (
            step.state
            and step.outcomes
            and all(o.state or o.waits or o.again for o in step.outcomes)
        ):
            cure = "Take it away, or take the state of an outcome away."
            message = f"The state {step.state!r} is never reached: each outcome has its own"
            self.log.add(f"{path}/state", message, cure)

    def _check_outcome(self, step: Step, outcome: Outcome, path: str) -> None:
        if sum((bool(outcome.again), outcome.ends, outcome.waits)) > 1:
            cure = "Keep one of again, ends and waits."
            self.log.add(path, f"The outcome {outcome.value} does two things at once", cure)
        self._check_day_until(outcome, path)
        order = [each.id for each in self.mechanism.steps]
        for key in outcome.again:
            if key not in order:
                cure = self.log.nearest(key, order, "Name a step of this file.")
                self.log.add(f"{path}/again", f"There is no step {key[:64]!r} to go back to", cure)
            elif key in self._after(step) or order.index(key) > order.index(step.id):
                message = f"again names {key}, which comes later"
                self.log.add(f"{path}/again", message, "Name this step or an earlier one.")

    def _check_day_until(self, outcome: Outcome, path: str) -> None:
        """An outcome waits until a day that is asked for."""
        asked = self.mechanism.questions.get(outcome.until)
        if not outcome.until or (outcome.waits and asked and asked.type == "date"):
            return
        cure = "Name a date question, in an outcome that waits."
        message = f"There is no day {outcome.until[:64]!r} until which it waits"
        self.log.add(f"{path}/until", message, cure)

    def _check_documents(self) -> None:
        done: dict[tuple[str, Deed], list[str]] = {}
        for index, step in enumerate(self.mechanism.steps):
            for number, work in enumerate(step.documents):
                path = f"steps/{index}/documents/{number}/{work.deed}"
                if work.document not in self.mechanism.documents:
                    known = self.mechanism.documents
                    cure = self.log.nearest(work.document, known, "Add it to documents.")
                    self.log.add(path, f"There is no document {work.document[:64]!r}", cure)
                    continue
                for message, cure in self._find_faults(step, work.document, work.deed, done):
                    self.log.add(path, message, cure)
                done.setdefault((work.document, work.deed), []).append(step.id)

    def _find_faults(
        self, step: Step, key: str, deed: Deed, done: Mapping[tuple[str, Deed], list[str]]
    ) -> Iterator[tuple[str, str]]:
        plan = self.mechanism.documents[key]
        words = f"The document {key}"
        is_drafted = self._came(step, done.get((key, Deed.DRAFT), []))
        is_approved = self._came(step, done.get((key, Deed.APPROVE), []))
        leaves = deed in (Deed.ISSUE, Deed.PUBLISH)
        if deed is not Deed.DRAFT and not is_drafted:
            yield f"{words} is never drafted before this", "Draft it here or in an earlier step."
        elif deed is Deed.APPROVE and not plan.approved_by:
            yield f"{words} has nobody to approve it", "Name the roles under its approved_by."
        elif leaves and plan.approved_by and not is_approved:
            verb = "issued" if deed is Deed.ISSUE else "published"
            yield f"{words} is {verb} before it is approved", "Approve it in an earlier step."
        if deed is Deed.PUBLISH and self.mechanism.publication is Publication.NEVER:
            yield f"{words} is published, but nothing of this may be", "Take it away."
        elif deed is Deed.PUBLISH and not plan.may_publish:
            yield f"{words} may not be published", "Write publish: true, or take it away."

    def _came(self, step: Step, others: Collection[str]) -> bool:
        return any(key == step.id or key in self.before[step.id] for key in others)


def _walk(questions: Collection[Question]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from question.questions


def _may_take(role: str) -> bool:
    row = roles().get(role)
    if row is None:
        return True
    return not row.may.isdisjoint({Permission.TAKE_STEPS, Permission.RUN_ACTIVITIES})
