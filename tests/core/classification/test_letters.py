"""Groups of letters: counted as a slow twin counts them, and shown as the words they stand in."""

from collections import Counter
from math import log

import numpy as np
import pytest

from skillsnet.core.classification import CategoryDefinition, EvidenceSource
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


@pytest.mark.medium
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
