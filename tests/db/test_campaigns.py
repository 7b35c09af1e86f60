"""Campaigns and the codes that open them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.campaigns import add_campaign, find_campaign_by_code, get_campaign, list_campaigns
from db.connection import Database
from db.errors import DuplicateError, NotFoundError
from tests.db.examples import CLINIC


@pytest.fixture
def campaigns(database: Database) -> Database:
    database.write(add_campaign, CLINIC)
    return database


def test_campaigns_come_back_as_they_were_added(campaigns: Database) -> None:
    later = replace(
        CLINIC, id="later", code="TOAD-77", opens=date(2025, 11, 1), announced=False,
        minimum_group=10, response_due=date(2026, 1, 1), form="other",
    )  # fmt: skip
    campaigns.write(add_campaign, later)
    assert campaigns.read(list_campaigns) == [later, CLINIC]
    assert campaigns.read(list_campaigns, form="voice") == [CLINIC]
    assert campaigns.read(get_campaign, "later") == later
    with pytest.raises(NotFoundError):
        campaigns.read(get_campaign, "none")


@pytest.mark.parametrize("typed", ["FROG-42", "frog-42", " frog 42 ", "FROG42", "f r o g – 4 2"])
def test_find_campaign_by_code_however_it_is_typed(campaigns: Database, typed: str) -> None:
    assert campaigns.read(find_campaign_by_code, typed) == CLINIC


@pytest.mark.parametrize("typed", ["", "FROG", "' OR 1=1 --", "%", "FROG-4\x002\x00x"])
def test_find_campaign_by_another_code_is_none(campaigns: Database, typed: str) -> None:
    assert campaigns.read(find_campaign_by_code, typed) is None


def test_add_campaign_refuses_a_code_in_use(campaigns: Database) -> None:
    with pytest.raises(DuplicateError, match="code 'frog 42'"):
        campaigns.write(add_campaign, replace(CLINIC, id="other", code="frog 42"))
    with pytest.raises(DuplicateError, match="campaign 'clinic'"):
        campaigns.write(add_campaign, replace(CLINIC, code="NEWT-1"))
