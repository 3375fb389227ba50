"""What stands near a project: the projects similar to it with the reasons, and those of its organisation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.models import Project, SearchDocument
from skillsnet.calls.queries import public_text, title_for
from skillsnet.classification.queries import Placement
from skillsnet.classification.rules import LEAST_PROBABILITY
from skillsnet.core.search import search_words
from skillsnet.core.search.text_subjects import subjects_in
from skillsnet.core.text.stems import subject_words
from skillsnet.matching.models import Suggestion
from skillsnet.matching.similar_reasons import similar_reasons
from skillsnet.participants.visibility import organisation_label

SIMILAR_SHOWN = 6
SIBLINGS_SHOWN = 12

Placements = Mapping[int, Sequence[Placement]]


@dataclass(frozen=True)
class Neighbour:
    """Another project, as a link with the reasons for it."""

    id: int
    title: str
    language: str
    organisation: str
    country: str
    reasons: tuple[str, ...] = ()
    is_organisation: bool = False


def suggestions_of(project: Project) -> list[Suggestion]:
    """Return the suggestions of similar projects that everybody may read, the most alike first; one query."""
    suggestions = Suggestion.objects.filter(project=project, similar_project__in=Project.objects.public())
    return list(suggestions.order_by("rank", "pk").select_related("similar_project__organisation")[:SIMILAR_SHOWN])


def similar_neighbours(
    project: Project, suggestions: Sequence[Suggestion], placements: Placements, *, viewer: Viewer, language: str
) -> tuple[Neighbour, ...]:
    """Return the similar projects with the reasons; one query.

    `placements` are the categories of the project and of those similar to it.
    """
    own_subjects = subjects_in(public_text(project), project.language)
    search_texts = SearchDocument.objects.filter(pk=project.pk).values_list("title", "body").first() or ("", "")
    public_words = {word for text in search_texts for word in text.split()}
    neighbours = []
    for suggestion in suggestions:
        similar = suggestion.similar_project
        reasons = similar_reasons(
            own_subjects,
            subjects_in(public_text(similar), similar.language),
            words=[
                word
                for word in _words_of_titles(suggestion.shared_words, project, similar)
                # Only words that everybody can find the project by are named, not what was masked since.
                if public_words.issuperset(search_words(word))
            ],
            words_language=project.language,
            categories=_categories_in_common(placements.get(project.pk, ()), placements.get(similar.pk, ())),
            reader=language,
        )
        neighbours.append(neighbour_of(similar, viewer, reasons=reasons))
    return tuple(neighbours)


def siblings_of(project: Project, viewer: Viewer) -> tuple[Neighbour, ...]:
    """Return other projects of the organisation; one query."""
    if project.organisation_id is None:
        return ()
    rows = Project.objects.public().filter(organisation=project.organisation_id).exclude(pk=project.pk)
    return tuple(
        neighbour_of(row, viewer)
        for row in rows.select_related("organisation").order_by("title", "pk")[:SIBLINGS_SHOWN]
    )


def neighbour_of(project: Project, viewer: Viewer, *, reasons: tuple[str, ...] = ()) -> Neighbour:
    """Return a project as a link to it."""
    return Neighbour(
        id=project.pk,
        title=title_for(project, viewer),
        language=project.language,
        organisation=organisation_label(project.organisation, viewer),
        country=project.country,
        reasons=reasons,
        is_organisation=project.is_organisation,
    )


def _words_of_titles(words: Iterable[object], first: Project, second: Project) -> Iterator[str]:
    """Yield those of some words of the first project that are in a title of the two, which says what that is about."""
    in_titles = {
        stem for each in (first, second) for stem, _ in subject_words(title_for(each, ANYONE), each.language or None)
    }
    for word in map(str, words):
        if not in_titles.isdisjoint(stem for stem, _ in subject_words(word, first.language or None)):
            yield word


def _categories_in_common(first: Iterable[Placement], second: Iterable[Placement]) -> list[str]:
    """Return the names of the categories that somebody confirmed for both, or that are likely enough for a reason."""
    likely_ids = {placement.category.id for placement in second if _is_likely(placement)}
    return [
        placement.category.name for placement in first if placement.category.id in likely_ids and _is_likely(placement)
    ]


def _is_likely(placement: Placement) -> bool:
    return not placement.is_suggested or (placement.probability or 0) >= LEAST_PROBABILITY
