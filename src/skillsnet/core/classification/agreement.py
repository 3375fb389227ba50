"""How far readers agree beyond chance: Krippendorff's alpha for nominal data, from the coincidence matrix."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

# Below this not even tentative conclusions may be drawn (Krippendorff 2004, p. 241).
LOWEST_TENTATIVE: Final = 0.667
# With fewer items that two readers labelled, or fewer labels that name a category, the number says next to nothing.
MIN_ITEMS: Final = 10
MIN_NAMED: Final = 5

Label = Hashable | None


@dataclass(frozen=True)
class AnnotatorAgreement:
    """Krippendorff's alpha and what it rests on.

    Attributes
    ----------
    alpha : float or None
        1 for full agreement, 0 for what chance gives, below 0 for systematic disagreement; None where it is not
        defined: nothing to compare, or all labels the same.
    item_count : int
        Items with at least two labels.
    label_count : int
        Labels of those items.
    named_count : int
        Those among them that name the category; for an agreement over all, the labels.
    """

    alpha: float | None
    item_count: int
    label_count: int
    named_count: int

    @property
    def is_thin(self) -> bool:
        """Whether there is too little to say anything."""
        return self.alpha is None or self.item_count < MIN_ITEMS or self.named_count < MIN_NAMED

    @property
    def is_low(self) -> bool:
        """Whether readers understand the question differently."""
        return self.alpha is not None and not self.is_thin and self.alpha < LOWEST_TENTATIVE


def coincidences(items: Sequence[Sequence[Label]]) -> Counter[tuple[Hashable, Hashable]]:
    """Return how often each pair of values was given to one item, as a coincidence matrix.

    Parameters
    ----------
    items : sequence of sequences
        For each item its readers' labels; None for a reader who gave none.

    Returns
    -------
    Counter
        (value, value) to its weight; symmetric. An item with m labels adds 1 / (m − 1) for each ordered pair, so that
        it counts m in all; an item with a single label adds nothing.

    Examples
    --------
    >>> dict(coincidences([["a", "b", None], ["a", None, None]]))
    {('a', 'b'): 1.0, ('b', 'a'): 1.0}
    """
    matrix: Counter[tuple[Hashable, Hashable]] = Counter()
    for item in items:
        counts = Counter(label for label in item if label is not None)
        size = counts.total()
        if size < 2:
            continue
        for value, times in counts.items():
            for second, second_times in counts.items():
                pairs = times * (second_times - 1 if value == second else second_times)
                if pairs:
                    matrix[value, second] += pairs / (size - 1)  # type: ignore[assignment]
    return matrix


def nominal_alpha(items: Sequence[Sequence[Label]]) -> AnnotatorAgreement:
    """Return Krippendorff's alpha of nominal labels.

    Parameters
    ----------
    items : sequence of sequences
        For each item its readers' labels, any hashable values; None for a reader who gave none.

    Returns
    -------
    AnnotatorAgreement
        Over the items with at least two labels.

    Notes
    -----
    Alpha = 1 − D_o / D_e = 1 − (n − 1) Σ o_ck / Σ n_c n_k over c ≠ k, from the coincidence matrix o (K. Krippendorff,
    Computing Krippendorff's Alpha-Reliability, 2011). Items may have any number of labels. O(labels + items × values²).

    Examples
    --------
    >>> round(nominal_alpha([["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"]]).alpha, 3)
    0.533
    >>> nominal_alpha([["a", "a"], ["a", "a"]]).alpha is None
    True
    """
    matrix = coincidences(items)
    totals: Counter[Hashable] = Counter()
    for (first, _), weight in matrix.items():
        totals[first] += weight
    # Each label counts once, so that the total is a whole number but for rounding.
    count = round(sum(totals.values()))
    observed_disagreement = sum(weight for (first, second), weight in matrix.items() if first != second)
    expected_disagreement = count**2 - sum(total**2 for total in totals.values())
    alpha = 1 - (count - 1) * observed_disagreement / expected_disagreement if len(totals) > 1 else None
    paired = sum(sum(label is not None for label in item) > 1 for item in items)
    return AnnotatorAgreement(alpha=alpha, item_count=paired, label_count=count, named_count=count)


def category_alphas(
    items: Sequence[Sequence[AbstractSet[str] | None]], categories: Sequence[str]
) -> Mapping[str, AnnotatorAgreement]:
    """Return the agreement on each category: has the item the category, or has it not?

    Parameters
    ----------
    items : sequence of sequences of sets
        For each item its readers' categories; an empty set says "none of them", None is a reader who gave no label.
    categories : sequence of str
        The categories to ask about.

    Returns
    -------
    mapping
        In the order of the categories.

    Notes
    -----
    Each category is a variable of its own with two values, as items may have several categories. O(categories ×
    labels).

    Examples
    --------
    >>> alphas = category_alphas([[{"a"}, {"a"}], [{"b"}, {"a", "b"}], [set(), set()]], ["a", "b"])
    >>> {name: round(agreement.alpha, 3) for name, agreement in alphas.items()}, alphas["a"].named_count
    ({'a': 0.444, 'b': 1.0}, 3)
    """
    agreements = {}
    for category in categories:
        answers = [[None if label is None else category in label for label in item] for item in items]
        agreement = nominal_alpha(answers)
        paired = (item for item in answers if sum(answer is not None for answer in item) > 1)
        named_count = sum(answer is True for item in paired for answer in item)
        agreements[category] = AnnotatorAgreement(
            agreement.alpha, agreement.item_count, agreement.label_count, named_count
        )
    return agreements
