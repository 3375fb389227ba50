"""Reading one column name: the concepts in it, and what they mean together."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from skillsnet.core.intake.column_meanings.question_words import (
    HOW,
    asks_for_people,
    with_people_asked_for,
    without_foreign_words,
)
from skillsnet.core.intake.column_meanings.vocabulary import (
    ANY_LANGUAGE,
    PLAIN,
    PhraseMatch,
    completed_word,
    compound_parts,
    header_words,
    longest_phrase,
    respelt_match,
    shortened_words,
    without_prefix,
)
from skillsnet.core.intake.target_fields import LAST_ORDINAL
from skillsnet.core.numbers import whole_number

READ_WORDS: Final = 60
GROUPS: Final[Mapping[str, frozenset[str]]] = {
    "@body": frozenset({"organisation", "legal_name", "recipient", "applicant", "lead"}),
    "@work": frozenset({"project", "application", "grant"}),
}
# Concepts that a name may be of, for telling of which one it is where a column name holds several.
BEARERS: Final = frozenset(
    {
        "organisation",
        "recipient",
        "applicant",
        "lead",
        "project",
        "person",
        "expert",
        "call",
        "funder",
        "partner",
        "grant",
    }
)
_NOTE: Final = re.compile(r"[(\[{<]([^()\[\]{}<>]*)[)\]}>]")
_ENUMERATION: Final = re.compile(
    r"^\s*(?:(?:q|question|frage|pregunta)\s?\d+[a-z]?|\d+(?:\.\d+)*[a-z]?)\s*[.):\-–_]+\s*", re.IGNORECASE
)
_SIGN_OF_NUMBER: Final = re.compile(r"(?<!\w)[#№](?!\w)")
_ORDINAL_WORDS: Final = {
    word: number
    for number, words in {
        2: ("second", "deuxieme", "seconde", "segundo", "segunda", "additional", "other", "autre", "otro", "otra"),
        3: ("third", "troisieme", "tercer", "tercero", "tercera"),
        4: ("fourth", "quatrieme", "cuarto", "cuarta"),
    }.items()
    for word in words
}


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """What was read in a column name.

    Attributes
    ----------
    concepts
        Concepts in the order of the name, those of notes in brackets last.
    known_words, unknown_words
        How many of its words carry a meaning, and how many nobody knows.
    is_exact
        Whether no word had to be spelt anew.
    ordinal
        1, or 2 to `LAST_ORDINAL` for what the name says of a further person or project.
    is_noted
        Whether a note in brackets adds a concept to the name, as in "Country (organisation)".
    languages
        Language codes of its words, the most frequent first.
    asks_for_people
        Whether it is a question that begins with "who" and asks for a person or a body.
    """

    concepts: tuple[str, ...] = ()
    known_words: int = 0
    unknown_words: int = 0
    is_exact: bool = True
    ordinal: int = 1
    is_noted: bool = False
    languages: tuple[str, ...] = ()
    asks_for_people: bool = False

    @property
    def coverage(self) -> float:
        """Which part of the words is known, 0 to 1."""
        words = self.known_words + self.unknown_words
        return self.known_words / words if words else 0.0


# What the heading above a question adds to it, where the question is of nobody itself; of others it tells whose it is.
_OWNERS: Final = frozenset({"lead", "partner", "applicant", "funder", "unit", "call"})
_OTHER_OWNERS: Final = frozenset({"partner", "funder", "unit", "call"})


@lru_cache(maxsize=4096)
def read_header(name: str, *, language: str = "", heading: str = "") -> HeaderReading:
    """Return what is read in a column name.

    Parameters
    ----------
    name
        A name, a question or a path of names, in any of the languages of the vocabulary or in two of them.
    language
        The language that the other columns are in; decides words that mean different things in two languages.
    heading
        What stands before the name in this column and in others, as a section of a form does.

    Returns
    -------
    HeaderReading
        Without concepts when no word is known.

    Examples
    --------
    >>> read_header("Nom de l’organisation / Name of organisation").concepts
    ('name', 'organisation')
    >>> read_header("What is your project called?").concepts
    ('project', 'name')
    """
    bare = _SIGN_OF_NUMBER.sub(" no ", _ENUMERATION.sub("", name))
    notes = _NOTE.findall(bare)
    words = header_words(_NOTE.sub(" ", bare))[:READ_WORDS]
    ordinal, words = _without_ordinal(words)
    matches, unknown = _matches(words, beginnings=shortened_words(bare), language=language)
    is_of_people = asks_for_people(matches)
    matches = with_people_asked_for(matches)
    note_matches, _ = _matches([word for note in notes for word in header_words(note)][:READ_WORDS])
    languages = _languages([*matches, *note_matches])
    order = (*languages, language)
    main = _concepts(matches, order)
    concepts = dict.fromkeys(main)
    # A note in brackets explains; it speaks only where the name itself says little.
    if len(concepts) < 2:
        concepts |= dict.fromkeys(_concepts(note_matches, order))
    if heading and concepts:
        concepts, ordinal = _with_heading(concepts, ordinal, read_header(heading, language=language))
    elif heading:
        return read_header(f"{heading} {name}", language=language)
    if not ordinal:
        numbers = (whole_number(note.strip(), largest=LAST_ORDINAL) or 0 for note in notes)
        ordinal = next((number for number in numbers if number > 1), 1)
    return HeaderReading(
        concepts=_named(concepts),
        known_words=sum(match.length for match in matches if set(match.concepts) != {PLAIN}),
        unknown_words=unknown,
        is_exact=all(match.is_exact for match in matches),
        ordinal=ordinal if concepts else 1,
        is_noted=bool(main) and len(concepts) > len(set(main)),
        languages=languages,
        asks_for_people=is_of_people,
    )


def _named(concepts: Collection[str]) -> tuple[str, ...]:
    """Return the concepts with the name of a thing as the name of what else is named; alone it is no person's."""
    if len(concepts) == 1:
        return tuple(concepts)
    return tuple(dict.fromkeys("name" if concept == "thing_name" else concept for concept in concepts))


def _with_heading(concepts: dict[str, None], ordinal: int, heading: HeaderReading) -> tuple[dict[str, None], int]:
    """Return the concepts of a name with what the heading above it says of whom it is, and the number of these."""
    is_of_somebody = not (BEARERS | {"group"}).isdisjoint(concepts)
    added = _OTHER_OWNERS if is_of_somebody else BEARERS | {"unit", "legal_name"}
    owners = dict.fromkeys(concept for concept in heading.concepts if concept in added)
    return owners | concepts, ordinal or (heading.ordinal if heading.ordinal > 1 else 0)


def _without_ordinal(words: Sequence[str]) -> tuple[int, list[str]]:
    """Return the number of a further person or project, or 0, and the words without it."""
    if len(words) > 1 and words[0] in _ORDINAL_WORDS and len(words) <= 6:
        return _ORDINAL_WORDS[words[0]], list(words[1:])
    for index, word in enumerate(words):
        number = whole_number(word, largest=LAST_ORDINAL)
        if number and 1 < len(words) <= 6:
            return number, [*words[:index], *words[index + 1 :]]
    return 0, [word for word in words if not word.isdigit()]


def _matches(
    words: Sequence[str], *, beginnings: frozenset[str] = frozenset(), language: str = ""
) -> tuple[list[PhraseMatch], int]:
    """Return the phrases in some words, and how many words are in none."""
    matches: list[PhraseMatch] = []
    unknown = position = 0
    while position < len(words):
        match = longest_phrase(words[position:])
        if match is None or match.concepts.keys() == {PLAIN}:
            match = longest_phrase([without_prefix(words[position])]) or match
        parts = compound_parts(words[position]) if match is None or match.length == 1 else ()
        if parts:
            matches += [part for part in map(longest_phrase, ([part] for part in parts)) if part]
            position += 1
            continue
        if match is None and words[position] in beginnings:
            match = completed_word(words[position], language=language)
        if match is None:
            match = respelt_match(words[position], language=language)
        if match is None:
            unknown += len(words[position]) > 1
            position += 1
            continue
        matches.append(match)
        position += match.length
    return matches, unknown


def _languages(matches: Sequence[PhraseMatch]) -> tuple[str, ...]:
    """Return the languages of the phrases, those of the most phrases first."""
    votes = Counter(
        language
        for match in matches
        for language in frozenset().union(*match.concepts.values())
        if language != ANY_LANGUAGE
    )
    if not votes:
        return ()
    best = max(votes.values())
    return tuple(sorted(language for language, count in votes.items() if count == best))


def _concepts(matches: Sequence[PhraseMatch], languages: Sequence[str]) -> list[str]:
    matches = without_foreign_words(matches, languages)
    chosen = (_concept(match, languages) for match in matches)
    concepts = [concept for concept in chosen if concept not in (PLAIN, HOW)]
    asks_how = any(HOW in match.concepts and _concept(match, languages) != PLAIN for match in matches)
    return [*concepts, HOW] if asks_how and concepts else concepts


def _concept(match: PhraseMatch, languages: Sequence[str]) -> str:
    """Return what a phrase means in the languages at hand; of several meanings in one the first of the vocabulary."""
    for preferred_languages in (languages[-1:], languages[:-1]):
        for concept, spoken_languages in match.concepts.items():
            if spoken_languages.intersection(preferred_languages):
                return concept
    return next(iter(match.concepts))


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """Concepts that must be there, each of one of some sets; those that must not; and the meanings with weights."""

    needs: tuple[frozenset[str], ...]
    lacks: frozenset[str]
    weights: Mapping[str, float]

    def fits(self, concepts: Collection[str]) -> bool:
        """Return whether the rule holds for the concepts of a name."""
        return all(not need.isdisjoint(concepts) for need in self.needs) and self.lacks.isdisjoint(concepts)


@cache
def header_rules() -> tuple[HeaderRule, ...]:
    """Return the rules of `header_rules.txt` in their order."""
    text = (resources.files(__package__) / "header_rules.txt").read_text(encoding="utf-8")
    return tuple(_rule(line) for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _rule(line: str) -> HeaderRule:
    conditions, _, meanings = line.partition(" : ")
    words = conditions.split()
    weights = (meaning.split() for meaning in meanings.split(","))
    return HeaderRule(
        needs=tuple(GROUPS.get(word, frozenset(word.split("|"))) for word in words if not word.startswith("-")),
        lacks=frozenset(word[1:] for word in words if word.startswith("-")),
        weights={meaning: float(weight) for meaning, weight in weights},
    )


def header_weights(reading: HeaderReading) -> dict[str, float]:
    """Return how much a column name speaks for each meaning.

    Parameters
    ----------
    reading
        What was read in the name.

    Returns
    -------
    dict of str to float
        Meaning to weight, adding up to 1 with `extra`; empty when nothing was read.
    """
    if not reading.concepts:
        return {}
    concepts = frozenset(reading.concepts) | _nearest(reading.concepts) | _first_asked_about(reading.concepts)
    rule = next((rule for rule in header_rules() if rule.fits(concepts)), None)
    if rule is None:
        return {}
    # Words that nobody knows may turn the meaning; so may a word that had to be spelt anew.
    trust = (0.35 + 0.65 * min(1.0, reading.coverage * 1.15)) * (1.0 if reading.is_exact else 0.92)
    if reading.concepts == ("number",) and reading.unknown_words:
        # The number of something, and it is not known of what.
        trust *= 0.6
    weights = {meaning: weight * trust for meaning, weight in rule.weights.items() if meaning != "extra"}
    return {**weights, "extra": max(0.01, 1.0 - sum(weights.values()))}


def _nearest(concepts: Sequence[str]) -> frozenset[str]:
    """Return whether a name is that of a body, or of somebody in a role who may be a person as well."""
    bearers = [concept for concept in concepts if concept in BEARERS]
    if not bearers:
        return frozenset()
    name = next((index for index, concept in enumerate(concepts) if concept in ("name", "legal_name")), None)
    nearest = bearers[0]
    if name is not None:
        after = [concept for concept in concepts[name + 1 :] if concept in BEARERS]
        nearest = after[0] if after else bearers[-1]
    if nearest == "organisation" or ("organisation" in concepts and nearest in GROUPS["@body"]):
        return frozenset({"@near_body"})
    if nearest == "recipient":
        return frozenset({"@near_recipient"})
    return frozenset({"@near_role"}) if nearest in ("applicant", "lead") and "project" not in concepts else frozenset()


def _first_asked_about(concepts: Sequence[str]) -> frozenset[str]:
    """Return whether a text is asked of a project before anything of it: "describe your idea, its aim and for whom"."""
    first = next((concept for concept in concepts if concept not in ("describe", "description")), "")
    return frozenset({"@work_first"}) if first in ("project", "application") else frozenset()


_MIN_KNOWN_PART: Final = 0.7


def is_column_name(name: str) -> bool:
    """Return whether a cell reads like the name of a column, as a heading over several columns or a value does not.

    Examples
    --------
    >>> is_column_name("Project title"), is_column_name("Partner"), is_column_name("Pocket mentors")
    (True, False, False)
    """
    reading = read_header(name)
    return reading.coverage >= _MIN_KNOWN_PART and not set(reading.concepts) <= _OWNERS
