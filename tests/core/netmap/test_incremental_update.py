"""A network of which a few points changed is the same as one made anew, and nobody else moves."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.netmap.graph import NOT_STATED, Facet, Layout, Links, Network, Number, Within
from skillsnet.core.netmap.incremental_update import changed_nodes, company_of, move_nodes, patch_network, with_links

Person = tuple[tuple[str, ...], str]
Pair = tuple[int, int, float]

people = st.tuples(
    st.lists(st.sampled_from("abcde"), max_size=3, unique=True).map(tuple), st.sampled_from(["", "FR", "KE", "PE"])
)
networks = st.dictionaries(st.integers(1, 30), people, min_size=1, max_size=20)
REGION = {"FR": "europe", "KE": "africa", "PE": "americas"}


def _derived(country: Facet) -> tuple[Facet, ...]:
    if country.key != "country":
        return (country,)
    values = ("africa", "americas", "europe")
    to = tuple(values.index(REGION[code]) for code in country.values)
    main = country.main
    found = np.array([to[value] if value >= 0 else NOT_STATED for value in main.tolist()], dtype=np.int64)
    stated = found >= 0
    region = Facet(
        "region", values, stated.astype(np.int64), found[stated], is_multi=False, within=Within("country", to)
    )
    return region, country


def _network(of: dict[int, Person], *, tags: Sequence[str] | None = None) -> Network:
    ids = sorted(of)
    tags = tags or sorted({tag for mine, _ in of.values() for tag in mine})
    countries = sorted({country for _, country in of.values() if country})
    country = Facet.of_lists(
        "country", countries, [(countries.index(of[pk][1]),) if of[pk][1] else () for pk in ids], is_multi=False
    )
    tag = Facet.of_lists("tag", tags, [[tags.index(one) for one in of[pk][0]] for pk in ids], is_multi=True)
    return Network(
        ids=np.array(ids, dtype=np.int64),
        names=[f"name {pk} {of[pk]}" for pk in ids],
        organisations=[f"org {pk}" for pk in ids],
        states=np.array([pk % 3 for pk in ids], dtype=np.int64),
        facets=(tag, *_derived(country)),
    )


def _told(network: Network) -> list[tuple[object, ...]]:
    """What a network says of each point, whatever the order of its values."""
    rows = []
    for index, pk in enumerate(network.ids.tolist()):
        values = [[facet.values[value] for value in facet.of_node[index]] for facet in network.facets]
        rows.append((pk, network.names[index], network.organisations[index], int(network.states[index]), values))
    return rows


def _told_links(network: Network, links: Links) -> set[tuple[int, int]]:
    return {tuple(pair) for pair in network.ids[links.ends].tolist()} if len(links.ends) else set()


def _pairs(of: dict[int, Person]) -> list[Pair]:
    """Links that follow from the people: everybody to whoever shares a tag."""
    return [(one, other, 0.5) for one in of for other in of if one < other and set(of[one][0]) & set(of[other][0])]


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(networks, networks)
def test_a_patched_network_is_the_one_made_anew(before: dict[int, Person], after: dict[int, Person]) -> None:
    old = with_links(_network(before), declared=[], similar=_pairs(before))
    whole = with_links(_network(after), declared=[], similar=_pairs(after))
    changed = {pk for pk in {*before, *after} if before.get(pk) != after.get(pk)}
    fresh = {pk: after[pk] for pk in changed & set(after)}
    touching = [pair for pair in _pairs(after) if changed & set(pair[:2])]
    made = patch_network(
        old, _network(fresh), gone_ids=changed - set(after), declared=[], similar=touching, derive=_derived
    )
    assert _told(made) == _told(whole)
    assert _told_links(made, made.similar_links) == _told_links(whole, whole.similar_links)


def test_numbers_are_read_anew_or_stay_and_newcomers_begin_at_none() -> None:
    old = replace(
        _network({1: ((), ""), 2: ((), ""), 3: ((), "")}),
        numbers=(Number("bridge", np.array([5, 6, 7])), Number("field-size", np.array([50, 60, 70]))),
    )
    fresh = replace(_network({2: ((), ""), 9: ((), "")}), numbers=(Number("field-size", np.array([61, 90])),))
    made = patch_network(old, fresh, gone_ids=[1], declared=[], similar=[], derive=_derived)
    assert {number.key: number.of_node.tolist() for number in made.numbers} == {
        "bridge": [6, 7, 0],
        "field-size": [61, 70, 90],
    }


def test_values_keep_their_place_and_new_ones_come_last() -> None:
    old = _network({1: (("b",), "KE"), 2: (("a",), "KE")})
    made = patch_network(old, _network({2: (("c",), "FR")}), gone_ids=[], declared=[], similar=[], derive=_derived)
    assert {facet.key: facet.values for facet in made.facets} == {
        "tag": ("a", "b", "c"),
        "region": ("africa", "americas", "europe"),
        "country": ("KE", "FR"),
    }


def test_a_link_to_somebody_who_is_not_shown_is_left_out() -> None:
    network = with_links(
        _network({3: ((), ""), 8: ((), "")}), declared=[(3, 8, 1.0), (8, 9, 1.0), (1, 3, 1.0), (3, 3, 1.0)], similar=[]
    )
    assert network.declared_links.ends.tolist() == [[0, 1]]


def test_only_who_changed_or_came_moves_and_stands_a_spacing_away_from_all() -> None:
    before: dict[int, Person] = {pk: (("a",) if pk % 2 else ("b",), "KE") for pk in range(1, 41)}
    after = {**before, 7: (("b",), "KE"), 99: (("b",), "KE")}
    del after[8]
    old, new = _network(before), _network(after)
    spacing = 0.02
    grid = np.array([[0.1 + spacing * (i % 8), 0.1 + spacing * (i // 8)] for i in range(40)])
    layout = Layout("tag", (), grid, spacing=spacing)
    movers = changed_nodes(old, new, "tag", {7, 8, 99})
    assert movers == {7, 99}
    near = [company_of(new.facet("tag"), old.ids, new, new.ids.tolist().index(pk)) for pk in sorted(movers)]
    assert near[1] == sorted([7, *[pk for pk in range(2, 41, 2) if pk != 8]])
    moved = move_nodes(layout, old, new, movers=movers, companies=near)
    stayed = [pk for pk in after if pk in before and pk != 7]
    for pk in stayed:
        assert moved.points[new.ids.tolist().index(pk)].tolist() == grid[pk - 1].tolist()
    distances = np.hypot(*(moved.points[:, None, :] - moved.points[None, :, :]).transpose(2, 0, 1))
    assert distances[~np.eye(len(after), dtype=bool)].min() >= spacing * 0.998
