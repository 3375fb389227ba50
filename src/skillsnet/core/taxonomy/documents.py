"""A taxonomy as a document that ships with the platform."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class CategoryWords:
    """A category's words in one language."""

    name: str
    definition: str
    includes: str
    excludes: str


@dataclass(frozen=True)
class CategoryDocument:
    """A category of one edition; `colour` is the index of its colour token, from 1."""

    slug: str
    number: int
    mark: str
    colour: int
    texts: Mapping[str, CategoryWords]


@dataclass(frozen=True)
class EditionDocument:
    """One edition's categories, in order."""

    number: int
    categories: tuple[CategoryDocument, ...]


@dataclass(frozen=True)
class Change:
    """How a category of edition 1 became one of edition 2, with the reason per language; None where there is none."""

    old: str | None
    new: str | None
    kind: str
    reasons: Mapping[str, str]


@dataclass(frozen=True)
class TaxonomyDocument:
    """A taxonomy with its editions and their correspondence."""

    names: Mapping[str, str]
    editions: tuple[EditionDocument, ...]
    correspondence: tuple[Change, ...]


def load_skills_taxonomy() -> TaxonomyDocument:
    """Return the skills categories: the eight of the first edition, the nine of the second, and what became of each.

    Returns
    -------
    TaxonomyDocument
        Two editions with texts in English, French, Spanish and Arabic; a new document at every call.

    Examples
    --------
    >>> [len(edition.categories) for edition in load_skills_taxonomy().editions]
    [8, 9]
    """
    text = (resources.files(__package__) / "skills.json").read_text(encoding="utf-8")
    document = json.loads(text)
    return TaxonomyDocument(
        names=document["names"],
        editions=tuple(_edition(edition) for edition in document["editions"]),
        correspondence=tuple(Change(**change) for change in document["correspondence"]),
    )


def _edition(edition: Mapping[str, Any]) -> EditionDocument:
    return EditionDocument(number=edition["number"], categories=tuple(_category(one) for one in edition["categories"]))


def _category(category: Mapping[str, Any]) -> CategoryDocument:
    words = {language: CategoryWords(**text) for language, text in category["texts"].items()}
    return CategoryDocument(
        slug=category["slug"],
        number=category["number"],
        mark=category["mark"],
        colour=category["colour"],
        texts=words,
    )
