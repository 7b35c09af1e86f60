"""Who may do what most often, by the names of the people in world.PEOPLE."""

from __future__ import annotations

from tests.permissions.world import (
    DRAFT,
    OTHER,
    OWN,
    PEOPLE,
    REQUEST,
    REQUEST_DRAFT,
    VOICE_DRAFT,
)

REVIEWERS = "team officer"
COMPOSITES = "chair other_chair space_lead team adults officer board partner portfolio"
RUNNERS = "team admin"
#: Who takes steps of activities.
TAKERS = "organisation writer stranger chair other_chair space_lead team adults officer partner "
TAKERS += "portfolio"
MEETINGS = COMPOSITES
#: Who sees an action of school 1 that the first chair's group follows.
ACTIONS = "organisation owner chair team officer partner portfolio"
WRITERS = "team officer"  # of documents, where they see the activity
#: Of a document that was issued, with a copy for school 1.
READERS = f"{WRITERS} partner portfolio organisation sign_off owner"
#: Who learns who wrote and agreed a document that everybody may read.
INSIDERS = "organisation writer stranger sign_off signer chair other_chair space_lead team adults "
INSIDERS += "officer admin partner portfolio owner"
#: Who reads what a team of school 1 told of a published briefing.
USE_READERS = "organisation team officer space_lead"
ANYBODY = " ".join(PEOPLE)

READ = {
    OWN: "organisation sign_off link team officer",
    OTHER: "team officer",
    DRAFT: "writer contributor signer",
    VOICE_DRAFT: "voice_link",
    REQUEST: "chair space_lead team officer",
    REQUEST_DRAFT: "chair",
}
SENT = {OWN: READ[OWN], OTHER: READ[OTHER], REQUEST: READ[REQUEST]}
#: Who may write in it, or is told that it is locked.
WRITE = {
    OWN: "organisation link",
    DRAFT: "writer contributor",
    VOICE_DRAFT: "voice_link",
    REQUEST: "chair",
    REQUEST_DRAFT: "chair",
}
REVIEW = dict.fromkeys((OWN, OTHER, REQUEST), REVIEWERS)
#: Who sees the open visit, and who sees what was found there.
SEEING = "team officer partner portfolio organisation"
READING = "team officer partner portfolio"
