"""Taxonomies as JSON documents, and those that ship with the platform."""

import json
import re
from collections.abc import Mapping
from importlib import resources
from typing import Final

from skillsnet.core.taxonomy.problems import TaxonomyProblem, Unreadable
from skillsnet.core.taxonomy.values import (
    CategoryDocument,
    CategoryWords,
    Change,
    EditionDocument,
    Kind,
    TaxonomyDocument,
)
from skillsnet.core.text import clean

MAX_DOCUMENT_BYTES: Final = 5 * 1024 * 1024
MAX_CATEGORIES: Final = 5000
MAX_EDITIONS: Final = 100
MAX_NUMBER: Final = 32_767
MAX_NAME_CHARS: Final = 160
MAX_TEXT_CHARS: Final = 20_000
MAX_MARK_CHARS: Final = 3
STATES: Final = ("", "draft", "open", "published", "superseded")
# Numbers, editions and changes have addresses of their own beside the categories.
SLUG: Final = re.compile(r"(?!(?:[0-9]+|changes|edition-[0-9]+(?:-changes)?)\Z)[-a-zA-Z0-9_]{1,80}")
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,4})?")
WORDS: Final = ("name", "definition", "includes", "excludes", "examples")

Object = Mapping[str, object]


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
    return from_json((resources.files(__package__) / "skills.json").read_text(encoding="utf-8"))


def to_document(taxonomy: TaxonomyDocument) -> dict[str, object]:
    """Return a taxonomy as an object that JSON can hold.

    Parameters
    ----------
    taxonomy : TaxonomyDocument
        With any number of editions.

    Returns
    -------
    dict
        With slug, names, is_multi_valued, is_tree, editions and correspondence; `from_document` reads it back.

    Examples
    --------
    >>> from_document(to_document(load_skills_taxonomy())) == load_skills_taxonomy()
    True
    """
    return {
        "slug": taxonomy.slug,
        "names": dict(taxonomy.names),
        "is_multi_valued": taxonomy.is_multi_valued,
        "is_tree": taxonomy.is_tree,
        "editions": [_edition_object(edition) for edition in taxonomy.editions],
        "correspondence": [
            {
                "edition": change.edition,
                "old": change.old,
                "new": change.new,
                "kind": str(change.kind),
                "reasons": dict(change.reasons),
            }
            for change in taxonomy.correspondence
        ],
    }


def _edition_object(edition: EditionDocument) -> dict[str, object]:
    categories = [
        {
            "slug": category.slug,
            "number": category.number,
            "mark": category.mark,
            "colour": category.colour,
            "parent": category.parent,
            "texts": {
                language: {field: getattr(words, field) for field in WORDS}
                for language, words in category.texts.items()
            },
        }
        for category in edition.categories
    ]
    return {"number": edition.number, "state": edition.state, "notes": dict(edition.notes), "categories": categories}


def to_json(taxonomy: TaxonomyDocument) -> str:
    """Return a taxonomy as JSON text, readable by people; `from_json` reads it back."""
    return json.dumps(to_document(taxonomy), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> TaxonomyDocument:
    """Return the taxonomy that a JSON text holds.

    Parameters
    ----------
    text : str
        What `to_json` writes, or anything else.

    Returns
    -------
    TaxonomyDocument
        Every text cleaned of what no page may hold.

    Raises
    ------
    Unreadable
        With one problem that names the place in the document.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(TaxonomyProblem("not_json", value=str(getattr(error, "lineno", "")))) from error
    return from_document(value)


def from_document(value: object) -> TaxonomyDocument:
    """Return the taxonomy that an object of JSON holds.

    Parameters
    ----------
    value : object
        What `to_document` returns, or anything else.

    Returns
    -------
    TaxonomyDocument
        Editions in the order of their numbers.

    Raises
    ------
    Unreadable
        With one problem that names the place in the document; nothing is guessed.
    """
    document = _object(value, "the file")
    editions = tuple(
        sorted(
            (
                _edition(item, f"editions[{index}]")
                for index, item in enumerate(_list(document, "editions", MAX_EDITIONS))
            ),
            key=lambda edition: edition.number,
        )
    )
    changes = _list(document, "correspondence", MAX_CATEGORIES * 10)
    slug = _text(document.get("slug", ""), "slug", MAX_NAME_CHARS)
    if slug and not SLUG.fullmatch(slug):
        raise Unreadable(TaxonomyProblem("slug_malformed", value=slug))
    return TaxonomyDocument(
        names=_texts(document.get("names"), "names", MAX_NAME_CHARS),
        editions=editions,
        correspondence=tuple(_change(item, f"correspondence[{index}]") for index, item in enumerate(changes)),
        slug=slug,
        is_multi_valued=_flag(document.get("is_multi_valued", True), "is_multi_valued"),
        is_tree=_flag(document.get("is_tree", False), "is_tree"),
    )


def _edition(value: object, location: str) -> EditionDocument:
    edition = _object(value, location)
    state = _text(edition.get("state", ""), f"{location}.state", MAX_NAME_CHARS)
    if state not in STATES:
        raise Unreadable(TaxonomyProblem("state_unknown", value=state))
    return EditionDocument(
        number=_number(edition.get("number"), f"{location}.number"),
        categories=tuple(
            _category(item, f"{location}.categories[{at}]")
            for at, item in enumerate(_list(edition, "categories", MAX_CATEGORIES, location))
        ),
        state=state,
        notes=_texts(edition.get("notes", {}), f"{location}.notes", MAX_TEXT_CHARS),
    )


def _category(value: object, location: str) -> CategoryDocument:
    category = _object(value, location)
    mark = _text(category.get("mark", ""), f"{location}.mark", MAX_MARK_CHARS)
    parent = category.get("parent")
    texts = _object(category.get("texts"), f"{location}.texts")
    return CategoryDocument(
        slug=_slug(category.get("slug"), f"{location}.slug"),
        number=_number(category.get("number"), f"{location}.number"),
        mark=mark,
        colour=_number(category.get("colour", 1), f"{location}.colour"),
        texts={
            _language(language, f"{location}.texts"): _words(words, f"{location}.texts.{language}")
            for language, words in texts.items()
        },
        parent=None if parent is None else _slug(parent, f"{location}.parent"),
    )


def _words(value: object, location: str) -> CategoryWords:
    words = _object(value, location)
    unknown = sorted(set(words) - set(WORDS))
    if unknown:
        raise Unreadable(TaxonomyProblem("word_unknown", value=f"{location}.{unknown[0]}"))
    limits = {"name": MAX_NAME_CHARS}
    return CategoryWords(
        **{
            field: _text(words.get(field, ""), f"{location}.{field}", limits.get(field, MAX_TEXT_CHARS))
            for field in WORDS
        }
    )


def _change(value: object, location: str) -> Change:
    change = _object(value, location)
    kind = _text(change.get("kind", ""), f"{location}.kind", MAX_NAME_CHARS)
    if kind not in set(Kind):
        raise Unreadable(TaxonomyProblem("kind_unknown", value=kind))
    ends = {
        end: None if change.get(end) is None else _slug(change.get(end), f"{location}.{end}") for end in ("old", "new")
    }
    reasons = _texts(change.get("reasons", {}), f"{location}.reasons", MAX_TEXT_CHARS)
    edition = _number(change.get("edition", 2), f"{location}.edition")
    return Change(old=ends["old"], new=ends["new"], kind=kind, reasons=reasons, edition=edition)


def _object(value: object, location: str) -> Object:
    if not isinstance(value, Mapping):
        raise Unreadable(TaxonomyProblem("no_object", value=location))
    return value


def _list(value: Object, key: str, most: int, location: str = "") -> list[object]:
    items = value.get(key, [])
    where = f"{location}.{key}" if location else key
    if not isinstance(items, list):
        raise Unreadable(TaxonomyProblem("no_list", value=where))
    if len(items) > most:
        raise Unreadable(TaxonomyProblem("too_many", value=where))
    return items


def _text(value: object, location: str, most: int) -> str:
    if not isinstance(value, str):
        raise Unreadable(TaxonomyProblem("no_text", value=location))
    text = clean(value)
    if len(text) > most:
        raise Unreadable(TaxonomyProblem("too_long", value=location))
    return text


def _texts(value: object, location: str, most: int) -> dict[str, str]:
    return {
        _language(language, location): _text(text, f"{location}.{language}", most)
        for language, text in _object(value, location).items()
    }


def _language(code: str, location: str) -> str:
    if not LANGUAGE.fullmatch(code):
        raise Unreadable(TaxonomyProblem("language_malformed", value=f"{location}.{clean(code)[:40]}"))
    return code


def _slug(value: object, location: str) -> str:
    text = _text(value, location, MAX_TEXT_CHARS)
    if not SLUG.fullmatch(text):
        raise Unreadable(TaxonomyProblem("slug_malformed", value=text[:120]))
    return text


def _number(value: object, location: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_NUMBER:
        raise Unreadable(TaxonomyProblem("no_number", value=location))
    return value


def _flag(value: object, location: str) -> bool:
    if not isinstance(value, bool):
        raise Unreadable(TaxonomyProblem("no_flag", value=location))
    return value
