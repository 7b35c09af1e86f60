"""Showing one file to clamd, by its INSTREAM command."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

from scrutiny.evidence import Scan
from scrutiny.virus_scanner import VirusScanner

TIMEOUT = 30.0  # seconds for each step; clamd's own limit for one file is longer
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class ScannerError(OSError):
    """The scanner gave no verdict: it cannot be reached, or could not look at the file."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Clean or refused, and what the scanner calls the thing that it found."""

    scan: Scan
    found: str = ""


def scan(content: bytes, scanner: VirusScanner) -> Verdict:
    """What clamd says of the content; raises ScannerError when it says neither yes nor no."""
    try:
        with _connect(scanner) as line:
            answer = _ask(line, content)
    except OSError as error:
        raise ScannerError(f"clamd cannot be reached: {error}") from error
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return Verdict(Scan.CLEAN)
    if said.endswith(" FOUND"):
        return Verdict(Scan.REFUSED, said.removesuffix(" FOUND"))
    raise ScannerError(f"clamd gave no verdict: {said[:200] or 'it hung up'}")


def _connect(scanner: VirusScanner) -> socket.socket:
    if not scanner.path:
        return socket.create_connection((scanner.host, scanner.port), timeout=TIMEOUT)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(TIMEOUT)
        line.connect(scanner.path)
    except OSError:
        line.close()
        raise
    return line


def _ask(line: socket.socket, content: bytes) -> str:
    try:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it hung up early, as over its size limit, and may have said why
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        part = line.recv(1024)
        if not part:
            break
        answer += part
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()
