"""Taxonomies as documents: editions, their categories in several languages, and how editions correspond."""

from skillsnet.core.taxonomy.crosswalk import (
    CrosswalkResult,
    Successors,
    TransferQuestion,
    TransferStep,
    doubt,
    resolve,
)
from skillsnet.core.taxonomy.documents import from_document, from_json, load_skills_taxonomy, to_document, to_json
from skillsnet.core.taxonomy.problems import TaxonomyProblem, Unreadable
from skillsnet.core.taxonomy.validation import correspondence_problems, edition_problems, is_structural
from skillsnet.core.taxonomy.values import (
    CategoryDocument,
    CategoryWords,
    Change,
    EditionDocument,
    Kind,
    TaxonomyDocument,
)

__all__ = [
    "CategoryDocument",
    "CategoryWords",
    "Change",
    "CrosswalkResult",
    "EditionDocument",
    "Kind",
    "Successors",
    "TaxonomyDocument",
    "TaxonomyProblem",
    "TransferQuestion",
    "TransferStep",
    "Unreadable",
    "correspondence_problems",
    "doubt",
    "edition_problems",
    "from_document",
    "from_json",
    "is_structural",
    "load_skills_taxonomy",
    "resolve",
    "to_document",
    "to_json",
]
