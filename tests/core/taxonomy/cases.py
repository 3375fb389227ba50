"""Makes small taxonomies, and whole ones for Hypothesis."""

from hypothesis import strategies as st

from skillsnet.core.taxonomy import (
    CategoryDocument,
    CategoryWords,
    Change,
    EditionDocument,
    Kind,
    TaxonomyDocument,
)
from skillsnet.core.taxonomy.documents import SLUG
from skillsnet.core.text import clean


def category(
    slug: str, number: int = 1, *, parent: str | None = None, name: str = "", definition: str = ""
) -> CategoryDocument:
    """Return a sound category."""
    words = CategoryWords(name or slug.title(), definition or f"All that has to do with {slug} and nothing else.")
    return CategoryDocument(slug, number, slug[:1].upper(), number, {"en": words}, parent)


def edition(*slugs: str, number: int = 1) -> EditionDocument:
    """Return a sound edition with categories of these names, numbered from 1."""
    return EditionDocument(number, tuple(category(slug, place) for place, slug in enumerate(slugs, start=1)))


def change(old: str | None, new: str | None, kind: str, reason: str = "Because it was agreed.") -> Change:
    """Return a change with a reason."""
    return Change(old, new, kind, {"en": reason} if reason else {})


_SLUGS = st.from_regex(r"[a-b0-9][-a-z0-9_]{0,12}", fullmatch=True).filter(SLUG.fullmatch)
_TEXTS = st.text(max_size=60).map(clean)
_LANGUAGES = st.sampled_from(["en", "fr", "es", "ar", "pt-br", "zh-hant"])
_PER_LANGUAGE = st.dictionaries(_LANGUAGES, _TEXTS, max_size=3)


@st.composite
def _editions(draw: st.DrawFn, number: int, *, is_tree: bool) -> EditionDocument:
    slugs = draw(st.lists(_SLUGS, unique=True, max_size=5))
    numbers = draw(st.lists(st.integers(1, 999), unique=True, min_size=len(slugs), max_size=len(slugs)))
    categories = []
    for place, slug in enumerate(slugs):
        parent = draw(st.sampled_from([None, *slugs[:place]])) if is_tree else None
        words = st.builds(CategoryWords, _TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS)
        categories.append(
            CategoryDocument(
                slug,
                numbers[place],
                draw(st.sampled_from(["", "M", "É", "12", "abc"])),
                draw(st.integers(1, 40)),
                draw(st.dictionaries(_LANGUAGES, words, max_size=3)),
                parent,
            )
        )
    state = draw(st.sampled_from(["", "draft", "superseded"]))
    return EditionDocument(number, tuple(categories), state, draw(_PER_LANGUAGE))


@st.composite
def taxonomies(draw: st.DrawFn) -> TaxonomyDocument:
    """Return any taxonomy: trees and flat ones, any number of editions, any statement on how they correspond."""
    is_tree = draw(st.booleans())
    numbers = sorted(draw(st.lists(st.integers(1, 30), unique=True, min_size=1, max_size=3)))
    editions = tuple(draw(_editions(number, is_tree=is_tree)) for number in numbers)
    changes = []
    for place in range(1, len(editions)):
        olds = [None, *(one.slug for one in editions[place - 1].categories)]
        news = [None, *(one.slug for one in editions[place].categories)]
        pairs = st.tuples(st.sampled_from(olds), st.sampled_from(news))
        for old, new in draw(st.lists(pairs, unique=True, max_size=5)):
            kind = draw(st.sampled_from(sorted(Kind)))
            changes.append(Change(old, new, str(kind), draw(_PER_LANGUAGE), editions[place].number))
    return TaxonomyDocument(draw(_PER_LANGUAGE), editions, tuple(changes), draw(_SLUGS), draw(st.booleans()), is_tree)


def every_kind_document() -> TaxonomyDocument:
    """Return a taxonomy whose second edition, a draft, changes the first in every way there is."""
    olds = ("kept", "renamed", "renumbered", "widened", "merged-1", "merged-2", "narrowed", "split", "retired")
    news = ("kept", "new-name", "widened", "renumbered", "merged", "narrowed", "split-1", "split-2", "added")
    changes = (
        *(change(slug, slug, slug) for slug in ("kept", "renumbered", "widened", "narrowed")),
        change("renamed", "new-name", "renamed"),
        *(change(slug, "merged", "merged") for slug in ("merged-1", "merged-2")),
        *(change("split", slug, "split") for slug in ("split-1", "split-2")),
        change("retired", None, "retired"),
        change(None, "added", "added"),
    )
    first = EditionDocument(1, tuple(_spoken(slug, place) for place, slug in enumerate(olds, 1)), "published")
    second = EditionDocument(2, tuple(_spoken(slug, place) for place, slug in enumerate(news, 1)), "draft")
    return TaxonomyDocument({"en": "Kinds"}, (first, second), changes, "kinds")


def _spoken(slug: str, place: int) -> CategoryDocument:
    return category(slug, place, name=slug.replace("-", " ").capitalize())
