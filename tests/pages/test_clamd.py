"""Showing a file to clamd, over a port and over a socket."""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path

import pytest

from pages.components.server.clamd import ScannerError, Verdict, scan
from scrutiny.evidence import Scan
from scrutiny.virus_scanner import VirusScanner, make_virus_scanner
from tests.pages.scanner import HARMFUL, TOO_LONG, serve_clamd


def ask(address: str, content: bytes) -> Verdict:
    scanner = make_virus_scanner(address)
    assert scanner
    return scan(content, scanner)


def test_a_file_is_shown_whole_over_a_port() -> None:
    content = bytes(range(256)) * 600  # more than two chunks
    with serve_clamd() as clamd:
        assert ask(clamd.address, content) == Verdict(Scan.CLEAN)
        assert ask(clamd.address, b"x" + HARMFUL) == Verdict(Scan.REFUSED, "Win.Test.EICAR_HDB-1")
    assert clamd.shown == [content, b"x" + HARMFUL]


def test_a_file_is_shown_over_a_socket() -> None:
    with tempfile.TemporaryDirectory() as folder, serve_clamd(Path(folder) / "clamd") as clamd:
        assert ask(clamd.address, b"words").scan is Scan.CLEAN


def test_a_file_over_clamds_own_limit_has_no_verdict() -> None:
    with serve_clamd() as clamd, pytest.raises(ScannerError):
        ask(clamd.address, b"x" * (TOO_LONG + 65536 * 40))


def test_no_scanner_there_is_no_verdict() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ScannerError, match="cannot be reached"):
        scan(b"x", VirusScanner(host="127.0.0.1", port=port))
    with pytest.raises(ScannerError, match="cannot be reached"):
        scan(b"x", VirusScanner(path="/nowhere/clamd.ctl"))
