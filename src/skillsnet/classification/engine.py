"""The engine that has learned: it reads every project, so that a worker alone has one. The only place that knows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from skillsnet.calls.models import Project
from skillsnet.classification.embeddings import installed_embedder
from skillsnet.classification.training_data import TEXT_FIELDS, confirmed, definitions_of, text_of
from skillsnet.core.classification import CategoryScore, Confirmed, Evidence, Ranking, chosen
from skillsnet.core.classification.classifier import Classifier
from skillsnet.taxonomy.models import Edition

READ_AT_ONCE = 5_000


@dataclass(frozen=True)
class Scored:
    """A category with its probability, and what in the text speaks for it."""

    slug: str
    probability: float
    evidence: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Ranked:
    """A project's categories, the likeliest first; `told` are those it is placed in, none for "cannot tell"."""

    scores: tuple[Scored, ...]
    told: tuple[Scored, ...]
    language: str
    is_fallback: bool


@dataclass(frozen=True)
class Engine:
    """A classifier that has learned, for one edition."""

    classifier: Classifier
    is_multi_valued: bool = True

    def rank(self, projects: Sequence[Project]) -> list[Ranked]:
        """Return each project's ranking."""
        texts = [text_of(project) for project in projects]
        rankings = self.classifier.suggest(texts, [project.language or None for project in projects])
        return [_ranked(ranking, is_multi_valued=self.is_multi_valued) for ranking in rankings]


def learned_engine(
    edition: Edition, *, until: int | None = None, taught: Mapping[int, Sequence[str]] | None = None
) -> Engine:
    """Return the engine for an edition, taught by what people decided up to a decision; None means all of it.

    `taught` takes the place of their decisions: slugs by project, for an edition in which nobody decided yet.
    """
    taught = dict(confirmed(edition, until=until)) if taught is None else taught
    texts, languages, known = [], [], []
    for project in Project.objects.order_by("pk").only(*TEXT_FIELDS).iterator(chunk_size=READ_AT_ONCE):
        text, language = text_of(project), project.language or None
        if slugs := taught.get(project.pk):
            known.append(Confirmed(text, language, tuple(slugs), project.pk))
        else:
            texts.append(text)
            languages.append(language)
    return Engine(
        Classifier.learn(
            definitions_of(edition),
            texts=texts,
            languages=languages,
            confirmed=known,
            multi_label=edition.taxonomy.is_multi_valued,
            embedder=installed_embedder(),
        ),
        is_multi_valued=edition.taxonomy.is_multi_valued,
    )


def _ranked(ranking: Ranking, *, is_multi_valued: bool) -> Ranked:
    scores = tuple(_scored(score) for score in ranking.scores)
    slugs = chosen(ranking, multi_label=is_multi_valued) if ranking.is_told else ()
    return Ranked(
        scores=scores,
        told=tuple(score for score in scores if score.slug in slugs),
        language=ranking.language,
        is_fallback=ranking.is_fallback,
    )


def _scored(score: CategoryScore) -> Scored:
    return Scored(score.slug, round(score.probability, 4), tuple(_said(found) for found in score.evidence))


def _said(found: Evidence) -> dict[str, Any]:
    """Return a phrase as JSON, its place in the text that the engine read."""
    return {
        "start": found.start,
        "end": found.end,
        "phrase": found.phrase,
        "answers_to": found.answers_to,
        "source": found.source.value,
        "weight": found.weight,
        "projects": list(found.keys),
    }
