"""Writes about which proposal belongs to which category."""

from collections.abc import Iterator, Sequence

from django.db import transaction

from skillsnet.audit.actions import record
from skillsnet.calls.actions import bump_data_version
from skillsnet.calls.models import Proposal
from skillsnet.classification.enums import Source
from skillsnet.classification.models import Assignment
from skillsnet.core.classification import CategoryDefinition, Classifier, Ranking
from skillsnet.core.classification.evaluation import chosen
from skillsnet.core.text import fold
from skillsnet.taxonomy.models import Category, CategoryText
from skillsnet.taxonomy.queries import current_edition

BATCH = 500
NAMED_KEY = "category_named"


def suggest_categories(proposal_ids: Sequence[int] | None = None) -> int:
    """Give each proposal its suggested categories, and the applicant's own where the file named them.

    Proposals a person has confirmed are left alone. Returns how many proposals were looked at.
    """
    edition = current_edition()
    if edition is None:
        return 0
    categories = list(edition.categories.prefetch_related("texts"))
    classifier = Classifier.learn([_definition(category) for category in categories])
    by_slug = {category.slug: category for category in categories}
    by_name = _names(categories)
    looked_at = 0
    for batch in _batches(proposal_ids):
        named = {proposal.pk: _named(proposal, by_name) for proposal in batch}
        texts = [f"{proposal.title}. {proposal.summary}" for proposal in batch]
        rankings = classifier.suggest(texts, [proposal.language or None for proposal in batch])
        _write_batch(batch, rankings, named, by_slug)
        looked_at += len(batch)
    return looked_at


def _definition(category: Category) -> CategoryDefinition:
    texts = {text.language: _words_of(text) for text in category.texts.all()}
    names = tuple(text.name for text in category.texts.all())
    return CategoryDefinition(slug=category.slug, texts=texts, names=names)


def _words_of(text: CategoryText) -> str:
    return f"{text.name}. {text.definition} {text.includes}"


def _names(categories: Sequence[Category]) -> dict[str, Category]:
    """Return every way to name a category: slug, number, name in each language."""
    names = {}
    for category in categories:
        for name in (category.slug, *(text.name for text in category.texts.all())):
            names[fold(name)] = category
    return names


def _named(proposal: Proposal, by_name: dict[str, Category]) -> list[Category]:
    """Return the categories the file named for this proposal, in its order."""
    named = proposal.extra.get(NAMED_KEY, [])
    found = [by_name[fold(name)] for name in named if fold(name) in by_name]
    return list(dict.fromkeys(found))


def _batches(proposal_ids: Sequence[int] | None) -> Iterator[list[Proposal]]:
    proposals = Proposal.objects.order_by("pk").only("pk", "title", "summary", "language", "extra")
    if proposal_ids is not None:
        ids = sorted(proposal_ids)
        for start in range(0, len(ids), BATCH):
            yield list(proposals.filter(pk__in=ids[start : start + BATCH]))
        return
    last = 0
    while batch := list(proposals.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


@transaction.atomic
def _write_batch(
    batch: Sequence[Proposal],
    rankings: Sequence[Ranking],
    named: dict[int, list[Category]],
    by_slug: dict[str, Category],
) -> None:
    ids = [proposal.pk for proposal in batch]
    current = Assignment.objects.filter(proposal_id__in=ids, is_current=True)
    confirmed = set(
        current.filter(source__in=[Source.FACILITATOR, Source.MEMBER]).values_list("proposal_id", flat=True)
    )
    standing: dict[int, set[tuple[int, str]]] = {}
    for proposal_id, category_id, source in current.values_list("proposal_id", "category_id", "source"):
        standing.setdefault(proposal_id, set()).add((category_id, source))
    added: list[Assignment] = []
    for proposal, ranking in zip(batch, rankings, strict=True):
        if proposal.pk in confirmed:
            continue
        wanted = _wanted(proposal, ranking, named[proposal.pk], by_slug)
        if {(row.category_id, row.source) for row in wanted} != standing.get(proposal.pk, set()):
            added += wanted
    replaced = {row.proposal_id for row in added}
    current.filter(proposal_id__in=replaced).update(is_current=False)
    Assignment.objects.bulk_create(added)


def _wanted(
    proposal: Proposal, ranking: Ranking, named: Sequence[Category], by_slug: dict[str, Category]
) -> list[Assignment]:
    if named:
        return [
            Assignment(proposal=proposal, category=category, source=Source.APPLICANT, is_primary=place == 0)
            for place, category in enumerate(named)
        ]
    if not ranking.is_told:
        return []
    wanted = chosen(ranking, multi_label=True)
    kept = [entry for entry in ranking.scores if entry.slug in wanted]
    return [
        Assignment(
            proposal=proposal,
            category=by_slug[entry.slug],
            source=Source.ENGINE,
            is_primary=place == 0,
            score=entry.probability,
            evidence=[{"phrase": found.phrase, "answers_to": found.answers_to} for found in entry.evidence],
        )
        for place, entry in enumerate(kept)
    ]


@transaction.atomic
def confirm_categories(proposal: Proposal, categories: Sequence[Category], *, by: int) -> list[Assignment]:
    """Set a proposal's categories by a facilitator's word, the first as the main one; earlier words stay on record."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    Assignment.objects.filter(proposal=proposal, is_current=True).update(is_current=False)
    written = Assignment.objects.bulk_create(
        Assignment(proposal=proposal, category=category, source=Source.FACILITATOR, is_primary=place == 0, by_id=by)
        for place, category in enumerate(categories)
    )
    bump_data_version()
    record(
        "classification.confirm",
        subject=f"proposal:{proposal.pk}",
        by=by,
        categories=[category.slug for category in categories],
    )
    return written
