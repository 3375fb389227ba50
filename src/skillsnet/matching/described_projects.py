"""The texts of all projects as likeness compares them: described once for all that follows a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings

from skillsnet.calls.models import Project
from skillsnet.calls.queries import public_texts
from skillsnet.classification.embeddings import read_embedder
from skillsnet.core.likeness import TextVectors, text_vectors
from skillsnet.core.likeness.concepts import Definition, complete_definitions
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES
from skillsnet.matching.definitions import network_definitions

# The descriptions of so many texts are kept for the next that asks, some 5 kB each.
MOST_KEPT = 10_000


@dataclass(frozen=True)
class DescribedProjects:
    """The projects that everybody may read, in ascending order of their numbers, and their texts as vectors."""

    ids: tuple[int, ...]
    vectors: TextVectors
    definitions: tuple[Definition, ...]

    @cached_property
    def row_of(self) -> Mapping[int, int]:
        """The row of each project by its number."""
        return {pk: row for row, pk in enumerate(self.ids)}

    def pooled(self, groups: Sequence[Sequence[int]]) -> TextVectors:
        """Return vectors of groups of projects, by their numbers; projects that have come meanwhile are left out."""
        return self.vectors.pooled([[self.row_of[pk] for pk in group if pk in self.row_of] for group in groups])


def described_projects() -> DescribedProjects:
    """Return all projects that everybody may read, with their texts as vectors; what was described last is kept.

    One new text changes which words are distinctive, so all are described anew after a change, once.
    """
    rows = list(public_texts(Project.objects.public()))
    definitions = complete_definitions(network_definitions())
    texts = tuple(text for _, text, _ in rows)
    languages = tuple(language or None for *_, language in rows)
    describe = _latest_vectors if len(rows) <= MOST_KEPT else _vectors
    vectors = describe(texts, languages, definitions, settings.EMBEDDINGS)
    return DescribedProjects(tuple(pk for pk, *_ in rows), vectors, definitions)


def _vectors(
    texts: tuple[str, ...], languages: tuple[str | None, ...], definitions: tuple[Definition, ...], embeddings: str
) -> TextVectors:
    by_language = [dict(zip(PARALLEL_LANGUAGES, definition, strict=True)) for definition in definitions]
    embedder = read_embedder(embeddings) if embeddings else None
    return text_vectors(texts, languages, definitions=by_language, embedder=embedder)


@lru_cache(maxsize=1)
def _latest_vectors(
    texts: tuple[str, ...], languages: tuple[str | None, ...], definitions: tuple[Definition, ...], embeddings: str
) -> TextVectors:
    return _vectors(texts, languages, definitions, embeddings)
