"""A project is removed with a list of what goes, put back within some days, and deleted for good after them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillsnet.accounts.models import User
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import Link, Project
from skillsnet.classification.models import Decision
from skillsnet.core.errors import Invalid
from skillsnet.intake.actions import commit, preview, start_run
from skillsnet.intake.models import ImportRow
from skillsnet.participants.models import Organisation, Person
from skillsnet.revisions.actions import delete_removed, put_back, remove, revise
from skillsnet.revisions.models import Removal, Revision
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_decision, make_person, make_project

pytestmark = pytest.mark.django_db


def _let_days_pass() -> None:
    days = timedelta(days=settings.RETENTION_DAYS["removed item"], minutes=1)
    Removal.objects.update(removed_at=timezone.now() - days)


@pytest.mark.medium
def test_it_is_nowhere_at_once_and_back_as_it_was(client: Client, facilitator_client: Client) -> None:
    project = make_project("Welding by night", status="finalist")
    make_project("Sewing by day")
    remove(project, by=None)
    assert client.get(f"/projects/{project.pk}/").status_code == 404
    assert facilitator_client.get(f"/projects/{project.pk}/").status_code == 404
    for page in ("/directory/", "/directory/?q=welding", "/directory/projects.csv", "/map/", "/"):
        assert "Welding by night" not in client.get(page, follow=True).content.decode(errors="replace"), page
    assert put_back(project, by=None)
    assert Project.objects.get(pk=project.pk).status == "finalist"
    assert "Welding by night" in client.get("/directory/").content.decode()
    assert not put_back(project, by=None)


def test_it_is_deleted_with_what_hangs_on_it_once_the_days_are_over(taxonomy: Edition) -> None:
    person = make_person("Hana Zzperson")
    project = make_project("Welding by night", contact=person, categories=("life-skills",))
    make_decision(project, ("training-delivery",), source="facilitator")
    Link.objects.create(source=project, target=make_project("Sewing by day"))
    revise(project, {"title": "Welding"}, by=None)
    remove(project, by=None)
    assert delete_removed() == 0
    _let_days_pass()
    assert delete_removed() == 1
    assert not Project.objects.filter(pk=project.pk).exists()
    assert not Decision.objects.filter(project=project.pk).exists()
    assert not Organisation.objects.filter(pk=project.organisation_id).exists()
    assert not Person.objects.filter(pk=person.pk).exists()
    assert (Link.objects.count(), Revision.objects.count(), Removal.objects.count()) == (0, 0, 0)
    assert AuditRecord.objects.filter(act="revisions.delete_project", subject=f"project:{project.pk}").exists()


def test_an_organisation_and_a_person_of_other_projects_stay() -> None:
    person = make_person("Hana Zzperson")
    project = make_project("Welding by night", contact=person)
    other = make_project("Sewing by day", contact=person, organisation=project.organisation)
    remove(project, by=None)
    _let_days_pass()
    delete_removed()
    other.refresh_from_db()
    assert other.organisation_id == project.organisation_id
    assert other.contact_id == person.pk


def test_one_that_was_put_back_is_not_deleted() -> None:
    project = make_project()
    remove(project, by=None)
    _let_days_pass()
    put_back(project, by=None)
    assert delete_removed() == 0
    assert Project.objects.filter(pk=project.pk).exists()


def test_it_is_removed_once_and_not_edited_meanwhile() -> None:
    project = make_project()
    remove(project, by=None)
    with pytest.raises(Invalid, match="already been removed"):
        remove(project, by=None)
    with pytest.raises(Invalid, match="Put it back"):
        revise(Project.objects.get(pk=project.pk), {"status": "submitted"}, by=None)


def test_a_project_that_was_merged_into_another_is_neither_edited_nor_removed() -> None:
    project = make_project(merged_into=make_project())
    with pytest.raises(Invalid, match="merged into another project"):
        revise(project, {"title": "Welding"}, by=None)
    with pytest.raises(Invalid, match="merged into another project"):
        remove(project, by=None)


@pytest.mark.medium
def test_a_file_does_not_bring_it_back_and_the_preview_says_so() -> None:
    def compared() -> ImportRow:
        file = BytesIO(b"ID,Title,Status\nA-1,Welding by night,Finalist\n")
        run = preview(start_run(file, name="export.csv", call=make_call(), by=None))
        return ImportRow.objects.get(run=run)

    commit(compared().run, by=None)
    project = Project.objects.get()
    remove(project, by=None)
    row = compared()
    assert "removed_stays" in {problem["code"] for problem in row.problems}
    commit(row.run, by=None)
    project.refresh_from_db()
    assert project.status == "withdrawn"


class TestPages:
    """The pages of a facilitator."""

    def test_the_list_of_what_goes_is_true(self, facilitator_client: Client, taxonomy: Edition) -> None:
        project = make_project("Welding by night", categories=("life-skills",))
        make_decision(project, ("training-delivery",), source="facilitator", by=User.objects.get(role="facilitator"))
        Link.objects.create(source=make_project("Sewing by day"), target=project)
        revise(project, {"title": "Welding"}, by=None)
        page = facilitator_client.get(f"/facilitate/edit/projects/{project.pk}/remove/").content.decode()
        for sentence in (
            "1 decision about its categories",
            "0 requests to correct its categories",
            "1 declared link to another project",
            "1 earlier value that was changed by hand",
        ):
            assert sentence in page

    def test_removed_listed_and_put_back_by_buttons(self, facilitator_client: Client) -> None:
        project = make_project("Welding by night")
        answer = facilitator_client.post(f"/facilitate/edit/projects/{project.pk}/remove/", follow=True)
        page = answer.content.decode()
        assert "Removed. You can put it back here." in page
        assert "Welding by night" in page
        again = facilitator_client.post(f"/facilitate/edit/projects/{project.pk}/remove/", follow=True)
        assert "already been removed" in again.content.decode()
        answer = facilitator_client.post(f"/facilitate/edit/projects/{project.pk}/put-back/", follow=True)
        assert "It is back." in answer.content.decode()
        assert "Nothing has been removed." in facilitator_client.get("/facilitate/edit/removed/").content.decode()

    @pytest.mark.medium
    @pytest.mark.parametrize("is_merged", [True, False])
    def test_the_page_of_one_that_cannot_be_edited_says_why(self, facilitator_client: Client, is_merged: bool) -> None:
        project = make_project("Welding by night", merged_into=make_project() if is_merged else None)
        if not is_merged:
            remove(project, by=None)
        address = f"/facilitate/edit/projects/{project.pk}/"
        sentence = "Undo that merge first." if is_merged else "Put it back before you edit it."
        answer = facilitator_client.get(address)
        assert (answer.status_code, sentence in answer.content.decode()) == (200, True)
        assert facilitator_client.post(address, {"title": "Welding"}).status_code == 422

    def test_the_list_takes_as_many_queries_for_many(
        self, facilitator_client: Client, django_assert_max_num_queries: object
    ) -> None:
        for _number in range(8):
            remove(make_project(), by=None)
        with django_assert_max_num_queries(10):  # type: ignore[operator]
            facilitator_client.get("/facilitate/edit/removed/")


def test_the_page_of_a_removed_project_says_so_at_once(facilitator_client: Client) -> None:
    project = make_project("Welding by night")
    address = reverse("subject_remove", args=["projects", project.pk])
    assert "already been removed" not in facilitator_client.get(address).content.decode()
    remove(project, by=None)
    page = facilitator_client.get(address).content.decode()
    assert ("has already been removed" in page, reverse("removed_items") in page) == (True, True)
    assert "button--danger" not in page
