"""Every answer makes suggestions better: texts made up of topics' words, in uneven shares."""

import random
from functools import cache
from statistics import mean

import pytest

from skillsnet.core.classification import CategoryDefinition, Confirmed
from skillsnet.core.classification.classifier import Classifier

TOPICS = 6
SHARES = (40, 24, 16, 10, 6, 4)
LETTERS = "bcdfghjklmnprstvz"
TEXTS = 300


def _word(number: int) -> str:
    return "".join(LETTERS[number // 17**place % 17] + "aeiou"[number // 5**place % 5] for place in range(4))


TOPIC_WORDS = [[_word(1_009 * (60 * topic + number) + 7) for number in range(60)] for topic in range(TOPICS)]
COMMON_WORDS = [_word(1_009 * (2_000 + number) + 7) for number in range(400)]


@cache
def _made_up_texts(seed: int) -> tuple[list[str], list[int]]:
    draw = random.Random(seed)
    topics = draw.choices(range(TOPICS), SHARES, k=TEXTS)
    texts = [" ".join(draw.choices(TOPIC_WORDS[topic], k=4) + draw.choices(COMMON_WORDS, k=10)) for topic in topics]
    return texts, topics


def accuracy(labels_per_topic: int, *, seed: int) -> float:
    """Return the share of right first answers on texts that were not shown with their topic."""
    texts, topics = _made_up_texts(seed)
    categories = [
        CategoryDefinition(str(topic), {"en": " ".join(words[:6])}) for topic, words in enumerate(TOPIC_WORDS)
    ]
    # The second half is drawn from, so that every number of labels is measured on the same texts.
    drawn = [
        index
        for topic in range(TOPICS)
        for index in [place for place in range(TEXTS // 2, TEXTS) if topics[place] == topic][:labels_per_topic]
    ]
    classifier = Classifier.learn(
        categories,
        texts=[text for index, text in enumerate(texts) if index not in drawn],
        languages=["en"] * (TEXTS - len(drawn)),
        confirmed=[Confirmed(texts[index], "en", (str(topics[index]),), index) for index in drawn],
        multi_label=False,
    )
    rankings = classifier.suggest(texts[: TEXTS // 2], ["en"] * (TEXTS // 2), with_evidence=False)
    return mean(
        ranking.scores[0].slug == str(topic) for ranking, topic in zip(rankings, topics[: TEXTS // 2], strict=True)
    )


@pytest.mark.slow
def test_more_labels_are_never_worse() -> None:
    curve = [mean(accuracy(count, seed=seed) for seed in range(3)) for count in (0, 2, 8, 16, 150)]
    # Two texts in a hundred and fifty are chance.
    assert all(later >= max(curve[: index + 1]) - 0.013 for index, later in enumerate(curve[1:])), curve
    assert curve[-1] > curve[0] + 0.05, curve
