"""How often something may be done in an hour."""

import pytest

from skillsnet.accounts.viewer import ANYONE
from skillsnet.facets import actions
from skillsnet.facets.actions import store_selection
from skillsnet.netmap import short_links
from skillsnet.netmap.short_links import shorten_state
from skillsnet.web.errors import Invalid
from skillsnet.web.pace import is_within_pace
from tests.factories import make_proposal

pytestmark = pytest.mark.django_db


def test_so_many_an_hour_and_no_more() -> None:
    assert [is_within_pace("baking", most_an_hour=2) for _ in range(3)] == [True, True, False]
    assert is_within_pace("welding", most_an_hour=2)


def test_new_short_addresses_have_a_pace_and_known_ones_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(short_links, "LINKS_AN_HOUR", 1)
    first = shorten_state("group=country", viewer=ANYONE)
    assert shorten_state("group=country", viewer=ANYONE) == first
    with pytest.raises(Invalid, match="Very many short addresses"):
        shorten_state("group=region", viewer=ANYONE)


def test_new_selections_have_a_pace_and_known_ones_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SELECTIONS_AN_HOUR", 1)
    one, other = make_proposal(), make_proposal()
    assert store_selection([one.pk]) == store_selection([one.pk])
    with pytest.raises(Invalid, match="Very many selections"):
        store_selection([other.pk])
