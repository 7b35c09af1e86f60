"""A small clamd on loopback: it speaks INSTREAM and finds what a test tells it to."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HARMFUL = b"EICAR"
TOO_LONG = 200_000


@dataclass
class Clamd:
    """Where it listens, and every content that it was shown."""

    address: str
    shown: list[bytes] = field(default_factory=list)


@contextmanager
def serve_clamd(path: Path | None = None) -> Iterator[Clamd]:
    """The server on a free port of loopback, or on a Unix socket at `path`."""
    shown: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            if self.rfile.read(10) != b"zINSTREAM\0":
                self.wfile.write(b"UNKNOWN COMMAND\0")
                return
            content = b""
            while size := struct.unpack("!L", self.rfile.read(4))[0]:
                content += self.rfile.read(size)
                if len(content) > TOO_LONG:
                    self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            shown.append(content)
            found = b"stream: Win.Test.EICAR_HDB-1 FOUND\0"
            self.wfile.write(found if HARMFUL in content else b"stream: OK\0")

    if path is None:
        server: socketserver.BaseServer = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        address = f"127.0.0.1:{server.server_address[1]}"  # type: ignore[index]
    else:
        server = socketserver.ThreadingUnixStreamServer(str(path), Handler)
        address = str(path)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Clamd(address, shown)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
