"""Lists are fair, keep out whom they must, and need neither texts nor links."""

from dataclasses import replace

import numpy as np
import pytest

from skillsnet.core.matching import Party, Suggestions, suggest, suggestions
from skillsnet.core.netmap.graph import Links
from tests.core.matching.networks import make_links, make_parties

COUNT = 60


def shown_pairs(result: Suggestions) -> set[tuple[int, int]]:
    return {(row, each.index) for row, own in enumerate(result.lists) for each in own}


def test_everybody_is_shown_and_nobody_more_than_twice_the_mean() -> None:
    result = suggest(make_parties(COUNT), make_links(COUNT), k=5)
    counts = result.shown_counts()
    assert {len(own) for own in result.lists} == {5}
    assert counts.min() >= 1
    assert counts.max() <= 2 * counts.mean()


def test_the_same_parties_give_the_same_lists() -> None:
    parties, links = make_parties(COUNT), make_links(COUNT)
    assert suggest(parties, links).lists == suggest(list(parties), links).lists


def test_partners_oneself_and_excluded_ones_are_shown_to_neither() -> None:
    parties, links = make_parties(COUNT), make_links(COUNT)
    liked = shown_pairs(suggest(parties, links))
    row, column = min(pair for pair in liked if pair[::-1] in liked)
    parties[row] = replace(parties[row], excluded_keys=frozenset({parties[column].key}))
    pairs = shown_pairs(suggest(parties, links))
    barred = {(row, column), (column, row)} | {(at, at) for at in range(COUNT)}
    barred |= {tuple(end) for end in links.ends.tolist()} | {tuple(end[::-1]) for end in links.ends.tolist()}
    assert not pairs & barred


def test_whoever_has_enough_requests_is_shown_to_nobody_and_still_has_a_list() -> None:
    parties = make_parties(COUNT)
    parties[7] = replace(parties[7], is_paused=True)
    result = suggest(parties, Links.none(), k=5)
    assert result.shown_counts()[7] == 0
    assert len(result.lists[7]) == 5
    assert np.delete(result.shown_counts(), 7).min() >= 1


def test_half_of_a_list_is_kept_for_parties_with_few_projects() -> None:
    parties = make_parties(COUNT)
    result = suggest(parties, Links.none(), k=6)
    large = [sum(parties[each.index].project_count > 3 for each in own) for own in result.lists]
    assert sum(count <= 3 for count in large) >= 0.9 * COUNT


def test_friends_of_friends_are_shown_where_no_text_says_anything() -> None:
    parties = [Party(key) for key in range(6)]
    links = Links.of_pairs([(0, 1), (1, 2), (3, 4), (4, 5)])
    result = suggest(parties, links, k=1)
    assert [own[0].index for own in result.lists if own][:1] == [2]
    assert result.lists[3][0].index == 5


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_smallest_networks_have_lists_too(count: int) -> None:
    result = suggest(make_parties(count), Links.none())
    assert [len(own) for own in result.lists] == [max(0, count - 1)] * count


def test_what_one_needs_and_the_other_gives_brings_them_together() -> None:
    parties = [replace(party, needs=frozenset(), offers=frozenset()) for party in make_parties(COUNT)]
    parties[3] = replace(parties[3], needs=frozenset({"kiln"}))
    parties[41] = replace(parties[41], offers=frozenset({"kiln"}))
    assert result_rank(suggest(parties, Links.none()), 3, 41) == 0


def result_rank(result: Suggestions, row: int, column: int) -> int:
    return [each.index for each in result.lists[row]].index(column)


def test_the_factor_for_other_regions_rises_where_few_suggestions_lead_there() -> None:
    parties = [replace(party, region="africa") for party in make_parties(COUNT)]
    parties[:8] = [replace(party, region="asia") for party in parties[:8]]
    assert suggest(parties, Links.none()).region_factor == suggestions.MOST_ACROSS_REGIONS
    assert suggest(make_parties(COUNT), Links.none()).region_factor == suggestions.ACROSS_REGIONS


@pytest.mark.medium
def test_looking_at_fewer_pairs_shows_much_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    parties, links = make_parties(150), make_links(150)
    everything = shown_pairs(suggest(parties, links, k=5))
    monkeypatch.setattr(suggestions, "MOST_PAIRS", 0)
    result = suggest(parties, links, k=5)
    assert result.shown_counts().min() >= 1
    assert len(shown_pairs(result) & everything) > 0.6 * len(everything)


def test_whoever_has_no_words_and_no_ties_is_shown_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "MOST_PAIRS", 0)
    parties = [*make_parties(150), *(Party(key) for key in range(1000, 1010))]
    result = suggest(parties, Links.none(), k=5)
    assert result.shown_counts().min() >= 1
    assert {len(own) for own in result.lists} == {5}
