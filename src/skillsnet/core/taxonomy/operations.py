"""What is done to a category of a draft: one step for the list of categories and for the correspondence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from skillsnet.core.taxonomy.consistency import consistent
from skillsnet.core.taxonomy.drafts import Draft
from skillsnet.core.taxonomy.values import GOING_ON, CategoryDocument, CategoryWords, Change, Kind

Words = Mapping[str, CategoryWords]
_NO_WORDS = CategoryWords("")


class Scope(StrEnum):
    """Whether a category covers as much as in the edition before, more, or less."""

    SAME = "same"
    MORE = "more"
    LESS = "less"


def reword(
    draft: Draft, slug: str, words: Words, *, scope: Scope | None = None, reasons: Mapping[str, str] | None = None
) -> Draft:
    """Return a draft in which a category has other words.

    Parameters
    ----------
    draft : Draft
        With a category of this short name; `KeyError` otherwise.
    slug : str
        The category's short name, which stays.
    words : mapping of str to CategoryWords
        Its words in each language; a language that is left out has none.
    scope : Scope, optional
        Whether it covers more or less than in the edition before; as it was when left out.
    reasons : mapping of str to str, optional
        Why, per language.

    Returns
    -------
    Draft
        A category that goes on from an old one is renamed, widened, narrowed or kept, as its words and scope tell.

    Examples
    --------
    >>> from skillsnet.core.taxonomy.values import EditionDocument
    >>> media = CategoryDocument("media", 1, "M", 1, {"en": CategoryWords("Media", "Radio and film.")})
    >>> draft = Draft(2, (media,), (Change("media", "media", "kept", {}),), EditionDocument(1, (media,)))
    >>> reword(draft, "media", {"en": CategoryWords("Broadcasting", "Radio and film.")}).changes[0].kind
    <Kind.RENAMED: 'renamed'>
    """
    category = replace(draft.category(slug), texts=dict(words))
    changes = tuple(
        replace(change, kind=_kind_of_scope(change.kind, scope)) if change.new == slug else change
        for change in draft.changes
    )
    reworded = replace(draft, categories=_replaced(draft, slug, [category]), changes=changes)
    return _with_reasons(consistent(reworded, news=[slug]), reasons, news=[slug])


def add(draft: Draft, category: CategoryDocument, *, reasons: Mapping[str, str] | None = None) -> Draft:
    """Return a draft with one more category, the last of the list, that comes from no old one."""
    added = replace(draft, categories=(*draft.categories, category))
    return _with_reasons(consistent(added, news=[category.slug]), reasons, news=[category.slug])


def split(
    draft: Draft, slug: str, parts: Sequence[CategoryDocument], *, reasons: Mapping[str, str] | None = None
) -> Draft:
    """Return a draft in which parts stand for a category.

    Parameters
    ----------
    draft : Draft
        With a category of this short name; `KeyError` otherwise.
    slug : str
        The category's short name; one of the parts may go on with it.
    parts : sequence of CategoryDocument
        Two or more. The first takes its position; the others stand last.
    reasons : mapping of str to str, optional
        Why, per language.

    Returns
    -------
    Draft
        Each old category that it came from is split into all parts; parts of an added category are added.
    """
    first, *more = parts
    part_slugs = [part.slug for part in parts]
    olds = [change.old for change in draft.changes if change.new == slug and change.old is not None]
    changes = [change for change in draft.changes if change.new != slug]
    changes += [Change(old, part, Kind.SPLIT, {}, draft.number) for old in olds for part in part_slugs]
    categories = [*_replaced(draft, slug, [first]), *more]
    if slug not in part_slugs:
        categories = [_below(category, slug, first.slug) for category in categories]
    divided = replace(draft, categories=tuple(categories), changes=tuple(changes))
    return _with_reasons(consistent(divided, olds=olds, news=part_slugs), reasons, news=part_slugs)


def merge(
    draft: Draft,
    slug: str,
    *,
    into: str,
    names: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> Draft:
    """Return a draft in which a category has become part of another one.

    Parameters
    ----------
    draft : Draft
        With categories of both short names; `KeyError` otherwise, and `ValueError` when they are the same.
    slug : str
        The category that goes.
    into : str
        The one that stays, with its short name, number, mark and colour.
    names : mapping of str to str, optional
        Its name from now on, per language; as it was in the languages left out.
    reasons : mapping of str to str, optional
        Why, per language.

    Returns
    -------
    Draft
        The category that stays has the words of both, its own first, and is widened.
    """
    if slug == into:
        raise ValueError("a category cannot be merged into itself")
    target, merged = draft.category(into), draft.category(slug)
    texts = {
        language: joined_words(target.texts.get(language), merged.texts.get(language), name=(names or {}).get(language))
        for language in dict.fromkeys([*target.texts, *merged.texts, *(names or {})])
    }
    parent = merged.parent if target.parent == slug else target.parent
    united = replace(target, texts=texts, parent=None if parent == into else parent)
    olds = [change.old for change in draft.changes if change.new == slug and change.old is not None]
    existing = {change.old for change in draft.changes if change.new == into}
    changes = [
        replace(change, kind=_kind_of_scope(change.kind, Scope.MORE)) if change.new == into else change
        for change in draft.changes
        if change.new != slug
    ]
    changes += [Change(old, into, Kind.MERGED, {}, draft.number) for old in olds if old not in existing]
    categories = [
        _below(united if category.slug == into else category, slug, into)
        for category in draft.categories
        if category.slug != slug
    ]
    result = replace(draft, categories=tuple(categories), changes=tuple(changes))
    return _with_reasons(consistent(result, olds=olds, news=[into]), reasons, news=[into])


def retire(draft: Draft, slug: str, *, reasons: Mapping[str, str] | None = None) -> Draft:
    """Return a draft without a category.

    Parameters
    ----------
    draft : Draft
        With a category of this short name; `KeyError` otherwise.
    slug : str
        The category that goes; those below it stand alone.
    reasons : mapping of str to str, optional
        Why, per language.

    Returns
    -------
    Draft
        An old category that became nothing else is retired; one that still goes on as one other is narrowed, since
        what it lost has no category.
    """
    draft.category(slug)
    olds = [change.old for change in draft.changes if change.new == slug and change.old is not None]
    changes = [change for change in draft.changes if change.new != slug]
    for old in olds:
        remaining = [change for change in changes if change.old == old]
        if len(remaining) == 1:
            changes[changes.index(remaining[0])] = replace(remaining[0], kind=Kind.NARROWED)
    categories = [_below(category, slug, None) for category in draft.categories if category.slug != slug]
    result = replace(draft, categories=tuple(categories), changes=tuple(changes))
    return _with_reasons(consistent(result, olds=olds), reasons, olds=olds)


def joined_words(
    target: CategoryWords | None, merged: CategoryWords | None, *, name: str | None = None
) -> CategoryWords:
    """Return the words of two categories as those of one, by the name of the first or another.

    Examples
    --------
    >>> joined_words(CategoryWords("Radio", "Talks."), CategoryWords("Film", "Films.")).definition
    'Talks. Films.'
    """
    first, second = target or _NO_WORDS, merged or _NO_WORDS
    return CategoryWords(
        name=name or first.name or second.name,
        definition=_joined(first.definition, second.definition),
        includes=_joined(first.includes, second.includes),
        excludes=_joined(first.excludes, second.excludes),
        examples=_joined(first.examples, second.examples),
    )


def _joined(first: str, second: str) -> str:
    first, second = first.strip(), second.strip()
    if second in first:
        return first
    return f"{first} {second}".strip()


def _kind_of_scope(kind: str, scope: Scope | None) -> str:
    """Return the kind of a change once the scope is stated; one that does not go on as one keeps its kind."""
    if scope is None or kind not in GOING_ON:
        return kind
    return {Scope.SAME: Kind.KEPT, Scope.MORE: Kind.WIDENED, Scope.LESS: Kind.NARROWED}[scope]


def _replaced(draft: Draft, slug: str, categories: Sequence[CategoryDocument]) -> tuple[CategoryDocument, ...]:
    return tuple(new for category in draft.categories for new in (categories if category.slug == slug else [category]))


def _below(category: CategoryDocument, parent: str, new_parent: str | None) -> CategoryDocument:
    return replace(category, parent=new_parent) if category.parent == parent else category


def _with_reasons(
    draft: Draft, reasons: Mapping[str, str] | None, *, olds: Sequence[str] = (), news: Sequence[str] = ()
) -> Draft:
    """Return a draft in which a reason is given for the changes of some categories; without one they keep theirs."""
    if not reasons:
        return draft
    changes = tuple(
        replace(change, reasons=dict(reasons))
        if change.kind != Kind.KEPT and (change.old in olds or change.new in news)
        else change
        for change in draft.changes
    )
    return replace(draft, changes=changes)
