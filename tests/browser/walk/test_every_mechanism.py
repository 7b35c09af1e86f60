"""Every mechanism in use, walked in a real browser from its beginning to an assured action."""

from __future__ import annotations

import pytest

from forms.library import load_library
from scrutiny.mechanism_library import known_of, load_mechanisms
from scrutiny.partnership import partnership
from tests.browser.walk.walker import Walker
from tests.browser.walk.windows import Windows

pytestmark = [pytest.mark.browser, pytest.mark.walk]
FORMS = load_library()
MECHANISMS = load_mechanisms(known=known_of(partnership(), FORMS.forms)).mechanisms
ACTIVE = sorted(id for id, mechanism in MECHANISMS.items() if mechanism.is_active)


@pytest.mark.parametrize("mechanism", ACTIVE)
def test_it_runs_in_a_browser_from_its_beginning_to_an_assured_action(
    windows: Windows, mechanism: str
) -> None:
    windows.take_mistakes()
    walker = Walker(windows, MECHANISMS[mechanism], FORMS)
    walker.walk()
    walker.outcomes.assure()
    assert walker.outcomes.assured == walker.outcomes.list_references()
    assert walker.papers.check() == []
    assert windows.take_mistakes() == []
