"""The demonstration written into an empty database, once; `python -m db.demonstration`.

Years of answers are written here in bulk and with the days on which they were given, so
the tables are filled directly and not through the functions that record what happens now.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from db.actions import add_actions
from db.answers import Place, add_all_answers, counted_keys
from db.campaigns import add_campaign
from db.connection import Database, Transaction, open_database
from db.cycles import add_cycle
from db.events import Happening, add_event
from db.forms import publish_form
from db.organisations import add_organisations
from db.requests import restore_request
from db.response_rows import dump_json
from db.settings import find_setting, set_setting
from forms.journey import Journey, walk
from forms.library import Library, load_library
from forms.model import Form
from forms.storage import StoredAnswer
from scrutiny.action import Action
from scrutiny.demonstration import Demonstration, Filled, make_demonstration
from scrutiny.demonstration.reviewing import settle_actions
from scrutiny.settings import load_settings
from scrutiny.submission import prepare_submission
