"""Questions whose options have a column each: which columns belong together, and their cells as one list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from skillsnet.core.geo import find_country, find_language
from skillsnet.core.intake.option_names import (
    CODE_SEPARATORS,
    MAX_NAME_CHARS,
    OptionName,
    Path,
    grid_labels,
    listed,
    option_names,
)
from skillsnet.core.intake.option_words import NO_LEVEL, NOT_TICKED, OTHER, PERMISSION, TICKED, is_filler, repeats_label
from skillsnet.core.intake.values import is_blank
from skillsnet.core.text import fold

TICKS: Final = "ticks"
LEVELS: Final = "levels"
VALUES: Final = "values"
KINDS: Final = (TICKS, LEVELS, VALUES)
MAX_LEVEL_CHARS: Final = 60
MAX_LEVELS: Final = 12
MAX_VALUE_CHARS: Final = 120


@dataclass(frozen=True, slots=True)
class OptionColumn:
    """A column that stands for one option of a question.

    Attributes
    ----------
    index
        Position among the columns of the file, from 0.
    label
        The option's words; empty where the columns have one name and only the cells tell.
    is_open
        Whether its cells hold the words of who answered, as those under "Other" do.
    """

    index: int
    label: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class OptionFamily:
    """A question's columns, which are read as one.

    Attributes
    ----------
    name
        The question.
    kind
        `ticks` where a cell says whether the option holds, `levels` where it says how much, `values` where the columns
        have one name and each cell is a value.
    columns
        The options' columns, in the file's order.
    summary_index
        Position of a column that repeats all ticked options, which is read only where none is ticked; or None.
    """

    name: str
    kind: str
    columns: tuple[OptionColumn, ...]
    summary_index: int | None = None

    @property
    def indexes(self) -> tuple[int, ...]:
        """Positions of all columns that the family takes in, in their order."""
        options = tuple(column.index for column in self.columns)
        return options if self.summary_index is None else tuple(sorted((self.summary_index, *options)))

    @property
    def options(self) -> tuple[str, ...]:
        """The options' words."""
        return tuple(column.label for column in self.columns if column.label)

    def values(self, cells: Sequence[str]) -> list[str]:
        """Return what a row's cells say of the question.

        Parameters
        ----------
        cells
            Cells of the row; missing ones at the end count as empty.

        Returns
        -------
        list of str
            The ticked options, or options with their level in brackets, each once and on one line. `FALSE`, `0`, `no`
            and empty cells give none; whatever else a cell holds is kept.
        """
        texts = [
            (self._value(cells[column.index], column), column)
            for column in self.columns
            if column.index < len(cells) and cells[column.index]
        ]
        # Where "Other" is ticked and also written out, what was written says more.
        is_written_out = any(text and column.is_open and text != column.label for text, column in texts)
        values = list(
            dict.fromkeys(
                text
                for text, column in texts
                if text and not (is_written_out and column.is_open and text == column.label)
            )
        )
        if not values and self.summary_index is not None and self.summary_index < len(cells):
            summary = " ".join(cells[self.summary_index].split())
            return [summary] if not is_blank(summary) else []
        return values

    def _value(self, cell: str, column: OptionColumn) -> str:
        text = " ".join(cell.split())
        folded_text = fold(text)
        if is_blank(text):
            return ""
        if self.kind == VALUES:
            return text
        if self.kind == LEVELS:
            return "" if folded_text in NO_LEVEL else text if column.is_open else f"{column.label} ({text})"
        if folded_text in NOT_TICKED:
            return ""
        if folded_text in TICKED or repeats_label(folded_text, column.label):
            return column.label
        return text if column.is_open else f"{column.label} ({text})"


def find_families(paths: Sequence[Path], rows: Sequence[Sequence[str]]) -> list[OptionFamily]:
    """Return the questions whose options have a column each.

    Columns next to each other belong together when their names begin alike (`question/option`, `question [option]`,
    `question - option`, a heading over several columns) and all their cells say whether, or how much, an option holds;
    when each cell repeats its column's name; or when they have one name and hold some of the same values.

    Parameters
    ----------
    paths
        For each column its name, after the headings above it.
    rows
        Rows of cells, some hundred of them. Shorter rows count as filled up with empty cells.

    Returns
    -------
    list of OptionFamily
        In the order of their first columns; no column is in two. O(cells + columns × parts of a name).
    """
    search = _FamilySearch(paths, rows)
    families = []
    index = 0
    while index < len(paths):
        family = search.family_at(index)
        if family is None:
            index += 1
            continue
        families.append(family)
        index = max(family.indexes) + 1
    return families


class _FamilySearch:
    """The columns of a file, what their names may consist of, and what their cells hold."""

    def __init__(self, paths: Sequence[Path], rows: Sequence[Sequence[str]]):
        self.paths = paths
        self.samples: list[list[str]] = [[] for _ in paths]
        for row in rows:
            for sample, cell in zip(self.samples, row, strict=False):
                if not is_blank(cell):
                    # No option is that long, and folding a text takes its time.
                    sample.append(cell if len(cell) > MAX_NAME_CHARS * 2 else fold(" ".join(cell.split())))
        self.distinct = [frozenset(sample) for sample in self.samples]
        self.option_names = [list(option_names(path)) for path in paths]
        self.by_name = {fold(" ".join(path).strip()): index for index, path in enumerate(paths)}

    def family_at(self, index: int) -> OptionFamily | None:
        """Return the family whose first column this is."""
        runs = [self._run(index, option_name) for option_name in self.option_names[index]]
        # A question that is a column itself is one; else the longest beginning, unless a shorter one makes a grid.
        ranked = sorted(
            (run for run in runs if len(run) > 1),
            key=lambda run: (not self._is_grid(run), not self._has_summary(run), -len(run[0][1].question)),
        )
        for run in ranked:
            family = self._family(run)
            if family is not None and min(family.indexes) <= index:
                return family
        return self._same_names(index) or self._repeated_names(index)

    def _run(self, index: int, option_name: OptionName) -> list[tuple[int, OptionName]]:
        """Return the columns from here on that begin alike."""
        key = (option_name.separator, fold(option_name.question))
        run = []
        for position in range(index, len(self.paths)):
            alike = next(
                (other for other in self.option_names[position] if (other.separator, fold(other.question)) == key), None
            )
            if alike is None:
                break
            run.append((position, alike))
        return run

    def _has_summary(self, run: Sequence[tuple[int, OptionName]]) -> bool:
        return self._summary_index(run) is not None

    def _summary_index(self, run: Sequence[tuple[int, OptionName]]) -> int | None:
        """Return the column before or behind the run that has the question as its name."""
        first, last = run[0][0], run[-1][0]
        index = self.by_name.get(fold(run[0][1].question))
        return index if index in (first - 1, last + 1) else None

    def _is_grid(self, run: Sequence[tuple[int, OptionName]]) -> bool:
        return bool(grid_labels([option_name.label for _, option_name in run]))

    def _family(self, run: Sequence[tuple[int, OptionName]]) -> OptionFamily | None:
        question = run[0][1].question
        if _asks_for_permissions(question, [item.label for _, item in run]):
            return None
        columns = [OptionColumn(index, item.label, bool(OTHER.search(fold(item.label)))) for index, item in run]
        separator = run[0][1].separator
        ticks = self._ticked(columns)
        if ticks and not (separator in CODE_SEPARATORS and not self._has_flags(ticks)):
            labels = grid_labels([column.label for column in ticks]) or [column.label for column in ticks]
            labelled = tuple(
                OptionColumn(column.index, label, column.is_open) for column, label in zip(ticks, labels, strict=True)
            )
            return OptionFamily(question, TICKS, labelled, self._redundant_summary(run, labelled))
        if separator not in (*CODE_SEPARATORS, "(", ":<") and self._are_levels(columns):
            return OptionFamily(question, LEVELS, tuple(columns))
        if len(run[0][1].separator) == 0 and self._are_answer_and_other(columns):
            return OptionFamily(question, VALUES, tuple(columns))
        return None

    def _ticked(self, columns: Sequence[OptionColumn]) -> list[OptionColumn]:
        """Return the columns from the first on whose cells only tick an option, or none."""
        ticked: list[OptionColumn] = []
        for column in columns:
            if not column.is_open and not self._is_tick_column(column):
                break
            ticked.append(column)
        closed = [column for column in ticked if not column.is_open]
        is_ticked = any(self.distinct[column.index] - NOT_TICKED for column in closed)
        return ticked if len(closed) > 1 and is_ticked else []

    def _is_tick_column(self, column: OptionColumn) -> bool:
        return all(
            text in TICKED or text in NOT_TICKED or repeats_label(text, column.label)
            for text in self.distinct[column.index]
        )

    def _has_flags(self, columns: Sequence[OptionColumn]) -> bool:
        """Whether every column holds one of 1 and 0 and the like, which short codes alone need to be options."""
        return all(self.distinct[column.index] for column in columns if not column.is_open) and all(
            text in TICKED | NOT_TICKED for column in columns for text in self.distinct[column.index]
        )

    def _redundant_summary(self, run: Sequence[tuple[int, OptionName]], columns: Sequence[OptionColumn]) -> int | None:
        """Return the column that repeats the ticked options; one that says more stays a column of its own."""
        index = self._summary_index(run)
        if index is None or not self.samples[index]:
            return index
        labels = {fold(column.label) for column in columns}
        words = set(re.split(r"[\s,;|]+", " ".join(self.distinct[index])))
        known_words = {word for label in labels for word in re.split(r"[\s,;|]+", label)} | labels
        return index if words <= known_words else None

    def _are_levels(self, columns: Sequence[OptionColumn]) -> bool:
        """Whether the columns hold a few short values, mostly the same ones."""
        filled = [column for column in columns if self.distinct[column.index] and not column.is_open]
        if len(filled) < 2 or len(filled) * 2 < len(columns):
            return False
        levels = frozenset().union(*(self.distinct[column.index] for column in filled))
        if len(levels) > MAX_LEVELS or any(len(level) > MAX_LEVEL_CHARS or "@" in level for level in levels):
            return False
        # A country of each of two organisations is no level, and neither is a number of each of two groups.
        if any(find_country(level).code or find_language(level).code for level in levels) or all(
            re.fullmatch(r"[\d.,%\s-]+", level) for level in levels
        ):
            return False
        # A language that everybody speaks as well has a level that no other has.
        are_languages = all(find_language(column.label).code for column in filled)
        for column in filled:
            if are_languages and len(self.distinct[column.index]) == 1:
                continue
            other_levels = frozenset().union(*(self.distinct[other.index] for other in filled if other is not column))
            if len(self.distinct[column.index] & other_levels) * 2 < len(self.distinct[column.index]):
                return False
        return sum(len(self.samples[column.index]) for column in filled) >= len(levels) + len(filled)

    def _are_answer_and_other(self, columns: Sequence[OptionColumn]) -> bool:
        """Whether one column holds the chosen option, and the other what somebody wrote instead."""
        return len(columns) == 2 and is_filler(columns[0].label) and columns[1].is_open

    def _same_names(self, index: int) -> OptionFamily | None:
        """Return the columns from here on that have one name and share values."""
        name = self.paths[index]
        run = [index]
        while run[-1] + 1 < len(self.paths) and self.paths[run[-1] + 1] == name and name[-1]:
            run.append(run[-1] + 1)
        if len(run) < 2 or any(len(text) > MAX_VALUE_CHARS or "@" in text for i in run for text in self.distinct[i]):
            return None
        shared = sum(
            1
            for position, column in enumerate(run)
            if any(self.distinct[column] & self.distinct[other] for other in run[:position])
        )
        total = sum(len(self.samples[column]) for column in run)
        distinct = len(frozenset().union(*(self.distinct[column] for column in run)))
        if not shared or distinct >= total:
            return None
        question = " ".join(filter(None, name))
        return OptionFamily(question, VALUES, tuple(OptionColumn(column, "") for column in run))

    def _repeated_names(self, index: int) -> OptionFamily | None:
        """Return the columns from here on each of whose cells repeats the column's own name."""
        run: list[OptionColumn] = []
        last_filled = 0
        for position in range(index, len(self.paths)):
            label = self.paths[position][-1]
            is_open = bool(run) and bool(OTHER.search(fold(label)))
            if not is_open and not all(text == fold(label) for text in self.distinct[position]):
                break
            run.append(OptionColumn(position, label, is_open))
            if self.distinct[position]:
                last_filled = len(run)
            if is_open:
                break
        run = run[:last_filled]
        repeating = [column for column in run if not column.is_open and self.distinct[column.index]]
        if len(repeating) < 2 or not self.distinct[index]:
            return None
        return OptionFamily(listed([column.label for column in run]), TICKS, tuple(run))


def _asks_for_permissions(question: str, labels: Sequence[str]) -> bool:
    """Whether each column asks for a permission of its own; yes and no to one permission are options."""
    if all(fold(label) in TICKED | NOT_TICKED for label in labels):
        return False
    return any(PERMISSION.search(fold(text)) for text in (question, *labels))
