"""Reasons that a reader can follow: what stands together only by the subjects is not shown."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from skillsnet.core.classification import CategoryDefinition, EvidenceSource
from skillsnet.core.classification.association import UNLIKELY_BY_CHANCE, log_likelihood_ratio
from skillsnet.core.classification.classifier import Classifier

# Water projects that also train, in the words of water; interns only in texts about offices.
WATER = ["The pump lifts water and trainees repair the pump at the well", "Trainees lay pipes, a pump and a well"]
OFFICE = ["Interns file letters in the office for a month", "The office takes interns for a season of letters"]
CATEGORIES = [
    CategoryDefinition("work-based-learning", {"en": "Internships: interns and trainees learn at a workplace."}),
    CategoryDefinition("letters", {"en": "Letters, post and files of an office."}),
]


@given(st.integers(0, 30), st.integers(1, 30), st.integers(1, 30), st.integers(1, 60))
def test_the_ratio_is_that_of_the_slow_way(together: int, first_only: int, second_only: int, neither: int) -> None:
    first, second = together + first_only, together + second_only
    total = first + second_only + neither
    ratio = log_likelihood_ratio(np.array([float(together)]), first, np.array([float(second)]), total)[0]
    table = [[together, first_only], [second_only, neither]]
    slow = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    is_beyond = together * total > first * second
    assert np.isclose(ratio, slow if is_beyond else 0.0)


def test_a_phrase_answers_to_a_word_only_where_texts_hold_both() -> None:
    texts = WATER * 20 + OFFICE * 20
    ranking = Classifier.learn(CATEGORIES, texts=texts, languages=["en"] * len(texts)).suggest(
        ["Trainees repair the pump at the well, interns carry it"], ["en"]
    )[0]
    matches = {
        (evidence.phrase, evidence.answers_to)
        for score in ranking.scores
        for evidence in score.evidence
        if evidence.source == EvidenceSource.TEXTS
    }
    assert {answer for phrase, answer in matches if phrase == "pump"} == {"trainees"}


def test_a_phrase_does_not_answer_to_a_word_it_never_met() -> None:
    shared = ["Trainees join steel at a bench", "Interns sort letters in an office"] * 20
    texts = [*shared, "Trainees steel kiosk", "Kiosk bench", "kiosk steel bench", "Post office oven", "oven letters"]
    ranking = Classifier.learn(CATEGORIES, texts=texts, languages=["en"] * len(texts)).suggest(
        ["Letters to a kiosk, steel trainees"], ["en"]
    )[0]
    # "Workplace" lies in the same direction and stands in no text beside "steel".
    assert {evidence.answers_to for evidence in ranking.scores[0].evidence if evidence.phrase == "steel"} == {
        "trainees"
    }


def test_the_bar_is_one_in_a_hundred_thousand() -> None:
    from scipy.stats import chi2

    assert np.isclose(chi2.sf(UNLIKELY_BY_CHANCE, 1), 1e-5, rtol=0.01)
