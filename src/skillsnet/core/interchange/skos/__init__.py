"""Taxonomies as SKOS concept schemes, their correspondence in XKOS: values ↔ Turtle and RDF/XML."""

from skillsnet.core.interchange.skos.reading import MAX_BYTES, from_skos
from skillsnet.core.interchange.skos.writing import FORMATS, to_skos

__all__ = ["FORMATS", "MAX_BYTES", "from_skos", "to_skos"]
