"""The form on a project's own page: it carries what its facilitator saw."""

import re

from django.test import Client
from django.urls import reverse

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.classification.models import Decision
from skillsnet.taxonomy.models import Edition
from tests.factories import make_project, make_user


def _decided(project: Project) -> list[str]:
    placed = Decision.objects.filter(project=project, source="facilitator").order_by("pk")
    return [decision.assignments.get(is_primary=True).category.slug for decision in placed]


def _seen(client: Client, project: Project) -> str:
    page = client.get(reverse("project", args=[project.pk])).content.decode()
    return re.findall(r'name="seen" value="(\d+)"', page)[0]


def _confirm(client: Client, project: Project, edition: Edition, slug: str, seen: str) -> str:
    category = edition.categories.get(slug=slug)
    address = reverse("confirm_categories", args=[project.pk])
    return client.post(address, {"primary": category.pk, "seen": seen}, follow=True).content.decode()


def test_of_two_who_saw_the_same_page_one_answers(taxonomy: Edition, facilitator_client: Client) -> None:
    project, other = make_project(), Client()
    other.force_login(make_user("flo@example.org", role="facilitator"))
    seen = _seen(facilitator_client, project), _seen(other, project)
    _confirm(facilitator_client, project, taxonomy, "life-skills", seen[0])
    page = _confirm(other, project, taxonomy, "training-delivery", seen[1])
    assert _decided(project) == ["life-skills"]
    assert "Somebody decided on this project after you opened it" in page


def test_the_same_answer_sent_eight_times_is_written_once(
    taxonomy: Edition, facilitator: User, facilitator_client: Client
) -> None:
    project = make_project()
    seen = _seen(facilitator_client, project)
    for _ in range(8):
        _confirm(facilitator_client, project, taxonomy, "life-skills", seen)
    assert _decided(project) == ["life-skills"]


def test_an_answer_that_does_not_say_what_it_saw_is_refused(taxonomy: Edition, facilitator_client: Client) -> None:
    project = make_project()
    _confirm(facilitator_client, project, taxonomy, "life-skills", "")
    assert _decided(project) == []


def test_who_looked_again_may_answer_again(taxonomy: Edition, facilitator_client: Client) -> None:
    project = make_project()
    for slug in ("life-skills", "training-delivery"):
        _confirm(facilitator_client, project, taxonomy, slug, _seen(facilitator_client, project))
    assert _decided(project) == ["life-skills", "training-delivery"]
