"""Real servers of the app and of bare scripts, each a process that ends with its `with`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
_BARE = ROOT / "bench" / "bare"
_PATIENCE = 60.0
_BEGUN = 5.0  # seconds until the server has begun all that it does in the background
_IDLE = 0.03  # seconds of work within one second


class ServerError(RuntimeError):
    """The server did not come up; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Side:
    """What is served: uvicorn's name of the app, its environment, and where it says it is well."""

    app: str
    environ: Mapping[str, str]
    health: str


@dataclass(frozen=True, slots=True)
class Server:
    """One that answers; `start` is how many seconds it took to."""

    port: int
    process: int
    start: float

    @property
    def address(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"


def our_app(database: Path) -> Side:
    """The app on that database, in demonstration mode."""
    environ = {"MARS_DATABASE": str(database), "MARS_DEMONSTRATION": "1"}
    return Side("app:app", environ, "/healthz")


def bare_app(script: str, database: Path | None = None) -> Side:
    """One script of bench/bare, with the same Streamlit settings as ours."""
    environ = {"BENCH_SCRIPT": str(_BARE / f"{script}.py")}
    if database:
        environ["BENCH_DATABASE"] = str(database)
    return Side("bench.bare.app:app", environ, "/_stcore/health")


@contextmanager
def serving(side: Side, folder: Path) -> Iterator[Server]:
    """Serve it on a free port until the end of the `with`."""
    port = _find_port()
    command = (
        sys.executable, "-m", "uvicorn", side.app, "--port", str(port),
        "--no-access-log", "--log-level", "warning",
    )  # fmt: skip
    said = folder / f"server-{port}.log"
    started = time.perf_counter()
    with said.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**_environ(), **side.environ}, stdout=log, stderr=log
        )
    try:
        _await(process, f"http://127.0.0.1:{port}{side.health}", said)
        yield Server(port, process.pid, time.perf_counter() - started)
    finally:
        _end(process)


def await_rest(server: Server) -> None:
    """Wait until the server has nothing to do in the background, but a minute at most.

    Ours begins to compress its files a few seconds after it is up.
    """
    time.sleep(_BEGUN)
    patience = time.monotonic() + _PATIENCE
    used = _processor_seconds(server)
    while used is not None and time.monotonic() < patience:
        time.sleep(1.0)
        before, used = used, _processor_seconds(server)
        if used is not None and used - before < _IDLE:
            return


def _processor_seconds(server: Server) -> float | None:
    """What the server has used so far; None where the system does not say."""
    path = Path(f"/proc/{server.process}/stat")
    if not path.is_file():
        return None
    fields = path.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(server: Server) -> float | None:
    """MiB that the server holds in memory; None where the system does not say."""
    path = Path(f"/proc/{server.process}/status")
    if not path.is_file():
        return None
    line = next(row for row in path.read_text().splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _environ() -> dict[str, str]:
    """Ours, without what would change how the servers run."""
    return {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("MARS_", "STREAMLIT_", "COV_", "PYTEST_"))
    }


def _find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(process: subprocess.Popen[bytes], address: str, said: Path) -> None:
    patience = time.monotonic() + _PATIENCE
    while time.monotonic() < patience:
        if process.poll() is not None:
            break
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except (URLError, OSError):  # not yet
            time.sleep(0.005)
    raise ServerError(f"No answer from {address}: {said.read_text('utf-8', 'replace')[-2000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
