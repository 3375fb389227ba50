"""Reading taxonomies: the categories in force, editions, and whole taxonomies as documents."""

from skillsnet.taxonomy.queries.categories import (
    FALLBACK_LANGUAGE,
    SKILLS,
    CategoryView,
    categories_in,
    categories_of,
    current_categories,
    current_edition,
    editions_with,
    named_categories,
    readable_edition,
    view_of,
)
from skillsnet.taxonomy.queries.documents import changes_into, edition_document, single_successors, taxonomy_document
from skillsnet.taxonomy.queries.editions import edition_before, editions_in_force, editions_of, taxonomies
from skillsnet.taxonomy.queries.file_words import FileWords, file_words

__all__ = [
    "FALLBACK_LANGUAGE",
    "SKILLS",
    "CategoryView",
    "FileWords",
    "categories_in",
    "categories_of",
    "changes_into",
    "current_categories",
    "current_edition",
    "edition_before",
    "edition_document",
    "editions_in_force",
    "editions_of",
    "editions_with",
    "file_words",
    "named_categories",
    "readable_edition",
    "single_successors",
    "taxonomies",
    "taxonomy_document",
    "view_of",
]
