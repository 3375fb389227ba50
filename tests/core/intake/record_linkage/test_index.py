"""The index that grows a batch at a time, beside its slow twin: every pair compared."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.intake.record_linkage import OrganisationIndex, OrganisationTraits, likeness

WORDS = ("Amber", "Birch", "Cedar", "Institute", "of", "Training", "Ltd", "ABI", "Ambr", "(ABI)", "Foundation")
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
TRAITS = st.builds(
    OrganisationTraits,
    name=NAMES,
    country=st.sampled_from(("", "KE", "FR")),
    domains=st.sampled_from((frozenset(), frozenset({"amber.net"}))),
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(TRAITS, max_size=12), st.integers(1, 5))
def test_batches_of_any_size_find_what_comparing_all_finds(traits: list[OrganisationTraits], size: int) -> None:
    index = OrganisationIndex[int]()
    found = set()
    for start in range(0, len(traits), size):
        batch = list(enumerate(traits))[start : start + size]
        for (later, _), likes in zip(batch, index.add(batch), strict=True):
            found.update((earlier, later, like) for earlier, like in likes)
    expected = {
        (a, b, like) for a, b in combinations(range(len(traits)), 2) if (like := likeness(traits[a], traits[b]))
    }
    assert found == expected


def test_the_sure_ones_come_first_then_those_added_first() -> None:
    index = OrganisationIndex[str]()
    index.add([("far", OrganisationTraits("Moodle", "FR")), ("near", OrganisationTraits("Moodle Ltd", "KE"))])
    ((first, second),) = index.add([("new", OrganisationTraits("MOODLE", "KE"))])
    assert [(first[0], first[1].certainty), (second[0], second[1].certainty)] == [("near", "sure"), ("far", "likely")]


def test_what_is_learned_later_of_an_organisation_counts_for_the_next() -> None:
    site = frozenset({"alder.net"})
    long_name = OrganisationTraits("The Alder Software Foundation", "KE", domains=site)
    index = OrganisationIndex[str]()
    index.add([("a", OrganisationTraits("Alder", "KE"))])
    assert index.add([("b", long_name)]) == [[]]
    assert index.add([("a", OrganisationTraits("Alder", "KE", domains=site))]) == [[]]
    (likes,) = index.add([("c", long_name)])
    assert {label for label, _ in likes} == {"a", "b"}


def test_key_that_very_many_share_tells_nothing() -> None:
    index = OrganisationIndex[int](max_block=3)
    same = OrganisationTraits("Moodle", "KE")
    assert [len(likes) for likes in index.add([(n, same) for n in range(6)])] == [0, 0, 0, 0, 0, 0]
    assert [len(likes) for likes in OrganisationIndex[int]().add([(n, same) for n in range(3)])] == [0, 1, 2]
