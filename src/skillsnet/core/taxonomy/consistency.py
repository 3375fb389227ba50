"""The correspondence that follows from which category became which: every kind fits the others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from skillsnet.core.taxonomy.drafts import Draft
from skillsnet.core.taxonomy.values import GOING_ON, CategoryDocument, CategoryWords, Change, Kind

Pair = tuple[str, str]
# Kinds that say what a person decided about the scope; the others follow from the categories.
_DECLARED = frozenset({Kind.WIDENED, Kind.NARROWED, Kind.MERGED})
_NO_WORDS = CategoryWords("")
_SAME_SCOPE = frozenset({Kind.KEPT, Kind.RENUMBERED})


def consistent(draft: Draft, *, olds: Iterable[str] = (), news: Iterable[str] = ()) -> Draft:
    """Return a draft in which the kinds of the changes around some categories fit each other.

    Parameters
    ----------
    draft : Draft
        With any changes; what is said of categories that it does not have is dropped.
    olds, news : iterable of str
        Short names of the edition before and of the draft. What is linked to none of them stays as it is.

    Returns
    -------
    Draft
        An old category with several successors is split, or narrowed where it goes on as one of them; with none it
        is retired. Of several that go on as one, one goes on and the others are merged. A category that comes from
        none is added. Widened and narrowed stay as they are; kept, renamed and renumbered follow from the names in
        the default language and from the numbers.

    Notes
    -----
    O(categories + changes). Idempotent.
    """
    if draft.old is None:
        return replace(draft, changes=())
    linked_olds, linked_news = _linked(draft, set(olds) & draft.old_slugs, set(news) & draft.slugs)
    unlinked = [c for c in draft.changes if c.old not in linked_olds and c.new not in linked_news]
    pairs: dict[Pair, Change] = {}
    reasons: dict[str, Mapping[str, str]] = {}
    for change in draft.changes:
        if change.old in linked_olds and change.new in linked_news:
            pairs.setdefault((change.old or "", change.new or ""), change)
        elif change.new is None or change.old is None:
            reasons[change.old or change.new or ""] = change.reasons
    changes = _with_kinds(draft, pairs)
    explained_olds, explained_news = {old for old, _new in pairs}, {new for _old, new in pairs}
    retired = [
        Change(old, None, Kind.RETIRED, reasons.get(old, {}), draft.number)
        for old in _in_order(draft.old.categories, linked_olds - explained_olds)
    ]
    added = [
        Change(None, new, Kind.ADDED, reasons.get(new, {}), draft.number)
        for new in _in_order(draft.categories, linked_news - explained_news)
    ]
    return replace(draft, changes=(*unlinked, *changes, *retired, *added))


def _in_order(categories: Iterable[CategoryDocument], slugs: set[str]) -> list[str]:
    return [category.slug for category in categories if category.slug in slugs]


def _linked(draft: Draft, olds: set[str], news: set[str]) -> tuple[set[str], set[str]]:
    """Return the categories that changes lead to from some, from one edition to the other and back."""
    successors: dict[str, list[str]] = defaultdict(list)
    predecessors: dict[str, list[str]] = defaultdict(list)
    for change in draft.changes:
        if change.old in draft.old_slugs and change.new in draft.slugs:
            successors[change.old or ""].append(change.new or "")
            predecessors[change.new or ""].append(change.old or "")
    linked_olds, linked_news = set(olds), set(news)
    waiting_olds, waiting_news = list(olds), list(news)
    while waiting_olds or waiting_news:
        more_news = {new for old in waiting_olds for new in successors[old]} - linked_news
        more_olds = {old for new in waiting_news for old in predecessors[new]} - linked_olds
        linked_news |= more_news
        linked_olds |= more_olds
        waiting_olds, waiting_news = list(more_olds), list(more_news)
    return linked_olds, linked_news


def _with_kinds(draft: Draft, pairs: Mapping[Pair, Change]) -> list[Change]:
    by_old: dict[str, list[Pair]] = defaultdict(list)
    by_new: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_old[pair[0]].append(pair)
        by_new[pair[1]].append(pair)
    identities = _identities(draft, pairs)
    kinds: dict[Pair, str] = {}
    for old_pairs in by_old.values():
        kinds |= _kinds_of_old(identities, pairs, old_pairs)
    for new_pairs in by_new.values():
        kinds |= _kinds_of_new(identities, kinds, new_pairs, by_old)
    return [
        replace(change, kind=kinds[pair], reasons={} if kinds[pair] == Kind.KEPT else change.reasons)
        for pair, change in pairs.items()
    ]


def _identities(draft: Draft, pairs: Iterable[Pair]) -> dict[Pair, str]:
    """Return how each old category would go on by itself: by another name or number, or as it was."""
    olds = {category.slug: category for category in draft.old.categories} if draft.old else {}
    news = {category.slug: category for category in draft.categories}

    def identity(old: CategoryDocument, new: CategoryDocument) -> str:
        names = [category.texts.get(draft.language, _NO_WORDS).name for category in (old, new)]
        if names[0] != names[1]:
            return Kind.RENAMED
        return Kind.RENUMBERED if old.number != new.number else Kind.KEPT

    return {(old, new): identity(olds[old], news[new]) for old, new in pairs}


def _kinds_of_old(
    identities: Mapping[Pair, str], pairs: Mapping[Pair, Change], old_pairs: Sequence[Pair]
) -> dict[Pair, str]:
    if len(old_pairs) == 1:
        kind = pairs[old_pairs[0]].kind
        return {old_pairs[0]: kind if kind in _DECLARED else identities[old_pairs[0]]}
    remainder = next((pair for pair in old_pairs if pairs[pair].kind == Kind.NARROWED), None)
    return {pair: Kind.NARROWED if pair == remainder else Kind.SPLIT for pair in old_pairs}


def _kinds_of_new(
    identities: Mapping[Pair, str],
    kinds: Mapping[Pair, str],
    new_pairs: Sequence[Pair],
    by_old: Mapping[str, Sequence[Pair]],
) -> dict[Pair, str]:
    result = {pair: kinds[pair] for pair in new_pairs}
    if len(new_pairs) == 1:
        pair = new_pairs[0]
        return {pair: identities[pair]} if result[pair] == Kind.MERGED else result
    going_on = [pair for pair in new_pairs if result[pair] in GOING_ON]
    first = next((pair for pair in going_on if pair[0] == pair[1]), going_on[0] if going_on else None)
    for pair in going_on:
        if pair != first:
            result[pair] = Kind.MERGED if len(by_old[pair[0]]) == 1 else Kind.SPLIT
    if first is not None and result[first] in _SAME_SCOPE and Kind.MERGED in result.values():
        result[first] = Kind.WIDENED
    return result
