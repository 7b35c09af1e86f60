"""A bare script served as ours is: `BENCH_SCRIPT` names it."""

import os

import streamlit as st

app = st.App(os.environ["BENCH_SCRIPT"])
