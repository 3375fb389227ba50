"""RDF as a taxonomy: what we wrote, exactly; what others wrote, as far as SKOS goes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.term import Identifier, Node

from skillsnet.core.interchange.skos.parsing import MAX_BYTES, parse
from skillsnet.core.interchange.skos.vocabulary import DCTERMS, OWL, OWN, RDF, RDFS, SKOS, XKOS
from skillsnet.core.numbers import whole_number
from skillsnet.core.taxonomy import Change, Problem, TaxonomyDocument, Unreadable
from skillsnet.core.taxonomy.documents import (
    LANGUAGE,
    MAX_CATEGORIES,
    MAX_EDITIONS,
    MAX_NAME_CHARS,
    MAX_NUMBER,
    MAX_TEXT_CHARS,
    SLUG,
    STATES,
    from_document,
)
from skillsnet.core.taxonomy.slugs import marks_for, slug_of
from skillsnet.core.taxonomy.values import Kind
from skillsnet.core.text import clean
from skillsnet.core.text.slugs import free_slug

__all__ = ["MAX_BYTES", "from_skos"]

DEFAULT_LANGUAGE: Final = "en"
_LAST_PART: Final = re.compile(r"([^/#:]+)[/#]?$")
_WORDS: Final = (
    ("definition", (SKOS.definition, DCTERMS.description, RDFS.comment)),
    ("includes", (XKOS.inclusionNote, XKOS.coreContentNote, SKOS.scopeNote)),
    ("excludes", (XKOS.exclusionNote,)),
    ("examples", (SKOS.example,)),
)


def from_skos(content: bytes) -> TaxonomyDocument:
    """Return the taxonomy that a Turtle or RDF/XML file holds; nothing is ever fetched.

    Parameters
    ----------
    content : bytes
        What `to_skos` writes, or SKOS of other making: labels are enough. What a file does not say is made:
        a short name from the address or the label, a number from the notation or the place, marks and colours.

    Returns
    -------
    TaxonomyDocument
        Texts cleaned. Labels without a language count as English, a region of a language as the language; of several
        broader concepts the first counts; alternative labels, collections and everything that is neither SKOS nor
        XKOS are left out.

    Raises
    ------
    Unreadable
        With the problems that `parse` tells, and where there is no concept, or several schemes that do not say which
        edition they are.
    """
    graph = parse(content)
    reader = _Reader(graph)
    schemes = reader.schemes()
    taxonomy = next(iter(_sorted(graph.subjects(RDF.type, OWN.Taxonomy))), None)
    document = from_document(
        {
            "slug": _text(graph, taxonomy, DCTERMS.identifier) if taxonomy is not None else "",
            "names": reader.names(taxonomy, [scheme for scheme, _ in schemes if scheme is not None]),
            "is_multi_valued": _flag(graph, taxonomy, OWN.isMultiValued, default=True),
            "is_tree": _flag(graph, taxonomy, OWN.isTree, default=reader.has_tree()),
            "editions": [reader.edition(scheme, number) for scheme, number in schemes],
        }
    )
    return TaxonomyDocument(
        names=document.names,
        editions=document.editions,
        correspondence=tuple(reader.changes()),
        slug=document.slug,
        is_multi_valued=document.is_multi_valued,
        is_tree=document.is_tree,
    )


class _Reader:
    """A graph, and the short names its concepts get."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.slugs: dict[Node, str] = {}
        self.is_ours = (None, RDF.type, OWN.Taxonomy) in graph
        self.concepts = self._concepts()

    def _concepts(self) -> list[Node]:
        labelled = {
            node
            for node in (
                *self.graph.subjects(RDF.type, SKOS.Concept),
                *self.graph.subjects(SKOS.inScheme, None),
                *self.graph.subjects(SKOS.topConceptOf, None),
                *self.graph.subjects(SKOS.broader, None),
                *self.graph.objects(None, SKOS.hasTopConcept),
                *self.graph.objects(None, SKOS.narrower),
            )
            if (node, SKOS.prefLabel, None) in self.graph or (node, OWN.order, None) in self.graph
        } - set(self.graph.subjects(RDF.type, SKOS.ConceptScheme))
        if not labelled and not self.is_ours:
            raise Unreadable(Problem("no_concepts"))
        if len(labelled) > MAX_CATEGORIES * MAX_EDITIONS:
            raise Unreadable(Problem("too_many", value="skos:Concept"))
        return _sorted(labelled)

    def schemes(self) -> list[tuple[Node | None, int]]:
        """Return the schemes that hold concepts, each with the number of its edition."""
        used = {scheme for concept in self.concepts for scheme in self._schemes_of(concept)}
        declared = set(self.graph.subjects(RDF.type, SKOS.ConceptScheme))
        found = _sorted(
            used
            | (declared if not used else set())
            | {scheme for scheme in declared if (scheme, OWL.versionInfo, None) in self.graph}
        )
        if len(found) <= 1:
            scheme = found[0] if found else None
            return [(scheme, self._version(scheme) or 1)]
        numbered = [(scheme, self._version(scheme)) for scheme in found]
        numbers = [number for _, number in numbered if number]
        if len(set(numbers)) != len(found):
            names = ", ".join(self._name(scheme) for scheme in found[:5])
            raise Unreadable(Problem("several_schemes", value=names))
        return sorted(((scheme, number) for scheme, number in numbered), key=lambda pair: pair[1])

    def _version(self, scheme: Node | None) -> int:
        text = _text(self.graph, scheme, OWL.versionInfo) if scheme is not None else ""
        return whole_number(text, largest=MAX_NUMBER) or 0

    def _name(self, scheme: Node) -> str:
        return _text(self.graph, scheme, SKOS.prefLabel) or clean(str(scheme))[:MAX_NAME_CHARS]

    def _schemes_of(self, concept: Node) -> set[Node]:
        return {
            *self.graph.objects(concept, SKOS.inScheme),
            *self.graph.objects(concept, SKOS.topConceptOf),
            *self.graph.subjects(SKOS.hasTopConcept, concept),
        }

    def has_tree(self) -> bool:
        """Return whether any concept stands below another."""
        return (None, SKOS.broader, None) in self.graph or (None, SKOS.narrower, None) in self.graph

    def names(self, taxonomy: Node | None, schemes: Sequence[Node]) -> dict[str, str]:
        """Return the taxonomy's names, or those of its first scheme."""
        if taxonomy is not None:
            return self._texts(taxonomy, (DCTERMS.title,))
        for scheme in schemes:
            found = self._texts(scheme, (SKOS.prefLabel, DCTERMS.title, RDFS.label))
            if found:
                return {language: name[:MAX_NAME_CHARS] for language, name in found.items()}
        return {}

    def edition(self, scheme: Node | None, number: int) -> dict[str, object]:
        """Return a scheme as an edition's object."""
        concepts = [
            concept
            for concept in self.concepts
            if scheme is None or scheme in self._schemes_of(concept) or not self._schemes_of(concept)
        ]
        if len(concepts) > MAX_CATEGORIES:
            raise Unreadable(Problem("too_many", value="skos:Concept"))
        concepts.sort(key=self._place)
        self._name_all(concepts)
        marks = marks_for([self._label(concept) for concept in concepts])
        numbers = self._numbers(concepts)
        state = _text(self.graph, scheme, OWN.state) if scheme is not None else ""
        return {
            "number": number,
            "state": state if state in STATES else "",
            "notes": self._texts(scheme, (SKOS.historyNote,)) if scheme is not None else {},
            "categories": [
                {
                    "slug": self.slugs[concept],
                    "number": numbers[place],
                    "mark": self._mark(concept, marks[place]),
                    "colour": _number(self.graph, concept, OWN.colour) or place + 1,
                    "parent": self._parent(concept, set(concepts)),
                    "texts": self._category_texts(concept),
                }
                for place, concept in enumerate(concepts)
            ],
        }

    def _mark(self, concept: Node, made: str) -> str:
        found = list(self.graph.objects(concept, OWN.mark))
        return str(found[0]) if found else made

    def _place(self, concept: Node) -> tuple[int, int, str, str]:
        order = _number(self.graph, concept, OWN.order) or MAX_NUMBER
        notation = _text(self.graph, concept, SKOS.notation)
        as_number = whole_number(notation, largest=99_999)
        return order, MAX_NUMBER if as_number is None else as_number, notation, self._label(concept)

    def _numbers(self, concepts: Sequence[Node]) -> list[int]:
        said = [_text(self.graph, concept, SKOS.notation) for concept in concepts]
        numbers = [whole_number(text, largest=99_999) or 0 for text in said]
        is_usable = all(1 <= number <= MAX_NUMBER for number in numbers)
        is_ours = any(True for _ in self.graph.objects(concepts[0], OWN.order)) if concepts else False
        if is_usable and (is_ours or len(set(numbers)) == len(numbers)):
            return numbers
        return list(range(1, len(concepts) + 1))

    def _label(self, concept: Node) -> str:
        texts = self._texts(concept, (SKOS.prefLabel,))
        return texts.get(DEFAULT_LANGUAGE) or next(iter(texts.values()), "")

    def _name_all(self, concepts: Iterable[Node]) -> None:
        """Give each concept of an edition its short name: the one it says, else one of its own."""
        taken: set[str] = set()
        for concept in concepts:
            said = _text(self.graph, concept, DCTERMS.identifier)
            if SLUG.fullmatch(said) and said not in taken:
                self.slugs[concept] = said
            else:
                self.slugs[concept] = self._made_slug(concept, taken)
            taken.add(self.slugs[concept])

    def _made_slug(self, concept: Node, taken: set[str]) -> str:
        made = slug_of(self._label(concept)) or slug_of(_last_part(concept)) or "category"
        return free_slug(made, taken=taken)

    def _parent(self, concept: Node, known: set[Node]) -> str | None:
        above = {*self.graph.objects(concept, SKOS.broader), *self.graph.subjects(SKOS.narrower, concept)}
        found = _sorted(node for node in above if node in known and node != concept)
        return self.slugs[found[0]] if found else None

    def _category_texts(self, concept: Node) -> dict[str, dict[str, str]]:
        names = self._texts(concept, (SKOS.prefLabel,))
        texts: dict[str, dict[str, str]] = defaultdict(dict)
        for language, name in names.items():
            texts[language]["name"] = name[:MAX_NAME_CHARS]
        for word, predicates in _WORDS:
            for language, text in self._texts(concept, predicates).items():
                if language in names:
                    texts[language][word] = text[:MAX_TEXT_CHARS]
        return texts

    def _texts(self, node: Node, predicates: Sequence[URIRef]) -> dict[str, str]:
        """Return a node's texts per language, by the first predicate that has any; the first of several counts."""
        for predicate in predicates:
            found: dict[str, list[str]] = defaultdict(list)
            for value in self.graph.objects(node, predicate):
                if isinstance(value, Literal):
                    language = _language(value, is_region_kept=self.is_ours)
                    if language:
                        found[language].append(clean(str(value)))
            if found:
                return {language: min(texts) for language, texts in sorted(found.items())}
        return {}

    def changes(self) -> list[Change]:
        """Return what the file says about how editions correspond, in its order."""
        found = []
        for correspondence in self.graph.subjects(RDF.type, XKOS.Correspondence):
            edition = _number(self.graph, correspondence, OWN.edition) or self._later_edition(correspondence)
            for association in self.graph.objects(correspondence, XKOS.madeOf):
                order = _number(self.graph, association, OWN.order)
                found.append((edition, order, str(association), self._change(association, edition)))
        found.sort(key=lambda item: item[:3])
        return [change for *_, change in found]

    def _later_edition(self, correspondence: Node) -> int:
        return (
            max((self._version(scheme) for scheme in self.graph.objects(correspondence, XKOS.compares)), default=0) or 2
        )

    def _change(self, association: Node, edition: int) -> Change:
        old = self._end(association, XKOS.sourceConcept)
        new = self._end(association, XKOS.targetConcept)
        kind = _text(self.graph, association, OWN.kind)
        if not kind:
            kind = Kind.ADDED if old is None else Kind.RETIRED if new is None else Kind.KEPT
        if kind not in set(Kind):
            raise Unreadable(Problem("kind_unknown", value=kind[:MAX_NAME_CHARS]))
        return Change(
            old=old, new=new, kind=str(kind), reasons=self._texts(association, (RDFS.comment,)), edition=edition
        )

    def _end(self, association: Node, predicate: URIRef) -> str | None:
        found = _sorted(self.graph.objects(association, predicate))
        if not found:
            return None
        said = self.slugs.get(found[0]) or _text(self.graph, found[0], DCTERMS.identifier) or _last_part(found[0])
        if not SLUG.fullmatch(said):
            raise Unreadable(Problem("slug_malformed", value=said[:MAX_NAME_CHARS]))
        return said


def _sorted(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (not isinstance(node, URIRef), str(node)))


def _text(graph: Graph, node: Node | None, predicate: URIRef) -> str:
    found = sorted(clean(str(value)) for value in graph.objects(node, predicate) if isinstance(value, Literal))
    return found[0] if found else ""


def _number(graph: Graph, node: Node, predicate: URIRef) -> int:
    text = _text(graph, node, predicate)
    return whole_number(text, largest=MAX_NUMBER) or 0


def _flag(graph: Graph, node: Identifier | Node | None, predicate: URIRef, *, default: bool) -> bool:
    text = _text(graph, node, predicate) if node is not None else ""
    return text == "true" if text in ("true", "false") else default


def _language(value: Literal, *, is_region_kept: bool) -> str:
    """Return a text's language as we write it: English where it says none, and nothing for a code that is no language.

    Others' regional variants (en-GB) count as the language, so that what they say stands where it is looked for.
    """
    code = (value.language or DEFAULT_LANGUAGE).lower()
    found = code if is_region_kept else code.split("-")[0]
    return found if LANGUAGE.fullmatch(found) else ""


def _last_part(node: Node) -> str:
    found = _LAST_PART.search(str(node)) if isinstance(node, URIRef) else None
    return found.group(1) if found else ""
