"""RDF text to a graph: without a network, without entities, within limits."""

import re
from collections.abc import Callable
from typing import Any, Final
from xml.parsers import expat

from rdflib import Graph, Literal
from rdflib.plugins.stores.memory import Memory

from skillsnet.core.taxonomy.problems import TaxonomyProblem, Unreadable

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_TRIPLES: Final = 200_000
# No text of a category may be as long; what else a file holds may, within reason.
MAX_LITERAL_CHARS: Final = 100_000
# Each one more makes binding all further ones slower.
MAX_PREFIXES: Final = 200
# Deeper nesting than any taxonomy has; a parser that calls itself would run out of stack.
MAX_DEPTH: Final = 100
# Texts, addresses and comments, whose brackets nest nothing.
_NOT_NESTING: Final = re.compile(
    # Possessive: an unclosed text is looked at once, and a long one needs no memory for ways back.
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+"""|"(?:[^"\\\n]++|\\.)*+"|<[^<>\s]*+>|#[^\n]*+'''
    r"""|'''(?:[^'\\]++|\\.|'(?!''))*+'''|'(?:[^'\\\n]++|\\.)*+'""",
    re.DOTALL,
)
_BRACKET_OR_PREFIX: Final = re.compile(r"[\[\]()]|\bprefix\b", re.IGNORECASE)


class _Limited(Memory):
    """Triples in memory, counted as they come in: a file that has too many is read no further."""

    def __init__(self) -> None:
        super().__init__()
        self.triples_read = self.prefixes_read = 0

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        self.triples_read += 1
        if self.triples_read > MAX_TRIPLES:
            raise Unreadable(TaxonomyProblem("too_many_triples", value=f"{MAX_TRIPLES:,}"))
        if any(isinstance(part, Literal) and len(part) > MAX_LITERAL_CHARS for part in triple):
            raise Unreadable(TaxonomyProblem("literal_too_long", value=f"{MAX_LITERAL_CHARS:,}"))
        super().add(triple, context, quoted)

    def bind(self, prefix: str, namespace: Any, override: bool = True) -> None:
        self.prefixes_read += 1
        if self.prefixes_read > MAX_PREFIXES:
            raise Unreadable(TaxonomyProblem("too_many_prefixes", value=str(MAX_PREFIXES)))
        super().bind(prefix, namespace, override)


def parse(content: bytes) -> Graph:
    """Return the triples of a Turtle or RDF/XML file.

    Parameters
    ----------
    content : bytes
        The file; its first characters decide what it is, not its name.

    Returns
    -------
    Graph
        At most 200,000 triples, counted while they are read.

    Raises
    ------
    Unreadable
        For a file that is too large, has too many triples or prefixes, too long a literal or too deep a nesting, is
        none of the two, for JSON-LD (its contexts would have to be fetched), and for
        XML that declares entities or an external subset, whether or not it uses them.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable(TaxonomyProblem("too_large", value=str(MAX_BYTES // 1024 // 1024)))
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if start.startswith((b"{", b"[{", b"[\n", b"[ {")) and b"@" in content[:2000] and b'"' in start:
        raise Unreadable(TaxonomyProblem("is_json_ld"))
    # XML in UTF-16 starts with a byte order mark; Turtle is always UTF-8.
    is_xml = start.startswith(b"<?xml") or b"<rdf:RDF" in content[:4000] or content[:2] in (b"\xff\xfe", b"\xfe\xff")
    if is_xml or start.startswith((b"<!DOCTYPE", b"<!--")):
        _check_xml(content)
        return _graph(content, "xml")
    _check_turtle(content)
    return _graph(content, "turtle")


def _graph(content: bytes, form: str) -> Graph:
    graph = Graph(store=_Limited(), bind_namespaces="none")
    try:
        graph.parse(data=content, format=form)
    except (Unreadable, MemoryError):
        raise
    except RecursionError as error:
        raise Unreadable(TaxonomyProblem("too_deep", value=str(MAX_DEPTH))) from error
    except Exception as error:  # The boundary: a broken file may make the parser raise anything
        raise Unreadable(TaxonomyProblem("not_rdf")) from error
    return graph


def _check_xml(content: bytes) -> None:
    """Refuse XML that is broken, nested too deeply, or declares anything that would have to be put in its place."""
    depth = 0

    def on_open(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise Unreadable(TaxonomyProblem("too_deep", value=str(MAX_DEPTH)))

    def on_close(name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise Unreadable(TaxonomyProblem("xml_entities"))

    def doctype(name: str, system: str | None, public: str | None, has_internal: bool) -> None:
        if system or public:
            refuse()

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = on_open, on_close
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = _refusing(refuse)
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat's
    except expat.ExpatError as error:
        raise Unreadable(TaxonomyProblem("not_rdf")) from error


def _refusing(refuse: Callable[..., None]) -> Callable[..., int]:
    def handler(*arguments: object) -> int:
        refuse(*arguments)
        return 0

    return handler


def _check_turtle(content: bytes) -> None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(TaxonomyProblem("not_utf8")) from error
    depth = prefixes = 0
    # The parser binds prefixes once it has read everything, so they are counted before.
    for match in _BRACKET_OR_PREFIX.finditer(_NOT_NESTING.sub("", text)):
        if len(match[0]) > 1:
            prefixes += 1
        else:
            depth += 1 if match[0] in "[(" else -1
        if depth > MAX_DEPTH:
            raise Unreadable(TaxonomyProblem("too_deep", value=str(MAX_DEPTH)))
        if prefixes > MAX_PREFIXES:
            raise Unreadable(TaxonomyProblem("too_many_prefixes", value=str(MAX_PREFIXES)))
