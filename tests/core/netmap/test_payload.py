"""The map's file format."""

import numpy as np
import pytest

from skillsnet.core.netmap.graph import Facet, Hub, Layout, Network
from skillsnet.core.netmap.payload import names_payload, nodes_payload, unpack


def _network() -> Network:
    category = Facet("category", ("a", "b", "c"), [(1, 0), (), (2,)], is_multi=True)
    country = Facet("country", ("FR", "KE"), [(1,), (), (0,)], is_multi=False)
    hub = Hub(value=1, x=0.5, y=0.25, radius=0.1, angle=1.0, count=1)
    placed = Layout("category", (hub,), [(0.0, 0.0), (0.5, 1.0), (1.0, 0.25)])
    return Network(
        ids=(3, 7, 9),
        names=("Éclair", "", "Ñandú"),
        organisations=("A", "B", "C"),
        states=(1, 0, 0),
        facets=(category, country),
        layouts=(placed,),
    )


def test_nodes_come_back_as_they_went_in() -> None:
    header, columns = unpack(nodes_payload(_network()))
    assert header["n"] == 3
    assert header["facets"]["category"] == {"values": ["a", "b", "c"], "multi": True}
    assert header["groupings"]["category"]["hubs"] == [{"value": 1, "x": 32768, "y": 16384, "r": 6554, "angle": 1.0}]
    assert columns["id"].tolist() == [3, 7, 9]
    assert columns["facet.category.start"].tolist() == [0, 2, 2, 3]
    assert columns["facet.category.item"].tolist() == [1, 0, 2]
    assert columns["facet.country"].tolist() == [1, 255, 0]
    assert columns["x.category"].tolist() == [0, 32768, 65535]
    assert columns["state"].tolist() == [1, 0, 0]


def test_names_come_back_as_they_went_in() -> None:
    _, columns = unpack(names_payload(_network()))
    starts, letters = columns["name.start"], columns["name.bytes"].tobytes()
    assert [letters[starts[i] : starts[i + 1]].decode() for i in range(3)] == ["Éclair", "", "Ñandú"]


def test_every_column_starts_at_a_multiple_of_eight() -> None:
    payload = nodes_payload(_network())
    header, _ = unpack(payload)
    assert (8 + int.from_bytes(payload[4:8], "little")) % 8 == 0
    assert {column["offset"] % 8 for column in header["columns"]} == {0}


@pytest.mark.parametrize("cut", [0, 3, 7, 20, -9])
def test_a_file_cut_short_is_refused(cut: int) -> None:
    payload = nodes_payload(_network())
    with pytest.raises(ValueError, match=r"container|Unterminated|Expecting"):
        unpack(payload[:cut] if cut >= 0 else payload[: len(payload) + cut])


def test_a_foreign_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not an SNM1 container"):
        unpack(b"PK\x03\x04 something else")


def test_values_beyond_a_byte_take_two() -> None:
    values = tuple(f"v{i}" for i in range(300))
    facet = Facet("language", values, [(299,)], is_multi=True)
    network = Network((1,), ("n",), ("o",), (0,), (facet,), ())
    _, columns = unpack(nodes_payload(network))
    assert columns["facet.language.item"].dtype == np.dtype("<u2")
    assert columns["facet.language.item"].tolist() == [299]
