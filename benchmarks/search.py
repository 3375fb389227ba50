"""Searches in four languages: what they find in texts of another language, beside the words alone; Arabic forms."""

import bisect
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from skillsnet.core.likeness import text_vectors
from skillsnet.core.likeness.word_vectors import concept_directions
from skillsnet.core.search import Phrase, SearchQuery, search_query, search_words, text_groups
from skillsnet.core.search.concept_vectors import ComparedTexts, DescribedTexts, WordVectors
from skillsnet.core.text import WORD, fold, guess_language, plain_words, tokens

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "matching"
SETS = (("sib200_en_fr_es_ar", "sentences"), ("xquad_en_es_ar", "paragraphs"), ("idrc_en_fr", "projects"))
QUERIES = 150
SEED = 7
SHOWN = 10
# A word that many texts hold is no search.
COMMON_SHARE = 0.05
WORD_LETTERS = 4
# As the platform compares a text: with so many of those that hold most of its words.
COMPARED = 400


class Texts:
    """Texts of one language that can be searched as the platform does."""

    def __init__(self, texts: Sequence[str], language: str) -> None:
        self.texts, self.language = texts, language
        self.holders: dict[str, set[int]] = defaultdict(set)
        for index, text in enumerate(texts):
            for word in search_words(text):
                self.holders[word].add(index)
        self.words = sorted(self.holders)

    def holding(self, phrase: Phrase) -> set[int]:
        """Return the texts that hold each term of a phrase."""
        return set.intersection(*(self._of_word(term.word, is_whole=term.is_whole) for term in phrase))

    def _of_word(self, word: str, *, is_whole: bool) -> set[int]:
        if is_whole:
            return self.holders.get(word, set())
        first = bisect.bisect_left(self.words, word)
        last = bisect.bisect_right(self.words, word + "\U0010ffff")
        return set().union(*(self.holders[self.words[place]] for place in range(first, last)))

    def matching(self, groups: Sequence[Sequence[Phrase]]) -> set[int]:
        """Return the texts that hold something of each group."""
        found = [set().union(*(self.holding(phrase) for phrase in group)) for group in groups]
        return set.intersection(*found) if found else set()

    def search(self, query: SearchQuery) -> list[int]:
        """Return the texts that a search shows, those that hold the words as typed first."""
        typed = sorted(self.matching(query.typed))
        others = self.matching(query.in_language(self.language)) - set(typed)
        return [*typed, *sorted(others)]

    def weights(self, groups: Sequence[Sequence[Phrase]]) -> np.ndarray[Any, Any]:
        """Return how much of a text's words each text holds, by their rarity."""
        total = np.zeros(len(self.texts))
        for group in groups:
            held = set().union(*(self.holding(phrase) for phrase in group))
            if held:
                total[list(held)] += log(1 + len(self.texts) / len(held))
        return total

    @cached_property
    def searched_words(self) -> list[list[str]]:
        """Return the words of each text that somebody may search for: no names, no plain words."""
        plain = plain_words(self.language)
        return [
            [
                word
                for word in dict.fromkeys(WORD.findall(text))
                if len(word) >= WORD_LETTERS and fold(word) not in plain and (self.language == "ar" or word.islower())
            ]
            for text in self.texts
        ]


def measure() -> Iterator[dict[str, Any]]:
    """Yield the figures of each set of texts that is there."""
    for name, kind in SETS if SHARED.exists() else ():
        languages = name.split("_")[1:]
        rows = _rows(f"{name}.jsonl.gz")
        texts = {code: Texts([row[code] for row in rows], code) for code in languages}
        for length in (1, 2):
            yield {"task": f"{kind}: {length} word(s)", **_word_figures(texts, length)}
        yield {"task": f"{kind}: a sentence", **_text_figures(texts)}
        if "ar" in texts:
            yield {"task": f"{kind}: Arabic words written otherwise", **_arabic_figures(texts["ar"])}


def _word_figures(texts: dict[str, Texts], length: int) -> dict[str, Any]:
    """Return what searches of some words find: what a search finds in its language is right in the others."""
    across: dict[str, list[tuple[float, float]]] = {"plain": [], "now": []}
    precision: dict[str, list[float]] = {"plain": [], "now": []}
    for code, own in texts.items():
        for words, right in _queries(own, length):
            for name, query in (
                ("plain", search_query(" ".join(words), is_exact=True)), ("now", search_query(" ".join(words))),
            ):  # fmt: skip
                for other, others in texts.items():
                    shown = others.search(query)[:SHOWN]
                    if other != code:
                        across[name].append((_recall(shown, right), _reciprocal_rank(shown, right)))
                    elif shown:
                        precision[name].append(len(right.intersection(shown)) / len(shown))
    return {
        f"{name}_{figure}": round(float(np.mean(values)), 3)
        for name in ("plain", "now")
        for figure, values in (
            ("recall_at_10", [recall for recall, _ in across[name]]),
            ("mrr", [rank for _, rank in across[name]]),
            ("own_language_precision_at_10", precision[name]),
        )
    }


def _queries(own: Texts, length: int) -> Iterator[tuple[list[str], set[int]]]:
    chance = random.Random(SEED)
    drawn = 0
    for index in chance.sample(range(len(own.texts)), len(own.texts)):
        words = own.searched_words[index]
        if drawn == QUERIES or len(words) < length:
            continue
        query = chance.sample(words, length)
        right = own.matching(search_query(" ".join(query), is_exact=True).typed)
        if len(right) <= max(SHOWN, COMMON_SHARE * len(own.texts)):
            drawn += 1
            yield query, right


def _recall(shown: Sequence[int], right: set[int]) -> float:
    return len(right.intersection(shown)) / min(len(right), SHOWN)


def _reciprocal_rank(shown: Sequence[int], right: set[int]) -> float:
    return next((1 / rank for rank, index in enumerate(shown, 1) if index in right), 0.0)


def _text_figures(texts: dict[str, Texts]) -> dict[str, Any]:
    """Return where the twin of a text's first sentence stands among the texts of each other language."""
    ranks: dict[str, list[float]] = {"plain": [], "words": [], "now": []}
    known_words, text_vectors_of = _described(texts)
    for code, own in texts.items():
        for index in range(0, len(own.texts), max(1, len(own.texts) // QUERIES)):
            sentence = own.texts[index].split(". ")[0]
            words = list(dict.fromkeys(search_words(sentence)))
            plain = [search_query(word, is_exact=True).typed[0] for word in words]
            for other, others in texts.items():
                if other != code:
                    weights = others.weights(text_groups(sentence))
                    ranks["plain"].append(_rank(others.weights(plain), index))
                    ranks["words"].append(_rank(weights, index))
                    likeness = _compared(weights, sentence, other, known_words, text_vectors_of[other])
                    ranks["now"].append(_rank(likeness, index))
    return {
        f"{name}_{figure}": round(float(np.mean(values)), 3)
        for name, found in ranks.items()
        for figure, values in (
            ("mrr", [1 / rank if rank else 0 for rank in found]),
            ("recall_at_10", [0 < rank <= SHOWN for rank in found]),
        )
    }


def _described(texts: dict[str, Texts]) -> tuple[WordVectors, dict[str, DescribedTexts]]:
    """Return what the platform keeps of texts for a search: the words in the concepts, and each language's texts."""
    directions = concept_directions()
    everything = [text for own in texts.values() for text in own.texts]
    codes = [code for code, own in texts.items() for _text in own.texts]
    projects, means = directions.describe_texts(
        text_vectors(everything, codes), dict.fromkeys(range(len(everything)), 0)
    )
    of_language = {}
    for code in texts:
        rows = [row for row, other in enumerate(codes) if other == code]
        of_language[code] = DescribedTexts(
            np.arange(len(rows)), np.zeros(len(rows), dtype=np.int64), projects.vectors[rows]
        )
    return replace(directions.words, means={**directions.words.means, **means}), of_language


def _compared(
    weights: np.ndarray[Any, Any], sentence: str, language: str, words: WordVectors, others: DescribedTexts
) -> np.ndarray[Any, Any]:
    """Return how alike the texts with most weight are to a sentence, by words and concepts; 0 for the others."""
    best = [int(index) for index in np.argsort(-weights, kind="stable")[:COMPARED] if weights[index] > 0]
    code = guess_language(sentence)
    query = words.describe(sentence, code) if code else None
    nearness = others.nearness(query, dict.fromkeys(best, 0)) if query is not None else {}
    alike = ComparedTexts({i: float(weights[i]) for i in best}, dict.fromkeys(best, language), nearness).likeness
    likeness = np.zeros(len(weights))
    likeness[list(alike)] = list(alike.values())
    return likeness


def _rank(weights: np.ndarray[Any, Any], index: int) -> float:
    """Return the place of a text, the mean of those that are as near; 0 where it holds nothing."""
    own = weights[index]
    return float((weights > own).sum() + ((weights == own).sum() + 1) / 2) if own else 0.0


def _arabic_figures(own: Texts) -> dict[str, Any]:
    """Return the share of words that find their text when they are typed in another way than it has them."""
    folded = [[*tokens(text)] for text in own.texts]
    found: dict[str, list[bool]] = {"plain": [], "now": []}
    for index, words in enumerate(own.searched_words):
        for word in words[:: max(1, len(words) // 5)]:
            for form in _other_forms(word):
                query = tokens(form)
                found["plain"].append(all(any(w.startswith(q) for w in folded[index]) for q in query))
                found["now"].append(index in own.matching(search_query(form).typed))
    return {name: round(float(np.mean(values)), 3) for name, values in found.items()} | {"forms": len(found["now"])}


def _other_forms(word: str) -> Iterator[str]:
    bare = word.removeprefix("و") if len(word) > 5 else word
    if bare.startswith("لل") and len(bare) > 5:
        yield "ال" + bare[2:]
        yield bare[2:]
    elif bare.startswith("ال") and len(bare) > 4:
        yield bare[2:]
    else:
        yield "ال" + bare
    for letter, others in (("أ", "ا"), ("إ", "ا"), ("ة", "ه"), ("ى", "ي"), ("ئ", "ي"), ("ؤ", "و"), ("ئو", "ؤو")):
        if letter in word:
            yield word.replace(letter, others)
    yield f"{word[0]}\u064e{word[1:-1]}\u0640{word[-1]}"


def _rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(SHARED / name, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
