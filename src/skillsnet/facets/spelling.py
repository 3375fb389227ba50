"""What somebody may have meant whose words are found nowhere."""

from collections import Counter
from collections.abc import Mapping
from functools import cache

from skillsnet.calls.models import Project, SearchDocument
from skillsnet.core.search import search_query, search_words
from skillsnet.core.search.glossary import subjects
from skillsnet.core.search.spelling import near_word
from skillsnet.core.text import WORD
from skillsnet.db.search import document_counts
from skillsnet.facets.search import words_condition

# So many projects' words are looked through: in larger networks those that came last.
PROJECTS_READ = 3000


def near_spelling(q: str) -> str:
    """Return the search with the near spellings of words that no project holds; "" where there is nothing better.

    One query where all words are known, else three. Only words that everybody may read are offered.
    """
    query = search_query(q)
    # What is a word of the field or of a language was not mistyped, though nobody may have written it here.
    groups = [group.typed for group in query.groups if not (group.is_plain or group.meanings)]
    counts = document_counts(groups, model=SearchDocument)
    unknown = {phrase[0].word for group, count in zip(groups, counts, strict=True) if not count for phrase in group}
    if not unknown:
        return ""
    vocabulary = _vocabulary()
    corrected = WORD.sub(lambda match: _corrected(match[0], unknown, vocabulary), q)
    if corrected == q or not Project.objects.public().filter(words_condition(corrected, "")).exists():
        return ""
    return corrected


def _corrected(word: str, unknown: set[str], vocabulary: Mapping[str, int]) -> str:
    folded = search_words(word)
    if not folded or folded[0] not in unknown:
        return word
    near = near_word(folded[0], vocabulary)
    return word if near is None else _spellings().get(near, near)


def _vocabulary() -> Mapping[str, int]:
    """Return the words of public projects and of the glossary, with how many projects hold each."""
    rows = SearchDocument.objects.filter(project__in=Project.objects.public()).order_by("-pk")
    counts = Counter(dict.fromkeys(_spellings(), 0))
    for title, body in rows.values_list("title", "body")[:PROJECTS_READ]:
        counts.update({*title.split(), *body.split()})
    return counts


@cache
def _spellings() -> Mapping[str, str]:
    """Return how people write the folded words of the glossary."""
    shown = (term.meaning.shown for subject in subjects() for term in subject.terms if not term.is_abbreviation)
    return {folded: word for text in shown for word in WORD.findall(text) for folded in search_words(word)[:1]}
