"""Small numbers are hidden before anything is drawn, and so are those that betray them.

A count from 1 to one below the minimum is hidden (primary). Then a reader is imagined who
knows every total and every count that is shown, and what the words in a hidden cell mean:
while they could work out a hidden count exactly, one more is hidden (secondary). A group
with fewer respondents than the minimum is hidden whole, its zeros too, since "nobody said
yes" tells as much of three people as "all three said no". In a large enough group a zero
is shown, being about the whole group, unless it must cover for a small count beside it:
"fewer than 5" holds for it too. See docs/decisions/small-numbers.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Key = tuple[int, int]
_OPEN = 10**9


@dataclass(frozen=True, slots=True)
class Rule:
    """The smallest group or count that may be shown, and the words in place of a smaller one."""

    minimum: int = 5
    words: str = ""
    secondary_words: str = "hidden"

    def __post_init__(self) -> None:
        if self.minimum == 2:
            raise ValueError('"fewer than 2" says that it is one: use a minimum of 3 or more')

    @property
    def primary_words(self) -> str:
        """What stands in the place of a count that is too small."""
        return self.words or f"fewer than {self.minimum}"

    def is_small(self, count: int) -> bool:
        """Whether a count must be hidden: zero need not."""
        return 0 < count < self.minimum

    def allows(self, group: int) -> bool:
        """Whether a group is large enough to show anything of it."""
        return group >= self.minimum


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of a number: the value, or None with the words in its place."""

    value: float | None
    words: str

    @property
    def is_hidden(self) -> bool:
        """Whether the value was hidden, or there is none."""
        return self.value is None

    def __str__(self) -> str:
        return self.words


#: No value, and nothing hidden: nobody was asked.
NOTHING = Shown(None, "none")


def show_count(count: int, rule: Rule) -> Shown:
    """One count by itself, where no total stands beside it."""
    return Shown(None, rule.primary_words) if rule.is_small(count) else _plain(count)


def show_percent(part: float, base: float, rule: Rule) -> Shown:
    """A percentage, when its base is large enough."""
    if not rule.allows(int(base)):
        return Shown(None, rule.primary_words if base else NOTHING.words)
    percent = 100 * part / base
    return Shown(percent, say_percent(percent))


def say_percent(percent: float) -> str:
    """A percentage in whole numbers; only 0 and 100 themselves are called so."""
    if 0 < percent < 1:
        return "under 1%"
    if 99 < percent < 100:
        return "over 99%"
    return f"{int(percent + 0.5)}%"


def show_band(count: int, rule: Rule, ceiling: int) -> Shown:
    """Only whether a count is small, for a group with fewer than `ceiling` respondents."""
    return Shown(None, rule.primary_words if count < rule.minimum else _band(rule, ceiling))


def _band(rule: Rule, ceiling: int) -> str:
    return f"{rule.minimum} to {ceiling - 1}"


@dataclass(frozen=True, slots=True)
class SafeTable:
    """A table of counts as it may be shown, with its totals."""

    rows: tuple[tuple[Shown, ...], ...]
    row_totals: tuple[Shown, ...]
    column_totals: tuple[Shown, ...]
    total: Shown


@dataclass(slots=True)
class _Table:
    """The counts with their margins as a circulation, while cells are being hidden.

    Node 0 stands for the rows' totals, node 1 for the columns'; then a node a row and a
    node a column. A cell flows from its row to its column, a row's total from node 0 to
    the row, a column's total from the column to node 1, and the whole from node 1 to 0.
    What comes in goes out, so the totals hold by construction. A position is (row,
    column), where -1 is the total.
    """

    arcs: dict[Key, tuple[int, int]]
    values: dict[Key, int]
    hidden: dict[Key, tuple[int, int]] = field(default_factory=dict)
    unpublished: set[Key] = field(default_factory=set)
    secondary: set[Key] = field(default_factory=set)

    def protected(self) -> list[Key]:
        """The hidden counts that the reader must not be able to work out."""
        return [key for key in self.hidden if key not in self.unpublished]

    def is_known(self, key: Key) -> bool:
        """Whether the reader can work out this hidden count."""
        start, end = self.arcs[key]
        low, high = self.hidden[key]
        value = self.values[key]
        steps = self._steps(without=key)
        grows = value < high and _reaches(steps, end, start)
        shrinks = value > low and _reaches(steps, start, end)
        return not (grows or shrinks)

    def _steps(self, without: Key) -> dict[int, set[int]]:
        """Where one more or one less could be moved to among the hidden counts."""
        steps: dict[int, set[int]] = {}
        for key, (low, high) in self.hidden.items():
            if key == without:
                continue
            start, end = self.arcs[key]
            if self.values[key] < high:
                steps.setdefault(start, set()).add(end)
            if self.values[key] > low:
                steps.setdefault(end, set()).add(start)
        return steps


def suppress_table(
    counts: Sequence[Sequence[int]], rule: Rule, *, across: bool = True
) -> SafeTable:
    """Hide what is too small in a table whose rows are groups, and what would betray it.

    A row's total is its group's size. Totals stay until nothing else is left to hide.
    With `across` false the columns' totals and the whole are published nowhere.
    """
    width = len(counts[0]) if counts else 0
    table = _lay_out(counts)
    if not across:
        _withhold_column_totals(table)
    _hide_small(table, counts, rule)
    while known := next(filter(table.is_known, table.protected()), None):
        if not (_hide_one_more(table, known, rule) or _say_less(table)):
            break
    return SafeTable(
        rows=tuple(
            tuple(_shown(table, (row, column), rule) for column in range(width))
            for row in range(len(counts))
        ),
        row_totals=tuple(_shown(table, (row, -1), rule) for row in range(len(counts))),
        column_totals=tuple(_shown(table, (-1, column), rule) for column in range(width)),
        total=_shown(table, (-1, -1), rule),
    )


def suppress_row(counts: Sequence[int], rule: Rule) -> tuple[tuple[Shown, ...], Shown]:
    """One group's counts and its size, as they may be shown."""
    table = suppress_table([counts], rule, across=False)
    return table.rows[0], table.row_totals[0]


def suppress_parts(sizes: Mapping[str, int], rule: Rule) -> frozenset[str]:
    """Which parts of a whole to hide when the whole is shown and parts are rated.

    A part below the minimum is hidden. What is left when the shown parts are taken from
    the whole must itself be at least two parts and at least the minimum, so the next
    smallest parts are hidden until it is, or until all of them are.
    """
    hidden = {name for name, size in sizes.items() if rule.is_small(size)}
    others = sorted((size, name) for name, size in sizes.items() if size >= rule.minimum)
    for _, name in others:
        left = sum(sizes[part] for part in hidden)
        if not hidden or (len(hidden) > 1 and left >= rule.minimum):
            break
        hidden.add(name)
    return frozenset(hidden)


def merge_small(sizes: Mapping[str, int], rule: Rule) -> frozenset[str]:
    """The groups to put together under "other": the small ones, if there is more than one.

    One small group alone takes the next smallest with it, when there are at least three
    groups in all, so that a comparison remains.
    """
    present = {name: size for name, size in sizes.items() if size}
    small = {name for name, size in present.items() if rule.is_small(size)}
    others = sorted((size, name) for name, size in present.items() if name not in small)
    while small and others and len(present) > 2:
        if len(small) > 1 and sum(present[name] for name in small) >= rule.minimum:
            break
        small.add(others.pop(0)[1])
    return frozenset(small) if len(small) > 1 else frozenset()


def is_safe_choice(chosen: int, whole: int, rule: Rule) -> bool:
    """Whether a filter leaves enough both in and out, so that neither can be singled out."""
    return rule.allows(chosen) and not rule.is_small(whole - chosen)


def _lay_out(counts: Sequence[Sequence[int]]) -> _Table:
    width = len(counts[0]) if counts else 0
    arcs: dict[Key, tuple[int, int]] = {(-1, -1): (1, 0)}
    values: dict[Key, int] = {(-1, -1): sum(map(sum, counts))}
    for row, line in enumerate(counts):
        arcs[row, -1], values[row, -1] = (0, 2 + row), sum(line)
        for column, count in enumerate(line):
            arcs[row, column] = (2 + row, 2 + len(counts) + column)
            values[row, column] = count
    for column in range(width):
        arcs[-1, column] = (2 + len(counts) + column, 1)
        values[-1, column] = sum(line[column] for line in counts)
    return _Table(arcs, values)


def _withhold_column_totals(table: _Table) -> None:
    table.unpublished |= {key for key in table.arcs if key[0] == -1}
    table.hidden |= dict.fromkeys(table.unpublished, (0, _OPEN))


def _hide_small(table: _Table, counts: Sequence[Sequence[int]], rule: Rule) -> None:
    groups = {row for row, line in enumerate(counts) if rule.is_small(sum(line))}
    for key, value in table.values.items():
        if key in table.hidden:
            continue
        if key[0] in groups and key[1] >= 0:
            table.hidden[key] = (0, rule.minimum - 1)
        elif rule.is_small(value):  # were it a zero alone, it would be shown
            table.hidden[key] = (1, rule.minimum - 1)


def _hide_one_more(table: _Table, known: Key, rule: Rule) -> bool:
    """Hide the smallest shown count in the same row or column, else anywhere; totals last.

    A zero is the first choice: it says least, and the words for a small count hold for it.
    """

    def cost(key: Key) -> tuple[bool, bool, int]:
        near = key[0] == known[0] or key[1] == known[1]
        return (-1 in key, not near, table.values[key])

    key = min((key for key in table.arcs if key not in table.hidden), key=cost, default=None)
    if key is None:
        return False
    if table.values[key] < rule.minimum:
        table.hidden[key] = (0, rule.minimum - 1)
    else:
        table.hidden[key] = (rule.minimum, _OPEN)
        table.secondary.add(key)
    return True


def _say_less(table: _Table) -> bool:
    """With everything hidden, take from a small total even the words that it is small."""
    key = next((key for key in table.hidden if -1 in key and table.hidden[key][1] < _OPEN), None)
    if key is None:
        return False
    table.hidden[key] = (0, _OPEN)
    table.secondary.add(key)
    return True


def _reaches(steps: Mapping[int, set[int]], start: int, end: int) -> bool:
    return any(node == end for node in _walk(steps, start))


def _walk(steps: Mapping[int, set[int]], start: int) -> Iterator[int]:
    seen, todo = {start}, [start]
    while todo:
        node = todo.pop()
        yield node
        for following in steps.get(node, ()):
            if following not in seen:
                seen.add(following)
                todo.append(following)


def _shown(table: _Table, key: Key, rule: Rule) -> Shown:
    if key in table.secondary or key in table.unpublished:
        return Shown(None, rule.secondary_words)
    return Shown(None, rule.primary_words) if key in table.hidden else _plain(table.values[key])


def _plain(count: int) -> Shown:
    return Shown(count, f"{count:,}")
