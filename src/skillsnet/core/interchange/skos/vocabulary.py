"""The words of RDF that a taxonomy is written in.

SKOS (https://www.w3.org/TR/skos-reference/) for schemes, concepts, labels and notes; XKOS 1.2
(https://rdf-vocabulary.ddialliance.org/xkos.html) for what is in and out, for which edition follows which, and for
correspondences: `Correspondence` compares two schemes and is made of `ConceptAssociation`s from a source to a target
concept. Neither has words for a mark, a colour or the kind of a correspondence; those are our own.
"""

from typing import Final

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from skillsnet.core.taxonomy.values import Kind

XKOS: Final = Namespace("http://rdf-vocabulary.ddialliance.org/xkos#")
SKILLSNET: Final = Namespace("urn:skillsnet:terms#")
PREFIXES: Final = {
    "skos": SKOS,
    "xkos": XKOS,
    "dcterms": DCTERMS,
    "owl": OWL,
    "own": SKILLSNET,
    "rdfs": RDFS,
    "xsd": XSD,
}

# How a kind is said to readers who know SKOS alone: from the old concept to the new one.
MAPPINGS: Final[dict[str, URIRef]] = {
    Kind.KEPT: SKOS.exactMatch,
    Kind.RENAMED: SKOS.exactMatch,
    Kind.RENUMBERED: SKOS.exactMatch,
    Kind.WIDENED: SKOS.broadMatch,
    Kind.NARROWED: SKOS.narrowMatch,
    Kind.SPLIT: SKOS.narrowMatch,
    Kind.MERGED: SKOS.broadMatch,
}

__all__ = ["DCTERMS", "MAPPINGS", "OWL", "PREFIXES", "RDF", "RDFS", "SKILLSNET", "SKOS", "XKOS", "XSD"]
