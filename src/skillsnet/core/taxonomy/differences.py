"""What changed between two editions: which category became which, and which words came and went."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from skillsnet.core.taxonomy.values import CategoryDocument, CategoryWords, Change, EditionDocument

FIELDS: Final = ("name", "definition", "includes", "excludes")
# Texts longer than this are compared as two wholes: comparing word by word takes quadratic time.
MAX_COMPARED_WORDS: Final = 2000
_WORD_WITH_SPACE: Final = re.compile(r"\s*\S+")
_NO_WORDS: Final = CategoryWords("")

How = Literal["kept", "added", "removed"]


@dataclass(frozen=True)
class Piece:
    """Words of a text that are in both editions, or in one of them only; spaces come before the words."""

    how: How
    text: str


@dataclass(frozen=True)
class TextDifference:
    """A field's words in one language, as pieces; `is_same` when nothing came or went."""

    field: str
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Whether both editions have the same words."""
        return all(piece.how == "kept" for piece in self.pieces)


@dataclass(frozen=True)
class CategoryFlow:
    """What became of one category: from `old` to `new`, one of which may be missing; `count` is None where unknown."""

    old: CategoryDocument | None
    new: CategoryDocument | None
    kind: str
    reasons: Mapping[str, str]
    count: int | None

    @property
    def is_renumbered(self) -> bool:
        """Whether the category's number changed, whatever else did."""
        return self.old is not None and self.new is not None and self.old.number != self.new.number


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return two texts as one, word by word.

    Parameters
    ----------
    old, new : str
        Texts of n and m words.

    Returns
    -------
    tuple of Piece
        The kept and removed pieces joined are the old text's words, the kept and added ones the new text's.

    Notes
    -----
    Longest matching blocks (Ratcliff and Obershelp, as in `difflib`), without its popularity heuristic; at worst
    quadratic, so that texts of more than 2,000 words are compared as two wholes.

    Examples
    --------
    >>> [(piece.how, piece.text.strip()) for piece in word_pieces("Social inclusion", "Social inclusion and work")]
    [('kept', 'Social inclusion'), ('added', 'and work')]
    """
    before, after = _WORD_WITH_SPACE.findall(old), _WORD_WITH_SPACE.findall(new)
    if max(len(before), len(after)) > MAX_COMPARED_WORDS:
        return tuple(_pieces([("removed", before), ("added", after)] if old != new else [("kept", after)]))
    plain_before, plain_after = [word.strip() for word in before], [word.strip() for word in after]
    edits: list[tuple[How, Sequence[str]]] = []
    for tag, i, j, k, m in SequenceMatcher(None, plain_before, plain_after, autojunk=False).get_opcodes():
        if tag == "equal":
            edits.append(("kept", after[k:m]))
        else:
            edits += [("removed", before[i:j]), ("added", after[k:m])]
    return tuple(_pieces(edits))


def _pieces(edits: Sequence[tuple[How, Sequence[str]]]) -> Iterator[Piece]:
    for how, words in edits:
        if words:
            yield Piece(how, "".join(words))


def text_differences(old: CategoryWords | None, new: CategoryWords | None) -> tuple[TextDifference, ...]:
    """Return the fields of a category's words, those that are empty in both editions left out.

    Parameters
    ----------
    old, new : CategoryWords or None
        None where the category is in one edition only.

    Returns
    -------
    tuple of TextDifference
        Name, definition, what is in and what is out, in this order.
    """
    before, after = old or _NO_WORDS, new or _NO_WORDS
    differences = [
        TextDifference(field, word_pieces(getattr(before, field), getattr(after, field))) for field in FIELDS
    ]
    return tuple(difference for difference in differences if difference.pieces)


def category_flows(
    old: EditionDocument,
    new: EditionDocument,
    changes: Sequence[Change],
    *,
    moved_counts: Mapping[tuple[str, str], int] | None = None,
    old_counts: Mapping[str, int] | None = None,
) -> tuple[CategoryFlow, ...]:
    """Return what became of each category, in the order of the new edition, then those that were given up.

    Parameters
    ----------
    old, new : EditionDocument
        The two editions.
    changes : sequence of Change
        Their correspondence; statements about categories that neither has are left out.
    moved_counts : mapping, optional
        Number of items that were in the old slug and are in the new one; given once anything was moved.
    old_counts : mapping, optional
        Number of items in each old slug: what flows on where it has one successor only and nothing was moved yet.

    Returns
    -------
    tuple of CategoryFlow
        One for each change; counts of 0 and more, or None where nobody knows yet.
    """
    olds = {category.slug: category for category in old.categories}
    news = {category.slug: category for category in new.categories}
    valid_changes = [
        change
        for change in changes
        if (change.old is None or change.old in olds) and (change.new is None or change.new in news)
    ]
    successor_counts = {slug: sum(change.old == slug for change in valid_changes) for slug in olds}

    def count(change: Change) -> int | None:
        if change.old is None:
            return None
        if moved_counts and change.new is not None:
            return moved_counts.get((change.old, change.new), 0)
        return old_counts.get(change.old, 0) if old_counts is not None and successor_counts[change.old] == 1 else None

    new_order = {slug: index for index, slug in enumerate(news)}
    old_order = {slug: index for index, slug in enumerate(olds)}
    valid_changes.sort(
        key=lambda change: (new_order.get(change.new or "", len(news)), old_order.get(change.old or "", -1))
    )
    return tuple(
        CategoryFlow(
            old=olds.get(change.old or ""),
            new=news.get(change.new or ""),
            kind=change.kind,
            reasons=change.reasons,
            count=count(change),
        )
        for change in valid_changes
    )
