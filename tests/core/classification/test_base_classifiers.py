"""The base classifiers and the ensemble against slow, obvious twins."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from skillsnet.core.classification.base_classifiers import NEIGHBOURS, most_confident, nearest_neighbours, softmax
from skillsnet.core.classification.ensemble import OpinionPool, fit_pool, fit_weights

NUMBERS = st.floats(0, 1, allow_nan=False, width=32)


@pytest.mark.medium
@given(arrays(np.float64, (23, 4), elements=NUMBERS), st.booleans())
def test_the_nearest_are_those_a_full_table_would_name(values: np.ndarray, skip_self: bool) -> None:
    rows = sparse.csr_matrix(values)
    likeness = nearest_neighbours(rows, rows, skip_self=skip_self).toarray()
    table = values @ values.T
    if skip_self:
        np.fill_diagonal(table, -1)
    for actual, row in zip(likeness, table, strict=True):
        expected_values = np.sort(np.clip(row, 0, None) ** 2)[::-1][:NEIGHBOURS]
        assert np.sort(actual)[::-1][:NEIGHBOURS] == pytest.approx(expected_values, abs=1e-9)


def test_the_most_confident_are_chosen_up_to_each_quota_and_never_the_unsure() -> None:
    chances = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.45, 0.55], [0.51, 0.49], [0.2, 0.8]])
    rows, categories = most_confident(chances, quotas=[1, 5])
    assert (rows.tolist(), categories.tolist()) == ([0, 5, 2], [0, 1, 1])


def test_a_pool_trusts_the_base_classifier_that_is_right() -> None:
    labels = np.eye(3)[np.arange(300) % 3]
    good, blind = softmax(4 * labels), np.full((300, 3), 1 / 3)
    pool = fit_pool([good, blind, blind, blind, blind], labels, start=fit_weights(300, 3, multi_label=False))
    assert pool.weights[0] > fit_weights(300, 3, multi_label=False)[0]
    assert (
        pool.predict_proba([good, blind, blind, blind, blind]).argmax(axis=1).tolist() == labels.argmax(axis=1).tolist()
    )


def test_a_pool_of_even_probabilities_is_even() -> None:
    assert OpinionPool((0.7, 0.7)).predict_proba([np.full((2, 4), 0.25)] * 2) == pytest.approx(np.full((2, 4), 0.25))
