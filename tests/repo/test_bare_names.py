"""Bindings are named by what they hold, not by a bare participle or pronoun, and no two classes share a name.

What is counted is a binding whose whole name is one of the words: a parameter, a variable, a field, a function. The
allowance of a word is how many there were when it was written down, and why they may stay; it only shrinks.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "skillsnet"
_LISTED = """
found told said one ones heirs twins spoken settled known own heard given taken made kept gone seen held drawn
asked wanted meant brought waiting standing lying another former thing things whom way ways place places met lit
dressed born begun broken lost sent spent struck carried guessed judged learned looked mended missed picked reached
refused sought stopped taught tried turned weighed answered built handed leaned lonely nobody nothing offered
passing somebody something stood telling touched unheard unsaid untold voice whole here there both others
"""
WORDS = frozenset(_LISTED.split())
# How often a word may be a whole name, and what it is there.
ALLOWED = {
    "kept": (6, "states; the rows that an undo leaves, as they are counted in stored JSON"),
    "places": (5, "keys of stored JSON: a map's files, the notes on a file"),
    "place": (3, "the facet; what the first version stored"),
    "refused": (3, "states; a key of what the restoring process prints"),
    "waiting": (2, "a state; jobs that wait"),
    "answered": (1, "a state"),
    "asked": (2, "states"),
    "gone": (1, "what an undo removes, as it is counted in stored JSON"),
    "others": (1, "what the first version stored"),
    "sent": (2, "states"),
    "spent": (1, "a state"),
    "stopped": (1, "a state"),
    "taken": (1, "short names that are taken"),
}


def _names(source: str) -> Iterator[str]:
    """Give each name that a module binds, as often as it binds it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def _files() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def _bare_names(source: str) -> Counter[str]:
    return Counter(word for name in _names(source) if (word := name.strip("_").lower()) in WORDS)


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
    return sum((_bare_names(path.read_text(encoding="utf-8")) for path in _files()), Counter())


@pytest.mark.medium
def test_no_more_bindings_are_named_by_a_bare_word(counts: Counter[str]) -> None:
    allowed = {word: count for word, (count, _reason) in ALLOWED.items()}
    assert {word: count for word, count in counts.items() if count > allowed.get(word, 0)} == {}


@pytest.mark.medium
def test_an_allowance_is_no_larger_than_what_is_left(counts: Counter[str]) -> None:
    assert {word: counts[word] for word, (count, _reason) in ALLOWED.items() if counts[word] < count} == {}


def test_the_check_sees_every_kind_of_binding() -> None:
    source = "def told(said, *found, one=1):\n    for place in said:\n        self.kept, _known = 1, 2\n"
    source += "class Held:\n    lost: int\n"
    bare_names = {"told", "said", "found", "one", "place", "kept", "known", "held", "lost"}
    assert _bare_names(source) == Counter(bare_names)
    assert _bare_names("found_rows = told_apart(known_to)\nprint(found)\n") == Counter()


@pytest.mark.medium
def test_a_class_name_is_one_classs_alone() -> None:
    """Private ones and those that Django or a command asks for by name may repeat."""
    homes: dict[str, set[str]] = {}
    for path in _files():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name != "Command":
                homes.setdefault(node.name, set()).add(path.relative_to(SOURCE).as_posix())
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}
