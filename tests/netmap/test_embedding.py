"""Websites that may show the map: who allows them, what follows, and what is recorded."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.viewer import ANYONE
from skillsnet.audit.models import AuditRecord
from skillsnet.core.errors import Invalid
from skillsnet.core.origins import origin_of
from skillsnet.netmap.embedding.actions import MOST_SITES, allow_site
from skillsnet.netmap.models import EmbeddingSite

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://www.example.org", "https://www.example.org"),
        (" HTTPS://Www.Example.org:443/partners?x=1#top ", "https://www.example.org"),
        ("example.org", "https://example.org"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("our website", None),
        ("ftp://example.org", None),
        ("https://example.org:99999", None),
        ("https://*.example.org", None),
        ("https://exa mple.org", None),
        ("example", None),
        ("https://" + "a" * 260 + ".org", None),
        ("", None),
    ],
)
def test_an_address_becomes_the_origin_that_browsers_compare(address: str, origin: str | None) -> None:
    assert origin_of(address) == origin


def test_a_facilitator_allows_a_website_and_takes_it_back(facilitator_client: Client, client: Client) -> None:
    page = reverse("embedding_sites")
    facilitator_client.post(page, {"address": "https://www.example.org/about/"}, follow=True)
    site = EmbeddingSite.objects.get()
    assert site.origin in client.get(reverse("map_embed"))["Content-Security-Policy"]
    answer = facilitator_client.post(reverse("embedding_site_remove", args=[site.pk]), follow=True)
    assert "may no longer show the map" in answer.content.decode()
    assert "frame-ancestors 'none'" in client.get(reverse("map_embed"))["Content-Security-Policy"]
    records = AuditRecord.objects.order_by("pk").values_list("act", "detail")
    assert list(records) == [
        ("embedding-site-allowed", {"origin": "https://www.example.org"}),
        ("embedding-site-removed", {"origin": "https://www.example.org"}),
    ]


def test_the_same_website_is_allowed_once_and_removed_once(facilitator_client: Client) -> None:
    first, second = (allow_site(address, viewer=ANYONE) for address in ("example.org", "https://example.org/x"))
    assert first.pk == second.pk
    for _ in range(2):
        assert facilitator_client.post(reverse("embedding_site_remove", args=[first.pk])).status_code == 302
    assert AuditRecord.objects.count() == 2


def test_what_is_no_website_gets_a_sentence_that_says_what_to_enter(facilitator_client: Client) -> None:
    answer = facilitator_client.post(reverse("embedding_sites"), {"address": "our website"})
    assert answer.status_code == 400
    assert "“our website” is not the address of a website." in answer.content.decode()
    assert not EmbeddingSite.objects.exists()


def test_there_is_an_end_to_how_many_may_be_allowed() -> None:
    EmbeddingSite.objects.bulk_create(EmbeddingSite(origin=f"https://s{i}.example.org") for i in range(MOST_SITES))
    with pytest.raises(Invalid, match="may already show the map"):
        allow_site("https://one-more.example.org", viewer=ANYONE)
