"""Taxonomies in JSON, Turtle or RDF/XML, as the document that the platform knows, or what is wrong with them."""

from typing import IO, TextIO

from skillsnet.core.interchange.skos import from_skos
from skillsnet.core.taxonomy import TaxonomyDocument, TaxonomyProblem, Unreadable, from_json
from skillsnet.core.taxonomy.documents import MAX_DOCUMENT_BYTES
from skillsnet.intake.sandbox.jsonl_protocol import write
from skillsnet.intake.sandbox.taxonomy_protocol import TaxonomyAnswer


def write_taxonomy(source: IO[bytes], out: TextIO, *, is_rdf: bool, scheme: str = "") -> None:
    """Write one line: the taxonomy that the file holds, or the problems that stand in its way.

    `scheme` names the one to read, where a file has several.
    """
    content = source.read(MAX_DOCUMENT_BYTES + 1)
    try:
        answer = TaxonomyAnswer(_parse_taxonomy(content, is_rdf=is_rdf, scheme=scheme))
    except Unreadable as error:
        answer = TaxonomyAnswer(problems=tuple(error.problems))
    write(out, answer.to_json())


def _parse_taxonomy(content: bytes, *, is_rdf: bool, scheme: str) -> TaxonomyDocument:
    if is_rdf:
        return from_skos(content, scheme=scheme)
    try:
        return from_json(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(TaxonomyProblem("not_utf8")) from error
