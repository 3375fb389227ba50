"""The parallel texts are whole: every subject in every language, in its own letters, and once."""

import re

import pytest

from skillsnet.core.text import guess_language
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES, parallel_texts

ARABIC = re.compile("[\u0621-\u064a]")
# Tatweel and vowel signs, which few writers of Arabic write.
ORNAMENT = re.compile("[\u0640\u064b-\u0652]")


def test_there_is_about_a_thousand_each_named_once() -> None:
    keys = [text.key for text in parallel_texts()]
    assert len(keys) >= 1000
    assert len(set(keys)) == len(keys)


@pytest.mark.medium
@pytest.mark.parametrize("language", PARALLEL_LANGUAGES)
def test_each_is_two_or_three_sentences_in_its_language_and_no_two_are_the_same(language: str) -> None:
    texts = [text.text(language) for text in parallel_texts()]
    assert [text for text in texts if not 22 <= len(text.split()) <= 70] == []
    assert [text for text in texts if bool(ARABIC.search(text)) != (language == "ar")] == []
    assert [text for text in texts if ORNAMENT.search(text)] == []
    assert len(set(texts)) == len(texts)
    # A list of nouns may show no language; another language than its own would be a mistake.
    assert [text for text in texts if guess_language(text) not in (language, None)] == []
