"""Invented cells for the columns of the header lists: each of the right kind, none of a real person or body."""

import random
from functools import cache
from pathlib import Path

LISTS = Path(__file__).resolve().parent / "header_lists"
SYLLABLES = [
    "ba",
    "ko",
    "ri",
    "ten",
    "lu",
    "sha",
    "mo",
    "ner",
    "vi",
    "dal",
    "ga",
    "pi",
    "zo",
    "har",
    "mek",
    "su",
    "tro",
    "fen",
    "jo",
    "li",
    "cam",
    "du",
    "ros",
    "el",
    "thi",
    "bra",
]
ROWS = 15
# Organisations and titles come again in a real list, codes and texts do not.
REPEATING = 0.2


@cache
def pools() -> dict[str, dict[str, list[str]]]:
    """Return kind to language to its cells."""
    table: dict[str, dict[str, list[str]]] = {}
    kind = ""
    for line in (LISTS / "cells.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            language, _, cells = line.partition(": ")
            table.setdefault(kind, {})[language] = cells.split("|")
    return table


def invented_cells(kind: str, *, language: str, seed: str, is_test: bool) -> list[str]:
    """Return the cells of one column: `ROWS` of them, the same for the same seed."""
    chance = random.Random(f"{seed} {kind}")
    made = _figures(kind, chance)
    if made is not None:
        return made
    by_language = pools()[POOL_OF.get(kind, kind)]
    cells = by_language.get(language) or by_language.get("xx") or by_language["en"]
    half = cells[len(cells) // 2 :] if is_test and len(cells) > 3 else cells[: (len(cells) + 1) // 2]
    chosen = [chance.choice(half).replace("{n}", _name(chance)) for _ in range(ROWS)]
    if kind in ("organisation", "title", "summary"):
        chosen = [cell if chance.random() < REPEATING else _varied(kind, cell, chance) for cell in chosen]
    return [cell if chance.random() > 0.08 else "" for cell in chosen]


POOL_OF = {"contact_name": "person", "organisation_website": "website", "submitted_on": "date"}


def _varied(kind: str, cell: str, chance: random.Random) -> str:
    """Return a cell that no other column is likely to hold."""
    if kind == "organisation":
        return (
            cell
            if any(name in cell for name in ("(", ","))
            else f"{cell} {_name(chance)}"
            if chance.random() < 0.3
            else cell
        )
    return f"{cell} {_name(chance)}" if kind == "title" else f"{cell} {_name(chance)}."


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 2, 3)))).capitalize()


def _figures(kind: str, chance: random.Random) -> list[str] | None:
    """Return cells that are made of figures, or None for words."""
    year = chance.choice((2018, 2020, 2022))
    days = [
        f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{year + chance.randint(0, 1)}" for _ in range(ROWS)
    ]
    prefix = chance.choice(("A-", "PRJ/", "20", "ES", "10108"))
    numbers = chance.sample(range(1000, 9999), ROWS)
    made = {
        "amount": [f"{number * 13},{number % 90 + 10}" for number in numbers],
        "code": [f"{prefix}{number}" for number in numbers],
        "count_up": [str(number + 1) for number in range(ROWS)],
        "currency": [chance.choice(("EUR", "USD")) for _ in range(ROWS)],
        "date": days,
        "datetime": [f"{day} {chance.randint(8, 18)}:{chance.randint(10, 59)}:00" for day in days],
        "external_id": [f"{prefix}{number}" for number in numbers],
        "files": [f"file{number}.pdf" for number in numbers],
        "number": [str(number % 40) for number in numbers],
        "organisation_id": [f"{number}{number + 17}" for number in numbers],
        "percent": [chance.choice(("50%", "85%", "40 %")) for _ in range(ROWS)],
        "tick": [chance.choice(("Yes", "No", "Yes")) for _ in range(ROWS)],
        "year": [str(year + number % 3) for number in numbers],
        "acronym": [_name(chance).upper() for _ in range(ROWS)],
    }
    if kind == "submitted_on":
        return made["datetime"] if chance.random() < 0.5 else made["date"]
    return made.get(kind)
