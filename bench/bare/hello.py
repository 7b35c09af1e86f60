"""The smallest Streamlit script."""

import streamlit as st

st.write("Hello")
