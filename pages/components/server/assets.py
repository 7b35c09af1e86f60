"""Scripts and styles served compressed, from memory, under names that hold their hash.

Streamlit serves 5 MB of uncompressed JavaScript for one form; Brotli makes 1.6 MB of it.
A file is compressed quickly when it is first asked for, and a background thread then
compresses all of them well.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.components.server.icons import cut_icons

_COMPRESSIBLE = frozenset({".js", ".css", ".json", ".svg", ".map"})
_QUICK, _GOOD, _BEST = 5, 9, 11
_YEAR = b"public, max-age=31536000, immutable"
_ICON_FONT = "MaterialSymbols"
#: Streamlit's text fonts, 1.2 MB: the visitor's own are used instead.
_TEXT_FONTS = re.compile(rb"@font-face\{font-family:Source [^}]*\}")
Header = tuple[bytes, bytes]


def fingerprint(path: Path) -> str:
    """A file name that changes with its content: "site.css" becomes "site.1a2b3c4d.css"."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"{path.stem}.{digest}{path.suffix}"


def list_assets(streamlit: Path, theme: Path) -> dict[str, Path]:
    """Every served file by its address; what is not here cannot be asked for."""
    root = streamlit / "static"
    found = {
        f"/static/{path.relative_to(root).as_posix()}": path
        for path in root.rglob("*")
        if path.is_file()
    }
    ours = (path for path in theme.iterdir() if path.suffix in {".css", ".js", ".svg"})
    return found | {f"/assets/{fingerprint(path)}": path for path in ours}


class Assets:
    """The files, and their compressed forms by encoding and address."""

    def __init__(self, files: Mapping[str, Path], first: str = "") -> None:
        """`first` is the text of the page that names the files to compress first and best."""
        self.files = files
        self._first = first
        self._packed: dict[tuple[str, str], bytes] = {}

    def address(self, name: str) -> str:
        """The served address of one of our own files."""
        return next(key for key, path in self.files.items() if path.name == name)

    def body(self, address: str, encoding: str) -> bytes:
        """The file's bytes in an encoding ("br", "gzip" or "" for plain)."""
        if not encoding:
            return self._packed.get(("", address)) or self._read(address)
        packed = self._packed.get((encoding, address))
        if packed is None:
            packed = _pack(self._read(address), encoding, _QUICK)
            self._packed[encoding, address] = packed
        return packed

    def encoding(self, address: str, accepted: str) -> str:
        """The best encoding that the file gains from and the browser takes."""
        if self.files[address].suffix not in _COMPRESSIBLE:
            return ""
        offered = {part.partition(";")[0].strip() for part in accepted.lower().split(",")}
        return next((name for name in ("br", "gzip") if name in offered), "")

    def warm(self, stop: threading.Event, delay: float = 3.0) -> None:
        """Compress everything well and cut the icon font, until told to stop."""
        if stop.wait(delay):
            return
        self._cut_icons()
        for address, quality in self._order():
            if stop.is_set():
                return
            self._packed["br", address] = _pack(self._read(address), "br", quality)

    def _cut_icons(self) -> None:
        address = next((key for key in self.files if _ICON_FONT in key), "")
        if address:
            scripts = (path.read_text("utf-8") for path in self.files.values() if _is_script(path))
            self._packed["", address] = cut_icons(self._read(address), scripts)

    def _read(self, address: str) -> bytes:
        body = self.files[address].read_bytes()
        return _TEXT_FONTS.sub(b"", body) if address.endswith(".css") else body

    def _order(self) -> Iterable[tuple[str, int]]:
        packable = [key for key, path in self.files.items() if path.suffix in _COMPRESSIBLE]
        first = [key for key in packable if key in self._first]
        yield from ((key, _BEST) for key in first)
        yield from ((key, _GOOD) for key in packable if key not in first)


class AssetMiddleware:
    """Answers requests for the assets; everything else goes on."""

    def __init__(self, app: ASGIApp, assets: Assets) -> None:
        self._app = app
        self._assets = assets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve an asset, or pass the request on."""
        known = scope["type"] == "http" and scope["path"] in self._assets.files
        if not known or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        address = scope["path"]
        accepted = dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1")
        encoding = self._assets.encoding(address, accepted)
        body = await run_in_threadpool(self._assets.body, address, encoding)
        headers = _headers(self._assets.files[address], encoding, len(body))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send(
            {"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body}
        )


def _is_script(path: Path) -> bool:
    return path.suffix == ".js"


def _headers(path: Path, encoding: str, length: int) -> list[Header]:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".js":  # some systems' tables say text/plain, which nosniff refuses
        kind = "text/javascript"
    if path.suffix == ".woff2":
        kind = "font/woff2"
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(length).encode()),
        (b"cache-control", _YEAR),
        (b"vary", b"accept-encoding"),
    ]
    if encoding:
        headers.append((b"content-encoding", encoding.encode()))
    return headers


def _pack(body: bytes, encoding: str, quality: int) -> bytes:
    if encoding == "br":
        packed: bytes = brotli.compress(body, quality=quality)
        return packed
    return gzip.compress(body, compresslevel=6, mtime=0)
