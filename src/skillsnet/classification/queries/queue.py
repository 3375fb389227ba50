"""The queue: which project comes next, what its page shows, and how much is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from skillsnet.calls.models import Project
from skillsnet.calls.queries import TITLE_END
from skillsnet.classification.enums import PEOPLE, CorrectionState, Outcome
from skillsnet.classification.models import (
    Assignment,
    CorrectionRequest,
    Decision,
    EngineRanking,
    QueuePlace,
    ReadingItem,
    Skip,
)
from skillsnet.classification.queries.decision_history import (
    DecisionView,
    latest_spoken_id,
    own_decisions,
    spoken,
    words_of,
)
from skillsnet.classification.queries.pending_review import open_questions, waiting_in
from skillsnet.classification.sentences import likelihood
from skillsnet.classification.training_data import summary_start, text_of
from skillsnet.core.text import mask_contacts
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import CategoryView, categories_of, view_of

RANKED_SHOWN = 3
# Keys 1 to 9 choose; a tenth category has no key of its own.
KEYS = 9
UNDO_SHOWN = 5


@dataclass(frozen=True)
class Segment:
    """A piece of a text, and the short marks of the categories that it speaks for."""

    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """A phrase of the text, what it answers to, and the confirmed projects that this stands in."""

    phrase: str
    answers_to: str
    project_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class RankedCategory:
    """A category as it can be chosen; `key` chooses it, `share_pct` is what the engine gives it."""

    category: CategoryView
    key: str
    probability: float | None
    phrases: tuple[Phrase, ...]
    is_primary: bool
    is_other: bool
    is_wanted: bool

    @property
    def share_pct(self) -> int | None:
        """The probability in per cent."""
        return None if self.probability is None else round(100 * self.probability)

    @property
    def likelihood(self) -> str:
        """The probability in words."""
        return likelihood(self.probability)


@dataclass(frozen=True)
class Item:
    """A project as its page in the queue shows it."""

    project: Project
    title: tuple[Segment, ...]
    summary: tuple[Segment, ...]
    ranked: tuple[RankedCategory, ...]
    others: tuple[RankedCategory, ...]
    seen: int
    is_told: bool
    is_fallback: bool
    margin: float
    alike: int | None
    is_disputed: bool
    is_waiting: bool
    correction: CorrectionRequest | None
    wanted: CategoryView | None
    words: tuple[DecisionView, ...]
    left_open: tuple["LeftOpen", ...]


@dataclass(frozen=True)
class LeftOpen:
    """What a change of edition left to decide: the category the project stood in, and what became of that."""

    name: str
    kind: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Left:
    """How much of the queue is left, and what else waits."""

    waiting: int
    decided: int
    skipped: int
    corrections: int

    @property
    def total(self) -> int:
        """All that ever waited and was decided by people."""
        return self.waiting + self.decided


def next_id(edition: Edition, *, user_id: int) -> int | None:
    """Return the project to ask this person about next.

    Requests come first, then disputes, what a change of edition left open, what teaches most, and new ones.

    What this person skipped is left out. At most five queries; none reads the whole queue.
    """
    skipped = Skip.objects.filter(user=user_id, edition=edition)
    waiting = Exists(waiting_in(edition).filter(pk=OuterRef("project")))
    is_skipped = Exists(skipped.filter(project=OuterRef("project")))
    disputed = ReadingItem.objects.filter(waiting, reading__edition=edition, is_disputed=True)
    placed = QueuePlace.objects.filter(waiting, edition=edition)
    left_open = open_questions(edition).filter(waiting)
    queues = (open_corrections(edition), disputed.order_by("reading", "order"), left_open, placed.order_by("place"))
    for rows in queues:
        found = rows.filter(~is_skipped).values_list("project_id", flat=True).first()
        if found is not None:
            return int(found)
    own = {"edition": edition, "project": OuterRef("pk")}
    unplaced = waiting_in(edition).filter(~Exists(QueuePlace.objects.filter(**own)), ~Exists(skipped.filter(**own)))
    return unplaced.order_by("pk").values_list("pk", flat=True).first()


def open_corrections(edition: Edition) -> QuerySet[CorrectionRequest]:
    """Return the requests of members that wait for an answer, the oldest first."""
    return CorrectionRequest.objects.filter(edition=edition, state=CorrectionState.OPEN).order_by("at", "pk")


def left_in(edition: Edition, *, user_id: int) -> Left:
    """Return how much is left, done, skipped by this person, and asked for by members; four queries."""
    standing = Decision.objects.filter(edition=edition, source__in=PEOPLE, reading=None, undone_by=None)
    by_people = standing.exclude(outcome=Outcome.UNDONE).order_by().values("project").distinct()
    waiting = waiting_in(edition)
    skipped = Skip.objects.filter(Exists(waiting.filter(pk=OuterRef("project"))), user=user_id, edition=edition)
    return Left(
        waiting=waiting.count(),
        decided=by_people.count(),
        skipped=skipped.count(),
        corrections=open_corrections(edition).count(),
    )


def undoable(edition: Edition, *, user_id: int, language: str) -> list[DecisionView]:
    """Return this person's last decisions, the latest first."""
    own = own_decisions(edition, by=user_id).select_related("project", "by")[:UNDO_SHOWN]
    return words_of(own, edition, language)


def item(edition: Edition, pk: int, *, language: str) -> Item | None:
    """Return what the page of a project shows, or None where there is none; a constant number of queries."""
    project = Project.objects.filter(pk=pk).select_related("organisation", "call").first()
    if project is None:
        return None
    ranking = EngineRanking.objects.filter(project=pk, edition=edition).first() or EngineRanking(is_told=False)
    place = QueuePlace.objects.filter(project=pk, edition=edition).first()
    correction = open_corrections(edition).filter(project=pk).select_related("by", "wanted").first()
    words = words_of(spoken(pk, edition).select_related("project", "by"), edition, language)
    wanted_id = correction.wanted_id if correction else None
    left_open = _left_open(pk, edition, language)
    asked = [slug for question in left_open for slug in question.options]
    choices = _ranked_categories(
        edition, ranking.scores, _ticked(project, edition, wanted_id), wanted_id, language, asked
    )
    shown = choices[: max(RANKED_SHOWN, len(set(asked)))]
    first = tuple(choice for choice in shown if choice.probability is not None or choice.is_wanted)
    marked = _marked(project, first, ranking.scores)
    return Item(
        project=project,
        title=marked[0],
        summary=marked[1],
        ranked=first,
        others=tuple(choices[len(first) :]),
        seen=latest_spoken_id(pk, edition),
        is_told=ranking.is_told,
        is_fallback=ranking.is_fallback,
        margin=ranking.margin,
        alike=place.alike if place else None,
        is_disputed=ReadingItem.objects.filter(project=pk, reading__edition=edition, is_disputed=True).exists(),
        is_waiting=waiting_in(edition).filter(pk=pk).exists(),
        correction=correction,
        wanted=next((choice.category for choice in choices if choice.is_wanted), None),
        words=tuple(words),
        left_open=left_open,
    )


def _left_open(pk: int, edition: Edition, language: str) -> tuple[LeftOpen, ...]:
    """Return what a change of edition left to decide about a project; two queries."""
    rows = open_questions(edition).filter(project=pk).select_related("old").prefetch_related("old__texts")
    return tuple(LeftOpen(view_of(row.old, language).name, row.kind, tuple(row.options)) for row in rows)


def _ticked(project: Project, edition: Edition, wanted_id: int | None) -> list[int]:
    """Return the categories ticked beforehand, the main one first: what the member wants, or what stands."""
    if wanted_id is not None:
        return [wanted_id]
    rows = Assignment.objects.filter(project=project, edition=edition, is_current=True).order_by("-is_primary", "pk")
    return list(rows.values_list("category_id", flat=True))


def _ranked_categories(
    edition: Edition,
    scores: Sequence[Mapping[str, Any]],
    ticked: Sequence[int],
    wanted_id: int | None,
    language: str,
    asked: Sequence[str],
) -> list[RankedCategory]:
    """Return all categories, the likeliest first, those without a word of the engine after them in their order.

    Those asked about come before all. The one a member wants stands among the first, beside those it is to replace.
    """
    said = {score["slug"]: score for score in scores}
    views = categories_of(edition, language)
    rank = {slug: place for place, slug in enumerate(said)}
    views.sort(key=lambda view: (view.slug not in asked, rank.get(view.slug, len(rank))))
    place = min(len(said), RANKED_SHOWN - 1)
    wanted = next((view for view in views[place + 1 :] if view.id == wanted_id), None)
    if wanted is not None:
        views.remove(wanted)
        views.insert(place, wanted)
    return [
        RankedCategory(
            category=view,
            key=str(place) if place <= KEYS else "",
            probability=said[view.slug]["probability"] if view.slug in said else None,
            phrases=tuple(_phrase(found) for found in said.get(view.slug, {}).get("evidence", [])),
            is_primary=ticked[:1] == [view.id],
            is_other=view.id in ticked[1:],
            is_wanted=view.id == wanted_id,
        )
        for place, view in enumerate(views, start=1)
    ]


def _phrase(found: Mapping[str, Any]) -> Phrase:
    return Phrase(
        phrase=mask_contacts(str(found.get("phrase", ""))),
        answers_to=mask_contacts(str(found.get("answers_to", ""))),
        project_ids=tuple(found.get("projects", ())),
    )


def _marked(
    project: Project, shown: Sequence[RankedCategory], scores: Sequence[Mapping[str, Any]]
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Return title and summary in pieces, the phrases that speak for the shown categories marked."""
    text, split = text_of(project), summary_start(project)
    mark = {ranked.category.slug: ranked.category.mark for ranked in shown}
    spans = [
        (int(found["start"]), int(found["end"]), mark[score["slug"]])
        for score in scores
        if score["slug"] in mark
        for found in score["evidence"]
        if text[found.get("start", 0) : found.get("end", 0)] == found.get("phrase")
    ]
    end = split - len(TITLE_END)
    return tuple(segments(text, spans, begin=0, end=end)), tuple(segments(text, spans, begin=split, end=len(text)))


def segments(text: str, spans: Sequence[tuple[int, int, str]], *, begin: int, end: int) -> list[Segment]:
    """Return a stretch of a text in pieces that make it up, each with the marks of the spans that cover it."""
    inside = [(max(start, begin), min(stop, end), mark) for start, stop, mark in spans if start < end and stop > begin]
    bounds = sorted({begin, end, *(bound for start, stop, _ in inside for bound in (start, stop))})
    found: list[Segment] = []
    for left, right in pairwise(bounds):
        marks = tuple(dict.fromkeys(mark for start, stop, mark in inside if start <= left and right <= stop))
        if found and found[-1].marks == marks:
            found[-1] = Segment(found[-1].text + text[left:right], marks)
        else:
            found.append(Segment(text[left:right], marks))
    return found


@dataclass(frozen=True)
class Asked:
    """A member's request as the facilitators' list shows it."""

    request: CorrectionRequest
    wanted: CategoryView | None


def all_corrections(edition: Edition, language: str) -> list[Asked]:
    """Return all requests of members, the open ones first and among them the oldest; three queries."""
    rows = CorrectionRequest.objects.filter(edition=edition).select_related("project", "by", "answered_by")
    views = {view.id: view for view in categories_of(edition, language)}
    is_open = Case(When(state=CorrectionState.OPEN, then=Value(0)), default=Value(1))
    return [Asked(row, views.get(row.wanted_id or 0)) for row in rows.order_by(is_open, "at", "pk")]
