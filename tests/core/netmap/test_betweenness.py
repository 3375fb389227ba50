"""Paths through nodes: all of them, and those from some."""

from collections import deque
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.netmap import betweenness as module
from skillsnet.core.netmap.betweenness import betweenness
from skillsnet.core.netmap.graph import Links

N = 18
pairs = st.lists(st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)), max_size=40)


def _by_definition(links: Links, sources: Iterable[int]) -> np.ndarray:
    """Return half of Freeman's sum over the paths from the sources, by listing every shortest path."""
    neighbours: dict[int, list[int]] = {node: [] for node in range(N)}
    for first, second in links.ends.tolist():
        neighbours[first].append(second)
        neighbours[second].append(first)
    scores = np.zeros(N)
    for source in sources:
        paths: dict[int, list[tuple[int, ...]]] = {source: [(source,)]}
        queue = deque([source])
        while queue:
            node = queue.popleft()
            for neighbour in neighbours[node]:
                longer = [(*path, neighbour) for path in paths[node]]
                if neighbour not in paths:
                    paths[neighbour] = longer
                    queue.append(neighbour)
                elif len(paths[neighbour][0]) == len(longer[0]):
                    paths[neighbour] += longer
        for target, shortest in paths.items():
            for path in shortest:
                scores[[node for node in path[1:-1] if node != target]] += 1 / len(shortest) / 2
    return scores


@settings(max_examples=60, deadline=None)
@given(pairs)
def test_the_paths_between_all_are_counted_as_defined(ends: list[tuple[int, int]]) -> None:
    links = Links.of_pairs(ends)
    scores, is_exact = betweenness(N, links)
    assert is_exact
    assert scores == pytest.approx(_by_definition(links, range(N)), abs=1e-5)


@pytest.mark.medium
@settings(max_examples=60, deadline=None)
@given(pairs)
def test_the_paths_from_a_sample_are_those_of_its_nodes(ends: list[tuple[int, int]]) -> None:
    links = Links.of_pairs(ends)
    sources = np.unique(links.ends)[::3]
    assert module._from_sources(N, links, sources) == pytest.approx(_by_definition(links, sources.tolist()), abs=1e-9)


def test_many_nodes_are_sampled_and_a_chain_has_its_bridges_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EXACT_NODES", 100)
    monkeypatch.setattr(module, "SAMPLE_WORK", 0)
    chain = Links.of_pairs([(node, node + 1) for node in range(600)])
    scores, is_exact = betweenness(601, chain)
    assert not is_exact
    assert np.argmax(scores) in range(280, 320)
    assert scores[0] == scores[-1] == 0


def test_a_sample_of_all_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    links = Links.of_pairs([(0, 1), (1, 2), (2, 3), (1, 3), (5, 6)])
    all_pairs = betweenness(8, links)
    monkeypatch.setattr(module, "EXACT_NODES", 0)
    sampled, is_exact = betweenness(8, links)
    assert is_exact
    assert sampled == pytest.approx(all_pairs[0])


def test_nobody_linked_has_no_paths() -> None:
    assert betweenness(3, Links.none())[0].tolist() == [0, 0, 0]
