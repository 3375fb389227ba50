"""Which text is asked about next, beside a slow twin."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

from skillsnet.core.classification.active_learning import SIMILAR_COSINE, margins, order, text_vectors

WORDS = ["solar", "pump", "sewing", "shirt", "welding", "torch"]


def slow_order(gaps: list[float], vectors: csr_matrix, first: int) -> list[tuple[int, int | None]]:
    """Compare every text with every other, and take the best one at a time."""
    dense = np.asarray(vectors.todense())
    cosines = dense @ dense.T
    density = cosines.mean(axis=1)
    density = density / density.max() if density.max() > 0 else density
    worth = [round((1 - gap) * share, 12) for gap, share in zip(gaps, density, strict=True)]
    exact = [(1 - gap) * share for gap, share in zip(gaps, density, strict=True)]
    remaining = sorted(range(len(gaps)), key=lambda index: (-worth[index], gaps[index], index))
    queue: list[tuple[int, int | None]] = []
    while remaining and len(queue) < first:
        largest_cosine = {
            index: max([min(cosines[index, earlier], 1) for earlier, _ in queue], default=0) for index in remaining
        }
        best = max(remaining, key=lambda index: round(exact[index] * (1 - largest_cosine[index]), 12))
        remaining.remove(best)
        other_indices = [index for index in range(len(gaps)) if index != best]
        queue.append((best, sum(cosines[best, index] >= SIMILAR_COSINE for index in other_indices)))
    return queue + [(index, None) for index in remaining]


@pytest.mark.medium
@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 0.1, 0.3, 0.7]), st.lists(st.sampled_from(WORDS), max_size=4)), max_size=8
    ),
    st.integers(0, 4),
)
def test_the_order_is_that_of_the_slow_twin(texts: list[tuple[float, list[str]]], first: int) -> None:
    vectors = text_vectors([" ".join(words) for _, words in texts], ["en"] * len(texts))
    gaps = [gap for gap, _ in texts]
    queue = [(text.index, text.similar_count) for text in order(np.array(gaps), vectors, first=first)]
    assert queue == (slow_order(gaps, vectors, first) if texts else [])


def test_the_uncertain_come_before_the_certain_and_the_typical_before_the_odd() -> None:
    texts = ["Solar pumps for farms", "Solar pumps on farms", "Solar pumps at farms", "Zebra xylophone", "Yak quartz"]
    vectors = text_vectors(texts, ["en"] * 5)
    assert [text.index for text in order(np.array([0.9, 0.1, 0.9, 0.1, 0.9]), vectors)][:2] == [1, 0]


def test_a_text_without_words_comes_last_and_nothing_breaks() -> None:
    assert order(np.array([]), text_vectors([], [])) == []
    assert [text.index for text in order(np.array([0.5, 0.2]), text_vectors(["", "…"], [None, None]))] == [1, 0]


def test_what_tells_nothing_has_no_margin() -> None:
    assert margins([{"a": 0.9, "b": 0.2}], [False]).tolist() == [0.0]


@pytest.mark.slow
def test_a_hundred_thousand_take_seconds() -> None:
    chance = np.random.default_rng(1)
    words, starts = chance.integers(0, 20_000, 4_000_000), np.arange(0, 4_000_001, 40)
    vectors = csr_matrix(normalize(csr_matrix((chance.random(4_000_000), words, starts), shape=(100_000, 20_000))))
    gaps = chance.random(100_000)
    start_seconds = time.process_time()
    queue = order(gaps, vectors)
    assert time.process_time() - start_seconds < 30
    assert sorted(text.index for text in queue) == list(range(100_000))


def test_lengths_must_fit() -> None:
    with pytest.raises(ValueError, match="zip"):
        margins([{}], [])
