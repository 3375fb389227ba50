"""The rows of the form that says what became of each old category."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page

from skillsnet.core.taxonomy import CategoryDocument, Change, EditionDocument, Kind
from skillsnet.taxonomy.forms import ChangeForm, change_initial
from skillsnet.taxonomy.sentences import titles_in

OF_OLD = tuple(str(kind) for kind in Kind if kind != Kind.ADDED)


@dataclass(frozen=True)
class ChangeGroup:
    """An old category with the rows that say what became of it, or a new one that has no old one.

    The last row of an old category is a spare one, for another part of it.
    """

    anchor: str
    title: str
    category: CategoryDocument
    rows: tuple[ChangeForm, ...]
    spare: ChangeForm | None
    is_old: bool

    @property
    def forms(self) -> tuple[ChangeForm, ...]:
        """All rows, the spare one among them."""
        return (*self.rows, self.spare) if self.spare else self.rows


def change_groups(
    old: EditionDocument,
    new: EditionDocument,
    existing: Sequence[Change],
    *,
    page: Page[CategoryDocument],
    data: Mapping[str, str] | None,
) -> list[ChangeGroup]:
    """Return the old categories of a page with their rows, then on the last page the new ones without an old one."""
    olds, news = titles_in(old), titles_in(new)
    groups = [
        _old_group(category, olds, news, [change for change in existing if change.old == category.slug], data)
        for category in page
    ]
    if page.has_next():
        return groups
    explained = {change.new for change in existing if change.old is not None}
    added = {change.new: change for change in existing if change.old is None}
    return groups + [
        _new_group(category, news, added.get(category.slug), data)
        for category in new.categories
        if category.slug not in explained
    ]


def _old_group(
    category: CategoryDocument,
    olds: Mapping[str, str],
    news: Mapping[str, str],
    changes: Sequence[Change],
    data: Mapping[str, str] | None,
) -> ChangeGroup:
    prefix = f"old-{category.slug}"

    def row(index: int, initial: Mapping[str, str]) -> ChangeForm:
        return ChangeForm(
            data,
            prefix=f"{prefix}-{index}",
            initial={**initial, "old": category.slug},
            olds=olds,
            news=news,
            kinds=OF_OLD,
        )

    # A category that is not explained yet shows its one row open; another one more, in case it went several ways.
    rows = [row(index, change_initial(change)) for index, change in enumerate(changes)] or [row(0, {})]
    return ChangeGroup(prefix, olds[category.slug], category, tuple(rows), row(len(rows), {}), is_old=True)


def _new_group(
    category: CategoryDocument, news: Mapping[str, str], change: Change | None, data: Mapping[str, str] | None
) -> ChangeGroup:
    prefix = f"new-{category.slug}"
    initial = change_initial(change) if change else {"new": category.slug}
    own_title = {category.slug: news[category.slug]}
    row = ChangeForm(data, prefix=f"{prefix}-0", initial=initial, olds={}, news=own_title, kinds=(str(Kind.ADDED),))
    return ChangeGroup(prefix, news[category.slug], category, (row,), None, is_old=False)


def stated_changes(groups: Iterable[ChangeGroup], existing: Sequence[Change], *, edition: int) -> list[Change] | None:
    """Return the whole correspondence as the form gives it, the rest unchanged; None if it is not valid.

    A row without a kind says nothing; a category that is retired has no new one, whatever the list beside it shows.
    """
    groups = list(groups)
    shown_old = {group.category.slug for group in groups if group.is_old}
    shown_new = {group.category.slug for group in groups if not group.is_old}
    changes = [
        change
        for change in existing
        if (change.old is not None and change.old not in shown_old)
        or (change.old is None and change.new not in shown_new)
    ]
    forms = [form for group in groups for form in group.forms]
    if any(form.errors for form in forms):
        return None
    stated = [form.change(edition=edition) for form in forms]
    derived = {change.new for change in stated if change is not None and change.old is not None}
    for change in stated:
        # What is said to be added and to come from an old one, in the same breath: it comes from the old one.
        if change is not None and not (change.old is None and change.new in derived):
            changes.append(change)
    return changes
