"""One activity: what is next and by whom, every step, who takes part, and what came of it."""

from __future__ import annotations

from pages.components.activities.coming_of_it import list_parts
from pages.components.activities.heading import show_heading
from pages.components.activities.next_steps import NEXT, show_next
from pages.components.activities.opening import Opened, open_activity
from pages.components.activities.running_it import RUNNING, show_running
from pages.components.activities.steps import HISTORY, STEPS, show_history, show_steps
from pages.components.activities.style import load_activity_style
from pages.components.activities.taking_part import TAKING_PART, show_taking_part
from pages.components.blocks import show_contents
from pages.components.charts import load_style
from pages.components.html import link
from pages.components.layout import empty_state, page_heading
from pages.components.redrawing import begin_drawing
from pages.components.shell import open_page
from scrutiny.access import Permission

page = open_page(
    Permission.RUN_ACTIVITIES,
    Permission.READ_ACTIVITIES,
    Permission.TAKE_STEPS,
    title="Activity",
    width="wide",
)


def show_activity(opened: Opened) -> None:
    """The whole page, what is to be done first."""
    show_heading(opened)
    show_next(opened)
    parts = dict(list_parts(opened))
    running = [RUNNING] if opened.may_run else []
    show_contents([NEXT, STEPS, *parts, TAKING_PART, *running, HISTORY])
    show_steps(opened)
    for draw in parts.values():
        draw(opened)
    show_taking_part(opened)
    show_running(opened)
    show_history(opened)


begin_drawing()
load_style()
load_activity_style()
found = open_activity(page, page.query["id"]) if page.query.get("id") else None
if found:
    show_activity(found)
else:
    page_heading("Activity")
    empty_state(
        "There is no such activity that you may see",
        "You may have no part in it, or the address may be incomplete. Choose one from the list.",
        link("Go to the list", "/activities"),
    )
