"""What there is to ask: every address of the site, the names its pages read, and the forms that stand in a page."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from django.forms import BaseForm
from django.urls import URLPattern, URLResolver, get_resolver

import skillsnet

# What a request's fields are called where pages read them.
READERS = ("GET", "POST", "query", "asked", "said", "data")


def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """Yield the name of each address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns)
        else:
            yield str(pattern.name)


def address_names() -> list[str]:
    """Return the name of each address of the site."""
    return list(walk(get_resolver().url_patterns))


@lru_cache
def field_names() -> tuple[str, ...]:
    """Return the name of each field that a form has, or that a page reads from its address or its form."""
    found = {name for form in _subclasses(BaseForm) for name in getattr(form, "base_fields", ())}
    for path in Path(skillsnet.__path__[0]).rglob("*.py"):
        found |= set(_read_names(ast.parse(path.read_text(encoding="utf-8"))))
    return tuple(sorted(found))


def _subclasses(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _subclasses(one)


def _read_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        first = node.args[0]
        is_read = node.func.attr in ("get", "getlist") and ast.unparse(node.func.value).split(".")[-1] in READERS
        if is_read and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


@dataclass
class PageForm:
    """A form as a browser has it: where it leads, how, and what stands in its fields."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class FormParser(HTMLParser):
    """Finds the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a form, or a field of the last one."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(PageForm(said.get("action", ""), said.get("method", "get").upper()))
            return
        if not self.forms:
            return
        form, name = self.forms[-1], said.get("name", "")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in said or self.select not in dict(form.fields)):
            form.fields.append((self.select, said.get("value", "")))
        elif name and said.get("type") == "file":
            form.files.append(name)
        elif name and tag in ("input", "textarea", "button") and name != "csrfmiddlewaretoken":
            form.fields.append((name, said.get("value", "")))


def forms_of(page: str) -> list[PageForm]:
    """Return the forms of a page."""
    parser = FormParser()
    parser.feed(page)
    return parser.forms
