"""The virus scanner (ClamAV's clamd) that files are shown to, as MARS_CLAMD names it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VirusScanner:
    """Where clamd listens: on a Unix socket at `path`, else at `host` and `port`."""

    path: str = ""
    host: str = ""
    port: int = 0


def check_virus_scanner(words: str) -> str:
    """What is wrong with MARS_CLAMD, with its cure, or ""."""
    try:
        make_virus_scanner(words)
    except ValueError:
        return (
            f'MARS_CLAMD is "{words}": set it to a host and a port, such as 127.0.0.1:3310, '
            "or to the path of a socket, such as /run/clamav/clamd.ctl"
        )
    return ""


def make_virus_scanner(words: str) -> VirusScanner | None:
    """The scanner that the setting names, or None for ""; raises ValueError for nonsense."""
    if not words:
        return None
    if words.startswith("/"):
        return VirusScanner(path=words)
    host, _, port = words.rpartition(":")
    if not host.strip("[]") or "/" in host:
        raise ValueError(words)
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(words)
    return VirusScanner(host=host.strip("[]"), port=int(port))
