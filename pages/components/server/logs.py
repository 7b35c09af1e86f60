"""Access logs without secrets: what stands behind a question mark, and keys of calendars."""

from __future__ import annotations

import logging
import re

_QUERY = re.compile(r"\?[^\s\"']*")
_CALENDAR = re.compile(r"(/calendar/)[^\s\"'?/]+")
_LOGGERS = ("uvicorn.access", "uvicorn.error", "uvicorn.asgi")
#: What every page asks for dozens of times, and what watches over the server.
_DULL = re.compile(r"/(static|assets|_stcore|healthz)(/|\b)")


class WithoutQuery(logging.Filter):
    """Removes secrets from a record's words, and drops the dull answers that went well."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written; it is cleaned first."""
        if isinstance(record.args, tuple):
            record.args = tuple(_clean(value) for value in record.args)
        if isinstance(record.msg, str) and not record.args:
            record.msg = _clean(record.msg)
        return not (record.name == "uvicorn.access" and _is_dull(record.args))


def hide_queries() -> None:
    """Clean the web server's logs; calling it again changes nothing."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(row, WithoutQuery) for row in logger.filters):
            logger.addFilter(WithoutQuery())


def _clean(value: object) -> object:
    return _CALENDAR.sub(r"\1-", _QUERY.sub("", value)) if isinstance(value, str) else value


def _is_dull(args: object) -> bool:
    """Uvicorn's access records hold address, method, path, protocol and status."""
    if not (isinstance(args, tuple) and len(args) == 5):
        return False
    return args[4] < 400 and _DULL.match(str(args[2])) is not None
