"""The page on which an organisation, a person or a call is edited leads to its projects."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.models import NamedPerson, Project
from skillsnet.revisions.queries import subject_projects
from skillsnet.revisions.rules import Subject
from tests.factories import make_call, make_organisation, make_person, make_project

pytestmark = pytest.mark.django_db

FACILITATOR = Viewer(user_id=None, role="facilitator")


def _titles(subject: Subject, viewer: Viewer = FACILITATOR) -> list[str]:
    return [title for _pk, title, _language in subject_projects(subject, viewer).first]


def test_they_are_those_that_the_viewer_may_read_by_title() -> None:
    organisation, person, call = make_organisation("Atelier"), make_person("Hana"), make_call("spring")
    make_project("Welding", organisation=organisation, call=call, contact=person, may_publish="no")
    named = make_project("Sewing", organisation=organisation, call=call)
    for somebody in (person, make_person("Bo")):
        NamedPerson.objects.create(project=named, person=somebody)
    make_project("Pumps", organisation=organisation, status="withdrawn", call=call)
    make_project("Atelier", organisation=organisation, kind="organisation", call=make_call("members"))
    assert [_titles(subject) for subject in (organisation, person, call)] == [["Sewing", "Welding"]] * 3
    assert [_titles(subject, ANYONE) for subject in (organisation, person, call)] == [["Sewing"]] * 3
    assert subject_projects(Project.objects.first(), FACILITATOR).count == 0


@pytest.mark.medium
def test_the_first_are_listed_and_all_are_counted_by_few_queries(
    facilitator_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    call = make_call("spring")
    projects = [make_project(f"Welding {number:02}", call=call) for number in range(21)]
    with django_assert_max_num_queries(2):
        subject_projects(call, FACILITATOR)
    page = facilitator_client.get(f"/facilitate/edit/calls/{call.pk}/").content.decode()
    assert [f"/projects/{project.pk}/" in page for project in projects] == [True] * 20 + [False]
    assert "The first 20 of 21" in page
    assert "/directory/?call=spring" in page


def test_words_run_as_their_language_does(facilitator_client: Client) -> None:
    facilitator_client.cookies["django_language"] = "ar"
    page = facilitator_client.get(f"/facilitate/edit/calls/{make_call('spring').pk}/").content.decode()
    title = page[page.index('name="title"') :]
    assert 'dir="auto"' in title[: title.index(">")]
