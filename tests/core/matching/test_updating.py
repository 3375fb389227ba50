"""One party that changes or comes: the rules hold as if all were made anew, and others keep their lists."""

from dataclasses import replace

import numpy as np
import pytest

from skillsnet.core.matching import Party, PartyText, Suggestions
from skillsnet.core.matching.evidence import evidence_of
from skillsnet.core.matching.suggestions import suggest_from, text_vectors_of
from skillsnet.core.matching.updating import update_suggestions
from skillsnet.core.netmap.graph import Links
from tests.core.matching.networks import SUBJECTS, make_links, make_parties

COUNT = 60


def made(parties: list[Party], links: Links) -> Suggestions:
    return suggest_from(parties, links, evidence_of(parties, links, text_vectors_of(parties)), k=5)


def updated(previous: Suggestions, changed: int, parties: list[Party], links: Links) -> Suggestions:
    evidence = evidence_of(parties, links, text_vectors_of(parties))
    return update_suggestions(previous, changed, parties=parties, links=links, evidence=evidence, k=5)


def changed_lists(before: Suggestions, after: Suggestions) -> int:
    return sum(one != other for one, other in zip(before.lists, after.lists, strict=True))


@pytest.mark.medium
@pytest.mark.parametrize("changed", [0, 17, 59])
def test_the_rules_hold_and_few_lists_change(changed: int) -> None:
    parties, links = make_parties(COUNT), make_links(COUNT)
    before = made(parties, links)
    texts = (PartyText(SUBJECTS[changed % 6], "en"),)
    parties[changed] = replace(parties[changed], texts=texts, categories=frozenset({"green"}))
    after = updated(before, changed, parties, links)
    counts = after.shown_counts()
    assert counts.min() >= 1
    assert counts.max() <= 2 * counts.mean()
    assert {len(own) for own in after.lists} == {5}
    assert 1 <= changed_lists(before, after) <= 25


def test_somebody_new_has_a_list_and_stands_in_others() -> None:
    parties, links = make_parties(COUNT), Links.none()
    before = made(parties[:-1], links)
    grown = Suggestions((*before.lists, ()), np.append(before.best, 1.0), before.region_factor)
    after = updated(grown, COUNT - 1, parties, links)
    assert len(after.lists[-1]) == 5
    assert 1 <= after.shown_counts()[-1] <= 10


def test_who_was_dismissed_goes_from_both_lists() -> None:
    parties, links = make_parties(COUNT), make_links(COUNT)
    before = made(parties, links)
    liked = next((row, own[0].index) for row, own in enumerate(before.lists))
    parties[liked[0]] = replace(parties[liked[0]], excluded_keys=frozenset({parties[liked[1]].key}))
    after = updated(before, liked[0], parties, links)
    assert liked[1] not in {each.index for each in after.lists[liked[0]]}
    assert liked[0] not in {each.index for each in after.lists[liked[1]]}


def test_who_pauses_goes_from_all_lists() -> None:
    parties, links = make_parties(COUNT), make_links(COUNT)
    before = made(parties, links)
    parties[5] = replace(parties[5], is_paused=True)
    after = updated(before, 5, parties, links)
    assert after.shown_counts()[5] == 0
    assert {len(own) for own in after.lists} == {5}
