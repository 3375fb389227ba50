"""The map's file format."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.netmap.graph import Discs, Facet, Hub, Layout, Links, Network, Number, Outline, Within
from skillsnet.core.netmap.payload import (
    FileColumn,
    facet_of,
    links_of,
    links_payload,
    names_payload,
    nodes_payload,
    pack,
    places_of,
    places_payload,
    rounding,
    unpack,
)
from skillsnet.core.netmap.schema import CODINGS, COLUMNS, TYPES


def _network() -> Network:
    country = Facet.of_lists("country", ("FR", "KE"), [(1,), (), (0,)], is_multi=False)
    within = Within("country", (1, 0))
    return Network(
        ids=np.array([3, 7, 9]),
        names=("Éclair", "", "Ñandú"),
        organisations=("A", "B", "C"),
        states=np.array([1, 0, 2]),
        facets=(
            Facet.of_lists("category", ("a", "b", "c"), [(1, 0), (), (2,)], is_multi=True),
            Facet("region", ("africa", "europe"), np.array([1, 0, 1]), np.array([0, 1]), is_multi=False, within=within),
            country,
        ),
        declared_links=Links.of_pairs([(2, 0)]),
        similar_links=Links.of_pairs([(1, 0), (1, 2)], [0.4, 1.0]),
        numbers=(Number("ties", np.array([1, 0, 70000])),),
    )


def test_nodes_come_back_as_they_went_in() -> None:
    network = _network()
    header, columns = unpack(nodes_payload(network, groupings=[{"key": "place", "facet": "country"}]))
    assert (header["kind"], header["version"], header["n"], header["audience"]) == ("nodes", 3, 3, "public")
    assert header["groupings"] == [{"key": "place", "facet": "country"}]
    assert [facet["key"] for facet in header["facets"]] == ["category", "region", "country"]
    assert columns["id"].tolist() == [3, 7, 9]
    assert columns["state"].tolist() == [1, 0, 2]
    for facet in network.facets:
        counts, items = facet_of(header, columns, facet.key)
        assert (counts.tolist(), items.tolist()) == (facet.counts.tolist(), facet.items.tolist())


def test_what_follows_from_the_country_does_not_travel() -> None:
    _, columns = unpack(nodes_payload(_network()))
    assert [name for name in columns if name.startswith("facet.")] == [
        "facet.category.count",
        "facet.category.item",
        "facet.country",
    ]


def test_places_come_back_rounded_with_hubs_and_outline() -> None:
    hub = Hub(value=1, x=0.5, y=0.25, radius=0.1, angle=1.0, count=1)
    coast = Outline(np.array([[0.0, 0.0], [1.0, 0.5], [0.5, 0.5]]), np.array([0, 3]))
    placed = Layout("place", (hub,), np.array([[0.0, 0.0], [0.5, 1.0]]), spacing=0.1, outline=coast)
    header, columns = unpack(places_payload(placed))
    step = rounding(2)
    assert (header["grouping"], header["step"], header["spacing"]) == ("place", step, 6553.5)
    assert header["hubs"] == [{"value": 1, "x": 32768, "y": 16384, "r": 6554, "angle": 1.0}]
    assert columns["x"].tolist() == [0, round(32767.5 / step) * step]
    assert columns["y"].tolist() == [0, 65535 // step * step]
    assert columns["outline.start"].tolist() == [0, 3]
    assert columns["outline.x"].tolist() == [0, 65535, 32768]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 90)), min_size=1, max_size=60, unique=True))
def test_discs_come_back_with_every_seed_in_any_order(seats: list[tuple[int, int]]) -> None:
    centres = np.array([[13107, 26214], [39321, 52428], [0, 65535], [6553, 6553]]) / 65535
    discs = Discs(
        centres,
        np.array([0, 0.5, 7, 7]),
        np.array([disc for disc, _ in seats]),
        np.array([seed for _, seed in seats]),
        pitch=0.01,
    )
    header, columns = unpack(places_payload(Layout("category", (), discs.points, spacing=0.01, discs=discs)))
    points, found = places_of(header, columns)
    assert found is not None
    assert (found.of_node.tolist(), found.seeds.tolist()) == (discs.of_node.tolist(), discs.seeds.tolist())
    assert np.abs(points - discs.points).max() < 1 / 65535


def test_links_come_back_as_they_went_in() -> None:
    network = _network()
    header, columns = unpack(links_payload(network))
    assert header["numbers"] == ["ties"]
    assert columns["number.ties"].tolist() == [1, 0, 70000]
    assert links_of(columns, "tie").ends.tolist() == [[0, 2]]
    similar = links_of(columns, "similar")
    assert similar.ends.tolist() == [[0, 1], [1, 2]]
    assert similar.strengths.tolist() == [0.4, 1.0]


@pytest.mark.medium
@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=120))
def test_any_links_come_back(pairs: list[tuple[int, int]]) -> None:
    network = Network(
        np.arange(41), [""] * 41, [""] * 41, np.zeros(41, dtype=int), (), similar_links=Links.of_pairs(pairs)
    )
    _, columns = unpack(links_payload(network))
    expected = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    assert [tuple(pair) for pair in links_of(columns, "similar").ends.tolist()] == expected


def test_names_come_back_as_they_went_in() -> None:
    _, columns = unpack(names_payload(_network()))
    ends, letters = np.cumsum(columns["title.length"]), columns["title.bytes"].tobytes()
    starts = [0, *ends[:-1].tolist()]
    assert [letters[a:b].decode() for a, b in zip(starts, ends.tolist(), strict=True)] == ["Éclair", "", "Ñandú"]


@pytest.mark.medium
@settings(max_examples=100, deadline=None)
@given(st.sampled_from(CODINGS), st.sampled_from(sorted(TYPES)), st.lists(st.integers(0, 2**32 - 1), max_size=30))
def test_every_coding_of_every_type_comes_back(coding: str, kind: str, values: list[int]) -> None:
    held = np.array([value % 2 ** (8 * TYPES[kind]) for value in values], dtype=np.int64)
    _, columns = unpack(pack("nodes", {"id": FileColumn(held, kind, coding)}, n=len(held), header={}))
    assert columns["id"].tolist() == held.tolist()


def test_every_column_is_in_the_definition_and_starts_at_a_multiple_of_eight() -> None:
    payloads = (nodes_payload(_network()), links_payload(_network()), names_payload(_network()))
    for payload in payloads:
        header, _ = unpack(payload)
        assert (8 + int.from_bytes(payload[4:8], "little")) % 8 == 0
        assert {column["offset"] % 8 for column in header["columns"]} <= {0}
        keys = [*(facet["key"] for facet in header.get("facets", [])), *header.get("numbers", [])]
        known = {name.format(key=key) for name in COLUMNS[header["kind"]] for key in keys or [""]}
        assert {column["name"] for column in header["columns"]} <= known


@pytest.mark.parametrize("cut", [0, 3, 7, 20, -9])
def test_a_file_cut_short_is_refused(cut: int) -> None:
    payload = nodes_payload(_network())
    with pytest.raises(ValueError, match=r"container|Unterminated|Expecting"):
        unpack(payload[:cut] if cut >= 0 else payload[: len(payload) + cut])


def test_a_foreign_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not an SNM2 container"):
        unpack(b"PK\x03\x04 something else")


def test_values_beyond_a_byte_take_two() -> None:
    facet = Facet.of_lists("language", [f"v{i}" for i in range(300)], [(299,)], is_multi=True)
    network = Network(np.array([1]), ["n"], ["o"], np.array([0]), (facet,))
    header, columns = unpack(nodes_payload(network))
    assert columns["facet.language.item"].dtype == np.dtype("<u2")
    assert columns["facet.language.item"].tolist() == [299]
    assert "  " not in json.dumps(header)
