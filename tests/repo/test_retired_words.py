"""Retired words stay out of identifiers, addresses and messages; the glossary lists what may stay, and why."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.urls import URLPattern, URLResolver, get_resolver

from tests.fuzzing.addresses import address_names

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "skillsnet"
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
RETIRED = ("proposal", "applicant", "candidate", "entry", "entries")
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# In these folders the retired word has the meaning that the glossary gives it there.
ELSEWHERE = {
    "entry": ("intake/sandbox/archives.py",),
    "entries": ("intake/sandbox/archives.py",),
    # An organisation that may be the one a row names.
    "candidate": (
        *("core/intake/record_linkage/", "core/intake/identities.py", "core/intake/parsed_rows.py"),
        *("core/intake/stored_shapes.py", "core/intake/first_version.py", "intake/actions/answers.py"),
        *("intake/actions/commits.py", "intake/actions/previews/linking.py", "intake/queries/questions.py"),
        *("intake/queries/runs.py", "intake/views/questions.py"),
    ),
}
# Words that code may not call a project or a link by; pages may say them, and here they mean something else.
ONLY_IN_CODE = {
    # A key of stored JSON.
    "tie": ("core/intake/row_snapshots.py",),
    # A place on the drawing, in the files of the map too; and a code point of a letter.
    "point": (
        *("core/netmap/", "netmap/exports/queries.py", "netmap/stored.py"),
        *("core/text/folding.py", "intake/sandbox/letter_frequencies.py"),
    ),
}


def _retired_in(name: str, retired: Iterable[str] = RETIRED) -> set[str]:
    """Return the retired words that a name is made of, in `camelCase` and `snake_case` alike."""
    words = {word.lower() for word in WORDS.findall(name)}
    return {word for word in retired if words & {word, f"{word}s"}}


def _is_listed(name: str) -> bool:
    """Whether the glossary lists an identifier, with or without its first underscore, between backticks."""
    return f"`{name.lstrip('_')}`" in GLOSSARY


def _routes(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        yield str(pattern.pattern)
        yield from _routes(getattr(pattern, "url_patterns", ()))


def _identifiers(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME:
            yield token.string


@pytest.mark.medium
@pytest.mark.parametrize("word", [*RETIRED, *ONLY_IN_CODE])
def test_no_identifier_is_made_of_a_retired_word(word: str) -> None:
    found = set()
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        if "/migrations/" in place or place.startswith(ELSEWHERE.get(word) or ONLY_IN_CODE.get(word, ())):
            continue
        names = {*_identifiers(path.read_text(encoding="utf-8")), *path.relative_to(SOURCE).with_suffix("").parts}
        found |= {(place, name) for name in names if _retired_in(name, [word]) and not _is_listed(name)}
    assert found == set()


@pytest.mark.medium
def test_no_column_of_the_database_is_called_by_one() -> None:
    found = set()
    for path in sorted(SOURCE.rglob("models.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
                found |= {(path.parent.name, node.value)} if _retired_in(node.value) else set()
    assert found == set()


def test_no_address_and_no_name_of_one_holds_a_retired_word() -> None:
    routes = set(_routes(get_resolver().url_patterns))
    assert "projects/" in routes
    assert {name for name in {*address_names(), *routes} if _retired_in(name)} == set()


@pytest.mark.medium
@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_no_message_speaks_of_one(language: str) -> None:
    with (SOURCE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        messages = [message.id for message in read_po(file, locale=language) if message.id]
    texts = [text for message in messages for text in ([message] if isinstance(message, str) else message)]
    assert [text for text in texts if _retired_in(text.replace("calls for proposals", ""))] == []


def test_the_check_sees_a_retired_word_in_any_spelling() -> None:
    seen = ("proposal_ids", "makeProposal", "ProposalLanguage", "PROPOSALS", "_entries_of", "of_candidates")
    assert [name for name in seen if not _retired_in(name)] == []
    assert [name for name in ("entrepreneur", "central", "candidacy", "project") if _retired_in(name)] == []
