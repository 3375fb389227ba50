"""The best meaning for all columns together: what each speaks for, against what the others speak for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, log, prod
from typing import Final

# A column that may be something is asked about rather than passed over.
EXTRA_DISCOUNT: Final = 0.43
LEAST: Final = 1e-6
NEVER: Final = 1e6
TINY: Final = 1e-12


@dataclass(frozen=True, slots=True)
class ColumnOdds:
    """How likely each meaning is for a column.

    Attributes
    ----------
    shares
        Meaning to share, adding up to 1; `extra` among them.
    likeness
        Columns with the same text are the same thing said again and do not speak against each other.
    """

    shares: Mapping[str, float]
    likeness: str


@dataclass(frozen=True, slots=True)
class AssignedMeaning:
    """The meaning of a column, how sure it is (0 to 1), and whether another column took its likeliest meaning."""

    meaning: str
    confidence: float
    is_taken: bool = False


def assign(columns: Sequence[ColumnOdds], *, single: frozenset[str]) -> list[AssignedMeaning]:
    """Return the meaning of each column.

    Parameters
    ----------
    columns
        The odds of each column.
    single
        Meanings that only one column can have.

    Returns
    -------
    list of AssignedMeaning
        In the columns' order.

    Notes
    -----
    Each single meaning is weighed against the other columns that may have it: the share of column c for meaning m is
    multiplied with the product of (1 - share) of the others, one step of the sum-product rule for exclusive choices.
    The assignment with the greatest product of shares is then found, see `cheapest_places`.
    """
    exclusive = _exclusive_shares(columns, single=single)
    best = _best_assignment(exclusive, single=single)
    assigned_meanings = single.intersection(best)
    return [
        _assignment(meaning, shares, alone=column.shares, assigned_meanings=assigned_meanings)
        for meaning, shares, column in zip(best, exclusive, columns, strict=True)
    ]


def _exclusive_shares(columns: Sequence[ColumnOdds], *, single: frozenset[str]) -> list[dict[str, float]]:
    """Return the shares of each column as the other columns leave them."""
    free: dict[str, dict[str, float]] = {}
    for column in columns:
        for meaning, share in column.shares.items():
            if meaning in single:
                by_likeness = free.setdefault(meaning, {})
                by_likeness[column.likeness] = max(by_likeness.get(column.likeness, 0.0), min(share, 0.98))
    products = {meaning: prod(1 - share for share in shares.values()) for meaning, shares in free.items()}
    exclusive: list[dict[str, float]] = []
    for column in columns:
        weighed_shares = {
            meaning: share * products[meaning] / (1 - free[meaning][column.likeness]) if meaning in single else share
            for meaning, share in column.shares.items()
        }
        total = sum(weighed_shares.values())
        exclusive.append({meaning: share / total for meaning, share in weighed_shares.items()})
    return exclusive


def _best_assignment(shares: Sequence[Mapping[str, float]], *, single: frozenset[str]) -> list[str]:
    best_others = [_best_of({m: s for m, s in column.items() if m not in single}) for column in shares]
    meanings = sorted({m for column in shares for m, share in column.items() if m in single and share > LEAST})
    wanting = [index for index, column in enumerate(shares) if any(column.get(m, 0.0) > LEAST for m in single)]
    best = [meaning for meaning, _ in best_others]
    # What a meaning costs with a column beside the best that this column can have without it, of equals the leftmost
    # the least; the last places are for meanings that no column has.
    costs = [
        [_cost(shares[index].get(meaning, 0.0), best_others[index][1]) + index * LEAST for index in wanting]
        + [0.0] * len(meanings)
        for meaning in meanings
    ]
    for meaning, slot in zip(meanings, cheapest_places(costs), strict=True):
        if slot < len(wanting):
            best[wanting[slot]] = meaning
    return best


def _cost(share: float, other: float) -> float:
    return log(max(other, LEAST)) - log(share) if share > LEAST else NEVER


def cheapest_places(costs: Sequence[Sequence[float]]) -> list[int]:
    """Return a place of its own for each row so that the costs together are least.

    Parameters
    ----------
    costs
        A row of costs by place; at least as many places as rows.

    Returns
    -------
    list of int
        The place of each row; of equal solutions one with early places.

    Notes
    -----
    The Hungarian method by shortest augmenting paths (Jonker and Volgenant 1987): rows come in one by one, and each
    changes the places of earlier ones along the cheapest path. O(rows² × places).

    Examples
    --------
    >>> cheapest_places([[1.0, 2.0], [1.0, 5.0]])
    [1, 0]
    """
    place_count = len(costs[0]) if costs else 0
    row_prices, place_prices = [0.0] * len(costs), [0.0] * place_count
    row_of = [-1] * place_count
    for row in range(len(costs)):
        path = _cheapest_path(row, costs, row_of, row_prices, place_prices)
        for slot, before in path:
            row_of[slot] = row_of[before] if before >= 0 else row
    place_of_row = [-1] * len(costs)
    for slot, row in enumerate(row_of):
        if row >= 0:
            place_of_row[row] = slot
    return place_of_row


def _cheapest_path(
    first: int,
    costs: Sequence[Sequence[float]],
    row_of: Sequence[int],
    row_prices: list[float],
    place_prices: list[float],
) -> list[tuple[int, int]]:
    """Return the places whose rows change, from the free one back, each with the place its row comes from."""
    distances = [inf] * len(row_of)
    came_from = [-1] * len(row_of)
    visited: list[int] = []
    row, slot, distance = first, -1, 0.0
    while row >= 0:
        for target, cost in enumerate(costs[row]):
            length = distance + cost - row_prices[row] - place_prices[target]
            if target not in visited and length < distances[target] - TINY:
                distances[target], came_from[target] = length, slot
        slot = min((target for target in range(len(row_of)) if target not in visited), key=distances.__getitem__)
        distance = distances[slot]
        visited.append(slot)
        row = row_of[slot]
    row_prices[first] += distance
    for target in visited[:-1]:
        place_prices[target] += distances[target] - distance
        row_prices[row_of[target]] += distance - distances[target]
    path = [(slot, came_from[slot])]
    while path[-1][1] >= 0:
        path.append((path[-1][1], came_from[path[-1][1]]))
    return path


def _best_of(shares: Mapping[str, float]) -> tuple[str, float]:
    """Return the likeliest meaning that any column can have, with what it is worth."""
    discounted = {m: share * EXTRA_DISCOUNT if m == "extra" else share for m, share in shares.items()}
    best = max(discounted, key=lambda m: (discounted[m], m == "extra"))
    return best, discounted[best]


def _assignment(
    meaning: str, shares: Mapping[str, float], *, alone: Mapping[str, float], assigned_meanings: frozenset[str]
) -> AssignedMeaning:
    """Return the meaning with its share of what no other column has."""
    likeliest = max(alone, key=lambda m: alone[m])
    free = sum(share for m, share in shares.items() if m == meaning or m not in assigned_meanings)
    confidence = shares.get(meaning, 0.0) / free if free else 0.0
    return AssignedMeaning(meaning, confidence, is_taken=meaning == "extra" and likeliest != "extra")
