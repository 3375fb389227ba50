"""How alike texts of two languages usually are: what makes likeness across languages comparable."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from skillsnet.core.likeness.concepts import Floats
from skillsnet.core.likeness.descriptions import Descriptions, Integers

# So many texts of each language stand for all of it.
REFERENCES: Final = 500
# The level of a text is the mean likeness of its ten nearest references, fewer where there are under sixty.
NEAREST: Final = 10
NEAREST_SHARE: Final = 6
# With few references a text's own level is taken the less.
SURE_AFTER: Final = 10
# Mean and standard deviation of the likeness of two parallel texts on different subjects, in one language and across;
# what few texts show is mixed with it as if it were so many pairs.
PRIOR_PAIRS: Final = 500
PRIOR_MEAN: Final = 0.01
PRIOR_SPREAD_WITHIN: Final = 0.023
PRIOR_SPREAD_ACROSS: Final = 0.015
BLOCK_NUMBERS: Final = 4_000_000


@dataclass(frozen=True, eq=False)
class Levels:
    """How alike the texts of each pair of languages are.

    Attributes
    ----------
    mean, spread : array of float, shape (languages, languages)
        Of the likeness of two texts, one in either language.
    nearness : array of float, shape (n, languages)
        How alike each text is to its nearest in each language.
    references : tuple of array of int
        The texts that stand for each language.
    typical : array of float, shape (languages, languages)
        The nearness that a text usually has.
    least : array of float, shape (languages, languages)
        What a pair has to be alike at least to be shown.
    """

    mean: Floats
    spread: Floats
    nearness: Floats
    references: tuple[Integers, ...]
    typical: Floats
    least: Floats

    def corrected(self, products: Floats, nearness: Floats, language: int, columns: Integers, of: Integers) -> Floats:
        """Return likeness less how alike either text is to its nearest, in units of the languages' spread.

        Parameters
        ----------
        products : array of float, shape (m, k)
            Likeness of m texts of one language to k others.
        nearness : array of float, shape (m, languages)
            The nearness of the m texts.
        language : int
            Their language.
        columns : array of int, shape (k,)
            The k others.
        of : array of int, shape (n,)
            The language of every text.

        Returns
        -------
        array of float, shape (m, k)

        Notes
        -----
        Cross-domain similarity local scaling (Conneau et al. 2018), a local scaling (Schnitzer et al. 2012) that takes
        from texts that are near to everything ("hubs") what they have more than others.
        """
        of_columns = of[columns]
        levels = (nearness[:, of_columns] + self.nearness[columns, language][None, :]) / 2
        return np.asarray((products - levels) / self.spread[language, of_columns], dtype=np.float32)

    def corrected_pairs(self, products: Floats, rows: Integers, columns: Integers, of: Integers) -> Floats:
        """Return what `corrected` does for single pairs: shape (pairs,)."""
        first, second = of[rows], of[columns]
        levels = (self.nearness[rows, second] + self.nearness[columns, first]) / 2
        return np.asarray((products - levels) / self.spread[first, second], dtype=np.float32)

    def is_alike(self, products: Floats, language: Integers | int, of_columns: Integers) -> npt.NDArray[np.bool_]:
        """Return which pairs are more alike than a usual pair of their languages."""
        return np.asarray(products >= self.least[language, of_columns])

    def comparable(self, products: Floats, first: Integers | int, second: Integers) -> Floats:
        """Return likeness on the scale of texts in one language, from 0 to 1."""
        counts = np.array([len(rows) for rows in self.references], dtype=np.float64) + 1e-9
        within_mean, within_spread = (
            float(np.average(np.diag(values), weights=counts)) if len(counts) else 0.0
            for values in (self.mean, self.spread)
        )
        standard = (products - self.mean[first, second]) / self.spread[first, second]
        return np.asarray(np.clip(within_mean + within_spread * standard, 0, 1), dtype=np.float32)

    def with_new_language(self) -> "Levels":
        """Return the same with one more language at the end, of which nothing is known but what is usual."""
        mean, spread, typical, least = (
            np.pad(values, (0, 1), constant_values=value).astype(np.float32)
            for values, value in (
                (self.mean, PRIOR_MEAN),
                (self.spread, PRIOR_SPREAD_ACROSS),
                (self.typical, PRIOR_MEAN + 2 * PRIOR_SPREAD_ACROSS),
                (self.least, PRIOR_MEAN + PRIOR_SPREAD_ACROSS),
            )
        )
        nearness = np.pad(self.nearness, ((0, 0), (0, 1)), constant_values=PRIOR_MEAN + 2 * PRIOR_SPREAD_ACROSS)
        references = (*self.references, np.zeros(0, dtype=np.int64))
        return Levels(mean, spread, nearness.astype(np.float32), references, typical, least)

    def nearness_of(self, products: Floats, language: int) -> Floats:
        """Return the nearness of new texts from their likeness to all: array of shape (m, languages)."""
        return np.stack(
            [
                _shrunk(
                    _top_mean(products[:, rows], np.full(len(products), len(rows))),
                    np.full(len(products), len(rows)),
                    float(self.typical[language, column]),
                )
                for column, rows in enumerate(self.references)
            ],
            axis=1,
        ).astype(np.float32)


def measure_levels(descriptions: Descriptions, of: Integers, language_count: int) -> Levels:
    """Return the levels of texts.

    Parameters
    ----------
    descriptions : Descriptions
        Of n texts.
    of : array of int, shape (n,)
        The language of each, below `language_count`.
    language_count : int

    Returns
    -------
    Levels
        O(n x languages x 500 products).
    """
    n = len(of)
    shape = (language_count, language_count)
    nearness = np.zeros((n, language_count), dtype=np.float32)
    mean, spread, typical, least = (np.zeros(shape, dtype=np.float32) for _ in range(4))
    references = tuple(_evenly(np.flatnonzero(of == language)) for language in range(language_count))
    reference_counts = np.zeros((n, language_count), dtype=np.int64)
    for column, rows in enumerate(references):
        sums = np.zeros((3, language_count))
        step = max(1, BLOCK_NUMBERS // max(1, len(rows)))
        reference = descriptions.rows(rows)
        for start in range(0, n, step):
            part = np.arange(start, min(n, start + step))
            products = descriptions.rows(part).products(reference)
            is_self = part[:, None] == rows[None, :]
            counts = len(rows) - is_self.sum(axis=1)
            reference_counts[part, column] = counts
            for index, values in enumerate((counts, *_moments(products, is_self))):
                sums[index] += np.bincount(of[part], weights=values, minlength=language_count)
            products[is_self] = -np.inf
            nearness[part, column] = _top_mean(products, counts)
        mean[:, column], spread[:, column] = _shrunk_moments(sums, column)
        # Of few pairs nobody knows what is usual: then only what stands out is alike.
        least[:, column] = mean[:, column] + spread[:, column] * PRIOR_PAIRS / (sums[0] + PRIOR_PAIRS)
    for first in range(language_count):
        for second in range(language_count):
            typical[first, second] = _typical(nearness, reference_counts, of, (first, second), mean, spread)
    for column in range(language_count):
        nearness[:, column] = _shrunk(nearness[:, column], reference_counts[:, column], typical[of, column])
    return Levels(mean, spread, nearness, references, typical, least)


def _evenly(rows: Integers) -> Integers:
    if len(rows) <= REFERENCES:
        return rows
    return rows[np.arange(REFERENCES) * len(rows) // REFERENCES]


def _moments(products: Floats, is_self: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.float64], ...]:
    values = np.where(is_self, 0, products).astype(np.float64)
    return values.sum(axis=1), (values**2).sum(axis=1)


def _shrunk_moments(sums: npt.NDArray[np.float64], column: int) -> tuple[Floats, Floats]:
    """Return means and standard deviations of a column of languages from counts, sums and sums of squares."""
    counts, totals, squares = sums
    prior = np.full(len(counts), PRIOR_SPREAD_ACROSS)
    prior[column] = PRIOR_SPREAD_WITHIN
    mean = (totals + PRIOR_PAIRS * PRIOR_MEAN) / (counts + PRIOR_PAIRS)
    second = (squares + PRIOR_PAIRS * (prior**2 + PRIOR_MEAN**2)) / (counts + PRIOR_PAIRS)
    return mean.astype(np.float32), np.sqrt(np.maximum(second - mean**2, 1e-8)).astype(np.float32)


def _top_mean(products: Floats, counts: Integers) -> Floats:
    """Return the mean of each row's highest values: ten, or a sixth of how many there are."""
    size = max(1, min(NEAREST, -(-int(counts.max(initial=0)) // NEAREST_SHARE)))
    if products.shape[1] < size:
        return np.zeros(len(products), dtype=np.float32)
    top = np.partition(products, products.shape[1] - size, axis=1)[:, products.shape[1] - size :]
    return np.asarray(np.where(np.isfinite(top).all(axis=1), top.mean(axis=1), 0), dtype=np.float32)


def _typical(
    nearness: Floats, counts: Integers, of: Integers, pair: tuple[int, int], mean: Floats, spread: Floats
) -> float:
    """Return the mean nearness of the texts of either language to the other's, the surer the more references."""
    first, second = pair
    sums = SURE_AFTER * (mean[first, second] + 2 * spread[first, second])
    weights = float(SURE_AFTER)
    for language, column in ((first, second), (second, first)):
        rows = of == language
        if rows.any():
            weight = float(counts[rows, column].mean())
            sums += weight * float(nearness[rows, column].mean())
            weights += weight
    return float(sums / weights)


def _shrunk(values: Floats, counts: Integers, typical: Floats | float) -> Floats:
    share = counts / (counts + SURE_AFTER)
    return np.asarray(share * values + (1 - share) * typical, dtype=np.float32)
