"""The words of the parallel texts as vectors, so that a search is compared by concepts without what made them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from skillsnet.core.likeness.concepts import (
    Definition,
    Floats,
    LanguageConcepts,
    inverse_frequency,
    language_concepts,
)
from skillsnet.core.likeness.descriptions import unit
from skillsnet.core.likeness.vectors import TextVectors
from skillsnet.core.search.concept_vectors import DescribedTexts, WordVectors, quantised
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES

# So many directions, those along which the words differ most.
DIRECTIONS: Final = 256
# Of a language's words every so many tell the directions.
SAMPLED: Final = 4


@dataclass(frozen=True, eq=False)
class ConceptDirections:
    """Words in the concepts, and the directions that their vectors are along: shape (concepts, d)."""

    words: WordVectors
    axes: Floats

    def describe_texts(
        self, vectors: TextVectors, stamps: Mapping[int, int]
    ) -> tuple[DescribedTexts, dict[str, Floats]]:
        """Return the texts along the directions, and the mean description of each language's texts.

        Parameters
        ----------
        vectors : TextVectors
            Of n texts, made with the same definitions and without an embedder.
        stamps : mapping of int to int
            The stamp of each text by its key, in ascending order of the keys.
        """
        describer, axes = vectors.describer, self.axes
        if describer.axes is not None:
            axes = describer.axes.T @ axes
        concepts = vectors.descriptions.concepts
        # Where no text is in a language that has parallel texts, there are no concepts: such texts are near to nothing.
        described = concepts @ axes if concepts.shape[1] else np.zeros((len(concepts), axes.shape[1]), np.float32)
        rows, _steps = quantised(described)
        means = {code: mean @ axes for code, mean in describer.means.items() if code in PARALLEL_LANGUAGES}
        keys, values = (np.array(list(numbers), dtype=np.int64) for numbers in (stamps, stamps.values()))
        return DescribedTexts(keys, values, rows), means


@lru_cache(maxsize=1)
def concept_directions(definitions: tuple[Definition, ...] = ()) -> ConceptDirections:
    """Return the words of the parallel texts and of definitions, in all languages.

    Parameters
    ----------
    definitions : tuple of Definition
        Those that `complete_definitions` gives.

    Notes
    -----
    Principal directions of every fourth word (Pearson 1901), all languages together. O(words x concepts).
    """
    concepts = {code: language_concepts(code, definitions) for code in PARALLEL_LANGUAGES}
    axes = _main_axes(list(concepts.values()))
    names, parts = [], []
    for code, each in concepts.items():
        terms = sorted(each.term_counts)
        rarity = inverse_frequency(each.text_count, np.array([each.term_counts[term] for term in terms]))
        nearness, levels = each.of_terms(terms)
        vectors, steps = quantised(nearness @ axes)
        parts.append((vectors, steps * rarity, levels * rarity))
        names += [f"{code} {term}" for term in terms]
    order = np.argsort(np.array(names))
    arrays = [np.concatenate(columns)[order] for columns in zip(*parts, strict=True)]
    means = {code: each.mean @ axes for code, each in concepts.items()}
    for array in (*arrays, axes, *means.values()):
        array.setflags(write=False)
    vectors, steps, levels = arrays
    return ConceptDirections(WordVectors(np.array(names)[order], vectors, steps, levels, means), axes)


def _main_axes(concepts: Sequence[LanguageConcepts]) -> Floats:
    """Return the directions along which the words of all languages differ most: shape (concepts, d)."""
    samples = []
    for each in concepts:
        nearness, _levels = each.of_terms(sorted(each.term_counts)[::SAMPLED])
        samples.append(unit(nearness - nearness.mean(axis=0)))
    rows = np.vstack(samples)
    return np.ascontiguousarray(np.linalg.eigh(rows.T @ rows)[1][:, -DIRECTIONS:], dtype=np.float32)
