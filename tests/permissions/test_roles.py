"""Every role may do what the table says, and there is somebody of each."""

from __future__ import annotations

from scrutiny.access import Permission, roles
from tests.permissions.world import PEOPLE

#: Who may do what, role by role.
ROLES = {
    "young_person": "give_voice",
    "organisation": "answer read_own take_steps update_actions tell_use",
    "contributor": "contribute",
    "sign_off": "read_own sign_off",
    "chair": "request read_own_requests read_composites take_steps read_meetings assure_actions",
    "space_lead": "read_requests read_composites take_steps read_meetings write_documents tell_use",
    "mars_team": "read_responses read_composites read_requests moderate read_flags export "
    "manage_organisations manage_cycles manage_forms run_activities read_activities take_steps "
    "manage_groups read_meetings read_actions manage_actions assure_actions write_documents "
    "tell_use",
    "adults_team": "read_composites take_steps read_meetings write_documents",
    "scrutiny_officer": "read_responses read_composites read_requests moderate read_activities "
    "take_steps read_meetings read_actions assure_actions write_documents tell_use",
    "safeguarding_reader": "read_flags",
    "board_reader": "read_composites read_meetings",
    "partner": "read_composites read_activities take_steps read_meetings read_actions "
    "assure_actions approve_documents publish tell_use",
    "portfolio_lead": "read_composites read_activities take_steps read_meetings read_actions "
    "approve_documents publish",
    "action_owner": "update_actions",
    "administrator": "manage_organisations manage_cycles manage_forms manage_people read_audit "
    "manage_retention subject_access",
}


def test_every_role_may_do_what_the_table_says_and_has_somebody():
    assert {key: role.may for key, role in roles().items()} == {
        key: frozenset(map(Permission, may.split())) for key, may in ROLES.items()
    }
    assert {viewer.role for viewer in PEOPLE.values()} == {"nobody", *ROLES}
