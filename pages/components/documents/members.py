"""`/documents/members/present.csv|xlsx`: who is in which group; `start`: a file to begin with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from db.access import require
from exports.tables import Row, Sheet
from pages.components.documents.making import Made, guarded, log_export, page_for, render_sheets
from pages.components.gathering.loading import name_places
from pages.components.gathering.register import list_present
from pages.components.server.documents import NotFoundError, register
from pages.components.shell import Page
from scrutiny.access import Permission, Viewer
from scrutiny.meeting import Member
from scrutiny.member_import import COLUMNS


def make_members(viewer: Viewer, id: str, format: str, query: Mapping[str, str]) -> Made:
    """The list as it is imported; taking the members out is recorded."""
    require(viewer, Permission.MANAGE_GROUPS, to="take the members of groups out")
    page = page_for(viewer, query)
    places = _name_uniquely(name_places(page))
    if id == "start":
        sheets = [Sheet("Members", COLUMNS, []), _list_words(page, places)]
        return render_sheets(sheets, format, "members of groups to fill in")
    if id != "present":
        raise NotFoundError(id)
    require(viewer, Permission.EXPORT, to="take the members of groups out")
    rows = list(_rows(page, list_present(page), places))
    made = render_sheets([Sheet("Members", COLUMNS, rows)], format, "members of groups")
    log_export(page, round="groups", what=f"members.{format}", rows=len(rows))
    return made


def _rows(page: Page, listed: Iterable[Member], places: Mapping[str, str]) -> Iterable[Row]:
    groups = {group.key: group.name for group in page.partnership.groups}
    for each in listed:
        yield (
            groups.get(each.group, each.group), each.name, each.role,
            places.get(each.organisation, each.organisation), each.email, each.starts, each.ended,
        )  # fmt: skip


def _list_words(page: Page, places: Mapping[str, str]) -> Sheet:
    """What may stand in the columns of which not every word is known."""
    rows = [("group", group.name, group.label) for group in page.partnership.active_groups]
    rows += [("role", role, "") for role in page.partnership.member_roles]
    rows += [("organisation", name, "") for name in sorted(places.values())]
    return Sheet("Words to use", ("column", "write", "which is"), rows)


def _name_uniquely(places: Mapping[str, str]) -> dict[str, str]:
    """Each place's name, or its id where two have the same name."""
    count = Counter(name.casefold() for name in places.values())
    return {id: name if count[name.casefold()] == 1 else id for id, name in places.items()}


register("members", guarded(make_members))
