"""Forty widgets of the kinds that the sample screen asks with, and nothing else."""

import streamlit as st

from bench.bare.widgets import draw_widgets

draw_widgets(st)
