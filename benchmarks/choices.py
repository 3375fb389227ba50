"""Cells of several choices: the share that comes apart exactly right, beside a split at the commonest separator."""

import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from skillsnet.core.intake.choice_lists import find_choice_list

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "tests" / "core" / "intake" / "choices" / "option_lists.tsv"
JOINS: Final = {
    "comma": ", ",
    "comma without blank": ",",
    "arabic comma": "، ",
    "semicolon": ";",
    "semicolon and blank": "; ",
    "bar": " | ",
    "line": "\n",
    "slash": " / ",
    "blank": " ",
}
ROWS: Final = (12, 40, 150, 600, 3000)
SEEDS: Final = 2
_SEPARATORS: Final = (";", "|", "\n", "، ", ", ", ",", " / ")
_WORD: Final = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class OptionList:
    """The options of one question of a public form."""

    use: str
    source: str
    language: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """A column: its cells as a platform exports them, and the choices of each."""

    cells: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...]


def option_lists(use: str) -> list[OptionList]:
    """Return the lists for `tuning` or for the `test`."""
    lines = (row for row in LISTS.read_text(encoding="utf-8").splitlines() if row and not row.startswith("#"))
    rows = (line.split("\t") for line in lines)
    return [
        OptionList(kind, source, language, tuple(options.split(" || ")))
        for kind, source, language, options in rows
        if kind == use
    ]


def fits(options: Sequence[str], *, join: str) -> bool:
    """Tell whether options can be joined so: a blank joins codes only, the Arabic comma joins Arabic."""
    if join == "blank":
        return all(_WORD.fullmatch(option) for option in options)
    if join == "arabic comma":
        return all(not option.isascii() for option in options)
    return not any(JOINS[join].strip() and JOINS[join].strip() in option for option in options) or "comma" in join


def answers(options: Sequence[str], *, join: str, rows: int, seed: int) -> Answers:
    """Return a column: few options ticked often, most seldom, as a form writes them or as people typed them."""
    chance = random.Random(f"{seed} {join} {rows} {options[0]}")
    ranked = chance.sample(list(options), len(options))
    odds = {option: 0.75 / (rank + 1) ** 0.8 for rank, option in enumerate(ranked)}
    in_form_order = chance.random() < 0.75
    choices = []
    for _ in range(rows):
        ticked = [option for option in options if chance.random() < odds[option]] or [ranked[0]]
        choices.append(tuple(ticked if in_form_order else chance.sample(ticked, len(ticked))))
    return Answers(tuple(JOINS[join].join(ticked) for ticked in choices), tuple(choices))


def plain_split(cells: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the cells split at the separator that stands in most of them."""
    counts = Counter({separator: sum(separator in cell for cell in cells) for separator in _SEPARATORS})
    separator, count = max(counts.items(), key=lambda item: item[1])
    if not count:
        return [(cell,) for cell in cells]
    return [tuple(part.strip() for part in cell.split(separator) if part.strip()) for cell in cells]


def right_share(column: Answers, split_cells: Sequence[Sequence[str]]) -> float:
    """Return the share of cells whose choices are exactly those that were ticked."""
    pairs = zip(column.choices, split_cells, strict=True)
    return sum(tuple(expected) == tuple(actual) for expected, actual in pairs) / len(column.cells)


def measure(use: str = "") -> Iterator[dict[str, Any]]:
    """Yield for each way to join and each number of rows the share of cells that come apart right."""
    for kind in (use,) if use else ("tuning", "test"):
        shares: dict[tuple[str, int], list[tuple[float, float]]] = {}
        start = time.process_time()
        count = 0
        for listed in option_lists(kind):
            for join in (name for name in JOINS if fits(listed.options, join=name)):
                for rows in ROWS:
                    for seed in range(SEEDS):
                        column = answers(listed.options, join=join, rows=rows, seed=seed)
                        choice_list = find_choice_list(column.cells)
                        ours = right_share(column, [choice_list.split(cell) for cell in column.cells])
                        plain = right_share(column, plain_split(column.cells))
                        shares.setdefault((join, rows), []).append((ours, plain))
                        count += 1
        yield from _figures(kind, shares)
        yield {"lists": kind, "columns": count, "ms_a_column": round(1000 * (time.process_time() - start) / count, 1)}


def _figures(kind: str, shares: dict[tuple[str, int], list[tuple[float, float]]]) -> Iterator[dict[str, Any]]:
    for join in JOINS:
        pairs = [pair for (name, _), found in shares.items() if name == join for pair in found]
        if pairs:
            by_rows = {str(rows): _mean(shares[join, rows], 0) for rows in ROWS}
            yield {
                "lists": kind, "joined_by": join, "right": _mean(pairs, 0), "plain_split": _mean(pairs, 1),
                "right_by_rows": by_rows,
            }  # fmt: skip
    pairs = [pair for found in shares.values() for pair in found]
    yield {"lists": kind, "joined_by": "all", "right": _mean(pairs, 0), "plain_split": _mean(pairs, 1)}


def _mean(pairs: Sequence[tuple[float, float]], side: int) -> float:
    return round(sum(pair[side] for pair in pairs) / len(pairs), 4)
