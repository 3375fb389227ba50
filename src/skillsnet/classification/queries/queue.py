"""The review queue: which project comes next, what its page shows, and the progress."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from skillsnet.calls.models import Project
from skillsnet.calls.queries import TITLE_END
from skillsnet.classification.enums import PEOPLE, CorrectionState, Outcome
from skillsnet.classification.models import (
    AnnotationItem,
    Assignment,
    CorrectionRequest,
    Decision,
    EngineRanking,
    QueuePosition,
    Skip,
)
from skillsnet.classification.queries.decision_history import (
    DecisionView,
    decided_since,
    decision_history,
    decision_views,
    latest_decision_id,
    own_decisions,
)
from skillsnet.classification.queries.likelihoods import likelihood
from skillsnet.classification.queries.pending_review import open_edition_questions, pending_in
from skillsnet.classification.queries.training_data import engine_text, summary_start
from skillsnet.core.classification.stored import StoredEvidence, StoredScore
from skillsnet.core.text import mask_contacts
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import CategoryView, categories_of, view_of

RANKED_SHOWN = 3
# Keys 1 to 9 choose; a tenth category has no key of its own.
KEYS = 9
# Of one's last decisions where nobody decided today, and of today's.
UNDO_SHOWN = 5
TODAY_SHOWN = 20


@dataclass(frozen=True)
class Segment:
    """A piece of a text, and the short marks of the categories that it speaks for."""

    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class EvidenceView:
    """A phrase of the text, what it matches, and the confirmed projects that contain it."""

    phrase: str
    answers_to: str
    project_ids: tuple[int | str, ...] = ()


@dataclass(frozen=True)
class RankedCategory:
    """A category as it can be chosen; `key` chooses it, `share_pct` is what the engine gives it."""

    category: CategoryView
    key: str
    probability: float | None
    phrases: tuple[EvidenceView, ...]
    is_primary: bool
    is_secondary: bool
    is_requested: bool

    @property
    def share_pct(self) -> int | None:
        """The probability in per cent."""
        return None if self.probability is None else round(100 * self.probability)

    @property
    def likelihood(self) -> str:
        """The probability in words."""
        return likelihood(self.probability)


@dataclass(frozen=True)
class QueueItem:
    """A project as its page in the queue shows it."""

    project: Project
    title: tuple[Segment, ...]
    summary: tuple[Segment, ...]
    top_categories: tuple[RankedCategory, ...]
    other_categories: tuple[RankedCategory, ...]
    latest_decision_id: int
    is_conclusive: bool
    is_fallback: bool
    margin: float
    similar_count: int | None
    is_disputed: bool
    is_pending: bool
    correction: CorrectionRequest | None
    requested_category: CategoryView | None
    history: tuple[DecisionView, ...]
    open_questions: tuple["OpenQuestionView", ...]


@dataclass(frozen=True)
class OpenQuestionView:
    """What a change of edition left to decide: the category the project was in, and what became of that."""

    name: str
    kind: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class QueueProgress:
    """How many projects are pending, decided by people and skipped by the reader, and how many requests are open."""

    pending_count: int
    decided_count: int
    skipped_count: int
    correction_count: int

    @property
    def total_count(self) -> int:
        """All that are pending or decided by people."""
        return self.pending_count + self.decided_count


def next_id(edition: Edition, *, user_id: int) -> int | None:
    """Return the project to ask this person about next.

    Requests come first, then disputes, what a change of edition left open, what teaches most, and new ones.

    What this person skipped is left out. At most five queries; none reads the whole queue.
    """
    skips = Skip.objects.filter(user=user_id, edition=edition)
    is_pending = Exists(pending_in(edition).filter(pk=OuterRef("project")))
    is_skipped = Exists(skips.filter(project=OuterRef("project")))
    disputed = AnnotationItem.objects.filter(is_pending, annotation_round__edition=edition, is_disputed=True)
    positions = QueuePosition.objects.filter(is_pending, edition=edition)
    queues = (
        open_corrections(edition),
        disputed.order_by("annotation_round", "order"),
        open_edition_questions(edition).filter(is_pending),
        positions.order_by("position"),
    )
    for rows in queues:
        project_id = rows.filter(~is_skipped).values_list("project_id", flat=True).first()
        if project_id is not None:
            return int(project_id)
    has_position = Exists(QueuePosition.objects.filter(edition=edition, project=OuterRef("pk")))
    is_project_skipped = Exists(skips.filter(project=OuterRef("pk")))
    unordered = pending_in(edition).filter(~has_position, ~is_project_skipped)
    return unordered.order_by("pk").values_list("pk", flat=True).first()


def open_corrections(edition: Edition) -> QuerySet[CorrectionRequest]:
    """Return the requests of members that wait for an answer, the oldest first."""
    return CorrectionRequest.objects.filter(edition=edition, state=CorrectionState.OPEN).order_by("at", "pk")


def queue_progress(edition: Edition, *, user_id: int) -> QueueProgress:
    """Return how much is pending, decided, skipped by this person, and asked for by members; four queries."""
    valid = Decision.objects.filter(edition=edition, source__in=PEOPLE, annotation_round=None, undone_by=None)
    by_people = valid.exclude(outcome=Outcome.UNDONE).order_by().values("project").distinct()
    pending = pending_in(edition)
    skipped = Skip.objects.filter(Exists(pending.filter(pk=OuterRef("project"))), user=user_id, edition=edition)
    return QueueProgress(
        pending_count=pending.count(),
        decided_count=by_people.count(),
        skipped_count=skipped.count(),
        correction_count=open_corrections(edition).count(),
    )


@dataclass(frozen=True)
class LatestDecisions:
    """What was decided last, the latest first: by everybody today, or by this person where nobody decided today."""

    decisions: tuple[DecisionView, ...]
    today_count: int
    undoable_id: int | None

    @property
    def hidden_count(self) -> int:
        """How many of today's are not among them."""
        return max(0, self.today_count - len(self.decisions))


def latest_decisions(edition: Edition, *, user_id: int, language: str, now: datetime) -> LatestDecisions:
    """Return what was decided last, with the last own one, which a key undoes; five queries."""
    today = decided_since(edition, since=now.replace(hour=0, minute=0, second=0, microsecond=0))
    today_count = today.count()
    decisions = today[:TODAY_SHOWN] if today_count else own_decisions(edition, by=user_id)[:UNDO_SHOWN]
    views = decision_views(decisions.select_related("project", "by", "carried_from"), edition, language)
    undoable_id = next((view.id for view in views if view.by_id == user_id), None)
    return LatestDecisions(tuple(views), today_count, undoable_id)


def queue_item(edition: Edition, pk: int, *, language: str) -> QueueItem | None:
    """Return what the page of a project shows, or None where there is none; a constant number of queries."""
    project = Project.objects.filter(pk=pk).select_related("organisation", "call").first()
    if project is None:
        return None
    ranking = EngineRanking.objects.filter(project=pk, edition=edition).first() or EngineRanking(is_conclusive=False)
    position = QueuePosition.objects.filter(project=pk, edition=edition).first()
    correction = open_corrections(edition).filter(project=pk).select_related("by", "requested_category").first()
    decisions = decision_history(pk, edition).select_related("project", "by", "carried_from")
    history = decision_views(decisions, edition, language)
    requested_id = correction.requested_category_id if correction else None
    open_questions = _open_question_views(pk, edition, language)
    options = [slug for question in open_questions for slug in question.options]
    choices = _ranked_categories(
        edition, ranking.scores, _preselected(project, edition, requested_id), requested_id, language, options
    )
    top = choices[: max(RANKED_SHOWN, len(set(options)))]
    top_categories = tuple(choice for choice in top if choice.probability is not None or choice.is_requested)
    title, summary = highlighted(project, top_categories, ranking.scores)
    return QueueItem(
        project=project,
        title=title,
        summary=summary,
        top_categories=top_categories,
        other_categories=tuple(choices[len(top_categories) :]),
        latest_decision_id=latest_decision_id(pk, edition),
        is_conclusive=ranking.is_conclusive,
        is_fallback=ranking.is_fallback,
        margin=ranking.margin,
        similar_count=position.similar_count if position else None,
        is_disputed=AnnotationItem.objects.filter(
            project=pk, annotation_round__edition=edition, is_disputed=True
        ).exists(),
        is_pending=pending_in(edition).filter(pk=pk).exists(),
        correction=correction,
        requested_category=next((choice.category for choice in choices if choice.is_requested), None),
        history=tuple(history),
        open_questions=open_questions,
    )


def _open_question_views(pk: int, edition: Edition, language: str) -> tuple[OpenQuestionView, ...]:
    """Return what a change of edition left to decide about a project; two queries."""
    rows = open_edition_questions(edition).filter(project=pk).select_related("old").prefetch_related("old__texts")
    return tuple(OpenQuestionView(view_of(row.old, language).name, row.kind, tuple(row.options)) for row in rows)


def _preselected(project: Project, edition: Edition, requested_id: int | None) -> list[int]:
    """Return the categories selected beforehand, the main one first: the requested one, or the current ones."""
    if requested_id is not None:
        return [requested_id]
    rows = Assignment.objects.filter(project=project, edition=edition, is_current=True).order_by("-is_primary", "pk")
    return list(rows.values_list("category_id", flat=True))


def _ranked_categories(
    edition: Edition,
    scores: Sequence[StoredScore],
    preselected: Sequence[int],
    requested_id: int | None,
    language: str,
    options: Sequence[str],
) -> list[RankedCategory]:
    """Return all categories, the likeliest first, those without a score after them in their order.

    The options of open questions come before all. A requested one is among the first, beside those it is to replace.
    """
    by_slug = {score["slug"]: score for score in scores}
    views = categories_of(edition, language)
    rank = {slug: index for index, slug in enumerate(by_slug)}
    views.sort(key=lambda view: (view.slug not in options, rank.get(view.slug, len(rank))))
    last_shown = min(len(by_slug), RANKED_SHOWN - 1)
    requested = next((view for view in views[last_shown + 1 :] if view.id == requested_id), None)
    if requested is not None:
        views.remove(requested)
        views.insert(last_shown, requested)
    choices = [
        RankedCategory(
            category=view,
            key=str(number) if number <= KEYS else "",
            probability=by_slug[view.slug]["probability"] if view.slug in by_slug else None,
            phrases=_evidence_views(by_slug[view.slug]["evidence"]) if view.slug in by_slug else (),
            is_primary=preselected[:1] == [view.id],
            is_secondary=view.id in preselected[1:],
            is_requested=view.id == requested_id,
        )
        for number, view in enumerate(views, start=1)
    ]
    # Where nothing is chosen beforehand, the likeliest is, if words of the text speak for it.
    if choices and not preselected and not options and choices[0].phrases:
        choices[0] = replace(choices[0], is_primary=True)
    return choices


def _evidence_views(evidence: Sequence[StoredEvidence]) -> tuple[EvidenceView, ...]:
    return tuple(
        EvidenceView(
            phrase=mask_contacts(str(phrase.get("phrase", ""))),
            answers_to=mask_contacts(str(phrase.get("answers_to", ""))),
            project_ids=tuple(phrase.get("projects", ())),
        )
        for phrase in evidence
    )


def highlighted(
    project: Project, shown_categories: Sequence[RankedCategory], scores: Sequence[StoredScore]
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Return title and summary in pieces, the phrases that speak for the shown categories marked."""
    text, split = engine_text(project), summary_start(project)
    marks = {choice.category.slug: choice.category.mark for choice in shown_categories}
    spans = [
        (phrase["start"], phrase["end"], marks[score["slug"]])
        for score in scores
        if score["slug"] in marks
        for phrase in score["evidence"]
        if text[phrase.get("start", 0) : phrase.get("end", 0)] == phrase.get("phrase")
    ]
    end = split - len(TITLE_END)
    return tuple(segments(text, spans, begin=0, end=end)), tuple(segments(text, spans, begin=split, end=len(text)))


def segments(text: str, spans: Sequence[tuple[int, int, str]], *, begin: int, end: int) -> list[Segment]:
    """Return a stretch of a text in pieces that make it up, each with the marks of the spans that cover it."""
    inside = [(max(start, begin), min(stop, end), mark) for start, stop, mark in spans if start < end and stop > begin]
    bounds = sorted({begin, end, *(bound for start, stop, _ in inside for bound in (start, stop))})
    pieces: list[Segment] = []
    for left, right in pairwise(bounds):
        marks = tuple(dict.fromkeys(mark for start, stop, mark in inside if start <= left and right <= stop))
        if pieces and pieces[-1].marks == marks:
            pieces[-1] = Segment(pieces[-1].text + text[left:right], marks)
        else:
            pieces.append(Segment(text[left:right], marks))
    return pieces


@dataclass(frozen=True)
class CorrectionView:
    """A member's request as the facilitators' list shows it."""

    request: CorrectionRequest
    requested_category: CategoryView | None


def all_corrections(edition: Edition, language: str) -> list[CorrectionView]:
    """Return all requests of members, the open ones first and among them the oldest; three queries."""
    rows = CorrectionRequest.objects.filter(edition=edition).select_related("project", "by", "answered_by")
    views = {view.id: view for view in categories_of(edition, language)}
    is_open = Case(When(state=CorrectionState.OPEN, then=Value(0)), default=Value(1))
    ordered = rows.order_by(is_open, "at", "pk")
    return [CorrectionView(row, views.get(row.requested_category_id or 0)) for row in ordered]
