"""Why two parties are suggested to each other, as stored values that are true of both."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final, Literal, TypeAlias

import numpy as np

from skillsnet.core.matching.evidence import (
    BENEFICIARY,
    CATEGORY,
    LANGUAGE_SHARED,
    MEANS,
    NEED_MET,
    OFFER_WANTED,
    OTHER_AHEAD,
    PARTNERS_IN_COMMON,
    REGION_WANTED,
    SAME_COUNTRY,
    PairEvidence,
)
from skillsnet.core.matching.text_likeness import Floats
from skillsnet.core.matching.values import REASON_KINDS, MatchReason, Party, ReasonKind
from skillsnet.core.netmap.graph import Links

MOST_REASONS: Final = 3
# So many values of a kind are named in one sentence at most.
MOST_VALUES: Final = 2
# Texts are said to be similar from three times what is usual among texts that share anything.
SIMILAR_TEXTS: Final = log(1 + 3)

ValueName: TypeAlias = Literal["categories", "beneficiaries", "means"]
KIND_OF_VALUE: Final[dict[ValueName, ReasonKind]] = {
    "categories": "categories_in_common",
    "beneficiaries": "beneficiaries_in_common",
    "means": "means_in_common",
}


@dataclass(frozen=True, eq=False)
class ReasonFinder:
    """Reasons between n parties.

    Attributes
    ----------
    parties : sequence of Party
    links : Links
    evidence : PairEvidence
        What the parties were matched by.
    """

    parties: Sequence[Party]
    links: Links
    evidence: PairEvidence

    def reasons(self, row: int, column: int, *, most: int = MOST_REASONS) -> tuple[MatchReason, ...]:
        """Return why a party is shown another one, as told to the first: at least one, those that weigh most first.

        Parameters
        ----------
        row, column : int
            Indexes of who is told and of whom it is told.
        most : int
            How many reasons at most.
        """
        return self._strongest(row, column, float(self._text_scores([(row, column)])[0]), most)

    def reasons_both_ways(
        self, pairs: Sequence[tuple[int, int]], *, most: int = MOST_REASONS
    ) -> list[tuple[tuple[MatchReason, ...], tuple[MatchReason, ...]]]:
        """Return why the parties of each pair are shown each other, as told to the first and to the second."""
        scores = self._text_scores(pairs).tolist()
        return [
            (self._strongest(row, column, score, most), self._strongest(column, row, score, most))
            for (row, column), score in zip(pairs, scores, strict=True)
        ]

    def _text_scores(self, pairs: Sequence[tuple[int, int]]) -> Floats:
        ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return self.evidence.text.pair_scores(ends[:, 0], ends[:, 1])

    def _strongest(self, row: int, column: int, text_score: float, most: int) -> tuple[MatchReason, ...]:
        by_weight = [*self._by_weight(row, column), *self._of_texts(text_score)]
        by_weight.sort(key=lambda pair: (-pair[0], REASON_KINDS.index(pair[1].kind)))
        return tuple(reason for _weight, reason in by_weight[:most])

    @cached_property
    def _partners(self) -> list[set[int]]:
        partners: list[set[int]] = [set() for _party in self.parties]
        for first, second in self.links.ends.tolist():
            partners[first].add(second)
            partners[second].add(first)
        return partners

    @cached_property
    def _contents(self) -> dict[str, float]:
        """The information content of each value, under its kind and code."""
        counts = Counter(name for party in self.parties for name in _names_of(party))
        return {name: log(len(self.parties) / count) for name, count in counts.items()}

    def _by_weight(self, row: int, column: int) -> Iterator[tuple[float, MatchReason]]:
        first, other = self.parties[row], self.parties[column]
        yield from self._of_needs(first, other)
        yield from self._of_partners(row, column)
        yield from self._of_values("categories", CATEGORY, first.categories & other.categories)
        yield from self._of_values("beneficiaries", BENEFICIARY, first.beneficiaries & other.beneficiaries)
        yield from self._of_values("means", MEANS, first.means & other.means)
        yield from self._of_stages(row, column)
        yield from _of_places(first, other)

    def _of_values(
        self, name: ValueName, weight: float, shared: Collection[str]
    ) -> Iterator[tuple[float, MatchReason]]:
        if shared:
            contents = {code: self._contents[f"{name}:{code}"] for code in shared}
            rarest = sorted(shared, key=lambda code: (-contents[code], code))
            yield weight * sum(contents.values()), MatchReason(KIND_OF_VALUE[name], {name: tuple(rarest[:MOST_VALUES])})

    def _of_needs(self, first: Party, other: Party) -> Iterator[tuple[float, MatchReason]]:
        kinds: tuple[tuple[ReasonKind, float, Collection[str]], ...] = (
            ("need_met", NEED_MET, first.needs & other.offers),
            ("offer_wanted", OFFER_WANTED, first.offers & other.needs),
        )
        for kind, weight, shared in kinds:
            if shared:
                yield weight * len(shared), MatchReason(kind, {"needs": _first(shared)})

    def _of_partners(self, row: int, column: int) -> Iterator[tuple[float, MatchReason]]:
        common = self._partners[row] & self._partners[column]
        if common:
            # Those with fewest partners say most.
            closest = sorted(common, key=lambda index: (len(self._partners[index]), self.parties[index].key))
            keys = tuple(str(self.parties[index].key) for index in closest[:MOST_VALUES])
            yield PARTNERS_IN_COMMON * log(1 + len(common)), MatchReason("partners_in_common", {"organisations": keys})

    def _of_stages(self, row: int, column: int) -> Iterator[tuple[float, MatchReason]]:
        first, other = self.parties[row], self.parties[column]
        if first.stage is None or other.stage is None or not first.categories & other.categories:
            return
        values = {"stages": (str(first.stage), str(other.stage))}
        if 1 <= other.stage - first.stage <= 2:
            yield OTHER_AHEAD, MatchReason("other_is_ahead", values)
        if 1 <= first.stage - other.stage <= 2:
            yield OTHER_AHEAD, MatchReason("is_ahead", values)

    def _of_texts(self, score: float) -> Iterator[tuple[float, MatchReason]]:
        weight = log(1 + score / self.evidence.text_scale) if self.evidence.text_scale else 0.0
        if weight >= SIMILAR_TEXTS:
            yield weight / 4, MatchReason("similar_texts")


def _of_places(first: Party, other: Party) -> Iterator[tuple[float, MatchReason]]:
    if other.region and other.region in first.wanted_regions:
        yield REGION_WANTED, MatchReason("region_wanted", {"regions": (other.region,)})
    if languages := first.languages & other.languages:
        yield LANGUAGE_SHARED / 2, MatchReason("language_in_common", {"languages": _first(languages)})
    if first.country and first.country == other.country:
        yield SAME_COUNTRY / 4, MatchReason("same_country", {"countries": (first.country,)})
    elif first.country and other.country:
        yield 0.01, MatchReason("different_countries", {"countries": (first.country, other.country)})
    yield 0.0, MatchReason("same_network")


def _names_of(party: Party) -> Iterator[str]:
    yield from (f"categories:{code}" for code in party.categories)
    yield from (f"beneficiaries:{code}" for code in party.beneficiaries)
    yield from (f"means:{code}" for code in party.means)


def _first(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(codes)[:MOST_VALUES])
