"""What can be measured, by name, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bench.activities import measure_activities
from bench.composite import measure_composite
from bench.documents import measure_documents
from bench.figure import Figure, Run
from bench.memory import measure_memory
from bench.rerun import measure_rerun
from bench.size import measure_size
from bench.start import measure_start
from bench.submission import measure_submission

MEASURES: Mapping[str, Callable[[Run], list[Figure]]] = {
    "composite": measure_composite,
    "rerun": measure_rerun,
    "submission": measure_submission,
    "activities": measure_activities,
    "documents": measure_documents,
    "start": measure_start,
    "memory": measure_memory,
    "size": measure_size,
}
