"""Nearest texts are those that comparing all pairs gives; for many, most of them."""

import numpy as np
import pytest

from skillsnet.core.matching import text_likeness
from skillsnet.core.matching.text_likeness import TfidfVectors, tfidf_vectors
from tests.core.matching.networks import make_parties


def vectors_of(count: int) -> TfidfVectors:
    texts = [text.words for party in make_parties(count) for text in party.texts]
    return tfidf_vectors(texts, ["en"] * count)


def slow_nearest(vectors: TfidfVectors, k: int) -> list[list[int]]:
    """Compare all pairs."""
    rows = []
    for row in range(vectors.matrix.shape[0]):
        scores = vectors.row_scores(row)
        order = sorted((-score, column) for column, score in enumerate(scores) if column != row and score > 0)
        rows.append([column for _score, column in order[:k]])
    return rows


def test_the_slow_twin_agrees() -> None:
    vectors = vectors_of(60)
    near = vectors.nearest(5)
    assert [[index for index in row if index >= 0] for row in near.indices.tolist()] == slow_nearest(vectors, 5)
    pairs = np.repeat(np.arange(60), 5), near.indices.ravel()
    assert near.scores.ravel() == pytest.approx(vectors.pair_scores(*pairs), abs=1e-6)


def test_of_many_texts_most_of_the_nearest_come_out(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = vectors_of(60)
    exact = vectors.nearest(5).indices.tolist()
    monkeypatch.setattr(text_likeness, "EXACT", 10)
    searched = vectors.nearest(5).indices.tolist()
    assert sum(len(set(one) & set(other)) for one, other in zip(exact, searched, strict=True)) > 0.8 * 5 * 60


def test_a_text_that_shares_nothing_is_near_to_nobody() -> None:
    vectors = tfidf_vectors(["solar pump", "solar pumps", "cheese"], ["en"] * 3)
    assert vectors.nearest(2).indices.tolist() == [[1, -1], [0, -1], [-1, -1]]
    assert vectors.pooled([[0, 1], [], [2]]).row_scores(0).tolist() == pytest.approx([1, 0, 0])
