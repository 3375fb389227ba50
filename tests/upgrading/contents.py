"""What answers hold: the data in a page, the rows of a sheet, the nodes and links of a network, the map's columns."""

import csv
import io
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree

import openpyxl

from skillsnet.core.netmap.payload import numbers_of, unpack

# Addresses that were renamed, in links and in the cells of sheets.
RENAMED = (("/participants/", "/projects/"),)
HOST = re.compile(r"http://127\.0\.0\.1:\d+")
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d{3})*")
# The hour at which something was done: every making of a network has another.
CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
LINKED = re.compile(r"^/(?:projects|categories|countries|directory|map|m)(?:[/.]|$)")
# A text that goes on elsewhere is known by how it begins.
BEGINNING = 40
NO_TEXT = {"script", "style", "template", "title"}
VOID = {"input", "br", "img", "meta", "link", "hr", "wbr", "source"}
FACETS = ("category", "region", "subregion", "country", "language", "beneficiary", "type", "stage", "call", "issue")


def renamed(text: str) -> str:
    """Return a text without the address of the server, as it reads after the renaming of pages.

    Examples
    --------
    >>> renamed("http://127.0.0.1:8123/participants/5/")
    '/projects/5/'
    """
    text = HOST.sub("", text)
    for old, new in RENAMED:
        text = text.replace(old, new)
    return text


@dataclass
class Terms:
    """The texts that are data: titles, organisations, names of categories and countries, lines of summaries."""

    texts: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)

    def add(self, cell: str) -> None:
        """Take in a cell, its lines, and its parts where it lists several."""
        for text in (cell, *cell.splitlines(), *cell.split("; ")):
            if clean := _clean(text):
                self.texts.add(clean)
                if len(clean) > BEGINNING:
                    self.beginnings.add(clean[:BEGINNING])

    def is_data(self, text: str) -> bool:
        """Return whether a text of a page is data, whole or by its beginning."""
        return text in self.texts or (len(text) > BEGINNING and text[:BEGINNING] in self.beginnings)


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" ·,:").lstrip("'")


class _Page(HTMLParser):
    """Collects texts, links and the choices of forms within the main part of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.links: list[str] = []
        self.choices: list[list[object]] = []
        self.marks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if "main" not in self.open:
            return
        values = dict(attrs)
        if tag == "a" and LINKED.match(link := _link(values.get("href") or "")):
            self.links.append(link)
        if tag == "input" and values.get("name") in FACETS:
            self.choices.append([values["name"], values.get("value"), "checked" in values])
        self.marks += tag in ("circle", "path") and "svg" in self.open

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "main" in self.open and not NO_TEXT & set(self.open) and (text := _clean(data)):
            self.texts.append(text)


def _link(address: str) -> str:
    """Return an address within the site with its query in order."""
    parts = urlsplit(renamed(address))
    query = urlencode(sorted(parse_qsl(parts.query)))
    return parts.path + (f"?{query}" if query else "")


def page(html: str, terms: Terms) -> dict[str, Any]:
    """Return the data of a page: texts, numbers, links to pages of data, choices of filters, marks of drawings."""
    parser = _Page()
    parser.feed(html)
    texts = [text for text in parser.texts if terms.is_data(text)]
    words = [text for text in parser.texts if not terms.is_data(text)]
    numbers = [number for text in words for number in NUMBER.findall(CLOCK.sub("", text))]
    return {
        "texts": texts, "numbers": sorted(numbers), "links": parser.links, "choices": parser.choices,
        "marks": parser.marks, "words": words,
    }  # fmt: skip


def config(html: str) -> dict[str, Any]:
    """Return what the map's page tells the island."""
    found = re.search(r'<script id="netmap-config" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found is not None, "a page without a map"
    told: dict[str, Any] = json.loads(found[1])
    return told


def sheet(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV file or the first sheet of a workbook."""
    if content.startswith(b"PK"):
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        return [row for name in book.sheetnames for row in _rows(book[name])]
    return [[renamed(cell) for cell in row] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]


def _rows(found: Any) -> Iterator[list[str]]:
    for row in found.iter_rows(values_only=True):
        yield [renamed("" if cell is None else str(cell)) for cell in row]


def document(content: bytes) -> Any:
    """Return a JSON document."""
    return json.loads(renamed(content.decode()))


def markup(content: bytes) -> list[list[object]]:
    """Return the elements of an XML document but its styles: name without its namespace, attributes, text."""
    root = ElementTree.fromstring(renamed(content.decode()))
    return [
        [name, dict(sorted(element.attrib.items())), (element.text or "").strip()]
        for element in root.iter()
        if (name := element.tag.rpartition("}")[2]) != "style"
    ]


def map_file(content: bytes) -> dict[str, Any]:
    """Return the columns of a file of the map, and its numbers in ones."""
    header, columns = unpack(content)
    plain = {name: values.tolist() for name, values in columns.items() if not name.startswith("number.")}
    if header["kind"] == "links":
        plain["measures"] = {number.key: number.of_node.tolist() for number in numbers_of(header, columns)}
    told = {key: value for key, value in header.items() if key not in ("version", "columns", "units")}
    return {"header": told, "columns": plain}


def without(told: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    """Return an object without some of its keys."""
    return {key: value for key, value in told.items() if key not in keys}
