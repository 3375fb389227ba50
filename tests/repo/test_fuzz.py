"""Odd requests to every address and form, as everybody: none breaks anything."""

import pytest

from skillsnet.taxonomy.models import Edition
from tests.fuzzing.fuzzer import make_fuzzer

pytestmark = pytest.mark.slow

# About half a minute; `python -m benchmarks fuzz` asks for ten minutes, from another seed each time.
ROUNDS = 200
SEED = 11


@pytest.mark.filterwarnings("ignore")
def test_no_odd_request_breaks_anything(taxonomy: Edition) -> None:
    fuzzer = make_fuzzer(taxonomy, seed=SEED)
    for number in range(ROUNDS):
        fuzzer.round(number)
    assert fuzzer.broken == []
    # What asks nothing finds nothing.
    assert {200, 302, 400, 404, 405, 415, 422} <= set(fuzzer.statuses)
