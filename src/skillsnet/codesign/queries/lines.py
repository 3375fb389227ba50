"""What is shown of moves: counts for each line of the correspondence, and every single project of a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from skillsnet.calls.models import Project
from skillsnet.codesign.models import Passage, Publication
from skillsnet.codesign.queries.moves import Foreseen, ForeseenPassage
from skillsnet.codesign.queries.passages import Counted, counted
from skillsnet.core.taxonomy import Step
from skillsnet.core.text.unmasked import UnmaskedText
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import CategoryView, categories_of, edition_before

ASKED_ADDED = "added"


@dataclass(frozen=True)
class Board:
    """What a draft would move: what is certain, what is to decide, and how many would stand where."""

    certain: list[Counted]
    to_decide: list[Counted]
    added: int
    items: int
    open_items: int
    standing: list[tuple[CategoryView, int]]


@dataclass(frozen=True)
class Line:
    """One project of a line: where it would stand, and between what somebody would choose."""

    project_id: int
    title: UnmaskedText
    language: str
    was: tuple[CategoryView, ...]
    stands: tuple[CategoryView, ...]
    asked: tuple[CategoryView, ...]
    is_asked: bool
    is_suggested: bool


def board(moves: Foreseen, edition: Edition, language: str) -> Board:
    """Return what a draft would move, summed up."""
    steps = [step for item in moves.items for step in item.steps]
    certain, to_decide = counted(steps, edition_before(edition), edition, language)
    return Board(
        certain=certain,
        to_decide=to_decide,
        added=sum(is_added(item) for item in moves.items),
        items=len(moves.items),
        open_items=len(moves.open_items),
        standing=[(view, moves.counts.get(view.slug, 0)) for view in categories_of(edition, language)],
    )


def is_added(item: ForeseenPassage) -> bool:
    """Return whether a project is asked about only because a new category may be its own."""
    return bool(item.asked) and all(step.new for step in item.steps)


def items_of(moves: Foreseen, key: str) -> list[ForeseenPassage]:
    """Return the projects of a line, all of them for an empty key; the open ones first."""
    if key == ASKED_ADDED:
        chosen = [item for item in moves.items if is_added(item)]
    else:
        chosen = [item for item in moves.items if not key or any(_key(step) == key for step in item.steps)]
    return sorted(chosen, key=lambda item: (not item.asked, item.project_id))


def _key(step: Step) -> str:
    return f"{step.old}.{step.kind}.{step.new}"


def lines(items: Sequence[ForeseenPassage], edition: Edition, language: str) -> list[Line]:
    """Return projects as the page shows them; a constant number of queries."""
    old = {view.slug: view for view in categories_of(edition_before(edition), language)}
    new = {view.slug: view for view in categories_of(edition, language)}
    said = Project.objects.in_bulk([item.project_id for item in items])
    return [
        Line(
            project_id=item.project_id,
            title=said[item.project_id].title,
            language=said[item.project_id].language,
            was=tuple(old[step.old] for step in item.steps if step.old in old),
            stands=tuple(new[slug] for slug in item.stands if slug in new),
            asked=tuple(new[slug] for slug in item.asked if slug in new),
            is_asked=bool(item.asked),
            is_suggested=item.is_suggested,
        )
        for item in items
        # One that is gone since this was worked out.
        if item.project_id in said
    ]


def what_moved(publication: Publication, language: str) -> tuple[list[Counted], list[Counted], int]:
    """Return what a publication moved, what it left to decide, and how many new categories were asked about."""
    rows = Passage.objects.filter(publication=publication).order_by("project_id").values_list("steps", "is_open")
    passages = [([Step(**step) for step in steps], is_open) for steps, is_open in rows]
    certain, to_decide = counted(
        [step for steps, _ in passages for step in steps], publication.before, publication.edition, language
    )
    added = sum(is_open and all(step.new for step in steps) for steps, is_open in passages)
    return certain, to_decide, added
