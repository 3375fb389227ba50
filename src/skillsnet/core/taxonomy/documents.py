"""Taxonomies as JSON documents, and those that ship with the platform."""

import json
import re
from collections.abc import Mapping
from importlib import resources
from typing import Final

from skillsnet.core.taxonomy.problems import Problem, Unreadable
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
MAX_CATEGORIES: Final = 2000
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
                language: {word: getattr(words, word) for word in WORDS} for language, words in category.texts.items()
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
        raise Unreadable(Problem("not_json", value=str(getattr(error, "lineno", "")))) from error
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
    whole = _object(value, "the file")
    editions = tuple(
        sorted(
            (_edition(one, f"editions[{place}]") for place, one in enumerate(_list(whole, "editions", MAX_EDITIONS))),
            key=lambda edition: edition.number,
        )
    )
    changes = _list(whole, "correspondence", MAX_CATEGORIES * 10)
    slug = _text(whole.get("slug", ""), "slug", MAX_NAME_CHARS)
    if slug and not SLUG.fullmatch(slug):
        raise Unreadable(Problem("slug_malformed", value=slug))
    return TaxonomyDocument(
        names=_texts(whole.get("names"), "names", MAX_NAME_CHARS),
        editions=editions,
        correspondence=tuple(_change(one, f"correspondence[{place}]") for place, one in enumerate(changes)),
        slug=slug,
        is_multi_valued=_flag(whole.get("is_multi_valued", True), "is_multi_valued"),
        is_tree=_flag(whole.get("is_tree", False), "is_tree"),
    )


def _edition(value: object, place: str) -> EditionDocument:
    edition = _object(value, place)
    state = _text(edition.get("state", ""), f"{place}.state", MAX_NAME_CHARS)
    if state not in STATES:
        raise Unreadable(Problem("state_unknown", value=state))
    return EditionDocument(
        number=_number(edition.get("number"), f"{place}.number"),
        categories=tuple(
            _category(one, f"{place}.categories[{at}]")
            for at, one in enumerate(_list(edition, "categories", MAX_CATEGORIES, place))
        ),
        state=state,
        notes=_texts(edition.get("notes", {}), f"{place}.notes", MAX_TEXT_CHARS),
    )


def _category(value: object, place: str) -> CategoryDocument:
    category = _object(value, place)
    mark = _text(category.get("mark", ""), f"{place}.mark", MAX_MARK_CHARS)
    parent = category.get("parent")
    texts = _object(category.get("texts"), f"{place}.texts")
    return CategoryDocument(
        slug=_slug(category.get("slug"), f"{place}.slug"),
        number=_number(category.get("number"), f"{place}.number"),
        mark=mark,
        colour=_number(category.get("colour", 1), f"{place}.colour"),
        texts={
            _language(language, f"{place}.texts"): _words(words, f"{place}.texts.{language}")
            for language, words in texts.items()
        },
        parent=None if parent is None else _slug(parent, f"{place}.parent"),
    )


def _words(value: object, place: str) -> CategoryWords:
    words = _object(value, place)
    unknown = sorted(set(words) - set(WORDS))
    if unknown:
        raise Unreadable(Problem("word_unknown", value=f"{place}.{unknown[0]}"))
    limits = {"name": MAX_NAME_CHARS}
    return CategoryWords(
        **{word: _text(words.get(word, ""), f"{place}.{word}", limits.get(word, MAX_TEXT_CHARS)) for word in WORDS}
    )


def _change(value: object, place: str) -> Change:
    change = _object(value, place)
    kind = _text(change.get("kind", ""), f"{place}.kind", MAX_NAME_CHARS)
    if kind not in set(Kind):
        raise Unreadable(Problem("kind_unknown", value=kind))
    ends = {
        end: None if change.get(end) is None else _slug(change.get(end), f"{place}.{end}") for end in ("old", "new")
    }
    reasons = _texts(change.get("reasons", {}), f"{place}.reasons", MAX_TEXT_CHARS)
    edition = _number(change.get("edition", 2), f"{place}.edition")
    return Change(old=ends["old"], new=ends["new"], kind=kind, reasons=reasons, edition=edition)


def _object(value: object, place: str) -> Object:
    if not isinstance(value, Mapping):
        raise Unreadable(Problem("no_object", value=place))
    return value


def _list(value: Object, key: str, most: int, place: str = "") -> list[object]:
    found = value.get(key, [])
    where = f"{place}.{key}" if place else key
    if not isinstance(found, list):
        raise Unreadable(Problem("no_list", value=where))
    if len(found) > most:
        raise Unreadable(Problem("too_many", value=where))
    return found


def _text(value: object, place: str, most: int) -> str:
    if not isinstance(value, str):
        raise Unreadable(Problem("no_text", value=place))
    text = clean(value)
    if len(text) > most:
        raise Unreadable(Problem("too_long", value=place))
    return text


def _texts(value: object, place: str, most: int) -> dict[str, str]:
    return {
        _language(language, place): _text(text, f"{place}.{language}", most)
        for language, text in _object(value, place).items()
    }


def _language(code: str, place: str) -> str:
    if not LANGUAGE.fullmatch(code):
        raise Unreadable(Problem("language_malformed", value=f"{place}.{clean(code)[:40]}"))
    return code


def _slug(value: object, place: str) -> str:
    text = _text(value, place, MAX_TEXT_CHARS)
    if not SLUG.fullmatch(text):
        raise Unreadable(Problem("slug_malformed", value=text[:120]))
    return text


def _number(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_NUMBER:
        raise Unreadable(Problem("no_number", value=place))
    return value


def _flag(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise Unreadable(Problem("no_flag", value=place))
    return value
