"""What a template asks for by name is given to it somewhere: a renamed value shows as nothing, and no page fails."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

SOURCE = Path(__file__).resolve().parents[2] / "src" / "skillsnet"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html")) + sorted(SOURCE.rglob("templates/**/*.txt"))
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# A name that is asked for: not an attribute, a filter, a key before `=`, or a part of a number.
ASKED = re.compile(r"(?<![\w.|:-])([a-z_]\w*)(?![\w=-])(?!\s*=[^=])")
GIVEN = re.compile(r"(?<![\w.|])([a-z_]\w*)=(?!=)|\bas ([a-z_]\w*)|\bfor ([\w, ]+) in\b|\bcount ([a-z_]\w*)=")
# Tags whose words are names of values, and the words of their own.
TAGS = ("if", "elif", "for", "with", "include", "blocktranslate", "firstof", "ifchanged")
WORDS = {*TAGS, *("in", "not", "and", "or", "is", "only", "trimmed", "count", "context", "as", "asvar")}
# From Django, allauth and the loop itself.
ELSEWHERE = {"True", "False", "None", "forloop", "block", "request", "user", "messages", "csrf_token", "redirect_field"}


def _asked(template: str) -> Iterator[str]:
    for token in Lexer(template).tokenize():
        is_tag = token.token_type == TokenType.BLOCK and token.contents.split()[0] in TAGS
        if is_tag or token.token_type == TokenType.VAR:
            yield from ASKED.findall(QUOTED.sub('""', token.contents))


def _given_in_templates() -> set[str]:
    texts = (QUOTED.sub('""', path.read_text(encoding="utf-8")) for path in TEMPLATES)
    matches = (match for text in texts for match in GIVEN.finditer(text))
    return {name for match in matches for group in match.groups() if group for name in re.split(r"[, ]+", group)}


def _given_in_python() -> set[str]:
    names: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value)
            elif isinstance(node, ast.keyword) and node.arg:
                names.add(node.arg)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names.add(node.target.id)
    return names


@pytest.mark.medium
def test_every_name_that_a_template_asks_for_is_given() -> None:
    given = _given_in_templates() | _given_in_python() | ELSEWHERE | WORDS
    asked = {(path.name, name) for path in TEMPLATES for name in _asked(path.read_text(encoding="utf-8"))}
    assert {(file, name) for file, name in asked if name not in given} == set()


def test_names_are_seen_where_they_are_asked_for() -> None:
    template = "{% if first and not second.part %}{{ third|default:'word' }}{% endif %}{% include 'x' with a=fifth %}"
    assert {"first", "second", "third", "fifth"} <= set(_asked(template))
    assert {"part", "default", "word", "a"}.isdisjoint(_asked(template))
