"""How an ODK XPath expression is read: by elementpath, into a tree of tokens."""

from __future__ import annotations

import re
from typing import ClassVar

from elementpath.exceptions import ElementPathError
from elementpath.tdop import Parser
from elementpath.xpath1 import XPath1Parser
from elementpath.xpath_tokens import NameToken, XPathToken

LONGEST_SOURCE = 10_000


class FaultError(Exception):
    """An author's mistake in an expression; caught where the expression is compiled."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure


_SPELLING = re.compile(
    r"""(?P<literal>'[^']*'|"[^"]*")|\$\{\s*(?P<name>[^{}\s]*)\s*\}|(?P<choice>jr:choice-name)"""
    r"""|(?P<quote>['"\u2018\u2019\u201c\u201d])|(?P<dollar>\$)"""
)
CHOICE_NAME = "jr:choice-name"
CHOICE_SYMBOL = "jr-choice-name"  # a name without a colon, which would be a prefix


def spell_out(source: str) -> tuple[str, list[str]]:
    """The source as XPath, with $q0, $q1 ... for ${question}, and those questions' names."""
    if not source.strip():
        raise FaultError("The expression is empty", "Write it, or leave the line out.")
    if len(source) > LONGEST_SOURCE:
        raise FaultError(
            f"The expression is longer than {LONGEST_SOURCE:,} characters",
            "Split it into calculate questions.",
        )
    names: list[str] = []

    def spell(found: re.Match[str]) -> str:
        if found["literal"]:
            return found[0]
        if found["choice"]:
            return CHOICE_SYMBOL
        if found["name"] is None:
            raise FaultError(*_STRAY[found.lastgroup or ""])
        if not found["name"]:
            raise FaultError("${} names no question", "Write ${its_id}.")
        names.append(found["name"])
        return f"$q{len(names) - 1} "

    return _SPELLING.sub(spell, source), names


_STRAY = {
    "quote": ("A quotation mark is not closed", "Put straight quotes round words: 'yes'."),
    "dollar": ("A $ stands without {}", "Write a question as ${its_id}."),
}


_SYMBOLS = frozenset("( ) , + - * = != < > <= >= and or div mod $ . ..".split())  # noqa: SIM905 - reads best so


class ODKParser(XPath1Parser):  # type: ignore[misc]
    """elementpath's reader of XPath 1.0, less paths and with any function name."""

    symbol_table: ClassVar[dict[str, type[XPathToken]]] = {
        symbol: token
        for symbol, token in XPath1Parser.symbol_table.items()
        if symbol in _SYMBOLS or symbol.startswith("(")
    }

    def read(self, source: str) -> XPathToken:
        """The tree of tokens, not evaluated as elementpath's own `parse` would."""
        try:
            return Parser.parse(self, source)
        except (ElementPathError, SyntaxError, ValueError) as error:
            reason = re.sub(r"^.*?\[err:\w+\] ?", "", str(error)).partition("; use sys.")[0]
            path = re.fullmatch(r"unknown symbol '[/\[\]@|:]'", reason)
            cure = "Look for a missing bracket, comma or operator."
            raise FaultError(
                f"The expression cannot be read: {reason}",
                "Paths are not used here: write a question as ${its_id}." if path else cure,
            ) from error


class _Name(NameToken):  # type: ignore[misc]
    """A bare word, or with brackets after it a function with its arguments."""

    called = False

    def nud(self) -> XPathToken:
        """Read the arguments, if there are brackets."""
        parser = self.parser
        if parser.next_token.symbol != "(":
            return self
        self.called = True
        parser.advance("(")
        while parser.next_token.symbol != ")":
            self.append(parser.expression(5))
            if parser.next_token.symbol != ",":
                break
            parser.advance(",")
            parser.next_token.unexpected(")")
        parser.advance(")")
        return self


ODKParser.symbol_table["(name)"] = _Name
