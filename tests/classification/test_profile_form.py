"""The form on a project's own page: it carries what its facilitator saw."""

import re

from django.test import Client
from django.urls import reverse

from skillsnet.accounts.models import User
from skillsnet.calls.models import Proposal
from skillsnet.classification.models import Decision
from skillsnet.taxonomy.models import Edition
from tests.factories import make_proposal, make_user


def _decided(proposal: Proposal) -> list[str]:
    placed = Decision.objects.filter(proposal=proposal, source="facilitator").order_by("pk")
    return [decision.assignments.get(is_primary=True).category.slug for decision in placed]


def _seen(client: Client, proposal: Proposal) -> str:
    page = client.get(reverse("participant", args=[proposal.pk])).content.decode()
    return re.findall(r'name="seen" value="(\d+)"', page)[0]


def _confirm(client: Client, proposal: Proposal, edition: Edition, slug: str, seen: str) -> str:
    category = edition.categories.get(slug=slug)
    address = reverse("confirm_categories", args=[proposal.pk])
    return client.post(address, {"primary": category.pk, "seen": seen}, follow=True).content.decode()


def test_of_two_who_saw_the_same_page_one_answers(taxonomy: Edition, facilitator_client: Client) -> None:
    proposal, other = make_proposal(), Client()
    other.force_login(make_user("flo@example.org", role="facilitator"))
    seen = _seen(facilitator_client, proposal), _seen(other, proposal)
    _confirm(facilitator_client, proposal, taxonomy, "life-skills", seen[0])
    page = _confirm(other, proposal, taxonomy, "training-delivery", seen[1])
    assert _decided(proposal) == ["life-skills"]
    assert "Somebody decided about this project since you opened it" in page


def test_the_same_answer_sent_eight_times_is_written_once(
    taxonomy: Edition, facilitator: User, facilitator_client: Client
) -> None:
    proposal = make_proposal()
    seen = _seen(facilitator_client, proposal)
    for _ in range(8):
        _confirm(facilitator_client, proposal, taxonomy, "life-skills", seen)
    assert _decided(proposal) == ["life-skills"]


def test_an_answer_that_does_not_say_what_it_saw_is_refused(taxonomy: Edition, facilitator_client: Client) -> None:
    proposal = make_proposal()
    _confirm(facilitator_client, proposal, taxonomy, "life-skills", "")
    assert _decided(proposal) == []


def test_who_looked_again_may_answer_again(taxonomy: Edition, facilitator_client: Client) -> None:
    proposal = make_proposal()
    for slug in ("life-skills", "training-delivery"):
        _confirm(facilitator_client, proposal, taxonomy, slug, _seen(facilitator_client, proposal))
    assert _decided(proposal) == ["life-skills", "training-delivery"]
