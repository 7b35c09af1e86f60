"""The icon font cut down to what can be shown: 375 KB that every visitor would load first."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_NAME = re.compile(r"""["'`:/]([a-z][a-z0-9_]+)["'`:]""")
_LIGATURES = 4  # the kind of lookup that turns a name's letters into its icon
_EXTENSION = 7  # a lookup that only points to another


def cut_icons(font: bytes, sources: Iterable[str]) -> bytes:
    """The font with only the icons whose names stand as words in the sources.

    Too many words are taken for names rather than too few: an icon that is missing would
    be shown as its name.
    """
    from fontTools import subset  # slow to import, and only needed after the start
    from fontTools.ttLib import TTFont

    face = TTFont(io.BytesIO(font))
    glyphs = _icons(face)
    wanted = {name for text in sources for name in _NAME.findall(text)} & glyphs.keys()
    options = subset.Options()
    options.layout_features = ["*"]
    options.layout_closure = False  # else every icon spelt with the same letters stays
    cutter = subset.Subsetter(options)
    cutter.populate(
        glyphs=[glyphs[name] for name in wanted],
        unicodes={ord(letter) for name in wanted for letter in name},
    )
    cutter.subset(face)
    face.flavor = "woff2"
    out = io.BytesIO()
    face.save(out)
    return out.getvalue()


def _icons(face: TTFont) -> dict[str, str]:
    letters = {glyph: chr(code) for code, glyph in face.getBestCmap().items()}
    found = {}
    for lookup in face["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            rule = table.ExtSubTable if table.LookupType == _EXTENSION else table
            if rule.LookupType != _LIGATURES:
                continue
            for first, rows in rule.ligatures.items():
                for row in rows:
                    name = "".join(letters.get(part, "") for part in (first, *row.Component))
                    found[name] = row.LigGlyph
    return found
