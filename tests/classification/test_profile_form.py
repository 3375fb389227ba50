"""The form on a project's own page: it carries the latest decision that its facilitator saw."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.classification.models import Decision
from skillsnet.taxonomy.models import Edition
from tests.factories import make_project, make_user


def _decided_slugs(project: Project) -> list[str]:
    decisions = Decision.objects.filter(project=project, source="facilitator").order_by("pk")
    return [decision.assignments.get(is_primary=True).category.slug for decision in decisions]


def _latest_id_on_page(client: Client, project: Project) -> str:
    page = client.get(reverse("project", args=[project.pk])).content.decode()
    return re.findall(r'name="expected_latest_id" value="(\d+)"', page)[0]


def _confirm(client: Client, project: Project, edition: Edition, slug: str, latest_id: str) -> str:
    category = edition.categories.get(slug=slug)
    address = reverse("confirm_categories", args=[project.pk])
    return client.post(address, {"primary": category.pk, "expected_latest_id": latest_id}, follow=True).content.decode()


@pytest.mark.medium
def test_of_two_who_saw_the_same_page_one_answers(taxonomy: Edition, facilitator_client: Client) -> None:
    project, second_client = make_project(), Client()
    second_client.force_login(make_user("flo@example.org", role="facilitator"))
    latest_ids = _latest_id_on_page(facilitator_client, project), _latest_id_on_page(second_client, project)
    _confirm(facilitator_client, project, taxonomy, "life-skills", latest_ids[0])
    page = _confirm(second_client, project, taxonomy, "training-delivery", latest_ids[1])
    assert _decided_slugs(project) == ["life-skills"]
    assert "Somebody decided on this project after you opened it" in page


@pytest.mark.slow
def test_the_same_answer_sent_eight_times_is_written_once(
    taxonomy: Edition, facilitator: User, facilitator_client: Client
) -> None:
    project = make_project()
    latest_ids = _latest_id_on_page(facilitator_client, project)
    for _ in range(8):
        _confirm(facilitator_client, project, taxonomy, "life-skills", latest_ids)
    assert _decided_slugs(project) == ["life-skills"]


def test_an_answer_that_does_not_say_what_it_saw_is_refused(taxonomy: Edition, facilitator_client: Client) -> None:
    project = make_project()
    _confirm(facilitator_client, project, taxonomy, "life-skills", "")
    assert _decided_slugs(project) == []


@pytest.mark.medium
def test_who_looked_again_may_answer_again(taxonomy: Edition, facilitator_client: Client) -> None:
    project = make_project()
    for slug in ("life-skills", "training-delivery"):
        _confirm(facilitator_client, project, taxonomy, slug, _latest_id_on_page(facilitator_client, project))
    assert _decided_slugs(project) == ["life-skills", "training-delivery"]
