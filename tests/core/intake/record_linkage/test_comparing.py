"""All pairs: the fast way agrees with the slow one, and real and planted duplicates are found."""

from itertools import combinations, product
from pathlib import Path

import pytest
from benchmarks.duplicates import CHANGES, planted, real_clusters, real_organisations
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.intake.record_linkage import (
    Likeness,
    OrganisationPair,
    OrganisationTraits,
    block_keys,
    compare_all,
    likeness,
)

pytestmark = pytest.mark.slow

BASES = (
    *("Kimetrica", "Kimetrica Ltd", "Kimetrika Ltd", "KIMETRICA (KM)", "Open Up", "OpenUp", "Open Up Resources"),
    *("UNDP", "United Nations Development Programme", "United Nations Development Programme (UNDP)", "UNDP, Kenya"),
    *(
        "World Health Organization",
        "World Health Organisation",
        "World Helth Organization",
        "WHO",
        "Газпром",
        "Gazprom",
    ),
    *("HOTOSM", "Humanitarian Open Street Map Team", "OpenBCI", "Open Source Brain-Computer Interfacing"),
    *("Digital Opportunity Trust (DOT)", "Digital Oportunity Trust", "Trust Digital Opportunity", "N/A", "", "Ltd"),
    *("ياللا خدمة", "Yalla Khedma", "北京世纪科技有限公司", "北京世纪科技", "IntraHealth", "IntraHealth International"),
    *("Government Technology Agency, Singapore", "Government Technology Agency of Singapore", "Radio (formerly WHO)"),
    *("National Agency for Employment and Skills (ANAPEC)", "Agence Nationale de Promotion de l'Emploi (ANAPEC)"),
)
organisations = st.lists(
    st.builds(
        OrganisationTraits,
        name=st.sampled_from(BASES) | st.text(alphabet="ab AB", max_size=5),
        country=st.sampled_from(["", "KE", "SG"]),
        external_id=st.sampled_from(["", "", "1"]),
        addresses=st.sampled_from([frozenset(), frozenset({"ada@a.org"})]),
        domains=st.sampled_from([frozenset(), frozenset({"openbci.com"})]),
    ),
    max_size=12,
)


def slowly(left: list[OrganisationTraits], right: list[OrganisationTraits] | None) -> list[OrganisationPair]:
    """Return every pair by asking for each."""
    places = combinations(range(len(left)), 2) if right is None else product(range(len(left)), range(len(right)))
    other = left if right is None else right
    told: list[tuple[int, int, Likeness | None]] = [(a, b, likeness(left[a], other[b])) for a, b in places]
    return [OrganisationPair(a, b, found) for a, b, found in told if found]


@given(organisations, organisations)
@settings(max_examples=150, deadline=None)
def test_the_slow_twin_agrees_on_two_lists(left: list[OrganisationTraits], right: list[OrganisationTraits]) -> None:
    assert compare_all(left, right) == slowly(left, right)


@given(organisations)
@settings(max_examples=150, deadline=None)
def test_the_slow_twin_agrees_within_one_list(left: list[OrganisationTraits]) -> None:
    assert compare_all(left) == slowly(left, None)


def test_the_slow_twin_agrees_on_planted_duplicates() -> None:
    left, right, _ = planted(300)
    assert compare_all(left, right, max_block=10_000) == slowly(left, right)
    assert compare_all(left + right, max_block=10_000) == slowly(left + right, None)


@given(organisations)
@settings(deadline=None)
def test_two_that_are_alike_share_a_key_of_fitting_length(left: list[OrganisationTraits]) -> None:
    keys = [block_keys(each) for each in left]
    assert all(0 < len(key) <= 80 for each in keys for key in each)
    assert all(set(keys[match.left]) & set(keys[match.right]) for match in slowly(left, None))


def test_a_long_name_has_keys_that_fit_and_tell_it_from_another() -> None:
    start = "Ministry of Education and of Higher and Technical and Professional Training, "
    one, other = (
        set(block_keys(OrganisationTraits(start * 4 + end))) for end in ("Directorate of Peace", "Water Board")
    )
    assert max(map(len, one | other)) <= 80
    assert not {key for key in one & other if not key.startswith("t")}


def test_names_give_few_keys() -> None:
    counts = sorted(len(block_keys(each)) for each in planted(1_000)[0])
    assert (counts[len(counts) // 2] <= 9, counts[-1] <= 14) == (True, True)


def test_a_crowded_key_is_compared_within_each_country_only() -> None:
    crowd = [OrganisationTraits("Kimetrica", country) for country in ["KE"] * 3 + ["UG"] * 2 + ["TZ"] * 5]
    assert [(match.left, match.right) for match in compare_all(crowd, max_block=3)] == [(0, 1), (0, 2), (1, 2), (3, 4)]
    assert len(compare_all(crowd)) == 45


@pytest.mark.parametrize(("left", "right"), [([], None), ([], []), ([OrganisationTraits("Kiva")], [])])
def test_nothing_to_compare_gives_nothing(
    left: list[OrganisationTraits], right: list[OrganisationTraits] | None
) -> None:
    assert compare_all(left, right) == []


def test_a_block_must_hold_something() -> None:
    with pytest.raises(ValueError, match="at least 1, not 0"):
        compare_all([], max_block=0)


def test_planted_duplicates_are_found_and_little_else() -> None:
    left, right, changes = planted(4_000)
    matches = compare_all(left, right)
    found = {(match.left, match.right) for match in matches}
    sure = {(match.left, match.right) for match in matches if match.likeness.certainty == "sure"}
    right_ones = {(at, at) for at in changes}
    recall = {
        change: sum((at, at) in found for at in changes if changes[at] == change)
        / sum(kind == change for kind in changes.values())
        for change in CHANGES
    }
    assert {change for change, share in recall.items() if share < 0.9} <= {"transliteration"}
    assert recall["transliteration"] > 0.6
    assert len(found & right_ones) / len(found) > 0.98
    assert sure <= right_ones


def test_the_real_clusters_are_found(shared_data: Path) -> None:
    figures = real_clusters()
    assert figures["false"] == []
    assert figures["recall"] >= 0.9
    alone = real_clusters(names_alone=True)
    assert alone["false"] == []
    assert alone["recall"] >= 0.85


def test_the_slow_twin_agrees_on_the_real_names(shared_data: Path) -> None:
    called = real_organisations()
    assert compare_all(called) == slowly(called, None)
