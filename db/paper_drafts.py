"""Documents while they are drafts: begun, saved part by part with a history, taken back."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from db.access import require, visible_activity
from db.connection import Row, Transaction
from db.errors import ConflictError, NotFoundError, PaperRefusedError, StaleDraftError
from db.events import Happening, add_event
from db.paper_rows import (
    COLUMNS,
    get_paper_row,
    to_paper,
    to_values,
)
from scrutiny.access import Permission, Viewer
from scrutiny.paper import (
    Paper,
    PaperPart,
    PaperState,
    PaperVersion,
    dump_content,
    find_words,
    with_content,
    with_parts,
    with_words,
)
from scrutiny.paper_life import why_not_write
from scrutiny.partnership import partnership

#: How long one person's saves belong to one version.
SITTING = timedelta(hours=1)
LONGEST = 20_000  # characters of one part


def draft_paper(tx: Transaction, *, paper: Paper, viewer: Viewer, now: datetime) -> Paper:
    """Keep a new draft; raises PaperRefusedError while another of its kind is being written."""
    require(viewer, Permission.WRITE_DOCUMENTS, to="write documents")
    _require_activity(tx, paper.activity, viewer)
    if standing := find_open_paper(tx, activity=paper.activity, plan=paper.plan):
        raise PaperRefusedError(
            f"There is a draft of it already: {standing.title}. Open that one and go on with it."
        )
    drafted = replace(
        paper, id=paper.id or secrets.token_hex(8), state=PaperState.DRAFT, version=1, revision=0,
        written_by=viewer.name, written_at=now,
    )  # fmt: skip
    add_papers(tx, [drafted])
    _note(tx, drafted, Happening.PAPER_DRAFTED, viewer, now)
    return drafted


def add_papers(tx: Transaction, papers: Iterable[Paper]) -> None:
    """Keep documents as they are, each with its version; for what has checked who asks."""
    listed = list(papers)
    values = [to_values(each) for each in listed]
    tx.insert_many("paper", COLUMNS, [tuple(row[name] for name in COLUMNS) for row in values])
    tx.insert_many(
        "paper_version",
        ("paper", "version", "content", "written_by", "written"),
        [
            (each.id, each.version, dump_content(each), each.written_by, each.written_at)
            for each in listed
        ],
    )


def find_open_paper(tx: Transaction, *, activity: str, plan: str) -> Paper | None:
    """The document of that kind that an activity is still writing; for what has checked."""
    return _find(tx, activity, plan, (PaperState.DRAFT, PaperState.FOR_APPROVAL))


def find_paper(tx: Transaction, *, activity: str, plan: str) -> Paper | None:
    """The latest document of that kind that is not withdrawn; for what has checked who asks."""
    return _find(tx, activity, plan, [each for each in PaperState if each != PaperState.WITHDRAWN])


def _find(
    tx: Transaction, activity: str, plan: str, states: Collection[PaperState]
) -> Paper | None:
    if not (activity and plan):
        return None
    row = tx.one(
        "SELECT * FROM paper WHERE activity = $1 AND plan = $2 AND state = ANY($3::TEXT[]) "
        "ORDER BY written DESC, id LIMIT 1",
        [activity, plan, sorted(states)],
    )
    return to_paper(row) if row else None


def list_writers(tx: Transaction, id: str) -> frozenset[str]:
    """All who wrote in a document; for what has checked who asks."""
    rows = tx.query("SELECT DISTINCT written_by FROM paper_version WHERE paper = $1", [id])
    return frozenset(row["written_by"] for row in rows)


def list_acts_for(tx: Transaction, activity: str) -> dict[str, frozenset[str]]:
    """The keys of an activity's subject, group and parties, as approvers name them.

    A safeguarding partner stands under its own key; one that is none any more is left out.
    """
    row = tx.one("SELECT subject, for_group FROM activity WHERE id = $1", [activity])
    if row is None:
        return {}
    parties = tx.query(
        "SELECT kind, key FROM activity_party WHERE activity = $1 AND NOT is_excluded", [activity]
    )
    kinds = {
        f"{kind}s": frozenset(each["key"] for each in parties if each["kind"] == kind)
        for kind in ("partner", "agency", "commissioner")
    }
    kinds["agencies"] = kinds.pop("agencys")
    own = {row.key: frozenset({row.key}) for row in partnership().safeguarding_partners}
    kinds["partners"] &= own.keys()
    return kinds | {
        "subject": frozenset({row["subject"]} - {""}),
        "group": frozenset({row["for_group"]} - {""}),
        "parties": kinds["partners"] | kinds["agencies"],
        **own,
    }


def save_paper(
    tx: Transaction,
    *,
    id: str,
    part: str,
    words: str,
    before: str,
    viewer: Viewer,
    now: datetime,
) -> Paper:
    """Save one part, or "/title" and the like, of a draft.

    `before` are the words that the writer changed. Raises StaleDraftError when others stand
    there now: nothing is overwritten.
    """
    paper = _get_writable(tx, id, viewer)
    standing = find_words(paper, part)
    if standing is None:
        raise NotFoundError("part", part)
    if words == standing:
        return paper
    if standing != before:
        raise StaleDraftError(part, standing)
    return _save(tx, with_words(paper, part, words[:LONGEST]), viewer, now)


def replace_parts(
    tx: Transaction, *, id: str, parts: Sequence[PaperPart], viewer: Viewer, now: datetime
) -> Paper:
    """Put parts that were drawn anew in place of those of a draft."""
    paper = _get_writable(tx, id, viewer)
    changed = with_parts(paper, parts)
    return paper if changed == paper else _save(tx, changed, viewer, now)


def list_versions(tx: Transaction, *, id: str, viewer: Viewer) -> list[PaperVersion]:
    """The versions of a document, the latest first, for those who write documents."""
    require(viewer, Permission.WRITE_DOCUMENTS, to="see earlier versions")
    paper = get_paper_row(tx, id, viewer)
    rows = tx.query(
        "SELECT version, content, written_by, written FROM paper_version WHERE paper = $1 "
        "ORDER BY version DESC",
        [id],
    )
    return [_version(row, paper) for row in rows]


def take_back_version(
    tx: Transaction, *, id: str, number: int, viewer: Viewer, now: datetime
) -> Paper:
    """Make the words of an earlier version those of the draft; the later ones are kept."""
    paper = _get_writable(tx, id, viewer)
    row = tx.one(
        "SELECT content FROM paper_version WHERE paper = $1 AND version = $2", [id, number]
    )
    if row is None:
        raise NotFoundError("version", str(number))
    return _save(tx, with_content(paper, row["content"]), viewer, now, is_new=True)


def _require_activity(tx: Transaction, activity: str, viewer: Viewer) -> None:
    if not activity:
        require(viewer, Permission.READ_ACTIVITIES, to="write documents of no activity")
        return
    condition, params = visible_activity(viewer, "a", 2)
    if not tx.query(
        f"SELECT a.id FROM activity a WHERE a.id = $1 AND {condition}", [activity, *params]
    ):
        raise NotFoundError("activity", activity)


def _get_writable(tx: Transaction, id: str, viewer: Viewer) -> Paper:
    require(viewer, Permission.WRITE_DOCUMENTS, to="write documents")
    paper = get_paper_row(tx, id, viewer)
    if words := why_not_write(paper, viewer):
        raise PaperRefusedError(words)
    return paper


def _save(
    tx: Transaction, paper: Paper, viewer: Viewer, now: datetime, *, is_new: bool = False
) -> Paper:
    """Write a draft and its version; a new one when an hour passed or somebody else writes."""
    began = tx.one(
        "SELECT written_by, written FROM paper_version WHERE paper = $1 AND version = $2",
        [paper.id, paper.version],
    )
    is_same = began and began["written_by"] == viewer.name and now - began["written"] < SITTING
    version = paper.version if is_same and not is_new else paper.version + 1
    saved = replace(
        paper, version=version, written_by=viewer.name, written_at=now, revision=paper.revision + 1
    )
    update_paper(tx, saved, before=paper.revision)
    if version == paper.version:
        tx.execute(
            "UPDATE paper_version SET content = $3 WHERE paper = $1 AND version = $2",
            [paper.id, version, dump_content(saved)],
        )
    else:
        tx.insert_many(
            "paper_version",
            ("paper", "version", "content", "written_by", "written"),
            [(paper.id, version, dump_content(saved), viewer.name, now)],
        )
        _note(tx, saved, Happening.PAPER_EDITED, viewer, now)
    return saved


def update_paper(tx: Transaction, paper: Paper, *, before: int) -> None:
    """Write what changed; raises ConflictError, and is tried again, when another was first."""
    values = to_values(paper)
    names = [name for name in COLUMNS if name != "id"]
    listed = ", ".join(f"{name} = ${at}" for at, name in enumerate(names, start=3))
    changed = tx.query(
        f"UPDATE paper SET {listed} WHERE id = $1 AND revision = $2 RETURNING id",
        [paper.id, before, *(values[name] for name in names)],
    )
    if not changed:
        raise ConflictError


def _note(tx: Transaction, paper: Paper, name: Happening, viewer: Viewer, now: datetime) -> None:
    add_event(
        tx, name=name, subject=paper.id, now=now, actor=viewer.name, role=viewer.role,
        detail={"activity": paper.activity, "plan": paper.plan, "version": paper.version},
    )  # fmt: skip


def _version(row: Row, paper: Paper) -> PaperVersion:
    then = with_content(paper, row["content"])
    return PaperVersion(row["version"], then, row["written_by"], row["written"])
