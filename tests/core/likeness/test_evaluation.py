"""The figures of likeness across languages are what they say."""

import pytest

from skillsnet.core.likeness.evaluation import evaluate_mixed, evaluate_twins
from skillsnet.core.text.parallel_texts import parallel_texts

TEXTS = [(text.text("fr"), text.text("en")) for text in parallel_texts()[:150]]


@pytest.mark.medium
def test_twins_that_are_twins_stand_first_and_others_do_not() -> None:
    assert evaluate_twins(TEXTS, ["fr", "en"]).mrr > 0.97
    mismatched = [(first, second) for (first, _), (_, second) in zip(TEXTS, TEXTS[1:] + TEXTS[:1], strict=True)]
    metrics = evaluate_twins(mismatched, ["fr", "en"])
    assert (metrics.texts, metrics.top1) == (150, pytest.approx(0, abs=0.05))


@pytest.mark.medium
def test_lists_of_mixed_texts_cross_languages_and_agree_with_those_of_one_language() -> None:
    metrics = evaluate_mixed(TEXTS, ["fr", "en"])
    assert metrics.share_other_language == pytest.approx(metrics.share_blind, abs=0.1)
    assert metrics.agreement > 0.4
    assert evaluate_mixed(TEXTS, ["fr", "en"]) == metrics


@pytest.mark.medium
def test_texts_that_are_the_same_in_both_languages_agree_wholly() -> None:
    metrics = evaluate_mixed([(text, text) for text, _ in TEXTS], ["fr", "fr"])
    assert metrics.agreement == 1
    assert metrics.share_other_language == metrics.share_blind
