"""The engine that has learned: it reads every project, so that a worker alone has one. The only place that knows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skillsnet.calls.models import Project
from skillsnet.classification.embeddings import installed_embedder
from skillsnet.classification.queries.training_data import (
    TEXT_FIELDS,
    confirmed_labels,
    definitions_of,
    engine_text,
)
from skillsnet.core.classification import CategoryScore, Confirmed, Ranking, assigned_categories
from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.classification.stored import StoredEvidence, store_evidence
from skillsnet.taxonomy.models import Edition

READ_AT_ONCE = 5_000


@dataclass(frozen=True)
class ScoredCategory:
    """A category with its probability, and what in the text speaks for it."""

    slug: str
    probability: float
    evidence: tuple[StoredEvidence, ...]


@dataclass(frozen=True)
class ProjectRanking:
    """A project's categories, the likeliest first; `assigned` are those it is placed in, none for "cannot tell"."""

    scores: tuple[ScoredCategory, ...]
    assigned: tuple[ScoredCategory, ...]
    language: str
    is_fallback: bool


@dataclass(frozen=True)
class Engine:
    """A classifier that has learned, for one edition."""

    classifier: Classifier
    is_multi_valued: bool = True

    def rank(self, projects: Sequence[Project]) -> list[ProjectRanking]:
        """Return each project's ranking."""
        texts = [engine_text(project) for project in projects]
        rankings = self.classifier.suggest(texts, [project.language or None for project in projects])
        return [_project_ranking(ranking, is_multi_valued=self.is_multi_valued) for ranking in rankings]


def train_engine(
    edition: Edition, *, until: int | None = None, labels: Mapping[int, Sequence[str]] | None = None
) -> Engine:
    """Return the engine for an edition, trained by what people decided up to a decision; None means all of it.

    `labels` takes the place of their decisions: slugs by project, for an edition in which nobody decided yet.
    """
    labels = dict(confirmed_labels(edition, until=until)) if labels is None else labels
    texts, languages, confirmed = [], [], []
    for project in Project.objects.order_by("pk").only(*TEXT_FIELDS).iterator(chunk_size=READ_AT_ONCE):
        text, language = engine_text(project), project.language or None
        if slugs := labels.get(project.pk):
            confirmed.append(Confirmed(text, language, tuple(slugs), project.pk))
        else:
            texts.append(text)
            languages.append(language)
    return Engine(
        Classifier.learn(
            definitions_of(edition),
            texts=texts,
            languages=languages,
            confirmed=confirmed,
            multi_label=edition.taxonomy.is_multi_valued,
            embedder=installed_embedder(),
        ),
        is_multi_valued=edition.taxonomy.is_multi_valued,
    )


def _project_ranking(ranking: Ranking, *, is_multi_valued: bool) -> ProjectRanking:
    scores = tuple(_scored(score) for score in ranking.scores)
    slugs = assigned_categories(ranking, multi_label=is_multi_valued) if ranking.is_conclusive else ()
    return ProjectRanking(
        scores=scores,
        assigned=tuple(score for score in scores if score.slug in slugs),
        language=ranking.language,
        is_fallback=ranking.is_fallback,
    )


def _scored(score: CategoryScore) -> ScoredCategory:
    evidence = tuple(store_evidence(phrase) for phrase in score.evidence)
    return ScoredCategory(score.slug, round(score.probability, 4), evidence)
