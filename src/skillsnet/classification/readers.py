"""What the engine reads: definitions, texts, and what people confirmed. The only place that knows the engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from skillsnet.calls.models import Proposal
from skillsnet.classification.enums import PEOPLE
from skillsnet.classification.models import Assignment, Decision
from skillsnet.core.classification import CategoryDefinition, CategoryScore, Classifier, Evidence, Ranking
from skillsnet.core.text import mask_contacts
from skillsnet.taxonomy.models import Category, CategoryText, Edition

MAX_CATEGORIES = 3
# A second category is kept when it speaks at least this loudly beside the first.
SECOND_SHARE = 0.55
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

    def rank(self, proposals: Sequence[Proposal]) -> list[Ranked]:
        """Return each proposal's ranking."""
        texts = [text_of(proposal) for proposal in proposals]
        rankings = self.classifier.suggest(texts, [proposal.language or None for proposal in proposals])
        return [_ranked(ranking) for ranking in rankings]


def learned_engine(edition: Edition, *, until: int | None = None) -> Engine:
    """Return the engine for an edition, taught by what people decided up to a decision; None means all of it."""
    categories = edition.categories.prefetch_related("texts").order_by("order", "pk")
    return Engine(Classifier.from_definitions([_definition(category) for category in categories]))


def confirmed(edition: Edition, *, until: int | None = None) -> list[tuple[int, tuple[str, ...]]]:
    """Return the proposals that stand where a person put them, with their categories' slugs, the main one first.

    `until` leaves later decisions out. One query.
    """
    rows = Assignment.objects.filter(edition=edition, is_current=True, decision__source__in=PEOPLE)
    if until is not None:
        rows = rows.filter(decision__lte=until)
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
    return CategoryDefinition(slug=category.slug, texts=texts)


def _words_of(text: CategoryText) -> str:
    return f"{text.name}. {text.definition} {text.includes}"


def _ranked(ranking: Ranking) -> Ranked:
    scores = tuple(_scored(entry) for entry in ranking.scores)
    is_told = bool(scores) and getattr(ranking, "is_told", True)
    loudest = scores[0].probability if scores else 0.0
    told = tuple(entry for entry in scores[:MAX_CATEGORIES] if entry.probability >= SECOND_SHARE * loudest)
    return Ranked(
        scores=scores,
        told=told if is_told else (),
        language=ranking.language,
        is_fallback=ranking.is_fallback,
    )


def _scored(entry: CategoryScore) -> Scored:
    # The engine that learns says "probability" where the first one says "score".
    number = getattr(entry, "probability", None)
    probability = entry.score if number is None else number
    return Scored(entry.slug, round(float(probability), 4), tuple(_said(found) for found in entry.evidence))


def _said(found: Evidence) -> dict[str, Any]:
    """Return a phrase as JSON: whatever the engine says of it."""
    parts = {name: getattr(found, name) for name in found.__dataclass_fields__}
    return {name: list(value) if isinstance(value, tuple | set | frozenset) else value for name, value in parts.items()}
