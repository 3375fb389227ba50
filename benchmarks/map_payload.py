"""The map's files for 473 and 100,000 participants; the peer is JSON objects, one a participant."""

import json
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

import brotli

from benchmarks.networks import generated
from skillsnet.core.geo import REGIONS, region_of
from skillsnet.core.netmap.graph import Facet, Network
from skillsnet.core.netmap.layouts import layout
from skillsnet.core.netmap.payload import names_payload, nodes_payload

SIZES = (473, 100_000)
QUALITY = 5


def measure() -> Iterator[dict[str, Any]]:
    """Yield the figures of each size: CPU seconds, bytes raw and compressed, and the ratio to the peer."""
    for n in SIZES:
        facets, titles = generated(n)
        network, layout_s = _timed(lambda: _placed(facets, titles))  # noqa: B023 (called at once)
        payloads, pack_s = _timed(lambda: (nodes_payload(network), names_payload(network)))  # noqa: B023
        peer, peer_s = _timed(lambda: _as_objects(network))  # noqa: B023
        nodes, names = (len(brotli.compress(payload, quality=QUALITY)) for payload in payloads)
        peer_bytes = len(brotli.compress(peer, quality=QUALITY))
        yield {
            "n": n,
            "layout_cpu_s": layout_s,
            "pack_cpu_s": pack_s,
            "nodes_kb": nodes // 1024,
            "names_kb": names // 1024,
            "peer_json_objects_kb": peer_bytes // 1024,
            "peer_cpu_s": peer_s,
            "bytes_ratio": round((nodes + names) / peer_bytes, 3),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def _timed(job: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    done = job()
    return done, round(time.process_time() - start, 3)


def _placed(facets: list[Facet], titles: list[str]) -> Network:
    country = next(facet for facet in facets if facet.key == "country")
    clusters = [list(REGIONS).index(region_of(code)) for code in country.values]
    layouts = tuple(layout(facet, cluster_of=clusters if facet is country else None) for facet in facets)
    n = len(titles)
    return Network(tuple(range(1, n + 1)), tuple(titles), tuple(titles), (1,) * n, tuple(facets), layouts)


def _as_objects(network: Network) -> bytes:
    rows = [
        {
            "id": pk,
            "name": network.names[index],
            "organisation": network.organisations[index],
            **{facet.key: [facet.values[value] for value in facet.of_point[index]] for facet in network.facets},
            **{placed.key + "_xy": [round(value, 5) for value in placed.points[index]] for placed in network.layouts},
        }
        for index, pk in enumerate(network.ids)
    ]
    return json.dumps(rows, ensure_ascii=False).encode()
