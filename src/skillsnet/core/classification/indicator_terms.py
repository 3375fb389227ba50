"""Indicator terms: phrases that speak for a category, one list per language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from skillsnet.core.taxonomy import load_skills_taxonomy
from skillsnet.core.text import fold, tokens, without_article

LANGUAGES = ("en", "fr", "es", "ar")
STRONG = 2.0
PLAIN = 1.0
WEAK = 0.4
PHRASE_BONUS = 1.4


@dataclass(frozen=True)
class IndicatorTerm:
    """A phrase of folded words, some of them beginnings only, and the category it speaks for.

    Attributes
    ----------
    words : tuple of (str, bool)
        Each word with whether it is a beginning that any ending may follow.
    weight : float
        How much one occurrence says; phrases of several words say more.
    """

    slug: str
    words: tuple[tuple[str, bool], ...]
    weight: float
    surface: str


@cache
def indicator_terms(language: str) -> tuple[IndicatorTerm, ...]:
    """Return the indicator terms of a language.

    Parameters
    ----------
    language : str
        Language code.

    Returns
    -------
    tuple of IndicatorTerm
        In the order of the list; empty for a language without one.

    Examples
    --------
    >>> len(indicator_terms("en")) > 500, indicator_terms("sw")
    (True, ())
    """
    if language not in LANGUAGES:
        return ()
    text = (resources.files(__package__) / "indicator_lists" / f"{language}.txt").read_text(encoding="utf-8")
    return tuple(_parse_list(text))


@cache
def _slugs_by_name() -> Mapping[str, frozenset[str]]:
    """Return every folded slug and name of the skills categories, with the slugs that have indicator terms."""
    document = load_skills_taxonomy()
    today = {category.slug for category in document.editions[-1].categories}
    slugs_by_name: dict[str, set[str]] = {}
    for edition in document.editions:
        for category in edition.categories:
            became = {change.new for change in document.correspondence if change.old == category.slug and change.new}
            slugs = {category.slug} & today if edition is document.editions[-1] else became
            for name in (category.slug, *(words.name for words in category.texts.values())):
                slugs_by_name.setdefault(fold(name), set()).update(slugs)
    return {name: frozenset(slugs) for name, slugs in slugs_by_name.items()}


def indicator_slugs(slug: str, names: Iterable[str]) -> frozenset[str]:
    """Return whose indicator terms speak for a category: the skills category's of that slug or of one of its names.

    Parameters
    ----------
    slug : str
        The category's slug.
    names : iterable of str
        Its names in any language.

    Returns
    -------
    frozenset of str
        Slugs of the indicator terms' lists; of an earlier edition's category, those it became; empty for any other.

    Examples
    --------
    >>> sorted(indicator_slugs("wbl", ["Work-based learning"])), sorted(indicator_slugs("water", ["Water"]))
    (['work-based-learning'], [])
    """
    slugs_by_name = _slugs_by_name()
    for name in (slug, *names):
        if slugs := slugs_by_name.get(fold(name)):
            return slugs
    return frozenset()


def _parse_list(text: str) -> Iterator[IndicatorTerm]:
    for line in text.splitlines():
        slug, colon, phrases = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        for phrase in phrases.split(","):
            if term := _parse_phrase(slug.strip(), phrase.strip()):
                yield term


def _parse_phrase(slug: str, phrase: str) -> IndicatorTerm | None:
    level = {"!": STRONG, "~": WEAK}.get(phrase[:1], PLAIN)
    bare = phrase.lstrip("!~")
    words = tuple(
        (without_article(word), part.endswith("*")) for part in bare.split() for word in tokens(part.rstrip("*"))
    )
    if not words:
        return None
    weight = level * (PHRASE_BONUS if len(words) > 1 else 1.0)
    return IndicatorTerm(slug=slug, words=words, weight=weight, surface=bare.rstrip("*"))
