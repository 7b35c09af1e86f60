"""The same widgets, each change of which is committed durably to a table of one row."""

import json
import os

import duckdb
import streamlit as st

from bench.bare.widgets import draw_widgets


@st.cache_resource
def connect() -> duckdb.DuckDBPyConnection:
    """The database, with its one draft and a table of what happened."""
    connection = duckdb.connect(os.environ["BENCH_DATABASE"])
    connection.execute("CREATE TABLE draft (id INTEGER PRIMARY KEY, content TEXT)")
    connection.execute("CREATE TABLE event (name TEXT, subject TEXT, detail TEXT)")
    connection.execute("INSERT INTO draft VALUES (1, '{}')")
    return connection


def save(key: str) -> None:
    """Put the answer into the draft and note it, as ours does: one transaction."""
    cursor = connect().cursor()
    cursor.execute("BEGIN TRANSACTION")
    [kept] = cursor.execute("SELECT content FROM draft WHERE id = $1", [1]).fetchone() or ("{}",)
    content = {**json.loads(kept), key: st.session_state[key]}
    cursor.execute("UPDATE draft SET content = $2 WHERE id = $1", [1, json.dumps(content)])
    cursor.execute("INSERT INTO event VALUES ($1, $2, $3)", ["saved", "1", json.dumps([key])])
    cursor.execute("COMMIT")


draw_widgets(st, save)
