"""What was removed is looked for in the answer of every address there is."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.participants.models import Consent
from skillsnet.revisions.actions import remove
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_organisation, make_person, make_project
from tests.fuzzing.addresses import address_names
from tests.repo.objects import one_of_each
from tests.repo.test_addresses import TABLE
from tests.repo.test_canary_everywhere import body

pytestmark = pytest.mark.slow

OF_ORGANISATION, OF_CALL, OF_PERSON = ("Qqhouse", "Qqshelter"), ("Qqspring", "Qqloom"), ("Qqada", "qqada@example.org")
FORBIDDEN = (*OF_ORGANISATION, *OF_CALL, *OF_PERSON)


@pytest.fixture
def addresses(taxonomy: Edition) -> dict[str, str]:
    """Every address, in a network with an organisation, a call and a person of whom everything was public, removed."""
    arguments = one_of_each(taxonomy)
    organisation, call = make_organisation("Qqhouse", country="KE"), make_call("spring", title="Qqspring of 2020")
    person = make_person("Qqada Sosu", email="qqada@example.org")
    for field in ("name", "email"):
        Consent.objects.create(
            person=person, field=field, audience="public", wording="1", source="form", given_at=timezone.now()
        )
    make_project("Qqshelter for weavers", organisation=organisation, categories=("life-skills",))
    make_project("Qqloom by night", call=call, categories=("life-skills",))
    named = make_project("Pumps mended by Qqada Sosu", contact=person, categories=("life-skills",))
    rebuild_map()
    for subject in (organisation, call, person):
        remove(subject, by=None)
    rebuild_map()
    arguments |= {"project": [named.pk]}
    return {name: reverse(name, args=arguments[TABLE[name][0]]) for name in address_names() if name != "account_logout"}


def _words_in(client: Client, addresses: dict[str, str]) -> dict[str, list[str]]:
    words = {
        name: [word for word in FORBIDDEN if word.encode() in body(client, address)]
        for name, address in addresses.items()
    }
    return {name: found for name, found in words.items() if found}


def test_no_address_tells_a_visitor_or_a_member_anything(
    client: Client, member_client: Client, addresses: dict[str, str]
) -> None:
    assert _words_in(client, addresses) == {}
    assert _words_in(member_client, addresses) == {}


def test_facilitators_find_it_in_the_list_of_removed_items(
    facilitator_client: Client, addresses: dict[str, str]
) -> None:
    found = _words_in(facilitator_client, {"removed_items": addresses["removed_items"]})
    assert set(found["removed_items"]) == {"Qqhouse", "Qqspring", "Qqada"}
