"""The map's files for 473 to 100,000 participants; the peer is JSON objects, one a participant and one a link."""

import json
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import brotli
import numpy as np

from benchmarks.networks import generated
from skillsnet.core.netmap.graph import Links, Network
from skillsnet.core.netmap.layouts import hub_layout
from skillsnet.core.netmap.payload import (
    facet_of,
    links_of,
    links_payload,
    names_payload,
    nodes_payload,
    places_of,
    places_payload,
    unpack,
)

SIZES = (473, 5_000, 20_000, 100_000)
QUALITY = 5
# With 1.65 categories each, links a participant come to 4.65: about 475,000 at 100,000.
LIKENESS = 3


def measure() -> Iterator[dict[str, Any]]:
    """Yield the figures of each size: CPU seconds, bytes compressed, and their ratio to the peer's."""
    for n in SIZES:
        network = _network(n)
        category = network.facet("category")
        assert category is not None
        layout, layout_s = _timed(lambda: hub_layout(category))  # noqa: B023 (called at once)
        makers: dict[str, Callable[[], bytes]] = {
            "nodes": lambda: nodes_payload(network),  # noqa: B023
            "places": lambda: places_payload(layout),  # noqa: B023
            "links": lambda: links_payload(network),  # noqa: B023
            "names": lambda: names_payload(network),  # noqa: B023
        }
        packed, pack_s = _timed(lambda: {kind: make() for kind, make in makers.items()})  # noqa: B023
        _, read_s = _timed(lambda: _decode(packed))  # noqa: B023
        peer, peer_s = _timed(lambda: _as_objects(network, layout.points))  # noqa: B023
        _, peer_read_s = _timed(lambda: json.loads(peer))  # noqa: B023
        sizes = {kind: len(brotli.compress(payload, quality=QUALITY)) for kind, payload in packed.items()}
        peer_bytes = len(brotli.compress(peer, quality=QUALITY))
        yield {
            "n": n,
            "links": len(network.similar_links.ends) + len(category.items),
            "layout_cpu_s": layout_s,
            "pack_cpu_s": pack_s,
            "read_cpu_s": read_s,
            **{f"{kind}_kb": size // 1024 for kind, size in sizes.items()},
            "first_kb": (sizes["nodes"] + sizes["places"]) // 1024,
            "peer_json_objects_kb": peer_bytes // 1024,
            "peer_cpu_s": peer_s,
            "peer_read_cpu_s": peer_read_s,
            "bytes_ratio": round(sum(sizes.values()) / peer_bytes, 3),
        }


def _timed(job: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    result = job()
    return result, round(time.process_time() - start, 3)


def _network(n: int) -> Network:
    facets, titles = generated(n)
    chance = random.Random(n)
    pairs = [(one, chance.randrange(n)) for one in range(n) for _ in range(LIKENESS)]
    likeness = Links.of_pairs(pairs, [chance.random() for _ in pairs])
    organisations = [" ".join(title.split()[:3]) for title in titles]
    return Network(
        np.arange(1, n + 1), titles, organisations, np.ones(n, dtype=np.int64), tuple(facets), similar_links=likeness
    )


def _decode(packed: dict[str, bytes]) -> None:
    files = {kind: unpack(payload) for kind, payload in packed.items()}
    for facet in files["nodes"][0]["facets"]:
        facet_of(*files["nodes"], facet["key"])
    places_of(*files["places"])
    links_of(files["links"][1], "similar")


def _as_objects(network: Network, points: Any) -> bytes:
    of_node = {facet.key: facet.of_node for facet in network.facets}
    values = {facet.key: facet.values for facet in network.facets}
    rows = [
        {
            "id": pk,
            "name": network.names[index],
            "organisation": network.organisations[index],
            **{key: [values[key][value] for value in of_node[key][index]] for key in of_node},
            "x": round(float(points[index, 0]), 5),
            "y": round(float(points[index, 1]), 5),
        }
        for index, pk in enumerate(network.ids.tolist())
    ]
    links = [
        {"source": one, "target": other, "strength": round(strength, 2)}
        for (one, other), strength in zip(
            network.similar_links.ends.tolist(), network.similar_links.strengths.tolist(), strict=True
        )
    ]
    category = of_node["category"]
    links += [{"source": one, "target": values["category"][value]} for one, row in enumerate(category) for value in row]
    return json.dumps({"nodes": rows, "links": links}, ensure_ascii=False).encode()
