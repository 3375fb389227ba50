"""What of others' SKOS does not fit into a taxonomy, counted."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rdflib import Graph, Literal
from rdflib.term import Node

from skillsnet.core.interchange.skos.vocabulary import RDF, SKOS
from skillsnet.core.numbers import whole_number
from skillsnet.core.taxonomy import TaxonomyProblem
from skillsnet.core.taxonomy.documents import LANGUAGE, MAX_NAME_CHARS

SHOWN: Final = 5
DIGITS: Final = "0123456789"
_RELATIONS: Final = (
    SKOS.related,
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
)
_NATURAL: Final = re.compile(r"[0-9]+|[^0-9]+")


def remarks_on(graph: Graph, concepts: Sequence[Node]) -> Iterator[TaxonomyProblem]:
    """Yield what becomes of what a taxonomy has no place for, each kind once; `value` says how much, or what.

    Parameters
    ----------
    graph : Graph
        With plain labels, see `add_plain_labels`.
    concepts : sequence of Node
        Those that come in.
    """
    labels = [label for concept in concepts for label in graph.objects(concept, SKOS.prefLabel)]
    counts = {
        "parents_left_out": sum(len(_parents(graph, concept)) > 1 for concept in concepts),
        "alternative_labels": sum(1 for concept in concepts for _ in graph.objects(concept, SKOS.altLabel)),
        "labels_shortened": sum(len(str(label)) > MAX_NAME_CHARS for label in labels),
        "relations_left_out": sum(
            1 for concept in concepts for relation in _RELATIONS for _ in graph.objects(concept, relation)
        ),
        "collections_left_out": sum(
            1 for kind in (SKOS.Collection, SKOS.OrderedCollection) for _ in graph.subjects(RDF.type, kind)
        ),
    }
    for code, count in counts.items():
        if count:
            yield _remark(code, str(count))
    notations = sorted(
        {str(notation) for concept in concepts for notation in graph.objects(concept, SKOS.notation)},
        key=natural_order,
    )
    if any(whole_number(notation, largest=99_999) is None or notation.startswith("0") for notation in notations):
        yield _remark("notations_left_out", _shown(notations))
    codes = {label.language or "" for label in labels if isinstance(label, Literal)} - {""}
    unknown = sorted(code for code in codes if not LANGUAGE.fullmatch(code.lower().split("-")[0]))
    if unknown:
        yield _remark("languages_left_out", _shown(unknown))


def natural_order(notation: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts codes as people do: 1.2 before 1.10.

    Examples
    --------
    >>> sorted(["1.10", "B", "1.2"], key=natural_order)
    ['1.2', '1.10', 'B']
    """
    parts = (part.lstrip("0") if part[0] in DIGITS else part for part in _NATURAL.findall(notation))
    # Of two numbers the one with fewer digits is the smaller.
    return tuple((0, len(part), part) if part[:1] in DIGITS else (1, 0, part) for part in parts)


def _parents(graph: Graph, concept: Node) -> set[Node]:
    return {*graph.objects(concept, SKOS.broader), *graph.subjects(SKOS.narrower, concept)} - {concept}


def _remark(code: str, value: str) -> TaxonomyProblem:
    return TaxonomyProblem(code, value=value, is_blocking=False)


def _shown(values: Sequence[str]) -> str:
    return ", ".join(value[:MAX_NAME_CHARS] for value in values[:SHOWN]) + (" …" if len(values) > SHOWN else "")
