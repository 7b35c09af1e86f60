"""Several files in one ZIP: the same files and moment give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

ZIP = "application/zip"


def render_zip(files: Mapping[str, bytes], *, made: datetime) -> bytes:
    """The files under their paths, in the order given."""
    buffer = io.BytesIO()
    moment = (made.year, made.month, made.day, made.hour, made.minute, made.second)
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
