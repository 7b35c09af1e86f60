"""Every kind of document, for everybody: it is given to those that the table names."""

from __future__ import annotations

import pytest

from pages.components.server import documents
from pages.components.server.runtime import Runtime
from tests.permissions.activities import SEEING
from tests.permissions.hidden_words import check_secrets
from tests.permissions.who import ACTIONS, COMPOSITES, MEETINGS, READ, READERS, RUNNERS, WRITERS
from tests.permissions.world import DRAFT, OBJECTS, PEOPLE, REQUEST, find_ids

#: Who gets each kind of document: (kind, id, format) by kind.
TABLE_DOCUMENTS: dict[str, dict[tuple[str, str], str]] = {
    "agenda": {("meeting-1", "html"): MEETINGS, ("none", "html"): ""},
    "meeting": {("meeting-1", "ics"): MEETINGS},
    "response": {(id, "html"): READ.get(id, "") for id in OBJECTS},
    "request": {(id, "html"): READ[REQUEST] if id == REQUEST else "" for id in OBJECTS},
    "actions": {
        ("plan", "csv"): f"{ACTIONS} writer stranger other_chair",
        ("progress", "html"): f"{ACTIONS} writer stranger other_chair",
    },
    "composite": {("this", "csv"): COMPOSITES, ("clinic", "csv"): COMPOSITES},
    "answers": {("this", "csv"): "team", ("clinic", "csv"): ""},
    "returns": {("this", "csv"): "team"},
    "paper": {
        ("paper-draft", "html"): WRITERS,
        ("paper-sent", "html"): f"{WRITERS} portfolio",
        ("paper-out", "html"): READERS,
    },
    "file": {("?", "download"): READ[DRAFT]},
    "step_file": {("step-file", "download"): SEEING},
    "poster": {("clinic", "pdf"): RUNNERS},
    "cards": {("clinic", "pdf"): ""},  # only with the signed address (test_hand_outs.py)
    "held": {("SAR-1", "zip"): "admin"},
    "blank": {("dip_sample", "html"): " ".join(PEOPLE)},
}


def test_every_kind_of_document_stands_in_the_table(held: Runtime):
    assert set(documents._handlers) == set(TABLE_DOCUMENTS)


@pytest.mark.parametrize("kind", sorted(TABLE_DOCUMENTS))
def test_a_document_is_given_to_whom_the_table_names(held: Runtime, kind: str):
    file = held.database.read(find_ids)["file"]
    for (id, format), may in TABLE_DOCUMENTS[kind].items():
        given, said = set(), {}
        for who, viewer in PEOPLE.items():
            query = {"organisation": "school-1"} if kind == "held" else {}
            handler = documents._find_handler(kind)
            try:
                body, *_ = handler(viewer, id.replace("?", file), format, query)
            except (documents.NotFoundError, documents.NotAllowedError):
                continue
            given.add(who)
            said[who] = body.decode("utf-8", "replace")
        assert given == set(may.split()), (kind, id)
        check_secrets(kind, said)
