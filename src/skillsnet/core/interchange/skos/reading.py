"""RDF as a taxonomy: what we wrote, exactly; what others wrote, as far as SKOS goes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.term import Identifier, Node

from skillsnet.core.interchange.skos.labels import add_plain_labels
from skillsnet.core.interchange.skos.parsing import MAX_BYTES, parse
from skillsnet.core.interchange.skos.remarks import natural_order, remarks_on
from skillsnet.core.interchange.skos.vocabulary import DCTERMS, OWL, RDF, RDFS, SKILLSNET, SKOS, XKOS
from skillsnet.core.numbers import whole_number
from skillsnet.core.taxonomy import Change, TaxonomyDocument, TaxonomyProblem, Unreadable
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
from skillsnet.core.taxonomy.slugs import category_slug, marks_for
from skillsnet.core.taxonomy.values import Kind
from skillsnet.core.text import clean, fold
from skillsnet.core.text.slugs import free_slug

__all__ = ["MAX_BYTES", "from_skos"]

DEFAULT_LANGUAGE: Final = "en"
SCHEMES_SHOWN: Final = 20
_LAST_PART: Final = re.compile(r"([^/#:]+)[/#]?$")
_WORDS: Final = (
    ("definition", (SKOS.definition, DCTERMS.description, RDFS.comment)),
    ("includes", (XKOS.inclusionNote, XKOS.coreContentNote, SKOS.scopeNote)),
    ("excludes", (XKOS.exclusionNote,)),
    ("examples", (SKOS.example,)),
)


def from_skos(content: bytes, *, scheme: str = "") -> TaxonomyDocument:
    """Return the taxonomy that a Turtle or RDF/XML file holds; nothing is ever fetched.

    Parameters
    ----------
    content : bytes
        What `to_skos` writes, or SKOS of other making: labels are enough. What a file does not say is made:
        a short name from the address or the label, a number from the notation or the place, marks and colours.
    scheme : str
        A name, an address or the end of an address: of several schemes, the one to read.

    Returns
    -------
    TaxonomyDocument
        Texts cleaned. Labels without a language count as English, a region of a language as the language; of several
        broader concepts the first counts. Alternative labels stand under what a category includes. Collections,
        relations and everything that is neither SKOS nor XKOS are left out; `remarks` counts what was.

    Raises
    ------
    Unreadable
        With the problems that `parse` tells, and where there is no concept, several schemes that do not say which
        edition they are, or no scheme of that name.
    """
    graph = parse(content)
    add_plain_labels(graph)
    reader = _SkosReader(graph)
    schemes = reader.schemes(scheme)
    taxonomy = next(iter(_sort_nodes(graph.subjects(RDF.type, SKILLSNET.Taxonomy))), None)
    document = from_document(
        {
            "slug": _text(graph, taxonomy, DCTERMS.identifier) if taxonomy is not None else "",
            "names": reader.names(taxonomy, [scheme for scheme, _ in schemes if scheme is not None]),
            "is_multi_valued": _flag(graph, taxonomy, SKILLSNET.isMultiValued, default=True),
            "is_tree": _flag(graph, taxonomy, SKILLSNET.isTree, default=reader.has_tree()),
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
        remarks=() if reader.is_ours else tuple(remarks_on(graph, reader.used_concepts(schemes))),
    )


class _SkosReader:
    """A graph, and the short names its concepts get."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.slugs: dict[Node, str] = {}
        self.is_ours = (None, RDF.type, SKILLSNET.Taxonomy) in graph
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
            if (node, SKOS.prefLabel, None) in self.graph or (node, SKILLSNET.order, None) in self.graph
        } - set(self.graph.subjects(RDF.type, SKOS.ConceptScheme))
        if not labelled and not self.is_ours:
            raise Unreadable(TaxonomyProblem("no_concepts"))
        if len(labelled) > MAX_CATEGORIES * MAX_EDITIONS:
            raise Unreadable(TaxonomyProblem("too_many", value="skos:Concept"))
        return _sort_nodes(labelled)

    def used_concepts(self, schemes: Sequence[tuple[Node | None, int]]) -> list[Node]:
        """Return the concepts of any of the schemes."""
        return [concept for concept in self.concepts if any(self._is_in(concept, scheme) for scheme, _ in schemes)]

    def _is_in(self, concept: Node, scheme: Node | None) -> bool:
        schemes = self._schemes_of(concept)
        return scheme is None or not schemes or scheme in schemes

    def schemes(self, chosen: str = "") -> list[tuple[Node | None, int]]:
        """Return the schemes that hold concepts, or the chosen one, each with the number of its edition."""
        used_schemes = {scheme for concept in self.concepts for scheme in self._schemes_of(concept)}
        declared = set(self.graph.subjects(RDF.type, SKOS.ConceptScheme))
        all_schemes = _sort_nodes(
            used_schemes
            | (declared if not used_schemes else set())
            | {scheme for scheme in declared if (scheme, OWL.versionInfo, None) in self.graph}
        )
        if chosen:
            return [(self._chosen_scheme(all_schemes, chosen), 1)]
        if len(all_schemes) <= 1:
            scheme = all_schemes[0] if all_schemes else None
            return [(scheme, self._version(scheme) or 1)]
        numbered = [(scheme, self._version(scheme)) for scheme in all_schemes]
        numbers = [number for _, number in numbered if number]
        if len(set(numbers)) != len(all_schemes):
            raise Unreadable(TaxonomyProblem("several_schemes", value=self._names_of(all_schemes)))
        return sorted(((scheme, number) for scheme, number in numbered), key=lambda pair: pair[1])

    def _chosen_scheme(self, schemes: Sequence[Node], chosen: str) -> Node:
        folded_name = fold(chosen)
        for scheme in schemes:
            names = self._texts(scheme, (SKOS.prefLabel, DCTERMS.title, RDFS.label)).values()
            if folded_name in {fold(text) for text in (*names, str(scheme), _last_part(scheme))}:
                return scheme
        raise Unreadable(TaxonomyProblem("scheme_unknown", value=self._names_of(schemes)))

    def _names_of(self, schemes: Sequence[Node]) -> str:
        return ", ".join(self._name(scheme) for scheme in schemes[:SCHEMES_SHOWN])

    def _version(self, scheme: Node | None) -> int:
        text = _text(self.graph, scheme, OWL.versionInfo) if scheme is not None else ""
        return whole_number(text, largest=MAX_NUMBER) or 0

    def _name(self, scheme: Node) -> str:
        names = self._texts(scheme, (SKOS.prefLabel, DCTERMS.title, RDFS.label))
        return (names.get(DEFAULT_LANGUAGE) or next(iter(names.values()), "") or clean(str(scheme)))[:MAX_NAME_CHARS]

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
            texts = self._texts(scheme, (SKOS.prefLabel, DCTERMS.title, RDFS.label))
            if texts:
                return {language: name[:MAX_NAME_CHARS] for language, name in texts.items()}
        return {}

    def edition(self, scheme: Node | None, number: int) -> dict[str, object]:
        """Return a scheme as an edition's object."""
        concepts = [concept for concept in self.concepts if self._is_in(concept, scheme)]
        if len(concepts) > MAX_CATEGORIES:
            raise Unreadable(TaxonomyProblem("too_many", value="skos:Concept"))
        concepts.sort(key=self._sort_key)
        self._name_all(concepts)
        marks = marks_for([self._label(concept) for concept in concepts])
        numbers = self._numbers(concepts)
        state = _text(self.graph, scheme, SKILLSNET.state) if scheme is not None else ""
        return {
            "number": number,
            "state": state if state in STATES else "",
            "notes": self._texts(scheme, (SKOS.historyNote,)) if scheme is not None else {},
            "categories": [
                {
                    "slug": self.slugs[concept],
                    "number": numbers[index],
                    "mark": self._mark(concept, marks[index]),
                    "colour": _number(self.graph, concept, SKILLSNET.colour) or index + 1,
                    "parent": self._parent(concept, set(concepts)),
                    "texts": self._category_texts(concept),
                }
                for index, concept in enumerate(concepts)
            ],
        }

    def _mark(self, concept: Node, default: str) -> str:
        marks = list(self.graph.objects(concept, SKILLSNET.mark))
        return str(marks[0]) if marks else default

    def _sort_key(self, concept: Node) -> tuple[int, int, tuple[tuple[int, int, str], ...], str]:
        order = _number(self.graph, concept, SKILLSNET.order) or MAX_NUMBER
        notation = _text(self.graph, concept, SKOS.notation)
        as_number = whole_number(notation, largest=99_999)
        return order, MAX_NUMBER if as_number is None else as_number, natural_order(notation), self._label(concept)

    def _numbers(self, concepts: Sequence[Node]) -> list[int]:
        notations = [_text(self.graph, concept, SKOS.notation) for concept in concepts]
        numbers = [whole_number(text, largest=99_999) or 0 for text in notations]
        is_usable = all(1 <= number <= MAX_NUMBER for number in numbers)
        is_ours = any(True for _ in self.graph.objects(concepts[0], SKILLSNET.order)) if concepts else False
        if is_usable and (is_ours or len(set(numbers)) == len(numbers)):
            return numbers
        return list(range(1, len(concepts) + 1))

    def _label(self, concept: Node) -> str:
        texts = self._texts(concept, (SKOS.prefLabel,))
        return texts.get(DEFAULT_LANGUAGE) or next(iter(texts.values()), "")

    def _name_all(self, concepts: Iterable[Node]) -> None:
        """Give each concept of an edition its short name: the one it says, else one of its own."""
        used_slugs: set[str] = set()
        for concept in concepts:
            identifier = _text(self.graph, concept, DCTERMS.identifier)
            if SLUG.fullmatch(identifier) and identifier not in used_slugs:
                self.slugs[concept] = identifier
            else:
                self.slugs[concept] = self._derive_slug(concept, used_slugs)
            used_slugs.add(self.slugs[concept])

    def _derive_slug(self, concept: Node, used_slugs: set[str]) -> str:
        base_slug = category_slug(self._label(concept)) or category_slug(_last_part(concept)) or "category"
        return free_slug(base_slug, taken=used_slugs)

    def _parent(self, concept: Node, edition_concepts: set[Node]) -> str | None:
        above = {*self.graph.objects(concept, SKOS.broader), *self.graph.subjects(SKOS.narrower, concept)}
        parents = _sort_nodes(node for node in above if node in edition_concepts and node != concept)
        return self.slugs[parents[0]] if parents else None

    def _category_texts(self, concept: Node) -> dict[str, dict[str, str]]:
        names = self._texts(concept, (SKOS.prefLabel,))
        texts: dict[str, dict[str, str]] = defaultdict(dict)
        for language, name in names.items():
            texts[language]["name"] = name[:MAX_NAME_CHARS]
        for part, predicates in _WORDS:
            for language, text in self._texts(concept, predicates).items():
                if language in names:
                    texts[language][part] = text[:MAX_TEXT_CHARS]
        for language, labels in self._alternative_labels(concept).items():
            if language in names:
                parts = (texts[language].get("includes", ""), "; ".join(labels))
                texts[language]["includes"] = "\n".join(part for part in parts if part)[:MAX_TEXT_CHARS]
        return texts

    def _alternative_labels(self, concept: Node) -> dict[str, list[str]]:
        """Return what members may call a concept beside its name, by language."""
        labels: dict[str, set[str]] = defaultdict(set)
        for value in self.graph.objects(concept, SKOS.altLabel):
            if isinstance(value, Literal):
                labels[_language(value, is_region_kept=self.is_ours)].add(clean(str(value)))
        return {language: sorted(values - {""}) for language, values in labels.items()}

    def _texts(self, node: Node, predicates: Sequence[URIRef]) -> dict[str, str]:
        """Return a node's texts per language, by the first predicate that has any; the first of several counts."""
        for predicate in predicates:
            texts_by_language: dict[str, list[str]] = defaultdict(list)
            for value in self.graph.objects(node, predicate):
                if isinstance(value, Literal):
                    language = _language(value, is_region_kept=self.is_ours)
                    if language:
                        texts_by_language[language].append(clean(str(value)))
            if texts_by_language:
                return {language: min(texts) for language, texts in sorted(texts_by_language.items())}
        return {}

    def changes(self) -> list[Change]:
        """Return what the file says about how editions correspond, in its order."""
        rows = []
        for correspondence in self.graph.subjects(RDF.type, XKOS.Correspondence):
            edition = _number(self.graph, correspondence, SKILLSNET.edition) or self._later_edition(correspondence)
            for association in self.graph.objects(correspondence, XKOS.madeOf):
                order = _number(self.graph, association, SKILLSNET.order)
                rows.append((edition, order, str(association), self._change(association, edition)))
        rows.sort(key=lambda item: item[:3])
        return [change for *_, change in rows]

    def _later_edition(self, correspondence: Node) -> int:
        return (
            max((self._version(scheme) for scheme in self.graph.objects(correspondence, XKOS.compares)), default=0) or 2
        )

    def _change(self, association: Node, edition: int) -> Change:
        old = self._end(association, XKOS.sourceConcept)
        new = self._end(association, XKOS.targetConcept)
        kind = _text(self.graph, association, SKILLSNET.kind)
        if not kind:
            kind = Kind.ADDED if old is None else Kind.RETIRED if new is None else Kind.KEPT
        if kind not in set(Kind):
            raise Unreadable(TaxonomyProblem("kind_unknown", value=kind[:MAX_NAME_CHARS]))
        return Change(
            old=old, new=new, kind=str(kind), reasons=self._texts(association, (RDFS.comment,)), edition=edition
        )

    def _end(self, association: Node, predicate: URIRef) -> str | None:
        concepts = _sort_nodes(self.graph.objects(association, predicate))
        if not concepts:
            return None
        slug = (
            self.slugs.get(concepts[0]) or _text(self.graph, concepts[0], DCTERMS.identifier) or _last_part(concepts[0])
        )
        if not SLUG.fullmatch(slug):
            raise Unreadable(TaxonomyProblem("slug_malformed", value=slug[:MAX_NAME_CHARS]))
        return slug


def _sort_nodes(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (not isinstance(node, URIRef), str(node)))


def _text(graph: Graph, node: Node | None, predicate: URIRef) -> str:
    texts = sorted(clean(str(value)) for value in graph.objects(node, predicate) if isinstance(value, Literal))
    return texts[0] if texts else ""


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
    language = code if is_region_kept else code.split("-")[0]
    return language if LANGUAGE.fullmatch(language) else ""


def _last_part(node: Node) -> str:
    match = _LAST_PART.search(str(node)) if isinstance(node, URIRef) else None
    return match.group(1) if match else ""
