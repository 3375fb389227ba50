"""Giving each meaning to the column that it fits best, all together."""

import random

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from skillsnet.core.intake.column_meanings.assignment import ColumnOdds, assign, cheapest_places

SINGLE = frozenset({"title", "organisation"})


@pytest.mark.parametrize("seed", range(20))
def test_places_cost_as_little_as_those_of_another_solver(seed: int) -> None:
    chance = random.Random(seed)
    rows = chance.randint(1, 7)
    costs = [[chance.choice((-3.0, 0.0, 0.5, 2.0, 1e6)) for _ in range(rows + chance.randint(0, 5))] for _ in range(1)]
    costs = [[chance.uniform(-5, 5) if cost < 1e6 else cost for cost in costs[0]] for _ in range(rows)]
    places = cheapest_places(costs)
    assert len(set(places)) == rows
    best = np.array(costs)[linear_sum_assignment(np.array(costs))].sum()
    assert sum(costs[row][place] for row, place in enumerate(places)) == pytest.approx(best)


def test_nothing_to_place() -> None:
    assert cheapest_places([]) == []
    assert assign([], single=SINGLE) == []


def test_each_single_meaning_is_given_once_and_not_greedily() -> None:
    # The first column is the likelier title, but the second can be nothing else.
    first = ColumnOdds({"title": 0.75, "organisation": 0.2, "extra": 0.05}, "a")
    second = ColumnOdds({"title": 0.7, "extra": 0.3}, "b")
    assert [item.meaning for item in assign([first, second], single=SINGLE)] == ["organisation", "title"]


def test_of_equals_the_leftmost_has_it_and_the_other_says_so() -> None:
    same = ColumnOdds({"title": 0.9, "extra": 0.1}, "title")
    given = assign([same, same], single=SINGLE)
    assert [item.meaning for item in given] == ["title", "extra"]
    assert [item.is_taken for item in given] == [False, True]
    assert given[0].confidence == pytest.approx(0.9)


def test_another_claim_lowers_the_confidence() -> None:
    clear = ColumnOdds({"title": 0.9, "extra": 0.1}, "a")
    rival = ColumnOdds({"title": 0.8, "extra": 0.2}, "b")
    assert assign([clear], single=SINGLE)[0].confidence > assign([clear, rival], single=SINGLE)[0].confidence
