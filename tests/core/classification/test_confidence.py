"""Before texts are confirmed, confidence is drawn towards the usual; what is most likely stays so."""

import numpy as np
import pytest

from skillsnet.core.classification.confidence import KEPT_DISTANCE, shrink_confidence, usual_confidence

SURE_AND_UNSURE = np.array([[0.9, 0.06, 0.04], [0.4, 0.35, 0.25]] * 12)


def _log_odds(probabilities: np.ndarray) -> np.ndarray:
    largest = probabilities.max(axis=1)
    return np.log(largest / (1 - largest))


def test_the_sure_become_less_sure_and_the_unsure_more() -> None:
    usual = usual_confidence(SURE_AND_UNSURE)
    assert usual == pytest.approx(_log_odds(SURE_AND_UNSURE).mean())
    moderate = shrink_confidence(SURE_AND_UNSURE, usual)
    distances = _log_odds(moderate) - usual
    assert distances == pytest.approx(KEPT_DISTANCE * (_log_odds(SURE_AND_UNSURE) - usual), abs=1e-6)
    assert moderate.sum(axis=1) == pytest.approx(1)
    assert moderate.argsort(axis=1).tolist() == SURE_AND_UNSURE.argsort(axis=1).tolist()


def test_of_categories_that_are_equally_likely_none_comes_first() -> None:
    even = np.full((2, 4), 0.25)
    assert shrink_confidence(even, 2.0) == pytest.approx(even)


def test_few_texts_and_one_category_have_no_usual_confidence() -> None:
    assert usual_confidence(SURE_AND_UNSURE[:19]) is None
    assert usual_confidence(np.ones((30, 1))) is None
    assert shrink_confidence(SURE_AND_UNSURE, None) is SURE_AND_UNSURE
