"""Groups of letters: counted as a slow twin counts them, and shown as the words they stand in."""

from collections import Counter
from math import log

import numpy as np
import pytest

from skillsnet.core.classification import CategoryDefinition, Confirmed, EvidenceSource
from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.classification.letters import LetterSpace, letter_groups

WORDS = [["welders", "weld", "weld"], ["soldadura"], [], ["welding", "soldar", "a"]]


def test_groups_are_weighed_as_their_slow_twin_weighs_them() -> None:
    space, rows = LetterSpace.fit(WORDS, min_texts=1)
    counts = [Counter(group for word in words for group in letter_groups(word)) for words in WORDS]
    text_counts = Counter(group for count in counts for group in count)
    for place, count in enumerate(counts):
        weights = {
            group: (1 + log(number)) * (log(5 / (1 + text_counts[group])) + 1) for group, number in count.items()
        }
        length = sum(weight**2 for weight in weights.values()) ** 0.5
        expected = sorted(weight / length for weight in weights.values())
        assert np.sort(rows[[place]].data).tolist() == pytest.approx(expected)
    assert space.transform(WORDS).toarray() == pytest.approx(rows.toarray())


def test_a_group_of_one_text_is_left_out_where_asked() -> None:
    space, rows = LetterSpace.fit(WORDS, min_texts=2)
    assert (space.columns("welder") != [], space.columns("xylophone"), rows.shape[0]) == (True, [], len(WORDS))


def test_a_word_is_evidence_by_its_letters_also_in_another_language() -> None:
    categories = [
        CategoryDefinition("recognition", {"en": "Certification of competences and validation of experience."}),
        CategoryDefinition("water", {"en": "Wells, pipes and latrines."}),
    ]
    classifier = Classifier.learn(categories, multi_label=False)
    ranking = classifier.suggest(["Une certification valide les compétences de chacun des soudeurs"], ["fr"])[0]
    evidence = {phrase.phrase: (phrase.answers_to, phrase.source) for phrase in ranking.scores[0].evidence}
    assert ranking.scores[0].slug == "recognition"
    assert evidence["compétences"] == ("competences", EvidenceSource.DEFINITION)


@pytest.mark.parametrize(
    "text", ["Welders weld; a welder's training in Welding, training", "Soldadores, pozos y tuberías"]
)
def test_what_the_words_of_a_text_add_sums_to_its_score(text: str) -> None:
    categories = [
        CategoryDefinition("trade", {"en": "Welding and carpentry."}),
        CategoryDefinition("pipe", {"en": "Tubes."}),
    ]
    confirmed = [Confirmed("Soldadores training", "en", ("trade",), 1), Confirmed("Pipes in wells", "en", ("pipe",), 2)]
    classifier = Classifier.learn(categories, texts=[text, "Training"], confirmed=confirmed, multi_label=False)
    classifier.suggest([text], ["en"])
    trained = classifier._trained["en"]
    rows = trained.model.rows([text], np.zeros((1, 2)))
    coefficients = trained.explainer._coefficients(np.arange(rows.wide.shape[1]))
    expected = rows.wide @ (coefficients - coefficients.mean(axis=0)).T
    parts = trained.explainer.contributions(rows.wide, text)
    assert sum(parts.values()) == pytest.approx(expected[0])
