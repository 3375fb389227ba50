"""Sets of numbers in few bytes: as steps from one to the next, or as a bit each, whichever is smaller."""

import zlib
from collections.abc import Collection
from typing import Final

import numpy as np

_STEPS: Final = b"s"
_BITS: Final = b"b"
# A set that spreads so wide for its size is never smaller as bits.
_MOST_BITS_EACH: Final = 64
_LOW: Final = 0x7F
_MORE: Final = 0x80


def pack_ids(ids: Collection[int]) -> bytes:
    """Return a set of numbers, packed.

    Parameters
    ----------
    ids : collection of int
        0 or more, each below 2**63; order and repeats say nothing.

    Returns
    -------
    bytes
        The same for the same set.

    Notes
    -----
    Steps between the sorted numbers, seven bits a byte (LEB128), or one bit for each number of the range, then DEFLATE.
    O(n log n + range / 8).

    Examples
    --------
    >>> sorted(unpack_ids(pack_ids([7, 3, 3])))
    [3, 7]
    """
    numbers = np.unique(np.fromiter(ids, dtype=np.int64, count=len(ids)))
    packed = [_STEPS + zlib.compress(_varints(np.diff(numbers, prepend=0)), 9)]
    if len(numbers) and int(numbers[-1] - numbers[0]) <= _MOST_BITS_EACH * len(numbers):
        first = int(numbers[0])
        bits = np.zeros(int(numbers[-1]) - first + 1, dtype=np.uint8)
        bits[numbers - first] = 1
        packed.append(_BITS + first.to_bytes(8, "little") + zlib.compress(np.packbits(bits).tobytes(), 9))
    return min(packed, key=len)


def unpack_ids(packed: bytes) -> list[int]:
    """Return the numbers of a packed set, ascending."""
    if packed[:1] == _BITS:
        first = int.from_bytes(packed[1:9], "little")
        bits = np.unpackbits(np.frombuffer(zlib.decompress(packed[9:]), dtype=np.uint8))
        return [int(number) for number in np.flatnonzero(bits) + first]
    steps = zlib.decompress(packed[1:])
    ids, number, step, shift = [], 0, 0, 0
    for byte in steps:
        step |= (byte & _LOW) << shift
        shift += 7
        if not byte & _MORE:
            number += step
            ids.append(number)
            step, shift = 0, 0
    return ids


def _varints(numbers: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> bytes:
    encoded = bytearray()
    for number in numbers.tolist():
        while number > _LOW:
            encoded.append(number & _LOW | _MORE)
            number >>= 7
        encoded.append(number)
    return bytes(encoded)
