"""Where clamd listens, as MARS_CLAMD names it."""

from __future__ import annotations

import pytest

from scrutiny.settings import SettingsError, load_settings
from scrutiny.virus_scanner import VirusScanner, make_virus_scanner


@pytest.mark.parametrize(
    ("words", "scanner"),
    [
        ("", None),
        ("127.0.0.1:3310", VirusScanner(host="127.0.0.1", port=3310)),
        ("[::1]:3310", VirusScanner(host="::1", port=3310)),
        ("/run/clamav/clamd.ctl", VirusScanner(path="/run/clamav/clamd.ctl")),
    ],
)
def test_a_scanner_is_a_socket_or_a_port(words: str, scanner: VirusScanner | None) -> None:
    assert make_virus_scanner(words) == scanner


@pytest.mark.parametrize("words", ["clamd", ":3310", "clamd:0", "clamd:x", "tcp://clamd:3310"])
def test_anything_else_stops_the_app_with_its_cure(words: str) -> None:
    with pytest.raises(SettingsError, match=r"MARS_CLAMD is .* such as 127\.0\.0\.1:3310"):
        load_settings({"MARS_DEMONSTRATION": "1", "MARS_CLAMD": words})
