"""How often somebody may make more of something in an hour: each for themselves."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from skillsnet.accounts.viewer import ANYONE
from skillsnet.core.errors import Invalid
from skillsnet.facets import actions
from skillsnet.facets.actions import store_selection
from skillsnet.netmap.short_links import actions as short_links
from skillsnet.netmap.short_links.actions import shorten_state
from skillsnet.web.rate_limit import allow, maker_of
from tests.factories import make_project, make_user

pytestmark = pytest.mark.django_db


def test_so_many_an_hour_and_no_more_for_each_and_for_each_thing() -> None:
    assert [allow("baking", by="ada", most_an_hour=2) for _ in range(3)] == [True, True, False]
    assert allow("welding", by="ada", most_an_hour=2)
    assert allow("baking", by="bo", most_an_hour=2)


def test_people_count_as_themselves_and_visitors_as_where_they_come_from(rf: RequestFactory) -> None:
    ada, bo = make_user("ada@example.org"), make_user("bo@example.org")
    makers = []
    for user, address in ((ada, "192.0.2.1"), (ada, "192.0.2.2"), (bo, "192.0.2.1"), (None, "2001:db8::1")):
        request = rf.get("/", REMOTE_ADDR=address)
        request.user = user or AnonymousUser()
        makers.append(maker_of(request))
    neighbour = rf.get("/", REMOTE_ADDR="2001:db8::2")
    assert (makers[0] == makers[1] != makers[2], makers[3]) == (True, maker_of(neighbour))


def test_new_short_addresses_have_a_pace_and_known_ones_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(short_links, "LINKS_AN_HOUR", 1)
    first = shorten_state("group=country", viewer=ANYONE)
    assert shorten_state("group=country", viewer=ANYONE) == first
    with pytest.raises(Invalid, match="too many short links"):
        shorten_state("group=region", viewer=ANYONE)


def test_new_selections_have_a_pace_and_known_ones_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SELECTIONS_AN_HOUR", 1)
    one, other = make_project(), make_project()
    assert store_selection([one.pk]) == store_selection([one.pk])
    with pytest.raises(Invalid, match="too many selections"):
        store_selection([other.pk])


def test_one_visitor_takes_nothing_from_another(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SELECTIONS_AN_HOUR", 1)
    monkeypatch.setattr(short_links, "LINKS_AN_HOUR", 1)
    ids = [make_project().pk for _ in range(3)]

    def taken(pk: int, address: str) -> bool:
        answer = client.post("/directory/only/", {"ids": str(pk)}, REMOTE_ADDR=address)
        return "only=" in answer["Location"]

    def shortened(query: str, address: str) -> int:
        return client.post("/map/short/", {"query": query}, REMOTE_ADDR=address).status_code

    assert [taken(ids[0], "192.0.2.1"), taken(ids[1], "192.0.2.1"), taken(ids[2], "192.0.2.2")] == [True, False, True]
    groups = (("group=country", "192.0.2.1"), ("group=region", "192.0.2.1"), ("group=stage", "192.0.2.2"))
    assert [shortened(*one) for one in groups] == [200, 400, 200]
