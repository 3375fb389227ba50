"""What speaks for a pair of parties, each way: a sum of evidence from texts, links and what both state."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from skillsnet.core.matching.text_likeness import ComparableTexts, Floats, Integers, Reals
from skillsnet.core.matching.values import Party
from skillsnet.core.netmap.adjacency import adjacency
from skillsnet.core.netmap.graph import Links

# Chosen on collaborations of 2014 to 2017 (docs/explanation/suggestions.md).
PARTNERS_IN_COMMON: Final = 0.4
ACTIVITY: Final = 0.4
SAME_COUNTRY: Final = 0.4
# Set by hand, as no collaborations are at hand that tell: a shared value as common as one of nine categories counts
# about half of what two usual partners in common do.
CATEGORY, BENEFICIARY, MEANS = 0.2, 0.1, 0.1
NEED_MET, OFFER_WANTED = 1.0, 0.5
LANGUAGE_SHARED, LANGUAGE_DIFFERENT = 0.2, -0.5
OTHER_AHEAD, REGION_WANTED = 0.2, 0.3
# A score times so much where the two are in different regions.
ACROSS_REGIONS: Final = 1.15
MOST_ACROSS_REGIONS: Final = 1.3
# Whoever has more partners than this introduces nobody: it would cost time with the square.
MOST_PARTNERS: Final = 1_000
SAMPLED_ROWS: Final = 100
PAIRS_AT_ONCE: Final = 200_000
NOT_STATED: Final = -1
LEAST: Final = 1e-6


@dataclass(frozen=True, eq=False)
class SharedValues:
    """The values of one kind that parties have, as columns.

    Attributes
    ----------
    has : csr matrix, shape (n, values)
        1 where a party has the value.
    weighted : csr matrix, shape (n, values)
        The same with each value's weight.
    """

    has: sparse.csr_matrix
    weighted: sparse.csr_matrix

    def sums(self, rows: Integers, columns: Integers) -> Reals:
        """Return the sum of the weights of what each pair shares; shape (m,)."""
        return pair_sums(self.weighted, self.has, rows, columns)


@dataclass(frozen=True, eq=False)
class PairEvidence:
    """What is known of n parties, ready to be summed up for any pair.

    Attributes
    ----------
    text : ComparableTexts
    text_scale, partner_scale : float
        Medians of what is above 0; 0 where nothing is.
    common_partners : csr matrix, shape (n, n)
        Friends of friends: the Adamic-Adar index of each pair.
    activity : array of float, shape (n,)
    shared : tuple of SharedValues
    languages, needs, offers, wanted : SharedValues
    stages, countries, regions : array of int, shape (n,)
        ``NOT_STATED`` where a party states none.
    """

    text: ComparableTexts
    text_scale: float
    partner_scale: float
    common_partners: sparse.csr_matrix
    activity: Reals
    shared: tuple[SharedValues, ...]
    languages: SharedValues
    needs: sparse.csr_matrix
    offers: sparse.csr_matrix
    wanted_regions_of: sparse.csr_matrix
    in_region: sparse.csr_matrix
    stages: Integers
    countries: Integers
    regions: Integers

    @property
    def n(self) -> int:
        """How many parties there are."""
        return len(self.activity)

    def pair_scores(self, rows: Integers, columns: Integers, *, text: Floats | None = None) -> Reals:
        """Return how much speaks for suggesting each column to its row; shape (m,), above 0.

        `text` are the pairs' text scores where they are known.
        """
        total = self._mutual_scores(rows, columns, text) + self._directed_scores(rows, columns)
        return np.maximum(total, LEAST)

    def scores_both_ways(self, rows: Integers, columns: Integers) -> tuple[Reals, Reals]:
        """Return the scores of pairs for the row's side and for the column's; what both share is summed up once."""
        mutual = self._mutual_scores(rows, columns, None)
        to_column, to_row = self._directed_scores(rows, columns), self._directed_scores(columns, rows)
        return np.maximum(mutual + to_column, LEAST), np.maximum(mutual + to_row, LEAST)

    def _mutual_scores(self, rows: Integers, columns: Integers, text: Floats | None) -> Reals:
        likeness = self.text.pair_scores(rows, columns) if text is None else text
        total: Reals = scaled(likeness, self.text_scale)
        total += PARTNERS_IN_COMMON * scaled(values_at(self.common_partners, rows, columns), self.partner_scale)
        total += ACTIVITY * (self.activity[rows] + self.activity[columns])
        total += SAME_COUNTRY * is_same(self.countries, rows, columns)
        for values in self.shared:
            total += values.sums(rows, columns)
        total += self._languages_between(rows, columns)
        return total

    def _directed_scores(self, rows: Integers, columns: Integers) -> Reals:
        total: Reals = NEED_MET * pair_sums(self.needs, self.offers, rows, columns)
        total += OFFER_WANTED * pair_sums(self.offers, self.needs, rows, columns)
        total += REGION_WANTED * pair_sums(self.wanted_regions_of, self.in_region, rows, columns)
        total += OTHER_AHEAD * self.is_step_ahead(columns, rows)
        return total

    def row_scores(self, row: int) -> Reals:
        """Return how much speaks for suggesting each party to one; shape (n,)."""
        columns = np.arange(self.n)
        return self.pair_scores(np.full(self.n, row), columns, text=self.text.row_scores(row))

    def is_across(self, rows: Integers, columns: Integers) -> Reals:
        """Return 1 for pairs whose regions are both known and differ, 0 for the others."""
        first, second = self.regions[rows], self.regions[columns]
        is_across: Reals = ((first != second) & (first != NOT_STATED) & (second != NOT_STATED)).astype(np.float64)
        return is_across

    def is_step_ahead(self, rows: Integers, columns: Integers) -> Reals:
        """Return 1 where the first of a pair is one or two steps further than the second."""
        first, second = self.stages[rows], self.stages[columns]
        steps = first - second
        is_known = (first != NOT_STATED) & (second != NOT_STATED)
        is_ahead: Reals = (is_known & (steps >= 1) & (steps <= 2)).astype(np.float64)
        return is_ahead

    def _languages_between(self, rows: Integers, columns: Integers) -> Reals:
        count = np.diff(self.languages.has.indptr)
        is_stated = (count[rows] > 0) & (count[columns] > 0)
        is_shared = self.languages.sums(rows, columns) > 0
        return np.where(is_stated, np.where(is_shared, LANGUAGE_SHARED, LANGUAGE_DIFFERENT), 0.0)


def evidence_of(parties: Sequence[Party], links: Links, text: ComparableTexts) -> PairEvidence:
    """Return what is known of parties: their values, the links between them, and how near their texts are.

    Notes
    -----
    A shared value counts by its information content, the logarithm of how few have it (Shannon 1948; for categories
    Resnik 1995). Friends of friends count by 1 / log of how many partners the one in between has (Adamic and Adar
    2003).
    """
    partner_scores = adamic_adar(len(parties), links)
    regions = sorted({party.region for party in parties if party.region} | _union(p.wanted_regions for p in parties))
    return PairEvidence(
        text=text,
        text_scale=text_scale(text, len(parties)),
        partner_scale=float(np.median(partner_scores.data)) if partner_scores.nnz else 0.0,
        common_partners=partner_scores,
        activity=np.log1p([party.project_count for party in parties]),
        shared=(
            shared_values([party.categories for party in parties], weight=CATEGORY),
            shared_values([party.beneficiaries for party in parties], weight=BENEFICIARY),
            shared_values([party.means for party in parties], weight=MEANS),
        ),
        languages=shared_values([party.languages for party in parties], weight=None),
        **_directed([party.needs for party in parties], [party.offers for party in parties]),
        wanted_regions_of=incidence([party.wanted_regions for party in parties], regions),
        in_region=incidence([{party.region} - {""} for party in parties], regions),
        stages=np.array([NOT_STATED if party.stage is None else party.stage for party in parties], dtype=np.int64),
        countries=codes([party.country for party in parties]),
        regions=codes([party.region for party in parties]),
    )


def _directed(needs: Sequence[Collection[str]], offers: Sequence[Collection[str]]) -> dict[str, sparse.csr_matrix]:
    names = sorted(_union(needs) | _union(offers))
    return {"needs": incidence(needs, names), "offers": incidence(offers, names)}


def _union(sets: Iterable[Collection[str]]) -> set[str]:
    return {value for values in sets for value in values}


def adamic_adar(n: int, links: Links) -> sparse.csr_matrix:
    """Return the Adamic-Adar index of each pair that has a partner in common; shape (n, n), empty diagonal."""
    if not len(links.ends):
        return sparse.csr_matrix((n, n))
    matrix = adjacency(n, links)
    partners = np.diff(matrix.indptr)
    # One partner introduces nobody; the weight of two is the largest.
    weights = np.where(partners <= MOST_PARTNERS, 1 / np.log(np.maximum(partners, 2)), 0.0)
    product = sparse.csr_matrix(matrix @ sparse.diags(weights) @ matrix)
    product.setdiag(0)
    product.eliminate_zeros()
    product.sort_indices()
    return product


def text_scale(text: ComparableTexts, n: int) -> float:
    """Return the median score of texts that are near each other at all, from 100 of them evenly chosen."""
    if not n:
        return 0.0
    rows = np.unique(np.linspace(0, n - 1, min(n, SAMPLED_ROWS)).astype(np.int64))
    scores = np.concatenate([np.delete(text.row_scores(int(row)), row) for row in rows])
    above = scores[scores > 0]
    return float(np.median(above)) if len(above) else 0.0


def scaled(scores: Floats, scale: float) -> Reals:
    """Return log(1 + score / scale): what comes on top counts the less the more there is."""
    return np.log1p(scores.astype(np.float64) / scale) if scale > 0 else np.zeros(len(scores))


def shared_values(values: Sequence[Collection[str]], *, weight: float | None) -> SharedValues:
    """Return values that may be shared, each weighing its information content times `weight`, or 1 for None."""
    counts = Counter(value for items in values for value in set(items))
    names = sorted(counts)
    has = incidence(values, names)
    if weight is None:
        return SharedValues(has, has)
    content = np.log(len(values) / np.array([counts[name] for name in names], dtype=np.float64))
    return SharedValues(has, sparse.csr_matrix(has @ sparse.diags(weight * content)) if names else has)


def incidence(values: Sequence[Collection[str]], names: Sequence[str]) -> sparse.csr_matrix:
    """Return 1 where a row has a value; shape (n, names)."""
    column = {name: index for index, name in enumerate(names)}
    rows = [row for row, items in enumerate(values) for _ in set(items)]
    columns = [column[value] for items in values for value in sorted(set(items))]
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(values), len(names)))


def pair_sums(first: sparse.csr_matrix, second: sparse.csr_matrix, rows: Integers, columns: Integers) -> Reals:
    """Return the product of a row of one matrix with a row of another for each pair; shape (m,)."""
    sums = np.zeros(len(rows))
    if not first.nnz or not second.nnz:
        return sums
    for start in range(0, len(rows), PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        sums[part] = np.asarray(first[rows[part]].multiply(second[columns[part]]).sum(axis=1))[:, 0]
    return sums


def values_at(matrix: sparse.csr_matrix, rows: Integers, columns: Integers) -> Reals:
    """Return single values of a matrix; shape (m,)."""
    if not matrix.nnz or not len(rows):
        return np.zeros(len(rows))
    return np.asarray(matrix[rows, columns], dtype=np.float64).ravel()


def codes(values: Sequence[str]) -> Integers:
    """Return a number for each value, the same for the same; ``NOT_STATED`` for an empty one."""
    number = {value: index for index, value in enumerate(sorted(set(values) - {""}))}
    return np.array([number.get(value, NOT_STATED) for value in values], dtype=np.int64)


def is_same(values: Integers, rows: Integers, columns: Integers) -> Reals:
    """Return 1 for pairs that state the same, 0 for the others."""
    same: Reals = ((values[rows] == values[columns]) & (values[rows] != NOT_STATED)).astype(np.float64)
    return same


def met_needs(evidence: PairEvidence) -> sparse.csr_matrix:
    """Return how many needs of each row the column meets; shape (n, n)."""
    return sparse.csr_matrix(evidence.needs @ evidence.offers.T)


def strongest_pairs(matrix: sparse.csr_matrix, k: int) -> tuple[Integers, Integers]:
    """Return the k largest values of each row as pairs, ties by column."""
    counts = np.diff(matrix.indptr)
    rows = np.repeat(np.arange(matrix.shape[0]), counts)
    order = np.lexsort((matrix.indices, -matrix.data, rows))
    position = np.arange(len(rows)) - np.repeat(matrix.indptr[:-1], counts)
    keep = order[position < k]
    return rows[keep], matrix.indices[keep].astype(np.int64)
