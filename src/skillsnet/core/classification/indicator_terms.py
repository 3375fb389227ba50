"""Telling words: phrases that speak for a category, one list per language."""

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
class Cue:
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
    shown: str


@cache
def cues(language: str) -> tuple[Cue, ...]:
    """Return the telling words of a language.

    Parameters
    ----------
    language : str
        Language code.

    Returns
    -------
    tuple of Cue
        In the order of the list; empty for a language without one.

    Examples
    --------
    >>> len(cues("en")) > 500, cues("sw")
    (True, ())
    """
    if language not in LANGUAGES:
        return ()
    text = (resources.files(__package__) / "cues" / f"{language}.txt").read_text(encoding="utf-8")
    return tuple(_read(text))


@cache
def _known_names() -> Mapping[str, frozenset[str]]:
    """Return every folded slug and name of the skills categories, with the slugs that have telling words."""
    document = load_skills_taxonomy()
    today = {category.slug for category in document.editions[-1].categories}
    known: dict[str, set[str]] = {}
    for edition in document.editions:
        for category in edition.categories:
            became = {change.new for change in document.correspondence if change.old == category.slug and change.new}
            slugs = {category.slug} & today if edition is document.editions[-1] else became
            for name in (category.slug, *(words.name for words in category.texts.values())):
                known.setdefault(fold(name), set()).update(slugs)
    return {name: frozenset(slugs) for name, slugs in known.items()}


def telling_slugs(slug: str, names: Iterable[str]) -> frozenset[str]:
    """Return whose telling words speak for a category: the skills category's of that slug or of one of its names.

    Parameters
    ----------
    slug : str
        The category's slug.
    names : iterable of str
        Its names in any language.

    Returns
    -------
    frozenset of str
        Slugs of the telling words' lists; of an earlier edition's category, those it became; empty for any other.

    Examples
    --------
    >>> sorted(telling_slugs("wbl", ["Work-based learning"])), sorted(telling_slugs("water", ["Water"]))
    (['work-based-learning'], [])
    """
    known = _known_names()
    for name in (slug, *names):
        if found := known.get(fold(name)):
            return found
    return frozenset()


def _read(text: str) -> Iterator[Cue]:
    for line in text.splitlines():
        slug, colon, phrases = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        for phrase in phrases.split(","):
            if cue := _cue(slug.strip(), phrase.strip()):
                yield cue


def _cue(slug: str, phrase: str) -> Cue | None:
    level = {"!": STRONG, "~": WEAK}.get(phrase[:1], PLAIN)
    bare = phrase.lstrip("!~")
    words = tuple(
        (without_article(folded), part.endswith("*")) for part in bare.split() for folded in tokens(part.rstrip("*"))
    )
    if not words:
        return None
    weight = level * (PHRASE_BONUS if len(words) > 1 else 1.0)
    return Cue(slug=slug, words=words, weight=weight, shown=bare.rstrip("*"))
