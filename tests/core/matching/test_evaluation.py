"""The metrics are those of their definitions, counted by hand."""

import math

import numpy as np
import pytest

from skillsnet.core.matching.evaluation import area_under_curve, evaluate_suggestions, gini_index, list_metrics
from skillsnet.core.netmap.graph import Links
from tests.core.matching.networks import make_links, make_parties


def test_the_metrics_of_two_lists() -> None:
    metrics = list_metrics(
        [[2, 1], [3, 2], [0, 1], [0, 1]],
        {0: {1, 3}, 1: {2}},
        is_small=[True, True, False, False],
        regions=np.array([0, 0, 1, -1]),
        aucs=[0.5, 1.0],
        k=2,
    )
    assert (metrics.queries, metrics.mrr, metrics.auc) == (2, 0.5, 0.75)
    assert metrics.recall == pytest.approx((1 / 2 + 1) / 2)
    assert metrics.recall_small == 1.0
    first = (1 / math.log2(3)) / (1 + 1 / math.log2(3))
    assert metrics.ndcg == pytest.approx((first + 1 / math.log2(3)) / 2)
    assert (metrics.coverage, metrics.most) == (1.0, 1.5)
    # Known on both sides: 0-2, 0-1, 1-2, 2-0, 2-1.
    assert metrics.across_regions == pytest.approx(4 / 5)


def test_the_area_counts_equal_scores_half() -> None:
    scores = np.array([9.0, 3.0, 2.0, 2.0, 1.0])
    assert area_under_curve(scores, {1, 2}, without={0}) == pytest.approx((1 + 1 + 0.5 + 1) / 4)


def test_gini() -> None:
    assert gini_index(np.array([3, 3, 3])) == 0
    assert gini_index(np.array([0, 0, 9])) == pytest.approx(2 / 3)


@pytest.mark.medium
def test_earlier_partners_do_not_count_and_links_can_be_left_out() -> None:
    parties, links = make_parties(60), make_links(60)
    later = make_links(60, seed=9, number=40)
    both = Links.of_pairs([*map(tuple, links.ends.tolist()), *map(tuple, later.ends.tolist())])
    metrics = evaluate_suggestions(parties, links, later, k=5)
    assert metrics == evaluate_suggestions(parties, links, both, k=5)
    without = evaluate_suggestions(parties, links, later, k=5, uses_links=False)
    assert without.auc != metrics.auc
    assert (metrics.coverage, without.coverage) == (1.0, 1.0)
