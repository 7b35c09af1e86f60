"""ODK XPath turned into plain functions of a `Scope`.

elementpath reads the source into a tree of tokens, which is translated here, since ODK
compares and converts single values (dates, empty answers, numbers as words) in ways that
XPath's rules for nodes do not cover. There is no path to anything outside the Scope.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from elementpath.xpath_tokens import XPathToken

from forms.functions import FUNCTIONS, Function, compile_pattern
from forms.grammar import CHOICE_NAME, CHOICE_SYMBOL, FaultError, ODKParser, spell_out
from forms.scope import Scope
from forms.values import (
    Result,
    Value,
    arithmetic,
    compare,
    first,
    to_number,
    to_text,
    to_truth,
)

#: A compiled part of an expression.
Run = Callable[[Scope], Result]
_MOST_NAMES = 1_000


@dataclass(frozen=True, slots=True)
class Compiled:
    """What reading an expression gives: the questions it mentions and how to run it.

    `compared` are the questions that are held against a quoted word, with that word.
    """

    names: frozenset[str]
    compared: frozenset[tuple[str, str]]
    run: Run
    fallback: Value


def compile_source(source: str, columns: frozenset[str]) -> Compiled:
    """Read and translate one expression; raises FaultError for an author's mistake."""
    plain, names = spell_out(source)
    try:
        root = ODKParser().read(plain)
        translation = _Translation(names, columns)
        run = translation.translate(root)
    except RecursionError as error:
        raise FaultError(
            "The expression is nested too deeply", "Split it into calculate questions."
        ) from error
    return Compiled(frozenset(names), frozenset(translation.compared), run, _fallback(root))


def nearest(word: str, known: Collection[str], otherwise: str) -> str:
    """A cure that suggests the known name most like `word`, else (or among very many) the other."""
    if len(known) > _MOST_NAMES:
        return otherwise
    close = difflib.get_close_matches(word[:100], sorted(known), 1, 0.6)
    return f"Did you mean {close[0]}?" if close else otherwise


_OPERATORS: Mapping[str, Callable[[Result, Result], Result]] = {
    **{sign: compare(sign) for sign in ("=", "!=", "<", "<=", ">", ">=")},
    **{sign: arithmetic(sign) for sign in ("+", "-", "*", "div", "mod")},
}
_TRUTHS = {"and", "or", "=", "!=", "<", "<=", ">", ">="}
_LITERALS = {"(string)", "(integer)", "(decimal)", "(float)"}


def _fallback(root: XPathToken) -> Value:
    if root.symbol in _TRUTHS:
        return False
    return math.nan if root.symbol in _OPERATORS else ""


@dataclass(frozen=True, slots=True)
class _Translation:
    """Turns tokens into functions; `names[n]` is the question that `$qn` stands for."""

    names: list[str]
    columns: frozenset[str]
    compared: set[tuple[str, str]] = field(default_factory=set)

    def translate(self, token: XPathToken) -> Run:
        """The function for a token and all that it holds."""
        symbol = token.symbol
        if symbol in _LITERALS:
            return _constant(_literal(token.value))
        if symbol == "(name)":
            return self._call(token) if token.called else self._column(str(token.value))
        if symbol == "(":
            return self.translate(token[0])
        if symbol == "$":
            return _variable(self.question(token))
        if symbol == ".":
            return lambda scope: scope.item
        return self._operation(token)

    def question(self, token: XPathToken) -> str:
        """The question that a variable stands for, or "" where the token is none."""
        if token.symbol != "$" or token[0].called:
            return ""
        return self.names[int(str(token.value).removeprefix("q"))]

    def _note_compared(self, left: XPathToken, right: XPathToken) -> None:
        for one, other in ((left, right), (right, left)):
            if one.symbol == "$" and other.symbol == "(string)":
                self.compared.add((self.question(one), str(other.value)))

    def _operation(self, token: XPathToken) -> Run:
        symbol, operands = token.symbol, [self.translate(operand) for operand in token]
        if symbol in {"=", "!="}:
            self._note_compared(*token)
        if symbol in {"and", "or"}:
            return _junction(symbol, *operands)
        if symbol not in _OPERATORS or not operands:
            raise FaultError(
                f"{symbol} stands for nothing here",
                "Write a question as ${its_id} and its own answer as a single point.",
            )
        return _apply(_OPERATORS[symbol], operands if len(operands) > 1 else [_ZERO, *operands])

    def _column(self, word: str) -> Run:
        if word in self.columns:
            return lambda scope: scope.columns.get(word, "")
        word = word[:64]
        raise FaultError(
            f"{word} stands without quotes",
            f"Write '{word}' for a word, or ${{{word}}} for the answer to a question.",
        )

    def _call(self, token: XPathToken) -> Run:
        name = CHOICE_NAME if token.value == CHOICE_SYMBOL else str(token.value)
        special = _SPECIAL.get(name)
        plain = FUNCTIONS.get(name)
        if special:
            _check_count(name, len(token), special.least, special.most)
            return special.build(self, *token)
        if not plain:
            cure = nearest(name, KNOWN_FUNCTIONS, "Use one that docs/form_format.md lists.")
            raise FaultError(f"There is no function {name[:64]}()", cure)
        _check_count(name, len(token), plain.least, plain.most)
        if name == "regex":
            _check_pattern(token[1])
        if name == "selected":
            self._note_compared(*token)
        return _apply(plain.apply, [self.translate(argument) for argument in token])


def _literal(value: object) -> Value:
    return value if isinstance(value, str) else float(str(value))


def _constant(value: Value) -> Run:
    return lambda _: value


_ZERO = _constant(-0.0)


def _apply(function: Callable[..., Result], runs: list[Run]) -> Run:
    if len(runs) == 1:
        (only,) = runs
        return lambda scope: function(only(scope))
    if len(runs) == 2:
        left, right = runs
        return lambda scope: function(left(scope), right(scope))
    return lambda scope: function(*[run(scope) for run in runs])


def _junction(symbol: str, left: Run, right: Run) -> Run:
    if symbol == "and":
        return lambda scope: to_truth(left(scope)) and to_truth(right(scope))
    return lambda scope: to_truth(left(scope)) or to_truth(right(scope))


def _variable(name: str) -> Run:
    if not name:
        raise FaultError("A question cannot be called like a function", "Take its brackets away.")
    return lambda scope: scope.look_up(name)


def _check_count(name: str, given: int, least: int, most: int | None) -> None:
    if given < least or (most is not None and given > most):
        wanted = "no" if most == 0 else str(least)
        if most != least:
            wanted += f" to {most}" if most else " or more"
        raise FaultError(
            f"{name}() takes {wanted} argument{'s' * (wanted != '1')}, not {given}",
            "Look at its line in docs/form_format.md.",
        )


def _check_pattern(token: XPathToken) -> None:
    if token.symbol == "(string)":
        compiled = compile_pattern(str(token.value))
        if isinstance(compiled, str):
            raise FaultError(
                f"The pattern cannot be used: {compiled}",
                "Write it without look-ahead, look-behind and back-references.",
            )


# Functions that look at the Scope, or that do not evaluate every argument


@dataclass(frozen=True, slots=True)
class _Special:
    build: Callable[..., Run]
    least: int
    most: int


def _if(translation: _Translation, *tokens: XPathToken) -> Run:
    test, then, otherwise = (translation.translate(token) for token in tokens)
    return lambda scope: then(scope) if to_truth(test(scope)) else otherwise(scope)


def _coalesce(translation: _Translation, *tokens: XPathToken) -> Run:
    one, other = (translation.translate(token) for token in tokens)

    def run(scope: Scope) -> Result:
        value = first(one(scope))
        return first(other(scope)) if _is_empty(value) else value

    return run


def _once(translation: _Translation, token: XPathToken) -> Run:
    value = translation.translate(token)
    return lambda scope: value(scope) if _is_empty(scope.item) else scope.item


def _is_empty(value: Value) -> bool:
    return value == "" or value != value  # NaN is the one value that differs from itself


def _today(_: _Translation) -> Run:
    return lambda scope: scope.today.isoformat()


def _now(_: _Translation) -> Run:
    return lambda scope: (scope.now or datetime.combine(scope.today, time())).isoformat()


def _position(_: _Translation, *tokens: XPathToken) -> Run:
    if tokens and tokens[0].symbol != "..":
        raise FaultError("position() is asked of a repeat", "Write position(..).")
    return lambda scope: float(scope.position)


def _of_item(function: Function) -> Callable[..., Run]:
    def build(translation: _Translation, *tokens: XPathToken) -> Run:
        of = translation.translate(tokens[0]) if tokens else lambda scope: scope.item
        return lambda scope: function.apply(of(scope))

    return build


def _choice_name(translation: _Translation, value: XPathToken, question: XPathToken) -> Run:
    named = _QUOTED_NAME.fullmatch(str(question.value)) if question.symbol == "(string)" else None
    if not named:
        raise FaultError(
            "jr:choice-name() names its question second, in quotes",
            "Write jr:choice-name(${question}, '${question}').",
        )
    chosen, name = translation.translate(value), named[1]
    translation.names.append(name)
    return lambda scope: ", ".join(scope.label(name, one) for one in to_text(chosen(scope)).split())


def _indexed_repeat(
    translation: _Translation, question: XPathToken, group: XPathToken, index: XPathToken
) -> Run:
    name, repeat = translation.question(question), translation.question(group)
    if not name or not repeat:
        raise FaultError(
            "indexed-repeat() takes a question, its repeat and a number",
            "Write indexed-repeat(${question}, ${repeat}, 1).",
        )
    which = translation.translate(index)
    return lambda scope: scope.look_up_in(repeat, to_number(which(scope)), name)


_QUOTED_NAME = re.compile(r"\s*\$\{\s*([^{}\s]+)\s*\}\s*")
_SPECIAL: Mapping[str, _Special] = {
    "if": _Special(_if, 3, 3),
    "coalesce": _Special(_coalesce, 2, 2),
    "once": _Special(_once, 1, 1),
    "today": _Special(_today, 0, 0),
    "now": _Special(_now, 0, 0),
    "position": _Special(_position, 0, 1),
    "string-length": _Special(_of_item(Function(lambda x: float(len(to_text(x))), 0, 1)), 0, 1),
    "normalize-space": _Special(
        _of_item(Function(lambda x: " ".join(to_text(x).split()), 0, 1)), 0, 1
    ),
    CHOICE_NAME: _Special(_choice_name, 2, 2),
    "indexed-repeat": _Special(_indexed_repeat, 3, 3),
}
#: Every function that an expression may use.
KNOWN_FUNCTIONS = frozenset({*FUNCTIONS, *_SPECIAL})
