"""Organisations that come a batch at a time, each asked which of the earlier ones it may be."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from skillsnet.core.intake.organisation_likeness import Likeness, OrganisationTraits
from skillsnet.core.intake.record_linkage.blocking import keys_of, shorts_of
from skillsnet.core.intake.record_linkage.comparing import Ints, key_side, letter_bits, meets
from skillsnet.core.intake.record_linkage.match_rules import classify_pair
from skillsnet.core.intake.record_linkage.name_variants import NameVariants, variants_of
from skillsnet.core.intake.record_linkage.relations import MAX_SLIPS

Label = TypeVar("Label", bound=Hashable)
MAX_BLOCK: Final = 200


@dataclass(frozen=True, slots=True)
class _Keys:
    """Block keys in rising order, each with its organisation, its side, and whether a misspelling gives it."""

    keys: Ints
    owners: Ints
    sides: Ints
    slips: Ints


class OrganisationIndex(Generic[Label]):
    """Finds which earlier organisations the next ones may be, without comparing all with all.

    Parameters
    ----------
    max_block
        A key that more organisations share tells nothing and is passed over.

    Notes
    -----
    The same candidates and sieves as `compare_all`, kept as sorted arrays of 64-bit hashes that are merged as they
    grow (a log-structured merge tree in memory): amortised O(log n) for each key, some 0.6 KB for each organisation.
    Equal for the same batches in the same order.

    Examples
    --------
    >>> index = OrganisationIndex[int]()
    >>> index.add([(7, OrganisationTraits(name="Atelier Ada Ltd", country="KE"))])
    [[]]
    >>> ((found,),) = index.add([(8, OrganisationTraits("ATELIER ADA", country="KE"))])
    >>> found[0], found[1].certainty
    (7, 'sure')
    """

    def __init__(self, *, max_block: int = MAX_BLOCK) -> None:
        self._max_block = max_block
        self._positions: dict[Label, int] = {}
        self._labels: list[Label] = []
        self._traits: list[OrganisationTraits] = []
        self._texts: list[str] = []
        self._letters: list[int] = []
        self._sizes: list[int] = []
        self._segments: list[_Keys] = []

    def add(self, batch: Sequence[tuple[Label, OrganisationTraits]]) -> list[list[tuple[Label, Likeness]]]:
        """Take in organisations, each under a label of one's own, and return what each may be the same as.

        Parameters
        ----------
        batch
            Labels and traits. Of a label that was taken in already the traits take the place of the former ones, and
            nothing is returned for it.

        Returns
        -------
        list of list of (label, Likeness)
            For each of the batch the earlier organisations, those before it in the batch included: the sure ones
            first, then by falling score, then in the order of adding.
        """
        fresh: list[tuple[int, int]] = []
        new_keys: list[_Keys] = []
        for at, (label, traits) in enumerate(batch):
            variants = variants_of(traits.name)
            position = self._positions.setdefault(label, len(self._labels))
            if position == len(self._labels):
                self._append(label, traits, variants)
                fresh.append((at, position))
            else:
                self._traits[position] = traits
            new_keys.append(_keys_of(position, traits, variants))
        matches: list[list[tuple[Label, Likeness]]] = [[] for _ in batch]
        if new_keys:
            batch_keys = _concatenate(new_keys)
            self._segments.append(batch_keys)
            self._weigh(batch_keys, {position: at for at, position in fresh}, matches)
            self._merge()
        return matches

    def _append(self, label: Label, traits: OrganisationTraits, variants: NameVariants) -> None:
        self._labels.append(label)
        self._traits.append(traits)
        self._texts.append(variants.content_text)
        self._letters.append(letter_bits(variants.content_text))
        self._sizes.append(len(variants.content))

    def _weigh(self, batch_keys: _Keys, fresh: dict[int, int], matches: list[list[tuple[Label, Likeness]]]) -> None:
        for position, earlier in self._candidate_pairs(batch_keys):
            if position not in fresh:
                continue
            traits, earlier_traits = self._traits[position], self._traits[earlier]
            like = classify_pair(earlier_traits, traits, variants_of(earlier_traits.name), variants_of(traits.name))
            if like is not None:
                matches[fresh[position]].append((self._labels[earlier], like))
        for likes in matches:
            likes.sort(key=lambda pair: (pair[1].certainty != "sure", -pair[1].score, self._positions[pair[0]]))

    def _candidate_pairs(self, batch_keys: _Keys) -> list[tuple[int, int]]:
        """Return the pairs of a position in the batch and an earlier one that are worth comparing, in rising order."""
        low = [np.searchsorted(segment.keys, batch_keys.keys, "left") for segment in self._segments]
        high = [np.searchsorted(segment.keys, batch_keys.keys, "right") for segment in self._segments]
        counts = sum(
            (to - start for start, to in zip(low, high, strict=True)), start=np.zeros(len(batch_keys.keys), np.int64)
        )
        is_selective = counts <= self._max_block
        pairs = [np.empty((0, 3), dtype=np.int64)]
        for segment, start, to in zip(self._segments, low, high, strict=True):
            size = np.where(is_selective, to - start, 0)
            at = np.repeat(np.arange(len(size)), size)
            within = np.arange(len(at)) - np.repeat(np.cumsum(size) - size, size)
            earlier = start[at] + within
            is_pair = (segment.owners[earlier] < batch_keys.owners[at]) & meets(
                batch_keys.sides[at], segment.sides[earlier]
            )
            pairs.append(
                np.stack([batch_keys.owners[at], segment.owners[earlier], batch_keys.slips[at]], axis=1)[is_pair]
            )
        together = np.concatenate(pairs)
        plain, slips = together[together[:, 2] == 0, :2], np.unique(together[together[:, 2] == 1, :2], axis=0)
        candidates = np.unique(np.concatenate([plain, slips[self._near(slips)]]), axis=0)
        return [(position, earlier) for position, earlier in candidates.tolist()]

    def _near(self, pairs: Ints) -> Ints:
        """Return which pairs have the same number of words and are a few slips apart."""
        sizes, letters = self._sizes, self._letters
        near = [
            at
            for at, (a, b) in enumerate(pairs.tolist())
            if sizes[a] == sizes[b] and (letters[a] ^ letters[b]).bit_count() <= 2 * MAX_SLIPS
        ]
        left, right = ([self._texts[pairs[at, side]] for at in near] for side in (0, 1))
        slips = process.cpdist(left, right, scorer=OSA.distance, score_cutoff=MAX_SLIPS, dtype=np.uint8, workers=1)
        return np.array(near, dtype=np.int64)[slips <= MAX_SLIPS]

    def _merge(self) -> None:
        """Keep the segments few: the last two become one while they are of about the same size."""
        while len(self._segments) > 1 and 2 * len(self._segments[-1].keys) >= len(self._segments[-2].keys):
            last, before = self._segments.pop(), self._segments.pop()
            self._segments.append(_concatenate([before, last]))


def _keys_of(position: int, traits: OrganisationTraits, variants: NameVariants) -> _Keys:
    keys = keys_of(traits, variants)
    shorts = {f"a:{short}" for short in shorts_of(variants)}
    return _Keys(
        keys=np.array([hash(key) for key in keys], dtype=np.int64),
        owners=np.full(len(keys), position, dtype=np.int64),
        sides=np.array([key_side(key, variants, shorts) for key in keys], dtype=np.int64),
        slips=np.array([key.startswith("t") for key in keys], dtype=np.int64),
    )


def _concatenate(parts: Sequence[_Keys]) -> _Keys:
    """Return several parts as one, in order, each key of a position once."""
    keys = np.concatenate([part.keys for part in parts])
    owners = np.concatenate([part.owners for part in parts])
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    once = np.ones(len(keys), dtype=np.bool_)
    once[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    sides = np.concatenate([part.sides for part in parts])[order]
    slips = np.concatenate([part.slips for part in parts])[order]
    return _Keys(keys[once], owners[once], sides[once], slips[once])
