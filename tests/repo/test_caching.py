"""No cache keeps what was made for one person: what may be kept is the same for everybody."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.calls.actions import FieldDraft, add_field
from skillsnet.taxonomy.models import Edition
from tests.factories import make_organisation, make_person, make_project
from tests.repo.objects import one_of_each
from tests.repo.test_addresses import TABLE


@pytest.fixture
def addresses(taxonomy: Edition) -> list[str]:
    """Every address, in a network with something that only members see, and something that only facilitators do."""
    arguments = one_of_each(taxonomy)
    alone = make_organisation("Zoë Zz", type="individual")
    extra = {"Theme": "sea"}
    for title in ("A", "B"):
        make_project(title, organisation=alone, contact=make_person(), extra=extra, categories=("life-skills",))
    add_field(FieldDraft("Theme", ("Theme",), "one", "members"), by=None)
    return [reverse(name, args=arguments[kind]) for name, (kind, _) in TABLE.items() if name != "account_logout"]


def kept(client: Client, address: str) -> tuple[int, bytes] | None:
    """Return what a cache could keep of an answer; None for what it may not."""
    answer = client.get(address)
    body = b"".join(iter(answer))
    return None if "no-store" in answer.get("Cache-Control", "") else (answer.status_code, body)


@pytest.mark.slow
def test_what_a_cache_may_keep_is_the_same_for_everybody(
    addresses: list[str], client: Client, member_client: Client, facilitator_client: Client
) -> None:
    different = [
        (who, address)
        for who, reader in (("member", member_client), ("facilitator", facilitator_client))
        for address in addresses
        if (mine := kept(reader, address)) is not None and mine != kept(client, address)
    ]
    assert different == []


@pytest.mark.medium
def test_a_visitors_own_pages_are_kept_by_nobody(addresses: list[str], client: Client) -> None:
    own = [address for address in addresses if address.startswith(("/accounts/", "/facilitate/"))]
    assert len(own) > 40
    assert [address for address in own if kept(client, address) is not None] == []


@pytest.mark.medium
def test_each_page_of_a_person_who_signed_in_is_kept_by_nobody(addresses: list[str], member_client: Client) -> None:
    pages = [reverse(name) for name in ("home", "map", "map_metrics", "directory", "categories", "countries")]
    assert [address for address in pages if kept(member_client, address) is not None] == []
