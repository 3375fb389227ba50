"""Words of questions: who is asked for, and which words of a sentence are of its language."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from skillsnet.core.intake.column_meanings.vocabulary import ANY_LANGUAGE, PLAIN, PhraseMatch

# Concepts of questions, which never are the meaning of a name.
_WHO: Final = "who"
_REACH: Final = "reach"
_ACT: Final = "act"
HOW: Final = "how"
_QUESTION_WORDS: Final = frozenset({_WHO, _REACH, _ACT})
# So many words that stand for a person are a question: "Qui pouvons-nous contacter".
_QUESTION_LENGTH: Final = 3
# What a question for a person may ask for besides the name.
_ASKED_WITH_PEOPLE: Final = frozenset({"email", "phone", "position"})


def with_people_asked_for(matches: Sequence[PhraseMatch]) -> list[PhraseMatch]:
    """Return the phrases of a name, of "Whom may we write to about …?" only that a person is asked for.

    Who submits or leads something may be a person or an organisation.
    """
    asked_for = _people_asked_for(matches)
    if asked_for is None:
        return [_without_question_words(match) for match in matches]
    return [asked_for, *(match for match in matches if match.concepts.keys() & _ASKED_WITH_PEOPLE)]


def asks_for_people(matches: Sequence[PhraseMatch]) -> bool:
    """Return whether a name asks who somebody is, so that it is no question for a permission."""
    return _people_asked_for(matches) is not None or any(
        match.length >= _QUESTION_LENGTH and "person" in match.concepts for match in matches[:1]
    )


def _people_asked_for(matches: Sequence[PhraseMatch]) -> PhraseMatch | None:
    first = next((index for index, match in enumerate(matches) if not match.concepts.keys() <= {PLAIN}), 0)
    if not matches or _WHO not in matches[first].concepts:
        return None
    for verb, concept in ((_REACH, "person"), (_ACT, "applicant")):
        match = next((match for match in matches[first:] if verb in match.concepts), None)
        if match is not None:
            return PhraseMatch({concept: match.concepts[verb]}, matches[first].length + match.length)
    return None


def _without_question_words(match: PhraseMatch) -> PhraseMatch:
    if match.concepts.keys().isdisjoint(_QUESTION_WORDS):
        return match
    concepts = {concept: languages for concept, languages in match.concepts.items() if concept not in _QUESTION_WORDS}
    return replace(match, concepts=concepts or {PLAIN: frozenset({ANY_LANGUAGE})})


# Concepts that make a name something else than what the rest of it says.
_DENYING: Final = frozenset(
    {"date", "year", "count", "amount", "place", "comment", "score", "trait", "machine", "unit"}
)
# So many phrases, and such a share of all, make a name a sentence of one language.
_SENTENCE_PHRASES: Final = 3
# A name in two languages has more of the other.
_SENTENCE_SHARE: Final = 0.75


def without_foreign_words(matches: Sequence[PhraseMatch], languages: Sequence[str]) -> Sequence[PhraseMatch]:
    """Return the phrases without what is hardly meant and would turn the rest into something else.

    "porte" in a French question is no Portuguese size. Of misspelt words see `_without_doubtful_spellings`.

    Parameters
    ----------
    matches
        The phrases of a name.
    languages
        The languages of most of them, and that of the file last.
    """
    matches = _without_doubtful_spellings(matches)
    name_languages = set(languages[:-1])
    main_language = name_languages if len(name_languages) == 1 else set(languages[-1:])
    fitting = [match for match in matches if main_language & _languages_of(match)]
    if len(fitting) < max(_SENTENCE_PHRASES, len(matches) * _SENTENCE_SHARE):
        return matches
    usual_languages = main_language | {ANY_LANGUAGE}
    return [
        match for match in matches if usual_languages & _languages_of(match) or not _DENYING.issuperset(match.concepts)
    ]


def _without_doubtful_spellings(matches: Sequence[PhraseMatch]) -> Sequence[PhraseMatch]:
    """Return the phrases without misspelt words that turn what others say: "imparte" is hardly "importe"."""
    if not any(match.is_exact and match.concepts.keys() != {PLAIN} for match in matches):
        return matches
    return [match for match in matches if not match.is_respelt or not _DENYING.issuperset(match.concepts)]


def _languages_of(match: PhraseMatch) -> frozenset[str]:
    return frozenset().union(*match.concepts.values())
