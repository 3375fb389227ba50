"""Taxonomies as documents: editions, their categories in several languages, and how editions correspond."""

from skillsnet.core.taxonomy.documents import (
    CategoryDocument,
    CategoryWords,
    Change,
    EditionDocument,
    TaxonomyDocument,
    load_skills_taxonomy,
)

__all__ = [
    "CategoryDocument",
    "CategoryWords",
    "Change",
    "EditionDocument",
    "TaxonomyDocument",
    "load_skills_taxonomy",
]
