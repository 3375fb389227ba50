"""What the words of a search find, in all languages of the platform; and what a text is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from django.db.models import Case, Exists, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable

from skillsnet.calls.models import DataVersion, Project, SearchDocument
from skillsnet.core.search import Meaning, search_query, text_groups
from skillsnet.core.search.concept_vectors import ComparedTexts
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES
from skillsnet.db.search import document_counts, matching, ranked_ids, title_hits
from skillsnet.facets.enums import SearchMode
from skillsnet.facets.search_vectors import concept_nearness

# Of a text's similar projects so many are shown, and none that has less than this share of the best one's weight.
MOST_SIMILAR = 40
LEAST_SHARE = 0.35
# Among so many with the most weight.
COMPARED = 400
# A word that more of the texts hold tells none from another, except among few.
COMMON_SHARE = 0.5
FEW_PROJECTS = 100


@dataclass(frozen=True)
class SimilarProjects:
    """The projects that are most alike to a text, the most alike first."""

    ids: tuple[int, ...]


def words_condition(q: str, mode: str) -> Q:
    """Return the condition that a project's public words hold those of a search, or what they mean in its language."""
    query = search_query(q, is_exact=mode == SearchMode.EXACT)
    condition = matching(query.typed, model=SearchDocument)
    for language in PARALLEL_LANGUAGES:
        if groups := query.in_language(language):
            condition |= Q(language=language) & matching(groups, model=SearchDocument)
    return condition


def words_order(q: str, mode: str) -> tuple[Combinable, Combinable]:
    """Return what projects are ordered by: whether they hold the words as typed, and how many are in the title."""
    query = search_query(q, is_exact=mode == SearchMode.EXACT)
    typed = When(matching(query.typed, model=SearchDocument), then=Value(0))
    is_translated = Case(typed, default=Value(1), output_field=IntegerField())
    return is_translated, title_hits(query.typed, title="search__title")


def other_meanings(q: str, mode: str) -> tuple[Meaning, ...]:
    """Return the words of other languages and abbreviations that a search looks for besides those typed."""
    return search_query(q, is_exact=mode == SearchMode.EXACT).shown_meanings


def similar_projects(q: str, mode: str) -> SimilarProjects | None:
    """Return the projects most alike to a search that is a text; None where its words are searched. Four queries.

    Each word counts for how rare it is (inverse document frequency, Spärck Jones 1972), as itself, by its stem or as
    what it means in another language. Those with most weight are ordered by words and by concepts (`ComparedTexts`).
    """
    if not q or mode == SearchMode.EXACT or not (mode == SearchMode.TEXT or search_query(q).is_text):
        return None
    groups = text_groups(q)
    total = SearchDocument.objects.count()
    counts = document_counts(groups, model=SearchDocument)
    most = max(FEW_PROJECTS, COMMON_SHARE * total)
    known_groups = [(group, count) for group, count in zip(groups, counts, strict=True) if 0 < count <= most]
    rarity = [log(1 + total / count) for _, count in known_groups]
    ranked = ranked_ids([group for group, _ in known_groups], weights=rarity, model=SearchDocument, most=COMPARED)
    weights = dict(ranked)
    public = Project.objects.public().filter(pk__in=list(weights)).order_by("pk")
    rows = list(public.values_list("pk", "language", "created_at"))
    nearness = concept_nearness(q, {pk: created_at for pk, _, created_at in rows})
    comparison = ComparedTexts(weights, {pk: language for pk, language, _ in rows}, nearness)
    return SimilarProjects(comparison.most_alike(most=MOST_SIMILAR, least=LEAST_SHARE))


def held_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return which of some words and terms a public project holds, each as it stands; one query."""
    queries = [search_query(word, is_exact=True) for word in words]
    public = Project.objects.public()
    exists = {
        f"has_{number}": Exists(public.filter(matching(query.typed, model=SearchDocument)))
        for number, query in enumerate(queries)
    }
    row = DataVersion.objects.filter(pk=1).annotate(**exists).values_list(*exists).first() if exists else None
    return tuple(word for word, is_held in zip(words, row or (), strict=False) if is_held)
