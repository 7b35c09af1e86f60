"""The one HTML file that carries every page, rewritten from Streamlit's own."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

_NOTHING: Mapping[str, str] = MappingProxyType({})
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_LANGUAGE = re.compile(r'<html lang="[^"]*">')
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_ICON = re.compile(r'<link rel="shortcut icon"[^>]*>')
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: What is not wanted: the preloaded font (the system's is used) and a machine interface
#: that is switched off.
_UNWANTED = re.compile(r'<link\s+rel="(?:preload|service-desc)"[^>]*/?>')
_WITHOUT_SCRIPT = (
    "<p>This service needs JavaScript. Turn it on in your browser, or ask the team for "
    "the form on paper: {contact}.</p>"
)


def rewrite_index(
    source: str,
    *,
    title: str,
    contact: str,
    head: Sequence[str],
    language: str = "en-GB",
    said: Mapping[str, str] = _NOTHING,
) -> str:
    """Streamlit's index.html with our language, title, words without script, and head lines.

    `said` are the words that a script needs, by name: data attributes of the page.
    """
    page = _COMMENT.sub("", source)
    page = _UNWANTED.sub("", page)
    data = "".join(_attribute(name, words) for name, words in said.items())
    page = _LANGUAGE.sub(lambda _: f'<html lang="{language}"{data}>', page, count=1)
    page = _NOSCRIPT.sub(
        lambda _: f"<noscript>{_WITHOUT_SCRIPT.format(contact=html.escape(contact))}</noscript>",
        page,
    )
    page = _ICON.sub("", page, count=1)
    lines = [f"<title>{html.escape(title)}</title>", *head]
    page = _TITLE.sub(lambda _: "\n    ".join(lines), page, count=1)
    return re.sub(r"\n\s*\n+", "\n", page).strip() + "\n"


def _attribute(name: str, words: str) -> str:
    return f' data-{name.replace("_", "-")}="{html.escape(words)}"'


def script_hashes(page: str) -> tuple[str, ...]:
    """The CSP sources that allow the page's inline scripts, and no other."""
    return tuple(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _INLINE_SCRIPT.findall(page)
    )


def content_security_policy(page: str) -> str:
    """Everything from this site alone; inline scripts by their hash."""
    scripts = " ".join(("'self'", *script_hashes(page)))
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; "
        "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
    )
