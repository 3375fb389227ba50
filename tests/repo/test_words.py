"""Who may ask for words of people themselves: a list, so that a new place is looked at by somebody."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "skillsnet"
# What compares, counts, keeps and undoes; none of it answers a request or writes a file.
COMPUTING = {
    "calls/actions/fields.py",
    "calls/actions/redaction.py",
    "calls/actions/traits.py",
    "calls/queries/fields.py",
    "calls/queries/traits.py",
    "calls/queries/projects.py",
    "calls/queries/withheld_names.py",
    "classification/actions/suggestions.py",
    "intake/actions/links.py",
    "intake/queries/organisation_matching.py",
    "intake/queries/duplicate_projects.py",
    "intake/queries/repeated_projects.py",
    "intake/queries/project_pairs.py",
    "intake/actions/project_merging.py",
    "participants/actions/merges.py",
    "participants/actions/upserts.py",
    "revisions/actions/links.py",
    "revisions/actions/redaction.py",
    "revisions/actions/revising.py",
    "revisions/queries/links.py",
    "revisions/queries/revisions.py",
}
# The database's columns and the two doors.
RAW = {"db/unmasked.py", "participants/texts.py"}
# Sentences for whoever works at the command line, or for facilitators alone; folded words of what facilitators find.
OPERATING = {
    "calls/actions/search_documents.py",
    "calls/management/commands/consents.py",
    "intake/management/commands/organisations.py",
    "intake/management/commands/projects.py",
    "participants/rules.py",
}
# Nothing that answers people or writes what they read is ever on the list.
NEVER = re.compile(r"(^|/)(\w*views?\w*|templatetags|exports?|sheets|readers|pictures|config|forms|entries|profiles)\b")
# Migrations that read stored words to compute with them.
MIGRATING = {"revisions/migrations/0006_former_names.py"}
ASKED = {
    "words_for_computing": COMPUTING,
    "raw_words": RAW,
    "unwrapped": RAW | MIGRATING,
    "OPERATOR": OPERATING,
}


def _naming(word: str) -> set[str]:
    """Return the modules that name a word as a variable, an import or an attribute."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = {getattr(node, "id", None), getattr(node, "attr", None)}
            if isinstance(node, ast.ImportFrom):
                names |= {alias.name for alias in node.names}
            if word in names:
                found.add(path.relative_to(SOURCE).as_posix())
    return found


@pytest.mark.medium
@pytest.mark.parametrize("word", ASKED)
def test_words_are_asked_for_where_it_is_listed(word: str) -> None:
    defined = {"core/text/unmasked.py", "participants/texts.py", "db/unmasked.py", "accounts/viewer.py"}
    assert _naming(word) - defined == ASKED[word] - defined


def test_nothing_that_answers_people_computes_with_words() -> None:
    assert not [path for path in COMPUTING if NEVER.search(path)]


def test_no_template_masks_by_itself() -> None:
    pages = [path for path in SOURCE.rglob("*.html") if "|masked" in path.read_text(encoding="utf-8")]
    assert pages == []
