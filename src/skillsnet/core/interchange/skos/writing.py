"""A taxonomy as RDF."""

from typing import Final

from rdflib import Graph, Literal, URIRef

from skillsnet.core.interchange.skos.vocabulary import (
    DCTERMS,
    MAPPINGS,
    OWL,
    PREFIXES,
    RDF,
    RDFS,
    SKILLSNET,
    SKOS,
    XKOS,
)
from skillsnet.core.taxonomy import CategoryDocument, Change, EditionDocument, TaxonomyDocument

FORMATS: Final = {"ttl": "turtle", "rdf": "pretty-xml"}


def to_skos(taxonomy: TaxonomyDocument, *, base: str, form: str = "ttl") -> str:
    """Return a taxonomy in SKOS, its correspondences in XKOS.

    Parameters
    ----------
    taxonomy : TaxonomyDocument
        With n editions, each of which becomes a concept scheme. A change whose earlier edition is left out names its
        old category all the same.
    base : str
        The address below which editions and categories have theirs, with a slash at its end: a category of edition 2
        gets ``{base}edition-2/{slug}/``.
    form : str
        ``ttl`` for Turtle, ``rdf`` for RDF/XML.

    Returns
    -------
    str
        Text in UTF-8; `from_skos` reads the same taxonomy from it.

    Notes
    -----
    The same taxonomy gives the same triples. An old category that was widened or merged has a broader match in the
    new edition, one that was split or narrowed has narrower ones.
    """
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    writer = _Writer(graph, base)
    writer.add_taxonomy(taxonomy)
    for edition in taxonomy.editions:
        writer.add_edition(taxonomy, edition)
    for index, change in enumerate(taxonomy.correspondence):
        writer.add_change(taxonomy, change, index)
    return graph.serialize(format=FORMATS[form])


class _Writer:
    """Collects the triples of one taxonomy."""

    def __init__(self, graph: Graph, base: str) -> None:
        self.graph = graph
        self.base = base

    def scheme(self, number: int) -> URIRef:
        return URIRef(f"{self.base}edition-{number}/")

    def concept(self, number: int, slug: str) -> URIRef:
        return URIRef(f"{self.base}edition-{number}/{slug}/")

    def add_taxonomy(self, taxonomy: TaxonomyDocument) -> None:
        """Add the taxonomy itself, to which the schemes belong."""
        node = URIRef(self.base)
        self.graph.add((node, RDF.type, SKILLSNET.Taxonomy))
        self.graph.add((node, DCTERMS.identifier, Literal(taxonomy.slug)))
        self.graph.add((node, SKILLSNET.isMultiValued, Literal(taxonomy.is_multi_valued)))
        self.graph.add((node, SKILLSNET.isTree, Literal(taxonomy.is_tree)))
        for language, name in taxonomy.names.items():
            self.graph.add((node, DCTERMS.title, Literal(name, lang=language)))

    def add_edition(self, taxonomy: TaxonomyDocument, edition: EditionDocument) -> None:
        """Add an edition as a concept scheme with its concepts."""
        scheme = self.scheme(edition.number)
        self.graph.add((scheme, RDF.type, SKOS.ConceptScheme))
        self.graph.add((scheme, XKOS.belongsTo, URIRef(self.base)))
        self.graph.add((scheme, OWL.versionInfo, Literal(str(edition.number))))
        if edition.state:
            self.graph.add((scheme, SKILLSNET.state, Literal(edition.state)))
        for language, name in taxonomy.names.items():
            self.graph.add((scheme, SKOS.prefLabel, Literal(name, lang=language)))
        for language, note in edition.notes.items():
            self.graph.add((scheme, SKOS.historyNote, Literal(note, lang=language)))
        before = taxonomy.before(edition.number)
        if before is not None:
            self.graph.add((scheme, XKOS.supersedes, self.scheme(before.number)))
        for order, category in enumerate(edition.categories, start=1):
            self.add_category(edition.number, category, order)

    def add_category(self, number: int, category: CategoryDocument, order: int) -> None:
        """Add a category as a concept."""
        concept, scheme = self.concept(number, category.slug), self.scheme(number)
        self.graph.add((concept, RDF.type, SKOS.Concept))
        self.graph.add((concept, SKOS.inScheme, scheme))
        self.graph.add((concept, DCTERMS.identifier, Literal(category.slug)))
        self.graph.add((concept, SKOS.notation, Literal(str(category.number))))
        self.graph.add((concept, SKILLSNET.order, Literal(order)))
        self.graph.add((concept, SKILLSNET.mark, Literal(category.mark)))
        self.graph.add((concept, SKILLSNET.colour, Literal(category.colour)))
        if category.parent is None:
            self.graph.add((concept, SKOS.topConceptOf, scheme))
            self.graph.add((scheme, SKOS.hasTopConcept, concept))
        else:
            parent = self.concept(number, category.parent)
            self.graph.add((concept, SKOS.broader, parent))
            self.graph.add((parent, SKOS.narrower, concept))
        for language, words in category.texts.items():
            self.graph.add((concept, SKOS.prefLabel, Literal(words.name, lang=language)))
            notes = (
                (SKOS.definition, words.definition),
                (XKOS.inclusionNote, words.includes),
                # The same once more for readers who know no XKOS.
                (SKOS.scopeNote, words.includes),
                (XKOS.exclusionNote, words.excludes),
                (SKOS.example, words.examples),
            )
            for predicate, text in notes:
                if text:
                    self.graph.add((concept, predicate, Literal(text, lang=language)))

    def add_change(self, taxonomy: TaxonomyDocument, change: Change, index: int) -> None:
        """Add one change to the correspondence of its edition."""
        before = taxonomy.before(change.edition)
        old_number = before.number if before else change.edition - 1
        correspondence = URIRef(f"{self.base}edition-{change.edition}/changes")
        association = URIRef(f"{self.base}edition-{change.edition}/changes#{index + 1}")
        self.graph.add((correspondence, RDF.type, XKOS.Correspondence))
        self.graph.add((correspondence, XKOS.compares, self.scheme(old_number)))
        self.graph.add((correspondence, XKOS.compares, self.scheme(change.edition)))
        self.graph.add((correspondence, SKILLSNET.edition, Literal(change.edition)))
        self.graph.add((correspondence, XKOS.madeOf, association))
        self.graph.add((association, RDF.type, XKOS.ConceptAssociation))
        self.graph.add((association, SKILLSNET.order, Literal(index)))
        self.graph.add((association, SKILLSNET.kind, Literal(str(change.kind))))
        if change.old is not None:
            old = self.concept(old_number, change.old)
            self.graph.add((association, XKOS.sourceConcept, old))
            self.graph.add((old, DCTERMS.identifier, Literal(change.old)))
        if change.new is not None:
            new = self.concept(change.edition, change.new)
            self.graph.add((association, XKOS.targetConcept, new))
            self.graph.add((new, DCTERMS.identifier, Literal(change.new)))
        if change.old is not None and change.new is not None and change.kind in MAPPINGS:
            self.graph.add((old, MAPPINGS[change.kind], new))
        for language, reason in change.reasons.items():
            self.graph.add((association, RDFS.comment, Literal(reason, lang=language)))
