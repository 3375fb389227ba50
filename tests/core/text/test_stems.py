"""A word has one stem wherever words are counted; many threads at once find the stems that one finds."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import snowballstemmer

from skillsnet.core.classification.features import terms
from skillsnet.core.text import fold, stems

SOURCE = Path(stems.__file__).parents[2]
THREADS = 8
ENDINGS = ("ations", "fulness", "ingly", "ization", "ousness", "ement", "ibilities", "ives")
WORDS = [f"{first}{middle}{ending}" for first in "bcdfglmnprst" for middle in ("on", "ar", "et") for ending in ENDINGS]


@pytest.fixture
def _many_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.medium
@pytest.mark.usefixtures("_many_switches")
def test_eight_threads_find_the_stems_that_one_finds() -> None:
    alone = {
        (word, language): fold(snowballstemmer.stemmer(name).stemWord(word))
        for language, name in (("en", "english"), ("fr", "french"))
        for word in WORDS
    }

    def stems_of(turn: int) -> dict[tuple[str, str], str]:
        pairs = list(alone)[turn * 7 :] + list(alone)[: turn * 7]
        return {pair: stems.stem.__wrapped__(*pair) for pair in pairs}

    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(stems_of, range(THREADS)))
    assert [result for result in results if result != alone] == []


def test_words_are_stemmed_in_one_place() -> None:
    assert [path.name for path in sorted(SOURCE.rglob("*.py")) if "snowballstemmer" in path.read_text()] == ["stems.py"]


def test_the_map_the_classifier_the_queue_and_matching_read_the_same_stems() -> None:
    text = "Apprentices weld; an apprenticeship in welding. Formations, agriculture"
    for language in ("en", "fr", "es", "pt", "ar", "sw", "de"):
        of_classifier = {term.stem for term in terms(text, language)}
        assert {beginning for beginning, _ in stems.subject_words(text, language)} <= {
            stem[: stems.BEGINNING_LETTERS] for stem in of_classifier
        }
