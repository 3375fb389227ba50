"""The words of column names and the concepts that they carry, read from `vocabulary.txt`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from skillsnet.core.text import fold, tokens

# Nothing to read in them; the other concepts are told by the rules.
PLAIN: Final = "plain"
ANY_LANGUAGE: Final = "xx"
# Concepts that say nothing by themselves, so that no word is taken for a misspelt one of them.
_SAY_NOTHING: Final = frozenset({PLAIN, "who", "reach", "act", "how"})
MIN_ENDING: Final = 3
MIN_PART_CHARS: Final = 3
MIN_COMPOUND_CHARS: Final = 7
LEAST_STEM_CHARS: Final = 4
SHORT_TAILS: Final = frozenset({"id", "nr", "no"})
# Languages, besides those of any, whose words are written together, if only by machines: nombeneficiaire.
COMPOUNDING: Final = frozenset({"de", "nl", "sv", "da", "no", "en", "fr", "es", "pt", "it", ANY_LANGUAGE})
# What German and Dutch words begin with without meaning something else.
PREFIXES: Final = ("haupt", "hoofd", "kurz", "gesamt", "teil", "ober", "unter")
# Letters that join the parts of a German or Dutch word.
JOINTS: Final = ("", "s", "n", "es", "en")
MIN_MISSPELT_CHARS: Final = 6
LONG_WORD_CHARS: Final = 11
# So many letters of an abbreviated word tell the shortest of the words that begin so.
MIN_TELLING_CHARS: Final = 5


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase of the vocabulary in a column name.

    `concepts` holds the languages that mean it so by concept; `length` counts words; `is_exact` is false for a
    misspelt or shortened word, `is_respelt` true for a misspelt one.
    """

    concepts: Mapping[str, frozenset[str]]
    length: int
    is_exact: bool = True
    is_respelt: bool = False


@dataclass(slots=True)
class _Node:
    """Phrases that begin alike: what they mean as far as here, and the words that may follow."""

    concepts: dict[str, set[str]] = field(default_factory=dict)
    words: dict[str, "_Node"] = field(default_factory=dict)
    beginnings: dict[str, "_Node"] = field(default_factory=dict)

    def following(self, word: str) -> Iterator["_Node"]:
        """Yield what follows with a word, the word itself before words that only begin so."""
        if word in self.words:
            yield self.words[word]
        for end in range(len(word), MIN_ENDING - 1, -1):
            node = self.beginnings.get(word[:end])
            if node is not None:
                yield node


@cache
def _phrases() -> _Node:
    root = _Node()
    for concept, language, phrase in _lines():
        node = root
        for word in phrase.split():
            has_ending = word.endswith("*")
            key = fold(word.rstrip("*"))
            node = (node.beginnings if has_ending else node.words).setdefault(key, _Node())
        node.concepts.setdefault(concept, set()).add(language)
    return root


def _lines() -> Iterator[tuple[str, str, str]]:
    """Yield concept, language and phrase."""
    text = (resources.files(__package__) / "vocabulary.txt").read_text(encoding="utf-8")
    concept = ""
    for line in text.splitlines():
        if line.startswith("["):
            concept = line.strip("[]")
        elif line and not line.startswith("#"):
            language, _, phrases = line.partition(": ")
            for phrase in phrases.split(","):
                yield concept, language, " ".join(phrase.split())


@cache
def _single_words(*, is_compounding: bool = False) -> frozenset[str]:
    """Return the words that mean something by themselves, of all languages or of those whose words are compounds."""
    root = _phrases()
    whole_words = (word for word, node in root.words.items() if _means_something(node, is_compounding=is_compounding))
    stems = (
        stem
        for stem, node in root.beginnings.items()
        if len(stem) > LEAST_STEM_CHARS and _means_something(node, is_compounding=is_compounding)
    )
    return frozenset((*whole_words, *stems))


def _means_something(node: _Node, *, is_compounding: bool) -> bool:
    return any(
        concept not in _SAY_NOTHING and (not is_compounding or languages & COMPOUNDING)
        for concept, languages in node.concepts.items()
    )


@cache
def _spelt_words() -> tuple[str, ...]:
    return tuple(word for word in sorted(_single_words()) if len(word) >= MIN_MISSPELT_CHARS)


def longest_phrase(words: Sequence[str]) -> PhraseMatch | None:
    """Return the longest phrase that some words begin with.

    Parameters
    ----------
    words
        Folded words.

    Returns
    -------
    PhraseMatch or None
        Of phrases with as many words the one that is written so; None when no phrase begins the words.

    Examples
    --------
    >>> match = longest_phrase(["contact", "person", "name"])
    >>> match.length, sorted(match.concepts)
    (2, ['person'])
    """
    best: tuple[int, list[_Node]] | None = None
    nodes = [_phrases()]
    for count, word in enumerate(words, 1):
        nodes = [node for previous in nodes for node in previous.following(word)]
        endings = [node for node in nodes if node.concepts]
        if endings:
            best = (count, endings)
        if not nodes:
            break
    if best is None:
        return None
    length, (node, *other_nodes) = best
    return PhraseMatch(
        {
            # A word that one language writes so and another begins so is of both.
            concept: frozenset(languages).union(*(other_node.concepts.get(concept, ()) for other_node in other_nodes))
            for concept, languages in node.concepts.items()
        },
        length,
    )


@lru_cache(maxsize=16_384)
def compound_parts(word: str) -> tuple[str, ...]:
    """Return the known words that a word is written together from, or nothing.

    Parameters
    ----------
    word
        One folded word.

    Returns
    -------
    tuple of str
        Two or three words of the vocabulary, for a word that is none itself.

    Examples
    --------
    >>> compound_parts("vorhabentitel"), compound_parts("organisationname"), compound_parts("workshop")
    (('vorhaben', 'titel'), ('organisation', 'name'), ())
    """
    root = _phrases()
    if len(word) < MIN_COMPOUND_CHARS or word in root.words or word in root.beginnings:
        return ()
    return _parts(word, most=3)


def _parts(word: str, *, most: int) -> tuple[str, ...]:
    single_words = _single_words(is_compounding=True)
    for end in range(len(word) - 1, MIN_PART_CHARS - 1, -1):
        if word[:end] not in single_words:
            continue
        for joint in JOINTS:
            rest = word[end:].removeprefix(joint) if word[end:].startswith(joint) else ""
            if rest in SHORT_TAILS or (len(rest) >= MIN_PART_CHARS and rest in single_words):
                return (word[:end], rest)
            further = _parts(rest, most=most - 1) if most > 2 and len(rest) >= MIN_COMPOUND_CHARS else ()
            if further:
                return (word[:end], *further)
    return ()


@lru_cache(maxsize=16_384)
def respelt(word: str) -> str:
    """Return the word of the vocabulary that a misspelt word stands for, or an empty text.

    Parameters
    ----------
    word
        One folded word.

    Returns
    -------
    str
        A word with the same first letter that is one letter away (two in a word of eleven letters and more).

    Examples
    --------
    >>> respelt("orgnaisation"), respelt("welding")
    ('organisation', '')
    """
    if len(word) < MIN_MISSPELT_CHARS or any(letter.isdigit() for letter in word):
        return ""
    most = 2 if len(word) >= LONG_WORD_CHARS else 1
    choices = [
        spelling for spelling in _spelt_words() if spelling[0] == word[0] and abs(len(spelling) - len(word)) <= most
    ]
    nearest = process.extractOne(word, choices, scorer=DamerauLevenshtein.distance, score_cutoff=most)
    return nearest[0] if nearest else ""


def without_prefix(word: str) -> str:
    """Return a folded word without one of `PREFIXES`, or an empty text where it has none.

    Examples
    --------
    >>> without_prefix("hauptdisziplin"), without_prefix("disziplin"), without_prefix("hauptort")
    ('disziplin', '', '')
    """
    prefix = next((prefix for prefix in PREFIXES if word.startswith(prefix)), "")
    rest = word.removeprefix(prefix) if prefix else ""
    return rest if len(rest) > LEAST_STEM_CHARS else ""


# A word that ends with a full stop, or is one of the parts of a machine's name in capitals.
_SHORTENED: Final = re.compile(
    r"(?<!\w)(\w{3,})\.(?!\w)|(?:(?<=_)|(?<![^\W_]))([A-Z]{3,})(?=_)|(?<=_)([A-Z]{3,})(?![^\W_])"
)


def shortened_words(name: str) -> frozenset[str]:
    """Return the folded words of a name that are written as the beginnings of words.

    Examples
    --------
    >>> sorted(shortened_words("Contact pers.")), sorted(shortened_words("DESC_PROY"))
    (['pers'], ['desc', 'proy'])
    """
    return frozenset(
        word for groups in _SHORTENED.findall(name) for group in groups if group for word in header_words(group)
    )


@lru_cache(maxsize=16_384)
def completed_word(word: str, *, language: str) -> PhraseMatch | None:
    """Return what an abbreviated word means, or None where the words that begin so do not mean the same.

    Parameters
    ----------
    word
        A folded word.
    language
        The language whose words count first; those of all languages where none of it begins so.

    Examples
    --------
    >>> match = completed_word("contactpers", language="nl")
    >>> list(match.concepts)
    ['person']
    """
    spellings = sorted((spelling for spelling in _spelt_words() if spelling.startswith(word)), key=len)
    completions = [longest_phrase([spelling]) for spelling in spellings]
    meanings = [item for match in completions if match for item in match.concepts.items()]
    for local_meanings in ([item for item in meanings if language in item[1]], meanings):
        concepts = list(dict.fromkeys(concept for concept, _languages in local_meanings))
        if len(concepts) == 1 or (concepts and len(word) >= MIN_TELLING_CHARS):
            languages = (languages for concept, languages in local_meanings if concept == concepts[0])
            return PhraseMatch({concepts[0]: frozenset().union(*languages)}, 1, is_exact=False)
    return None


def respelt_match(word: str, *, language: str) -> PhraseMatch | None:
    """Return what a misspelt word means; "material" in an English file is no Spanish "materia".

    Parameters
    ----------
    word
        A folded word.
    language
        The language of the file, or an empty text.

    Returns
    -------
    PhraseMatch or None
        None where no word, or only one of another language, is near.
    """
    spelling = respelt(word)
    match = longest_phrase([spelling]) if spelling else None
    if match is None:
        return None
    languages = frozenset().union(*match.concepts.values())
    is_foreign = bool(language) and languages.isdisjoint({language, ANY_LANGUAGE})
    return None if is_foreign else PhraseMatch(match.concepts, 1, is_exact=False, is_respelt=True)


def header_words(name: str) -> list[str]:
    """Return the folded words of a column name as people and machines write them.

    Examples
    --------
    >>> header_words("projectStartDate"), header_words("contact_e-mail2")
    (['project', 'start', 'date'], ['contact', 'e', 'mail', '2'])
    """
    return tokens(_apart(name))


def _apart(name: str) -> str:
    """Return a name with a blank where a small letter meets a capital one, or a letter a last digit."""
    letters: list[str] = []
    for index, letter in enumerate(name):
        before = name[index - 1] if index else " "
        after = name[index + 1] if index + 1 < len(name) else " "
        is_new_word = letter.isupper() and (before.islower() or (before.isupper() and after.islower()))
        is_number = letter.isdigit() and before.isalpha()
        letters.append(f" {letter}" if is_new_word or is_number else letter)
    return "".join(letters)
