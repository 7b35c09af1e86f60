"""Safeguarding flags: what may tell of harm, read, decided on and closed in time."""

from __future__ import annotations

from pages.components.charts import load_style
from pages.components.flagging import show_flag, show_queue
from pages.components.shell import open_page
from scrutiny.access import Permission

page = open_page(Permission.READ_FLAGS, title="Safeguarding flags", width="wide")

load_style()
if page.query.get("id"):
    show_flag(page, page.query["id"])
else:
    show_queue(page)
