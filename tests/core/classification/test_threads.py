"""Many threads at once read texts as one does: nothing that changes is shared."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import snowballstemmer

from skillsnet.core.classification import features
from skillsnet.core.text import fold

THREADS = 8
ENDINGS = ("ations", "fulness", "ingly", "ization", "ousness", "ement", "ibilities", "ives")
WORDS = [f"{first}{middle}{ending}" for first in "bcdfglmnprst" for middle in ("on", "ar", "et") for ending in ENDINGS]


@pytest.fixture
def _many_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_many_switches")
def test_eight_threads_find_the_stems_that_one_finds() -> None:
    alone = {
        (word, language): fold(snowballstemmer.stemmer(name).stemWord(word))
        for language, name in (("en", "english"), ("fr", "french"))
        for word in WORDS
    }

    def stems(turn: int) -> dict[tuple[str, str], str]:
        pairs = list(alone)[turn * 7 :] + list(alone)[: turn * 7]
        return {pair: features._stem.__wrapped__(*pair) for pair in pairs}

    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(stems, range(THREADS)))
    assert [result for result in results if result != alone] == []
