"""What the engine reads: definitions, texts, and what people confirmed. The only place that knows the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from skillsnet.calls.models import Proposal
from skillsnet.classification.embeddings import installed_embedder
from skillsnet.classification.enums import PEOPLE, Source
from skillsnet.classification.models import Assignment, Decision
from skillsnet.classification.queries.waiting import open_questions
from skillsnet.core.classification import (
    CategoryDefinition,
    CategoryScore,
    Classifier,
    Confirmed,
    Evidence,
    Ranking,
    chosen,
)
from skillsnet.core.text import mask_contacts
from skillsnet.taxonomy.models import Category, CategoryText, Edition

READ_AT_ONCE = 5_000
TITLE_END = ". "
TEXT_FIELDS = ("pk", "title", "summary", "language", "extra")


@dataclass(frozen=True)
class Scored:
    """A category with its probability, and what in the text speaks for it."""

    slug: str
    probability: float
    evidence: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Ranked:
    """A proposal's categories, the likeliest first; `told` are those it is placed in, none for "cannot tell"."""

    scores: tuple[Scored, ...]
    told: tuple[Scored, ...]
    language: str
    is_fallback: bool


@dataclass(frozen=True)
class Engine:
    """A classifier that has learned, for one edition."""

    classifier: Classifier
    is_multi_valued: bool = True

    def rank(self, proposals: Sequence[Proposal]) -> list[Ranked]:
        """Return each proposal's ranking."""
        texts = [text_of(proposal) for proposal in proposals]
        rankings = self.classifier.suggest(texts, [proposal.language or None for proposal in proposals])
        return [_ranked(ranking, is_multi_valued=self.is_multi_valued) for ranking in rankings]


def learned_engine(
    edition: Edition, *, until: int | None = None, taught: Mapping[int, Sequence[str]] | None = None
) -> Engine:
    """Return the engine for an edition, taught by what people decided up to a decision; None means all of it.

    `taught` takes the place of their decisions: slugs by proposal, for an edition in which nobody decided yet.
    """
    taught = dict(confirmed(edition, until=until)) if taught is None else taught
    texts, languages, known = [], [], []
    for proposal in Proposal.objects.order_by("pk").only(*TEXT_FIELDS).iterator(chunk_size=READ_AT_ONCE):
        text, language = text_of(proposal), proposal.language or None
        if slugs := taught.get(proposal.pk):
            known.append(Confirmed(text, language, tuple(slugs), proposal.pk))
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


def definitions_of(edition: Edition) -> list[CategoryDefinition]:
    """Return an edition's categories as the engine reads them; two queries."""
    categories = edition.categories.prefetch_related("texts").order_by("order", "pk")
    return [_definition(category) for category in categories]


def confirmed(edition: Edition, *, until: int | None = None) -> list[tuple[int, tuple[str, ...]]]:
    """Return the proposals that stand where a person put them, with their categories' slugs, the main one first.

    `until` leaves later decisions out, but for what was carried over. One query.
    """
    by_people = Q(decision__source__in=PEOPLE)
    # What people confirmed in an earlier edition and was carried over teaches too, but for what was left open.
    open_now = open_questions(edition).filter(proposal=OuterRef("proposal"))
    carried = Q(decision__source=Source.RULE, decision__origin__in=PEOPLE) & ~Exists(open_now)
    if until is not None:
        by_people &= Q(decision__lte=until)
    rows = Assignment.objects.filter(by_people | carried, edition=edition, is_current=True)
    found: dict[int, list[str]] = {}
    ordered = rows.order_by("proposal_id", "-is_primary", "pk")
    for proposal_id, slug in ordered.values_list("proposal_id", "category__slug"):
        found.setdefault(proposal_id, []).append(slug)
    return [(proposal_id, tuple(slugs)) for proposal_id, slugs in found.items()]


def last_decision_by_people(edition: Edition) -> int:
    """Return the id of the last decision a person made in the open, 0 for none."""
    return decisions_by_people(edition).order_by("-pk").values_list("pk", flat=True).first() or 0


def decisions_by_people(edition: Edition, *, after: int = 0) -> Any:
    """Return people's decisions in the open after one."""
    return Decision.objects.filter(edition=edition, source__in=PEOPLE, reading=None, pk__gt=after)


def text_of(proposal: Proposal) -> str:
    """Return what the engine reads of a proposal: title and summary without addresses and telephone numbers.

    Evidence counts its places in this text.
    """
    return f"{mask_contacts(proposal.title)}{TITLE_END}{mask_contacts(proposal.summary)}"


def summary_start(proposal: Proposal) -> int:
    """Return where the summary begins in the text that the engine reads."""
    return len(mask_contacts(proposal.title)) + len(TITLE_END)


def _definition(category: Category) -> CategoryDefinition:
    texts = {text.language: _words_of(text) for text in category.texts.all()}
    names = tuple(text.name for text in category.texts.all())
    return CategoryDefinition(slug=category.slug, texts=texts, names=names)


def _words_of(text: CategoryText) -> str:
    return f"{text.name}. {text.definition} {text.includes} {text.examples}"


def _ranked(ranking: Ranking, *, is_multi_valued: bool) -> Ranked:
    scores = tuple(_scored(entry) for entry in ranking.scores)
    slugs = chosen(ranking, multi_label=is_multi_valued) if ranking.is_told else ()
    return Ranked(
        scores=scores,
        told=tuple(entry for entry in scores if entry.slug in slugs),
        language=ranking.language,
        is_fallback=ranking.is_fallback,
    )


def _scored(entry: CategoryScore) -> Scored:
    return Scored(entry.slug, round(entry.probability, 4), tuple(_said(found) for found in entry.evidence))


def _said(found: Evidence) -> dict[str, Any]:
    """Return a phrase as JSON, its place in the text that the engine read."""
    return {
        "start": found.start,
        "end": found.end,
        "phrase": found.phrase,
        "answers_to": found.answers_to,
        "source": found.source.value,
        "weight": found.weight,
        "proposals": list(found.keys),
    }
