"""Comparing many organisations with many: candidates by shared keys, then the rule of `likeness`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from skillsnet.core.intake.duplicates.blocking import keys_of, shorts_of
from skillsnet.core.intake.duplicates.match_rules import classify_pair
from skillsnet.core.intake.duplicates.model import Match, OrganisationTraits
from skillsnet.core.intake.duplicates.name_variants import Reading, reading_of
from skillsnet.core.intake.duplicates.relations import MAX_SLIPS

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
    readings: list[Reading]
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
) -> list[Match]:
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
    list of Match
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
    that of the readings, some 3 KB for each organisation.

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
    one = _side(left)
    other = one if right is None else _side(right)
    matches = []
    for pair in _candidate_pairs(one, other, is_within=right is None, max_block=max_block).tolist():
        at, to = divmod(pair, max(1, len(other.traits)))
        found = classify_pair(one.traits[at], other.traits[to], one.readings[at], other.readings[to])
        if found:
            matches.append(Match(at, to, found))
    return matches


def _side(traits: Sequence[OrganisationTraits]) -> _Side:
    """Return a list with its names read and its keys as parallel arrays."""
    readings = [reading_of(each.name) for each in traits]
    keys: list[int] = []
    owners: list[int] = []
    sides: list[int] = []
    slips: list[bool] = []
    for owner, (each, reading) in enumerate(zip(traits, readings, strict=True)):
        shorts = {f"a:{short}" for short in shorts_of(reading)}
        for key in keys_of(each, reading):
            keys.append(hash(key))
            owners.append(owner)
            sides.append(side_of(key, reading, shorts))
            slips.append(key.startswith("t"))
    return _Side(
        traits=traits,
        readings=readings,
        texts=np.array([reading.joined for reading in readings], dtype=object),
        letters=np.array([letter_bits(reading.joined) for reading in readings], dtype=np.int64),
        sizes=np.array([len(reading.content) for reading in readings], dtype=np.int64),
        countries=np.array([hash(each.country) for each in traits], dtype=np.int64),
        keys=np.array(keys, dtype=np.int64),
        owners=np.array(owners, dtype=np.int64),
        sides=np.array(sides, dtype=np.int64),
        is_slip=np.array(slips, dtype=np.bool_),
    )


def side_of(key: str, reading: Reading, shorts: set[str]) -> int:
    if key.startswith("a:"):
        return _SHORT if key in shorts else _LONG
    if key.startswith("i:"):
        return _SHORT if reading.short else _LONG
    if key.startswith("k:"):
        return _LONG if reading.is_latin else _SHORT
    return _ANY


def letter_bits(text: str) -> int:
    bits = 0
    for letter in set(text):
        bits |= 1 << (ord(letter) % 61)
    return bits


def _candidate_pairs(one: _Side, other: _Side, *, is_within: bool, max_block: int) -> Ints:
    """Return the pairs worth weighing, as left * len(right) + right, in rising order, each once."""
    width = max(1, len(other.traits))
    kept = [np.empty(0, dtype=np.int64)]
    for is_slip in (False, True):
        for a, b in _joined(one, other, is_slip=is_slip, max_block=max_block):
            chosen = a < b if is_within else np.ones(len(a), dtype=np.bool_)
            a, b = a[chosen], b[chosen]
            if is_slip:
                near = _near(one, other, a, b)
                a, b = a[near], b[near]
            kept.append(np.unique(a * width + b))
    return np.unique(np.concatenate(kept))


def _joined(one: _Side, other: _Side, *, is_slip: bool, max_block: int) -> Iterator[tuple[Ints, Ints]]:
    """Yield pairs that share a key, chunk by chunk; a pair comes once for each key it shares."""
    keys_a, owners_a, sides_a = _sorted_keys(one, is_slip=is_slip)
    keys_b, owners_b, sides_b = _sorted_keys(other, is_slip=is_slip)
    shared = np.intersect1d(keys_a, keys_b)
    from_a, to_a = np.searchsorted(keys_a, shared, "left"), np.searchsorted(keys_a, shared, "right")
    from_b, to_b = np.searchsorted(keys_b, shared, "left"), np.searchsorted(keys_b, shared, "right")
    size = (to_a - from_a) + (to_b - from_b) if one is not other else to_a - from_a
    fits = size <= max_block
    fitting = np.flatnonzero(fits)
    for chosen in _chunks(fitting, ((to_a - from_a) * (to_b - from_b))[fitting]):
        at, to = _product(from_a[chosen], to_a[chosen], from_b[chosen], to_b[chosen])
        met = meets(sides_a[at], sides_b[to])
        yield owners_a[at[met]], owners_b[to[met]]
    for block in np.flatnonzero(~fits).tolist():
        range_a, range_b = slice(from_a[block], to_a[block]), slice(from_b[block], to_b[block])
        yield from _by_country(
            one,
            other,
            (owners_a[range_a], sides_a[range_a]),
            (owners_b[range_b], sides_b[range_b]),
            max_block=max_block,
        )


def _sorted_keys(side: _Side, *, is_slip: bool) -> tuple[Ints, Ints, Ints]:
    chosen = side.is_slip == is_slip
    keys, owners, sides = side.keys[chosen], side.owners[chosen], side.sides[chosen]
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
    one: _Side, other: _Side, a: tuple[Ints, Ints], b: tuple[Ints, Ints], *, max_block: int
) -> Iterator[tuple[Ints, Ints]]:
    (owners_a, sides_a), (owners_b, sides_b) = a, b
    countries_a, countries_b = one.countries[owners_a], other.countries[owners_b]
    for country in np.intersect1d(countries_a, countries_b):
        at, to = np.flatnonzero(countries_a == country), np.flatnonzero(countries_b == country)
        if len(at) + (len(to) if one is not other else 0) > max_block:
            continue
        left, right = np.repeat(at, len(to)), np.tile(to, len(at))
        met = meets(sides_a[left], sides_b[right])
        yield owners_a[left[met]], owners_b[right[met]]


def _near(one: _Side, other: _Side, a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
    """Return which pairs have the same number of words and are a few slips apart."""
    unlike = np.bitwise_count(one.letters[a] ^ other.letters[b])
    near: npt.NDArray[np.bool_] = (one.sizes[a] == other.sizes[b]) & (unlike <= 2 * MAX_SLIPS)
    chosen = np.flatnonzero(near)
    slips = process.cpdist(
        one.texts[a[chosen]].tolist(),
        other.texts[b[chosen]].tolist(),
        scorer=OSA.distance,
        score_cutoff=MAX_SLIPS,
        dtype=np.uint8,
        workers=1,
    )
    near[chosen] = slips <= MAX_SLIPS
    return near
