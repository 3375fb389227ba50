"""Short addresses have an age and a total, and are the same when they are made again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillsnet.accounts.viewer import ANYONE
from skillsnet.netmap.models import ShortLink
from skillsnet.netmap.short_links import actions as short_links
from skillsnet.netmap.short_links.actions import LINK_DAYS, forget_short_links, shorten_state

pytestmark = pytest.mark.django_db


def _made(word: str, *, days_ago: float = 0) -> ShortLink:
    link = shorten_state(f"q={word}", viewer=ANYONE)
    ShortLink.objects.filter(pk=link.pk).update(taken_at=timezone.now() - timedelta(days=days_ago))
    return link


def _left() -> set[str]:
    return set(ShortLink.objects.values_list("code", flat=True))


def test_what_nobody_asked_for_in_so_long_is_forgotten_and_comes_back_as_it_was() -> None:
    old, young = _made("old", days_ago=LINK_DAYS + 1), _made("young", days_ago=LINK_DAYS - 1)
    assert (forget_short_links(), _left()) == (1, {young.code})
    assert _made("old").code == old.code


def test_whoever_asks_again_keeps_it() -> None:
    link = _made("welding", days_ago=LINK_DAYS + 1)
    shorten_state("q=welding", viewer=ANYONE)
    assert (forget_short_links(), _left()) == (0, {link.code})


def test_of_too_many_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    links = [_made(word, days_ago=days) for days, word in enumerate(("newest", "middle", "oldest"))]
    size = short_links.ROW_BYTES + len("q=newest")
    monkeypatch.setattr(short_links, "MOST_KEPT_BYTES", 2 * size)
    assert (forget_short_links(), _left()) == (1, {link.code for link in links[:2]})


def test_the_page_of_a_forgotten_one_says_that_it_may_be_too_old_and_offers_the_map(client: Client) -> None:
    link = _made("old", days_ago=LINK_DAYS + 1)
    address = reverse("map_short_link", args=[link.code])
    assert client.get(address).status_code == 302
    # Opening it did not keep it.
    assert forget_short_links() == 1
    answer = client.get(address)
    page = " ".join(answer.content.decode().split())
    said = ("not copied in full", "no longer stored", f'<a href="{reverse("map")}">Map</a>', "Nobody was given")
    assert (answer.status_code, [words in page for words in said]) == (404, [True, True, True, False])
