"""Words of questions: who is asked for, and which words of a sentence are of its language."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from skillsnet.core.intake.column_meanings.vocabulary import ANY_LANGUAGE, PLAIN, PhraseMatch

# Concepts of questions, which never are the meaning of a name.
_WHO: Final = "who"
_REACH: Final = "reach"
HOW: Final = "how"
# What a question for a person may ask for besides the name.
_ASKED_WITH_PEOPLE: Final = frozenset({"email", "phone", "position"})


def with_people_asked_for(matches: Sequence[PhraseMatch]) -> list[PhraseMatch]:
    """Return the phrases of a name, of "Whom may we write to about …?" only that a person is asked for."""
    first = next((index for index, match in enumerate(matches) if not match.concepts.keys() <= {PLAIN}), 0)
    if matches and _WHO in matches[first].concepts:
        reach = next((match for match in matches[first:] if _REACH in match.concepts), None)
        if reach is not None:
            person = PhraseMatch({"person": reach.concepts[_REACH]}, matches[first].length + reach.length)
            return [person, *(match for match in matches if match.concepts.keys() & _ASKED_WITH_PEOPLE)]
    return [_without_question_words(match) for match in matches]


def _without_question_words(match: PhraseMatch) -> PhraseMatch:
    if match.concepts.keys().isdisjoint({_WHO, _REACH}):
        return match
    concepts = {concept: languages for concept, languages in match.concepts.items() if concept not in (_WHO, _REACH)}
    return replace(match, concepts=concepts or {PLAIN: frozenset({ANY_LANGUAGE})})


# So many phrases, and such a share of all, make a name a sentence of one language.
_SENTENCE_PHRASES: Final = 4
# A name in two languages has more of the other.
_SENTENCE_SHARE: Final = 0.8


def without_foreign_words(matches: Sequence[PhraseMatch], languages: Sequence[str]) -> Sequence[PhraseMatch]:
    """Return the phrases of a sentence that its language has; "porte" in a French question is no Portuguese size."""
    main_language = set(languages[:1]) if len(set(languages[:-1])) == 1 else set()
    fitting = [match for match in matches if main_language & frozenset().union(*match.concepts.values())]
    if len(fitting) < max(_SENTENCE_PHRASES, len(matches) * _SENTENCE_SHARE):
        return matches
    usual_languages = main_language | {ANY_LANGUAGE, "en"}
    return [match for match in matches if usual_languages & frozenset().union(*match.concepts.values())]
