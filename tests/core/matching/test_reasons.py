"""Reasons are true of both, told from each side, and at least one."""

import pytest

from skillsnet.core.matching import MatchReason, Party
from skillsnet.core.matching.evidence import evidence_of
from skillsnet.core.matching.reasons import ReasonFinder
from skillsnet.core.matching.suggestions import text_vectors_of
from skillsnet.core.netmap.graph import Links
from tests.core.matching.networks import make_links, make_parties


def finder_of(parties: list[Party], links: Links) -> ReasonFinder:
    return ReasonFinder(parties, links, evidence_of(parties, links, text_vectors_of(parties)))


def test_both_sides_are_told_of_a_need_that_is_met() -> None:
    parties = [
        Party(1, needs=frozenset({"assessor"}), languages=frozenset({"fr", "en"})),
        Party(2, offers=frozenset({"assessor", "kiln"}), languages=frozenset({"fr"})),
        Party(3),
    ]
    finder = finder_of(parties, Links.none())
    language = MatchReason("language_in_common", {"languages": ("fr",)})
    needs = {"needs": ("assessor",)}
    assert finder.reasons(0, 1)[:2] == (MatchReason("need_met", needs), language)
    assert finder.reasons(1, 0)[:2] == (MatchReason("offer_wanted", needs), language)


def test_the_rarest_categories_are_named_and_the_stage_from_each_side() -> None:
    common = frozenset({"green", "craft", "health"})
    parties = [Party(1, categories=common, stage=1), Party(2, categories=common, stage=3)]
    parties += [Party(key, categories=frozenset({"green"})) for key in range(3, 9)]
    finder = finder_of(parties, Links.none())
    shared = MatchReason("categories_in_common", {"categories": ("craft", "health")})
    assert finder.reasons(0, 1)[:2] == (shared, MatchReason("other_is_ahead", {"stages": ("1", "3")}))
    assert finder.reasons(1, 0)[:2] == (shared, MatchReason("is_ahead", {"stages": ("3", "1")}))


def test_partners_in_common_are_those_with_fewest_partners() -> None:
    parties = [Party(key) for key in range(10)]
    links = Links.of_pairs([(0, 2), (1, 2), (0, 3), (1, 3), (0, 4), (1, 4), (2, 5), (2, 6), (3, 7)])
    first = finder_of(parties, links).reasons(0, 1)[0]
    assert first == MatchReason("partners_in_common", {"organisations": ("4", "3")})


def test_who_has_nothing_in_common_is_told_where_both_are_or_that_both_belong() -> None:
    parties = [Party(1, country="KE"), Party(2, country="PE"), Party(3)]
    finder = finder_of(parties, Links.none())
    assert finder.reasons(0, 1)[0] == MatchReason("different_countries", {"countries": ("KE", "PE")})
    assert finder.reasons(0, 2) == (MatchReason("same_network"),)


@pytest.mark.medium
@pytest.mark.parametrize("most", [1, 3])
def test_there_is_always_a_reason_and_never_more_than_asked_for(most: int) -> None:
    parties = make_parties(30)
    finder = finder_of(parties, make_links(30))
    counts = {len(finder.reasons(row, column, most=most)) for row in range(30) for column in range(30) if row != column}
    assert counts <= set(range(1, most + 1))


@pytest.mark.medium
def test_a_reason_holds_no_word_of_a_text() -> None:
    parties = make_parties(30)
    finder = finder_of(parties, make_links(30))
    words = {word for party in parties for text in party.texts for word in text.words.split()}
    values = {
        value
        for row in range(30)
        for column in range(30)
        if row != column
        for reason in finder.reasons(row, column)
        for of_kind in reason.values.values()
        for value in of_kind
    }
    assert not values & words
