"""How often categories occur is estimated from texts without labels."""

import numpy as np
import pytest

from skillsnet.core.classification.base_classifiers import softmax
from skillsnet.core.classification.shares import adjust_shares, estimate_shares, mean_shares

TRUE_SHARES = np.array([0.7, 0.2, 0.1])
EVEN = np.full(3, 1 / 3)


def _probabilities(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return probabilities of texts, calibrated for categories of even shares, and the texts' categories."""
    draw = np.random.default_rng(1)
    categories = draw.choice(3, size=count, p=TRUE_SHARES)
    signals = draw.normal(size=(count, 3)) + 2.0 * np.eye(3)[categories]
    # The log-likelihood ratio of two normal distributions that lie 2 apart.
    return softmax(2.0 * signals), categories


def test_shares_are_estimated_where_labels_were_drawn_evenly() -> None:
    probabilities, categories = _probabilities(6_000)
    shares = estimate_shares(probabilities, EVEN)
    assert shares == pytest.approx(TRUE_SHARES, abs=0.04)
    adjusted = adjust_shares(probabilities, shares / EVEN)
    accuracies = [float((rows.argmax(axis=1) == categories).mean()) for rows in (probabilities, adjusted)]
    assert accuracies[1] > accuracies[0] + 0.01


def test_few_texts_move_shares_little_and_none_not_at_all() -> None:
    probabilities, _ = _probabilities(30)
    assert np.abs(estimate_shares(probabilities, EVEN) - EVEN).max() < 0.15
    assert estimate_shares(probabilities[:0], EVEN).tolist() == EVEN.tolist()


def test_no_category_has_a_share_of_zero() -> None:
    shares = mean_shares(np.array([[1.0, 0.0]] * 20))
    assert (shares.min() > 0, shares.sum()) == (True, pytest.approx(1))
