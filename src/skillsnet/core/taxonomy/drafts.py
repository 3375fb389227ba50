"""A draft of an edition as a value: its categories, how they come from the edition before, and steps between drafts."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from skillsnet.core.taxonomy.values import CategoryDocument, Change, EditionDocument

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


@dataclass(frozen=True)
class Draft:
    """An edition at work.

    Attributes
    ----------
    number : int
        The edition's number.
    categories : tuple of CategoryDocument
        In the order of the list.
    changes : tuple of Change
        The correspondence into it.
    old : EditionDocument or None
        The edition before; None for a first edition, which has no correspondence.
    language : str
        The default language: a category is renamed when its name in this language changes.
    """

    number: int
    categories: tuple[CategoryDocument, ...]
    changes: tuple[Change, ...] = ()
    old: EditionDocument | None = None
    language: str = "en"

    def category(self, slug: str) -> CategoryDocument:
        """Return the category of a short name; `KeyError` when there is none."""
        return {category.slug: category for category in self.categories}[slug]

    @property
    def slugs(self) -> frozenset[str]:
        """The short names of its categories."""
        return frozenset(category.slug for category in self.categories)

    @property
    def old_slugs(self) -> frozenset[str]:
        """The short names of the categories of the edition before."""
        return frozenset(category.slug for category in self.old.categories) if self.old else frozenset()


@dataclass(frozen=True)
class DraftPart:
    """Some categories of a draft, each with its position in the list from 0, and some of its changes."""

    categories: tuple[CategoryDocument, ...] = ()
    changes: tuple[Change, ...] = ()
    positions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DraftDifference:
    """What a step replaced, and what it put there."""

    before: DraftPart
    after: DraftPart


class ChangedSince(Exception):
    """A step cannot be undone since later work builds on it; `slug` names the category of it."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(slug)


def difference(before: Draft, after: Draft) -> DraftDifference:
    """Return what a step did to a draft.

    Parameters
    ----------
    before, after : Draft
        The same draft before and after the step.

    Returns
    -------
    DraftDifference
        The categories and changes that are not the same in both; O(categories + changes).
    """
    return DraftDifference(_part(before, after), _part(after, before))


def undo(draft: Draft, step: DraftDifference) -> Draft:
    """Return a draft without one of its steps.

    Parameters
    ----------
    draft : Draft
        As it is now; later steps stay where they touch neither the categories nor the changes of this one.
    step : DraftDifference
        What the step did.

    Returns
    -------
    Draft
        With the categories and changes that the step had replaced, at their positions.

    Raises
    ------
    ChangedSince
        When what the step put there is not there any more as it was, or something else refers to it.
    """
    _refuse_changed(draft, step)
    added = {category.slug for category in step.after.categories}
    replaced = {category.slug: category for category in step.before.categories}
    categories = [
        replaced.get(category.slug, category)
        for category in draft.categories
        if category.slug in replaced or category.slug not in added
    ]
    taken_out = [category for category in step.before.categories if category.slug not in draft.slugs]
    for category in sorted(taken_out, key=lambda category: step.before.positions[category.slug]):
        categories.insert(step.before.positions[category.slug], category)
    pairs = {_pair(change) for change in step.after.changes}
    changes = [change for change in draft.changes if _pair(change) not in pairs]
    return replace(draft, categories=tuple(categories), changes=(*changes, *step.before.changes))


def _part(draft: Draft, compared: Draft) -> DraftPart:
    changes = _missing(draft.changes, compared.changes, _pair)
    categories = _missing(draft.categories, compared.categories, lambda category: category.slug)
    slugs = {category.slug for category in categories}
    positions = {category.slug: at for at, category in enumerate(draft.categories) if category.slug in slugs}
    return DraftPart(tuple(categories), tuple(changes), positions)


def _missing(items: Iterable[Item], compared: Iterable[Item], key: Callable[[Item], Key]) -> list[Item]:
    by_key = {key(item): item for item in compared}
    return [item for item in items if by_key.get(key(item)) != item]


def _pair(change: Change) -> tuple[str | None, str | None]:
    return change.old, change.new


def _refuse_changed(draft: Draft, step: DraftDifference) -> None:
    current = {category.slug: category for category in draft.categories}
    for category in step.after.categories:
        if current.get(category.slug) != category:
            raise ChangedSince(category.slug)
    put_there = {category.slug for category in step.after.categories}
    restored = {category.slug for category in step.before.categories}
    for slug in restored - put_there:
        if slug in current:
            raise ChangedSince(slug)
    removed = put_there - restored
    for category in draft.categories:
        if category.parent in removed and category.slug not in put_there:
            raise ChangedSince(category.parent or "")
    _refuse_changed_pairs(draft.changes, step, removed)


def _refuse_changed_pairs(changes: Sequence[Change], step: DraftDifference, removed: set[str]) -> None:
    current = {_pair(change): change for change in changes}
    after = {_pair(change): change for change in step.after.changes}
    for pair, change in after.items():
        if current.get(pair) != change:
            raise ChangedSince(pair[1] or pair[0] or "")
    for change in step.before.changes:
        if _pair(change) in current and _pair(change) not in after:
            raise ChangedSince(change.new or change.old or "")
    for pair in current:
        if pair[1] in removed and pair not in after:
            raise ChangedSince(pair[1] or "")
