"""What people agreed to show: on the facilitators' page, by the command, and at once everywhere."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skillsnet.audit.models import Entry
from skillsnet.calls.models import Proposal
from skillsnet.participants.models import Person
from skillsnet.taxonomy.models import Edition
from tests.factories import make_proposal

NAME, EMAIL = "Zzada Zzdiallo", "zzada@example.org"
pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(taxonomy: Edition) -> Proposal:
    """A project named after its contact person."""
    person = Person.objects.create(name=NAME, email=EMAIL, key=f"mail:{EMAIL}")
    return make_proposal(f"Welding by {NAME}", contact=person)


def _public(proposal: Proposal) -> str:
    return Client().get(reverse("participant", args=[proposal.pk])).content.decode()


def test_a_facilitator_writes_down_that_somebody_agrees_and_takes_it_back(
    proposal: Proposal, facilitator_client: Client
) -> None:
    profile = facilitator_client.get(reverse("participant", args=[proposal.pk])).content.decode()
    address = reverse("consents", args=[proposal.contact_id])
    assert address in profile
    assert "The person has not agreed to more." in facilitator_client.get(address).content.decode()
    said = {"field": "name", "audience": "public", "source": "mail of 3 May"}
    assert facilitator_client.post(address, said).status_code == 302
    assert f"Welding by {NAME}" in _public(proposal)
    page = facilitator_client.get(address).content.decode()
    assert "mail of 3 May" in page
    assert facilitator_client.post(reverse("consent_withdraw", args=[proposal.contact_id, "name"])).status_code == 302
    assert NAME not in _public(proposal)
    unknown = reverse("consent_withdraw", args=[proposal.contact_id, "birthday"])
    assert facilitator_client.post(unknown).status_code == 404
    acts = Entry.objects.filter(act__startswith="calls.").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["calls.give_consent", "calls.withdraw_consent"]
    assert EMAIL not in _public(proposal)


@pytest.mark.parametrize(
    "said",
    [
        {"field": "name", "audience": "public"},
        {"field": "birthday", "audience": ""},
        {"audience": "all"},
        {"field": "birthday", "audience": "public", "source": "letter"},
    ],
)
def test_what_is_not_whole_changes_nothing(
    proposal: Proposal, facilitator_client: Client, said: dict[str, str]
) -> None:
    answer = facilitator_client.post(reverse("consents", args=[proposal.contact_id]), said)
    assert (answer.status_code, Entry.objects.filter(act__startswith="calls.").count()) == (422, 0)
    assert NAME not in _public(proposal)


def test_the_command_does_the_same_and_lists(proposal: Proposal) -> None:
    call_command("consents", "give", EMAIL.upper(), "--source", "letter", stdout=io.StringIO())
    assert f"Welding by {NAME}" in _public(proposal)
    out = io.StringIO()
    call_command("consents", "--json", stdout=out)
    (told,) = map(json.loads, out.getvalue().splitlines())
    assert (told["person"], told["field"], told["to"], told["source"]) == (EMAIL, "name", "public", "letter")
    call_command("consents", "withdraw", EMAIL, stdout=io.StringIO())
    assert NAME not in _public(proposal)
    out = io.StringIO()
    call_command("consents", stdout=out)
    assert out.getvalue() == ""


@pytest.mark.parametrize("words", [("give", EMAIL), ("give", "nobody@example.org", "--source", "x"), ("withdraw",)])
def test_the_command_says_what_is_missing(proposal: Proposal, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=r"Say with --source|No person of the network"):
        call_command("consents", *words)
    assert NAME not in _public(proposal)


def test_the_page_takes_as_many_queries_for_many_consents(proposal: Proposal, facilitator_client: Client) -> None:
    address, counts = reverse("consents", args=[proposal.contact_id]), []
    for field in ("name", "email"):
        facilitator_client.post(address, {"field": field, "audience": "members", "source": "letter"})
        with CaptureQueriesContext(connection) as caught:
            assert facilitator_client.get(address).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
