"""Comparing many organisations with many: candidates by shared keys, then the rule of `likeness`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from skillsnet.core.intake.organisation_likeness import OrganisationPair, OrganisationTraits
from skillsnet.core.intake.record_linkage.blocking import keys_of, shorts_of
from skillsnet.core.intake.record_linkage.match_rules import classify_pair
from skillsnet.core.intake.record_linkage.name_variants import NameVariants, derive_variants
from skillsnet.core.intake.record_linkage.relations import MAX_SLIPS

MAX_BLOCK: Final = 500
# Pairs held at a time between making and sieving them; 2 million are some 100 MB with their texts.
CHUNK_PAIRS: Final = 2_000_000

Ints = npt.NDArray[np.int64]

# A key's side: keys of acronyms join short names with long ones, those of sound join two scripts.
_ANY, _SHORT, _LONG = 0, 1, 2


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two lists, read; `keys`, `owners` and `sides` are parallel, `is_slip` marks keys of misspellings."""

    traits: Sequence[OrganisationTraits]
    variants: list[NameVariants]
    texts: npt.NDArray[np.object_]
    letters: Ints
    sizes: Ints
    countries: Ints
    keys: Ints
    owners: Ints
    sides: Ints
    is_slip: npt.NDArray[np.bool_]


def compare_all(
    left: Sequence[OrganisationTraits],
    right: Sequence[OrganisationTraits] | None = None,
    *,
    max_block: int = MAX_BLOCK,
) -> list[OrganisationPair]:
    """Return every pair of organisations that are surely or likely one.

    Parameters
    ----------
    left : sequence of OrganisationTraits
        Any number of them.
    right : sequence of OrganisationTraits, optional
        What to compare them with; without it each pair within `left` is compared once.
    max_block : int
        At least 1. Where more organisations than this, of both lists together, share a key, only those of one country
        are compared for it; a country in which there are still more is left out. Another key may still find such a
        pair.

    Returns
    -------
    list of OrganisationPair
        By left, then right position; within one list left < right. Each pair once, with what `likeness` says of it.

    Raises
    ------
    ValueError
        When `max_block` is less than 1.

    Notes
    -----
    Candidates share a key of `block_keys`. Pairs that share only a key of misspellings pass three sieves first, none of
    which loses a pair: number of words, letters in common, and the edit distance of all pairs at once (rapidfuzz's
    cpdist, C++). O(n log n + candidates); 100,000 with 100,000 take some 20 s and 0.7 GB on one core. The memory is
    that of the variants, some 3 KB for each organisation.

    Keys are joined by their 64-bit hash, which differs from run to run; two keys falling on one hash would only add a
    candidate, so the answer does not.

    Examples
    --------
    >>> ours = [OrganisationTraits("Moodle", country="AU"), OrganisationTraits("Kiva")]
    >>> [(match.left, match.right) for match in compare_all(ours, [OrganisationTraits("KIVA"), ours[0]])]
    [(0, 1), (1, 0)]
    """
    if max_block < 1:
        raise ValueError(f"max_block must be at least 1, not {max_block}")
    left_side = _side(left)
    right_side = left_side if right is None else _side(right)
    matches = []
    for pair in _candidate_pairs(left_side, right_side, is_within=right is None, max_block=max_block).tolist():
        at, to = divmod(pair, max(1, len(right_side.traits)))
        likeness = classify_pair(
            left_side.traits[at], right_side.traits[to], left_side.variants[at], right_side.variants[to]
        )
        if likeness:
            matches.append(OrganisationPair(at, to, likeness))
    return matches


def _side(traits: Sequence[OrganisationTraits]) -> _Side:
    """Return a list with its names read and its keys as parallel arrays."""
    all_variants = [derive_variants(each.name) for each in traits]
    keys: list[int] = []
    owners: list[int] = []
    sides: list[int] = []
    slips: list[bool] = []
    for owner, (each, variants) in enumerate(zip(traits, all_variants, strict=True)):
        shorts = {f"a:{short}" for short in shorts_of(variants)}
        for key in keys_of(each, variants):
            keys.append(hash(key))
            owners.append(owner)
            sides.append(key_side(key, variants, shorts))
            slips.append(key.startswith("t"))
    return _Side(
        traits=traits,
        variants=all_variants,
        texts=np.array([variants.content_text for variants in all_variants], dtype=object),
        letters=np.array([letter_bits(variants.content_text) for variants in all_variants], dtype=np.int64),
        sizes=np.array([len(variants.content) for variants in all_variants], dtype=np.int64),
        countries=np.array([hash(each.country) for each in traits], dtype=np.int64),
        keys=np.array(keys, dtype=np.int64),
        owners=np.array(owners, dtype=np.int64),
        sides=np.array(sides, dtype=np.int64),
        is_slip=np.array(slips, dtype=np.bool_),
    )


def key_side(key: str, variants: NameVariants, shorts: set[str]) -> int:
    if key.startswith("a:"):
        return _SHORT if key in shorts else _LONG
    if key.startswith("i:"):
        return _SHORT if variants.short else _LONG
    if key.startswith("k:"):
        return _LONG if variants.is_latin else _SHORT
    return _ANY


def letter_bits(text: str) -> int:
    bits = 0
    for letter in set(text):
        bits |= 1 << (ord(letter) % 61)
    return bits


def _candidate_pairs(left: _Side, right: _Side, *, is_within: bool, max_block: int) -> Ints:
    """Return the pairs worth weighing, as left * len(right) + right, in rising order, each once."""
    width = max(1, len(right.traits))
    pairs = [np.empty(0, dtype=np.int64)]
    for is_slip in (False, True):
        for a, b in _join_on_keys(left, right, is_slip=is_slip, max_block=max_block):
            is_chosen = a < b if is_within else np.ones(len(a), dtype=np.bool_)
            a, b = a[is_chosen], b[is_chosen]
            if is_slip:
                near = _near(left, right, a, b)
                a, b = a[near], b[near]
            pairs.append(np.unique(a * width + b))
    return np.unique(np.concatenate(pairs))


def _join_on_keys(left: _Side, right: _Side, *, is_slip: bool, max_block: int) -> Iterator[tuple[Ints, Ints]]:
    """Yield pairs that share a key, chunk by chunk; a pair comes once for each key it shares."""
    keys_a, owners_a, sides_a = _sorted_keys(left, is_slip=is_slip)
    keys_b, owners_b, sides_b = _sorted_keys(right, is_slip=is_slip)
    shared = np.intersect1d(keys_a, keys_b)
    from_a, to_a = np.searchsorted(keys_a, shared, "left"), np.searchsorted(keys_a, shared, "right")
    from_b, to_b = np.searchsorted(keys_b, shared, "left"), np.searchsorted(keys_b, shared, "right")
    size = (to_a - from_a) + (to_b - from_b) if left is not right else to_a - from_a
    fits = size <= max_block
    fitting = np.flatnonzero(fits)
    for block_numbers in _chunks(fitting, ((to_a - from_a) * (to_b - from_b))[fitting]):
        at, to = _product(from_a[block_numbers], to_a[block_numbers], from_b[block_numbers], to_b[block_numbers])
        can_join = meets(sides_a[at], sides_b[to])
        yield owners_a[at[can_join]], owners_b[to[can_join]]
    for block in np.flatnonzero(~fits).tolist():
        range_a, range_b = slice(from_a[block], to_a[block]), slice(from_b[block], to_b[block])
        yield from _by_country(
            left,
            right,
            (owners_a[range_a], sides_a[range_a]),
            (owners_b[range_b], sides_b[range_b]),
            max_block=max_block,
        )


def _sorted_keys(side: _Side, *, is_slip: bool) -> tuple[Ints, Ints, Ints]:
    is_wanted = side.is_slip == is_slip
    keys, owners, sides = side.keys[is_wanted], side.owners[is_wanted], side.sides[is_wanted]
    order = np.argsort(keys, kind="stable")
    return keys[order], owners[order], sides[order]


def _chunks(blocks: Ints, pairs: Ints) -> Iterator[Ints]:
    """Yield the blocks in groups of some CHUNK_PAIRS pairs; a larger block comes alone."""
    ends = np.flatnonzero(np.diff(np.cumsum(pairs) // CHUNK_PAIRS)) + 1
    for start, stop in pairwise((0, *ends.tolist(), len(blocks))):
        if stop > start:
            yield blocks[start:stop]


def _product(from_a: Ints, to_a: Ints, from_b: Ints, to_b: Ints) -> tuple[Ints, Ints]:
    """Return, for each block, all positions of its left part with all of its right part."""
    size_b = to_b - from_b
    count = (to_a - from_a) * size_b
    block = np.repeat(np.arange(len(count)), count)
    within = np.arange(len(block)) - np.repeat(np.cumsum(count) - count, count)
    return from_a[block] + within // size_b[block], from_b[block] + within % size_b[block]


def meets(sides_a: Ints, sides_b: Ints) -> npt.NDArray[np.bool_]:
    """Return where a key joins: anything with anything, or a short name with another; never long with long."""
    both_long: npt.NDArray[np.bool_] = (sides_a == _LONG) & (sides_b == _LONG)
    return ~both_long


def _by_country(
    left: _Side, right: _Side, a: tuple[Ints, Ints], b: tuple[Ints, Ints], *, max_block: int
) -> Iterator[tuple[Ints, Ints]]:
    (owners_a, sides_a), (owners_b, sides_b) = a, b
    countries_a, countries_b = left.countries[owners_a], right.countries[owners_b]
    for country in np.intersect1d(countries_a, countries_b):
        at, to = np.flatnonzero(countries_a == country), np.flatnonzero(countries_b == country)
        if len(at) + (len(to) if left is not right else 0) > max_block:
            continue
        a_positions, b_positions = np.repeat(at, len(to)), np.tile(to, len(at))
        can_join = meets(sides_a[a_positions], sides_b[b_positions])
        yield owners_a[a_positions[can_join]], owners_b[b_positions[can_join]]


def _near(left: _Side, right: _Side, a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
    """Return which pairs have the same number of words and are a few slips apart."""
    unlike = np.bitwise_count(left.letters[a] ^ right.letters[b])
    near: npt.NDArray[np.bool_] = (left.sizes[a] == right.sizes[b]) & (unlike <= 2 * MAX_SLIPS)
    candidates = np.flatnonzero(near)
    slips = process.cpdist(
        left.texts[a[candidates]].tolist(),
        right.texts[b[candidates]].tolist(),
        scorer=OSA.distance,
        score_cutoff=MAX_SLIPS,
        dtype=np.uint8,
        workers=1,
    )
    near[candidates] = slips <= MAX_SLIPS
    return near
