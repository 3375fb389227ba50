"""Deciding, taking back, and deriving what stands."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.calls.actions import increment_version
from skillsnet.calls.models import Project
from skillsnet.classification.enums import Outcome, Source
from skillsnet.classification.models import Assignment, Decision, EngineRanking, OpenQuestion, QueuePlace, Skip
from skillsnet.classification.queries import latest_alive_id, latest_spoken_id
from skillsnet.classification.rules import DecisionSummary, effective_decision, why_not_undo
from skillsnet.core.errors import Invalid
from skillsnet.db.bulk import insert_rows
from skillsnet.taxonomy.models import Category, Edition
from skillsnet.taxonomy.queries.editions import name_of

BATCH = 500
ASSIGNMENT_FIELDS = (
    *("decision_id", "project_id", "category_id", "edition_id", "is_primary"),
    *("is_current", "probability", "evidence"),
)


class Overtaken(Exception):
    """Somebody decided about the project after the page was made; carries the latest decision."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        super().__init__(f"project {decision.project_id}: decision {decision.pk} came in between")


@dataclass(frozen=True)
class Placed:
    """A category of a decision that is to be written, with what speaks for it."""

    category_id: int
    probability: float | None = None
    evidence: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True)
class Draft:
    """A decision that is to be written; its first category is the main one, without any it says "cannot tell"."""

    project_id: int
    source: Source
    placed: Sequence[Placed] = field(default=())
    by: int | None = None
    note: str = ""
    undoes_id: int | None = None
    reading_id: int | None = None
    carried_from_id: int | None = None
    origin: str = ""


def write_decisions(edition: Edition, drafts: Sequence[Draft]) -> list[Decision]:
    """Write decisions with their assignments and return them; call inside a transaction, then `derive_current`.

    Two queries for each few hundred decisions; a lock on the projects beforehand keeps others from deriving meanwhile.
    """
    now = timezone.now()
    decisions = [
        Decision(
            project_id=draft.project_id,
            edition=edition,
            source=draft.source,
            outcome=_outcome(draft),
            by_id=draft.by,
            at=now,
            note=draft.note,
            undoes_id=draft.undoes_id,
            reading_id=draft.reading_id,
            carried_from_id=draft.carried_from_id,
            origin=draft.origin,
        )
        for draft in drafts
    ]
    Decision.objects.bulk_create(decisions, batch_size=BATCH)
    rows = (
        (made.pk, made.project_id, placed.category_id, edition.pk, place == 0, False, placed.probability,
         list(placed.evidence))
        for made, draft in zip(decisions, drafts, strict=True)
        for place, placed in enumerate(draft.placed)
    )  # fmt: skip
    insert_rows(Assignment, ASSIGNMENT_FIELDS, rows)
    return decisions


def _outcome(draft: Draft) -> Outcome:
    if draft.undoes_id is not None:
        return Outcome.UNDONE
    return Outcome.PLACED if draft.placed else Outcome.CANNOT_TELL


def derive_current(project_ids: Iterable[int], edition: Edition) -> int:
    """Mark the assignments that stand by the decisions, and return how many marks changed; nothing else sets them.

    Call inside a transaction. Locks the projects, so that decisions at the same moment are derived one after another.
    Four queries a batch.
    """
    ids = sorted(set(project_ids))
    return sum(_derive_batch(ids[start : start + BATCH], edition) for start in range(0, len(ids), BATCH))


def lock_projects(ids: Iterable[int]) -> None:
    """Keep others from deciding about these projects until the transaction ends."""
    list(Project.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk").values_list("pk", flat=True))


def _derive_batch(ids: Sequence[int], edition: Edition) -> int:
    lock_projects(ids)
    stands = standing_of(ids, edition)
    rows = Assignment.objects.filter(project_id__in=ids, edition=edition).filter(
        Q(is_current=True) | Q(decision_id__in=list(stands.values()))
    )
    wanted = set(stands.values())
    fallen, risen = [], []
    for pk, decision_id, is_current in rows.order_by("pk").values_list("pk", "decision_id", "is_current"):
        if is_current and decision_id not in wanted:
            fallen.append(pk)
        elif not is_current and decision_id in wanted:
            risen.append(pk)
    if fallen:
        Assignment.objects.filter(pk__in=fallen).update(is_current=False)
    if risen:
        Assignment.objects.filter(pk__in=risen).update(is_current=True)
    return len(fallen) + len(risen)


def standing_of(ids: Sequence[int], edition: Edition) -> dict[int, int]:
    """Return the decision that stands for each of the projects that has one; one query."""
    spoken: dict[int, list[DecisionSummary]] = defaultdict(list)
    rows = Decision.objects.filter(project_id__in=ids, edition=edition).order_by("pk")
    said = rows.values_list("project_id", "pk", "source", "undoes_id", "reading_id", "origin")
    for project_id, pk, source, undoes_id, reading_id, origin in said:
        spoken[project_id].append(DecisionSummary(pk, source, undoes_id, reading_id, origin))
    found = {project_id: effective_decision(decisions) for project_id, decisions in spoken.items()}
    return {project_id: pk for project_id, pk in found.items() if pk is not None}


@transaction.atomic
def forget_decisions(edition: Edition, *, by: int | None) -> int:
    """Delete what was decided in an edition that is a draft again, unless a person decided in it; return how many.

    The one place where decisions go: they never counted, and would keep the draft's categories from being changed.
    """
    own = Decision._base_manager.filter(edition=edition)
    if not edition.is_at_work or own.filter(by__isnull=False).exists():
        return 0
    count = own.count()
    for kind in (OpenQuestion, EngineRanking, QueuePlace, Skip):
        kind.objects.filter(edition=edition).delete()
    own.delete()
    record("classification.forget_decisions", subject=f"edition:{edition.pk}", by=by, decisions=count)
    return count


def confirm_categories(
    project: Project, categories: Sequence[Category], *, by: int, seen: int | None = None, note: str = ""
) -> Decision:
    """Place a project by a facilitator's word, the first category as the main one; earlier words stay on record.

    `seen` is the latest decision that the facilitator's page knew (0 for none): when another came in between, nothing
    is written and `Overtaken` is raised. The same answer sent twice is written once.
    """
    editions = {category.edition_id for category in categories}
    if len(editions) != 1:
        raise Invalid(_("Choose a main category from the list, then confirm again."))
    edition = Edition.objects.select_related("taxonomy").get(pk=editions.pop())
    if len(set(categories)) > 1 and not edition.taxonomy.is_multi_valued:
        name = name_of(edition.taxonomy.names, edition.taxonomy.slug)
        raise Invalid(_("A project can be in only one category of “%(taxonomy)s”. Choose one.") % {"taxonomy": name})
    placed = tuple(Placed(category.pk) for category in dict.fromkeys(categories))
    draft = Draft(project.pk, Source.FACILITATOR, placed=placed, by=by, note=note)
    return _decide(draft, edition, seen=seen)


def say_cannot_tell(
    project: Project, edition: Edition, *, by: int, seen: int | None = None, note: str = ""
) -> Decision:
    """Say by a facilitator's word that the text does not tell; the project stands in no category and waits no more."""
    return _decide(Draft(project.pk, Source.FACILITATOR, by=by, note=note), edition, seen=seen)


@transaction.atomic
def _decide(draft: Draft, edition: Edition, *, seen: int | None) -> Decision:
    lock_projects([draft.project_id])
    latest_id = latest_spoken_id(draft.project_id, edition)
    if seen is not None and latest_id != seen:
        latest = Decision.objects.get(pk=latest_id)
        if _says_the_same(latest, draft):
            return latest
        raise Overtaken(latest)
    made = write_decisions(edition, [draft])[0]
    _settle(made, edition)
    slugs = Category.objects.filter(pk__in=[placed.category_id for placed in draft.placed])
    record(
        "classification.confirm" if draft.placed else "classification.cannot_tell",
        subject=f"project:{draft.project_id}",
        by=draft.by,
        decision=made.pk,
        categories=sorted(slugs.values_list("slug", flat=True)),
    )
    return made


def _says_the_same(latest: Decision, draft: Draft) -> bool:
    said = latest.assignments.order_by("-is_primary", "pk").values_list("category_id", flat=True)
    same = [placed.category_id for placed in draft.placed] == list(said)
    return same and (latest.by_id, latest.outcome) == (draft.by, _outcome(draft))


def _settle(made: Decision, edition: Edition) -> None:
    derive_current([made.project_id], edition)
    Skip.objects.filter(project=made.project_id, edition=edition).delete()
    increment_version([made.project_id])


@transaction.atomic
def undo_decision(decision: Decision, *, by: int) -> Decision:
    """Take back one's own decision by another that says so; what stood before it stands again."""
    lock_projects([decision.project_id])
    edition = decision.edition
    if reason := why_not_undo(decision, by=by, latest_id=latest_alive_id(decision.project_id, edition)):
        raise Invalid(reason)
    draft = Draft(decision.project_id, Source(decision.source), by=by, undoes_id=decision.pk)
    made = write_decisions(edition, [draft])[0]
    _settle(made, edition)
    record("classification.undo", subject=f"project:{decision.project_id}", by=by, decision=decision.pk)
    return made


def skip(project: Project, edition: Edition, *, by: int) -> None:
    """Put a project off until this person has come to the end of the queue. No word about it, so not audited."""
    Skip.objects.get_or_create(user_id=by, project=project, edition=edition)


def skip_no_more(edition: Edition, *, by: int) -> int:
    """Bring back what this person put off, and return how many."""
    return Skip.objects.filter(user_id=by, edition=edition).delete()[0]
