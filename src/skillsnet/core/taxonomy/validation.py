"""What blocks the publication of an edition, and what is doubtful about it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from skillsnet.core.taxonomy.problems import TaxonomyProblem
from skillsnet.core.taxonomy.values import (
    GOING_ON,
    CategoryDocument,
    CategoryWords,
    Change,
    EditionDocument,
    Kind,
)

SHORT_DEFINITION_WORDS: Final = 5
# Problems with which an edition or a correspondence cannot even be stored as a draft.
_STRUCTURAL: Final = frozenset(
    {
        *("slug_twice", "number_twice", "parent_unknown", "parent_cycle", "parent_in_flat", "edition_twice"),
        *("pair_twice", "no_end", "old_unknown", "new_unknown", "added_with_old", "retired_with_new", "end_missing"),
    }
)
_NO_WORDS: Final = CategoryWords("")


def is_structural(problem: TaxonomyProblem) -> bool:
    """Return whether something with this problem cannot even be stored as a draft."""
    return problem.code in _STRUCTURAL


def edition_problems(
    edition: EditionDocument, *, language: str = "en", is_tree: bool = True
) -> tuple[TaxonomyProblem, ...]:
    """Return what is wrong with an edition by itself, what blocks it first.

    Parameters
    ----------
    edition : EditionDocument
        With n categories.
    language : str
        The default language, in which every category needs a name and a definition of more than one word.
    is_tree : bool
        Whether its categories may have parents.

    Returns
    -------
    tuple of TaxonomyProblem
        In the order of the categories; the same edition gives the same problems.

    Notes
    -----
    O(n + length of the texts).

    Examples
    --------
    >>> lonely = CategoryDocument("media", 1, "M", 1, {"en": CategoryWords("Media", "Broadcasting")})
    >>> [problem.code for problem in edition_problems(EditionDocument(1, (lonely,)))]
    ['definition_one_word']
    """
    if not edition.categories:
        return (TaxonomyProblem("no_category"),)
    problems = [
        *_doubles(edition.categories),
        *_parent_problems(edition.categories, is_tree=is_tree),
        *_word_problems(edition.categories, language),
    ]
    return _blocking_first(problems)


def _blocking_first(problems: Iterable[TaxonomyProblem]) -> tuple[TaxonomyProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: not problem.is_blocking))


def _doubles(categories: Sequence[CategoryDocument]) -> Iterator[TaxonomyProblem]:
    slugs = Counter(category.slug for category in categories)
    numbers = Counter(category.number for category in categories)
    marks = Counter(category.mark for category in categories)
    for slug, count in slugs.items():
        if count > 1:
            yield TaxonomyProblem("slug_twice", slug, value=str(count))
    for category in categories:
        if numbers[category.number] > 1:
            yield TaxonomyProblem("number_twice", category.slug, value=str(category.number))
        if not category.mark:
            yield TaxonomyProblem("mark_missing", category.slug, is_blocking=False)
        elif marks[category.mark] > 1:
            yield TaxonomyProblem("mark_twice", category.slug, value=category.mark, is_blocking=False)


def _parent_problems(categories: Sequence[CategoryDocument], *, is_tree: bool) -> Iterator[TaxonomyProblem]:
    parents = {category.slug: category.parent for category in categories}
    for category in categories:
        if category.parent is None:
            continue
        if not is_tree:
            yield TaxonomyProblem("parent_in_flat", category.slug, value=category.parent)
        elif category.parent not in parents:
            yield TaxonomyProblem("parent_unknown", category.slug, value=category.parent)
    for slug in sorted(_on_cycles(parents)):
        yield TaxonomyProblem("parent_cycle", slug, value=parents[slug] or "")


def _on_cycles(following: Mapping[str, str | None]) -> set[str]:
    """Return the slugs from which one comes back to the same slug; each is walked once."""
    cyclic: set[str] = set()
    finished: set[str] = set()
    for start in following:
        path: dict[str, int] = {}
        at: str | None = start
        while at is not None and at in following and at not in finished and at not in path:
            path[at] = len(path)
            at = following[at]
        if at in path:
            cyclic |= {slug for slug, position in path.items() if position >= path[at]}
        finished |= set(path)
    return cyclic


def _word_problems(categories: Sequence[CategoryDocument], language: str) -> Iterator[TaxonomyProblem]:
    languages = sorted({code for category in categories for code in category.texts})
    names: dict[str, str] = {}
    for category in categories:
        words = category.texts.get(language, _NO_WORDS)
        if not words.name.strip():
            yield TaxonomyProblem("name_missing", category.slug, value=language)
        elif (first_slug := names.setdefault(words.name.casefold().strip(), category.slug)) != category.slug:
            yield TaxonomyProblem("name_twice", category.slug, value=first_slug, is_blocking=False)
        yield from _definition_problems(category.slug, words, language, is_default=True)
        for code in languages:
            if code == language:
                continue
            other_words = category.texts.get(code)
            if other_words is None or not other_words.name.strip() or not other_words.definition.strip():
                yield TaxonomyProblem("language_missing", category.slug, value=code, is_blocking=False)
            else:
                yield from _definition_problems(category.slug, other_words, code, is_default=False)


def _definition_problems(
    slug: str, words: CategoryWords, language: str, *, is_default: bool
) -> Iterator[TaxonomyProblem]:
    count = len(words.definition.split())
    if count == 0:
        yield TaxonomyProblem("definition_missing", slug, value=language, is_blocking=is_default)
    elif count == 1:
        yield TaxonomyProblem("definition_one_word", slug, value=words.definition.strip(), is_blocking=is_default)
    elif count < SHORT_DEFINITION_WORDS:
        yield TaxonomyProblem("definition_short", slug, value=words.definition.strip(), is_blocking=False)


@dataclass(frozen=True)
class _Pairs:
    old: Mapping[str, CategoryDocument]
    new: Mapping[str, CategoryDocument]
    of_old: Mapping[str, Sequence[Change]]
    of_new: Mapping[str, Sequence[Change]]


def correspondence_problems(
    old: EditionDocument, new: EditionDocument, changes: Sequence[Change], *, language: str = "en"
) -> tuple[TaxonomyProblem, ...]:
    """Return what is wrong with the correspondence between two editions, what blocks it first.

    Parameters
    ----------
    old, new : EditionDocument
        The editions, n categories together.
    changes : sequence of Change
        What became of the old one's categories; m of them.
    language : str
        The language whose names tell whether a category is called differently.

    Returns
    -------
    tuple of TaxonomyProblem
        Every category that lacks a correspondence, every pair that occurs twice, and every two statements of which
        only one can be true. A slug names a category for good: it may not be handed from one category to another,
        nor may two categories swap theirs.

    Notes
    -----
    O(n + m). Problems of the editions themselves are found by `edition_problems`.

    Examples
    --------
    >>> media = CategoryDocument("media", 1, "M", 1, {"en": CategoryWords("Media")})
    >>> before, after = EditionDocument(1, (media,)), EditionDocument(2, ())
    >>> [problem.code for problem in correspondence_problems(before, after, ())]
    ['old_without']
    """
    of_old: dict[str, list[Change]] = defaultdict(list)
    of_new: dict[str, list[Change]] = defaultdict(list)
    sound: list[Change] = []
    problems = list(_pair_problems(old, new, changes, sound))
    for change in sound:
        if change.old is not None:
            of_old[change.old].append(change)
        if change.new is not None:
            of_new[change.new].append(change)
    pairs = _Pairs(_by_slug(old), _by_slug(new), of_old, of_new)
    problems += [*_old_problems(pairs), *_new_problems(pairs), *_identity_problems(pairs)]
    for change in sound:
        problems += _doubts(change, pairs, language)
    return _blocking_first(problems)


def _by_slug(edition: EditionDocument) -> dict[str, CategoryDocument]:
    return {category.slug: category for category in edition.categories}


def _pair_problems(
    old: EditionDocument, new: EditionDocument, changes: Sequence[Change], sound: list[Change]
) -> Iterator[TaxonomyProblem]:
    """Yield what is wrong with each statement by itself, and collect those that can be held against each other."""
    olds, news = _by_slug(old), _by_slug(new)
    seen_pairs: set[tuple[str | None, str | None]] = set()
    for change in changes:
        code = _end_problem(change)
        slug, is_old = (change.new or "", False) if change.new is not None else (change.old or "", True)
        if code:
            yield TaxonomyProblem(code, slug, is_old, value=change.old or change.kind)
        elif change.old is not None and change.old not in olds:
            yield TaxonomyProblem("old_unknown", change.new or "", value=change.old)
        elif change.new is not None and change.new not in news:
            yield TaxonomyProblem("new_unknown", change.old or "", is_old=True, value=change.new)
        elif (change.old, change.new) in seen_pairs:
            yield TaxonomyProblem("pair_twice", slug, is_old, value=change.old or "")
        else:
            seen_pairs.add((change.old, change.new))
            sound.append(change)


def _end_problem(change: Change) -> str:
    if change.old is None and change.new is None:
        return "no_end"
    if change.kind == Kind.ADDED:
        return "added_with_old" if change.old is not None else ""
    if change.kind == Kind.RETIRED:
        return "retired_with_new" if change.new is not None else ""
    return "end_missing" if change.old is None or change.new is None else ""


def _old_problems(pairs: _Pairs) -> Iterator[TaxonomyProblem]:
    for slug in pairs.old:
        changes = pairs.of_old.get(slug, ())
        kinds = Counter(change.kind for change in changes)
        if not changes:
            yield TaxonomyProblem("old_without", slug, is_old=True)
        elif kinds[Kind.RETIRED] and len(changes) > 1:
            other_kinds = [change.kind for change in changes if change.kind != Kind.RETIRED]
            yield TaxonomyProblem("retired_and_more", slug, is_old=True, value=other_kinds[0])
        elif kinds[Kind.SPLIT] == 1 and len(changes) == 1:
            yield TaxonomyProblem("split_into_one", slug, is_old=True, value=changes[0].new or "")
        elif len(changes) > 1 and not _is_split(kinds):
            loudest = next(change.kind for change in changes if change.kind not in (Kind.SPLIT,))
            yield TaxonomyProblem("several_successors", slug, is_old=True, value=loudest)


def _is_split(kinds: Mapping[str, int]) -> bool:
    """Return whether several successors are explained: parts of it, or what remains of it and parts that left."""
    return set(kinds) <= {Kind.SPLIT, Kind.NARROWED} and kinds.get(Kind.NARROWED, 0) <= 1


def _new_problems(pairs: _Pairs) -> Iterator[TaxonomyProblem]:
    for slug in pairs.new:
        changes = pairs.of_new.get(slug, ())
        kinds = Counter(change.kind for change in changes)
        going_on = [change for change in changes if change.kind in GOING_ON]
        if not changes:
            yield TaxonomyProblem("new_without", slug, is_blocking=False)
        elif kinds[Kind.ADDED] and len(changes) > 1:
            yield TaxonomyProblem("added_and_more", slug, value=next(c.kind for c in changes if c.kind != Kind.ADDED))
        elif kinds[Kind.MERGED] == 1 and len(changes) == 1:
            yield TaxonomyProblem("merged_from_one", slug, value=changes[0].old or "")
        elif len(going_on) > 1:
            yield TaxonomyProblem("two_go_on_as_one", slug, value=going_on[1].old or "")
        elif kinds[Kind.MERGED] and kinds[Kind.KEPT]:
            yield TaxonomyProblem("kept_takes_in", slug, is_blocking=False)


def _identity_problems(pairs: _Pairs) -> Iterator[TaxonomyProblem]:
    """Yield slugs that change hands: reused for something else, or swapped in a circle."""
    following: dict[str, str | None] = {}
    for slug, changes in pairs.of_old.items():
        successors = [change.new for change in changes if change.new is not None and change.kind in GOING_ON]
        if successors and successors[0] != slug:
            following[slug] = successors[0]
    cyclic = _on_cycles(following)
    for slug in sorted(cyclic):
        yield TaxonomyProblem("cycle", slug, is_old=True, value=following[slug] or "")
    for slug in pairs.new:
        became = [change.new for change in pairs.of_old.get(slug, ())]
        if became and slug not in became and slug not in cyclic:
            yield TaxonomyProblem("slug_reused", slug, value=slug)


def _doubts(change: Change, pairs: _Pairs, language: str) -> Iterator[TaxonomyProblem]:
    if change.kind not in (Kind.KEPT, Kind.RENUMBERED) and not any(
        reason.strip() for reason in change.reasons.values()
    ):
        slug, is_old = (change.new or "", False) if change.new is not None else (change.old or "", True)
        yield TaxonomyProblem("reason_missing", slug, is_old, value=change.kind, is_blocking=False)
    if change.old is None or change.new is None:
        return
    before, after = pairs.old[change.old], pairs.new[change.new]
    old_words, new_words = before.texts.get(language, _NO_WORDS), after.texts.get(language, _NO_WORDS)
    is_renamed = old_words.name != new_words.name
    doubts = {
        "kept_is_renamed": change.kind in (Kind.KEPT, Kind.RENUMBERED) and is_renamed,
        "renamed_is_same": change.kind == Kind.RENAMED and not is_renamed,
        "kept_is_renumbered": change.kind == Kind.KEPT and before.number != after.number,
        "renumbered_is_same": change.kind == Kind.RENUMBERED and before.number == after.number,
        "scope_is_same": change.kind in (Kind.WIDENED, Kind.NARROWED) and _scope(old_words) == _scope(new_words),
    }
    for code, holds in doubts.items():
        if holds:
            yield TaxonomyProblem(code, change.new, value=change.old, is_blocking=False)


def _scope(words: CategoryWords) -> tuple[str, str, str]:
    return words.definition, words.includes, words.excludes
