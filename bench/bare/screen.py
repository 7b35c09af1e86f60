"""Forty widgets of the kinds that the sample screen asks with, and nothing else."""

import streamlit as st

from bench.samples import QUESTIONS

LABELS = {"always": "Always", "mostly": "Mostly", "sometimes": "Sometimes", "never": "Never"}

for number in range(QUESTIONS):
    kind, key = number % 4, f"q{number:02d}"
    if kind == 0:
        words = f"Question {number} is answered with one of these"
        st.radio(words, list(LABELS), index=None, format_func=LABELS.get, key=key)
    elif kind == 1:
        st.text_input(f"Question {number} is answered in a few words", key=key, live="1s")
    elif kind == 2:
        st.text_input(f"Question {number} is answered with a number", key=key, live="1s")
    else:
        st.text_area(f"Question {number} is answered in a paragraph", key=key)
