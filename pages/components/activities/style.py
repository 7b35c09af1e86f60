"""The style sheet of the pages of activities."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_STYLE = Path(__file__).with_name("activities.css")


def load_activity_style() -> None:
    """Load it, once on a page."""
    st.html(_STYLE)
