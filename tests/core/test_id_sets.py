"""Sets of numbers in few bytes, and back again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.id_sets import pack_ids, unpack_ids

SETS = st.sets(st.integers(0, 2**63 - 1)) | st.sets(st.integers(10**6, 10**6 + 300))


@given(SETS)
def test_what_is_packed_comes_back_ascending(ids: set[int]) -> None:
    assert unpack_ids(pack_ids(ids)) == sorted(ids)


@pytest.mark.parametrize(("step", "most_bytes"), [(1, 200), (2, 200), (7, 400)])
def test_a_hundred_thousand_in_a_row_are_small(step: int, most_bytes: int) -> None:
    packed = pack_ids(range(5_000_000, 5_000_000 + step * 100_000, step))
    assert len(packed) <= most_bytes
    assert len(unpack_ids(packed)) == 100_000
