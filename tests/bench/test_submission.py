"""The bare side of submissions repeats what a real one writes."""

from bench.stock import start_one, stocked
from bench.submission import listen


def test_the_statements_of_a_submission_are_heard(tmp_path):
    with stocked(tmp_path / "heard.duckdb") as database:
        database.write(start_one, "r1")
        heard = listen(database, "r1")
    written = [" ".join(sql.split()[:3]) for sql, _ in heard]
    assert {"INSERT INTO answer", "INSERT INTO answer_text", "INSERT INTO event"} <= {*written}
    assert written[0] == "UPDATE response SET"
    assert all("SELECT" not in sql.split()[0] for sql, _ in heard)
