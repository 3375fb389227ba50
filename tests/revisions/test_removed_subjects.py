"""An organisation and a call are removed with their projects, a person without; all come back, or are deleted."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skillsnet.accounts.viewer import ANYONE, OPERATOR, Viewer
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import Call, NamedPerson, Project
from skillsnet.core.errors import Invalid
from skillsnet.directory.queries.profiles import profile
from skillsnet.home.invariants import broken_invariants
from skillsnet.intake.actions import commit, preview, start_run
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.project_form import ProjectForm
from skillsnet.membership.actions import claim, invite
from skillsnet.membership.models import Invitation
from skillsnet.participants.models import Affiliation, Consent, Organisation, Person, Suppression
from skillsnet.participants.texts import text_for
from skillsnet.revisions.actions import delete_removed, deletions, put_back, remove, revise
from skillsnet.revisions.models import Removal, Revision
from tests.factories import make_call, make_invitation, make_organisation, make_person, make_project

pytestmark = pytest.mark.django_db

FACILITATOR = Viewer(user_id=None, role="facilitator")


def _let_days_pass() -> None:
    days = timedelta(days=settings.RETENTION_DAYS["removed item"], minutes=1)
    Removal.objects.update(removed_at=timezone.now() - days)


def _statuses(*projects: Project) -> list[str]:
    return [Project.objects.get(pk=project.pk).status for project in projects]


class TestOrganisation:
    """An organisation with its projects."""

    @pytest.mark.medium
    def test_its_projects_go_and_come_back_as_they_were(self, client: Client) -> None:
        organisation = make_organisation("Zzatelier")
        first = make_project("Zzwelding", organisation=organisation, status="finalist")
        second = make_project("Zzsewing", organisation=organisation)
        other = make_project("Pumps")
        remove(organisation, by=None)
        for page in ("/directory/", "/directory/?q=zzwelding", "/directory/projects.csv", "/"):
            text = client.get(page, follow=True).content.decode(errors="replace")
            assert not {"Zzatelier", "Zzwelding", "Zzsewing"} & set(text.split()), page
        assert _statuses(first, second, other) == ["withdrawn", "withdrawn", "submitted"]
        assert put_back(organisation, by=None)
        assert _statuses(first, second) == ["finalist", "submitted"]
        assert "Zzwelding" in client.get("/directory/").content.decode()
        assert not Removal.objects.exists()

    def test_a_project_that_was_removed_before_stays_removed(self) -> None:
        organisation = make_organisation()
        first, second = make_project(organisation=organisation), make_project(organisation=organisation)
        remove(first, by=None)
        remove(organisation, by=None)
        with pytest.raises(Invalid, match="Put the organisation back first"):
            put_back(first, by=None)
        put_back(organisation, by=None)
        assert _statuses(first, second) == ["withdrawn", "submitted"]
        assert put_back(first, by=None)
        assert _statuses(first) == ["submitted"]

    def test_what_a_call_holds_too_stays_removed_with_the_call(self) -> None:
        organisation, call = make_organisation(), make_call("second")
        project = make_project(organisation=organisation, call=call, status="winner")
        remove(organisation, by=None)
        remove(call, by=None)
        put_back(organisation, by=None)
        assert _statuses(project) == ["withdrawn"]
        put_back(call, by=None)
        assert _statuses(project) == ["winner"]

    def test_it_is_deleted_with_its_people_and_what_was_merged_into_it(self) -> None:
        organisation = make_organisation("Zzatelier")
        merged = make_organisation("Zzatelier of Kisumu", merged_into=organisation)
        person, elsewhere = make_person("Hana"), make_person("Bo")
        project = make_project(organisation=organisation, contact=person)
        for somebody in (person, elsewhere):
            Affiliation.objects.create(person=somebody, organisation=organisation)
        other = make_project(contact=elsewhere)
        remove(organisation, by=None)
        assert delete_removed() == 0
        _let_days_pass()
        assert delete_removed() == 2
        assert not Organisation.objects.filter(pk__in=[organisation.pk, merged.pk]).exists()
        assert not Project.objects.filter(pk=project.pk).exists()
        assert list(Person.objects.all()) == [elsewhere]
        other.refresh_from_db()
        assert other.contact_id == elsewhere.pk
        assert AuditRecord.objects.filter(act="revisions.delete_organisation").exists()

    @pytest.mark.medium
    def test_a_file_does_not_bring_it_back_and_the_preview_says_so(self) -> None:
        def compared(content: bytes) -> ImportRow:
            run = preview(start_run(BytesIO(content), name="export.csv", call=make_call(), by=None))
            return ImportRow.objects.get(run=run)

        commit(compared(b"ID,Title,Organisation,Country\nA-1,Welding,Zzatelier,Kenya\n").run, by=None)
        organisation = Organisation.objects.get()
        remove(organisation, by=None)
        row = compared(b"ID,Title,Organisation,Country\nA-2,Sewing,Zzatelier,Kenya\n")
        assert "removed_with_organisation" in {problem["code"] for problem in row.problems}
        commit(row.run, by=None)
        sewing = Project.objects.get(title="Sewing")
        assert sewing.status == "withdrawn"
        assert sewing.removal.within == organisation.removal
        put_back(organisation, by=None)
        assert _statuses(sewing) == ["submitted"]

    def test_one_that_was_merged_is_not_removed(self) -> None:
        merged = make_organisation("Zzatelier", merged_into=make_organisation())
        with pytest.raises(Invalid, match="merged into another one"):
            remove(merged, by=None)


class TestCall:
    """A call with its projects and imports."""

    @pytest.mark.medium
    def test_its_deletion_goes_on_where_it_was_killed_and_each_step_is_whole(
        self, monkeypatch: pytest.MonkeyPatch, facilitator_client: Client
    ) -> None:
        lines = "".join(f"A-{number},Welding {number},Zzatelier {number}\n" for number in range(7))
        file, call = BytesIO(f"ID,Title,Organisation\n{lines}".encode()), make_call("zzcall", title="Zzcall of spring")
        commit(preview(start_run(file, name="export.csv", call=call, by=None)), by=None)
        remove(call, by=None)
        # Two that belong to the call without having been removed with it: they go in later steps.
        Removal.objects.filter(project__external_id__in=("A-5", "A-6")).delete()
        _let_days_pass()
        assert (delete_removed(most_seconds=0), Project.objects.count()) == (0, 7)
        steps = 0
        original = deletions.remove_projects

        def killed_in_the_second(ids: Sequence[int]) -> None:
            nonlocal steps
            steps += 1
            original(ids)
            if steps % 2 == 0:
                raise KeyboardInterrupt

        monkeypatch.setattr(deletions, "remove_projects", killed_in_the_second)
        left = []
        for _ in range(3):
            with suppress(KeyboardInterrupt):
                delete_removed(at_once=2)
            left.append((Project.objects.count(), Organisation.objects.count(), ImportRow.objects.count()))
            assert broken_invariants() == []
        assert left == [(5, 5, 5), (3, 3, 3), (2, 2, 2)]
        page = facilitator_client.get("/facilitate/edit/removed/").content.decode()
        assert "It is being deleted: 0 projects are left." in page
        assert "put-back/" not in page
        with pytest.raises(Invalid, match="can no longer be put back"):
            put_back(call, by=None)
        monkeypatch.undo()
        assert delete_removed(at_once=2) == 1
        assert (Call.objects.filter(pk=call.pk).exists(), ImportRun.objects.count(), Project.objects.count()) == (
            False,
            0,
            0,
        )

    def test_others_wait_for_as_few_statements_whatever_its_size(self) -> None:
        def count(act: Callable[..., object]) -> int:
            with CaptureQueriesContext(connection) as asked:
                act(call, by=None)
            return len(asked)

        call = make_call("zzcall")
        projects = [make_project(call=call)]
        first = count(remove), count(put_back)
        projects += [make_project(call=call) for _ in range(3)]
        assert (count(remove), _statuses(*projects)) == (first[0], ["withdrawn"] * 4)
        records = AuditRecord.objects.filter(act="revisions.remove_project", subject=f"project:{projects[3].pk}")
        assert records.values_list("detail", flat=True).get() == {"within": call.pk}
        assert (count(put_back), _statuses(*projects)) == (first[1], ["submitted"] * 4)

    @pytest.mark.medium
    def test_it_is_offered_nowhere_and_deleted_with_its_imports(self, client: Client) -> None:
        file = BytesIO(b"ID,Title,Organisation\nA-1,Welding,Zzatelier\n")
        call = make_call("zzcall", title="Zzcall of spring")
        commit(preview(start_run(file, name="export.csv", call=call, by=None)), by=None)
        make_project("Pumps")
        remove(call, by=None)
        for page in ("/directory/", "/directory/?call=zzcall", "/", "/about/"):
            assert "Zzcall" not in client.get(page, follow=True).content.decode(errors="replace"), page
        assert "Zzcall" not in str(ProjectForm())
        _let_days_pass()
        delete_removed()
        assert not Call.objects.filter(pk=call.pk).exists()
        assert (ImportRun.objects.count(), ImportRow.objects.count()) == (0, 0)
        assert [text_for(project.title, OPERATOR) for project in Project.objects.all()] == ["Pumps"]


class TestPerson:
    """A person, whose projects stay."""

    def _planted(self) -> tuple[Person, Project]:
        person = make_person("Hana Zzperson", phone="+254 700 000001")
        for field in ("name", "email"):
            Consent.objects.create(
                person=person, field=field, audience="public", wording="1", source="form", given_at=timezone.now()
            )
        project = make_project("Welding with Hana Zzperson", contact=person)
        NamedPerson.objects.create(project=make_project("Sewing"), person=person)
        return person, project

    @pytest.mark.medium
    def test_name_and_address_go_for_everybody_and_come_back(self, client: Client, facilitator_client: Client) -> None:
        person, project = self._planted()
        address = f"/projects/{project.pk}/"
        assert person.email in client.get(address).content.decode()
        remove(person, by=None)
        page = client.get(address).content.decode()
        assert "Zzperson" not in page
        assert person.email not in page
        assert person.phone not in facilitator_client.get(address).content.decode()
        listed = facilitator_client.get("/facilitate/edit/removed/").content.decode()
        assert "Hana Zzperson" in listed
        put_back(person, by=None)
        assert "Hana Zzperson" in client.get(address).content.decode()

    def test_a_marker_stands_in_the_texts_once_it_is_deleted(self) -> None:
        person, project = self._planted()
        revise(project, {"title": "Welding by Hana Zzperson"}, by=None)
        remove(person, by=None)
        _let_days_pass()
        assert delete_removed() == 1
        project.refresh_from_db()
        assert "Zzperson" not in text_for(project.title, OPERATOR)
        assert "Zzperson" not in str(list(Revision.objects.values_list("before", "after")))
        assert (project.contact_id, project.status) == (None, "submitted")
        # Nobody asked for it: the address may come back.
        assert not Suppression.objects.exists()

    def test_nobody_invites_a_removed_person_and_the_link_opens_no_profile(self) -> None:
        person = make_person("Hana Zzperson")
        invitation = make_invitation(person)
        remove(person, by=None)
        with pytest.raises(Invalid, match="has been removed"):
            claim(Invitation.objects.get(pk=invitation.pk).token_digest, by=None)
        with pytest.raises(Invalid, match="has been removed"):
            invite(person, language="en", site="https://network.example.org", by=None)

    def test_a_member_is_not_removed(self) -> None:
        person = make_person(claimed_at=timezone.now())
        with pytest.raises(Invalid, match="Only the member can remove it"):
            remove(person, by=None)

    def test_contacts_are_as_if_there_were_nobody(self) -> None:
        person, project = self._planted()
        remove(person, by=None)
        for viewer in (ANYONE, FACILITATOR):
            view = profile(project.pk, viewer=viewer, language="en")
            assert view is not None
            assert (view.contact.is_known, view.contact_id) == (False, None)


@pytest.mark.medium
@pytest.mark.parametrize(
    ("language", "of_call", "listed"),
    [
        ("en", ("1 project", "2 organisations without a project"), "with 2 organisations without a project"),
        ("fr", ("1 projet", "2 organisations sans projet"), "avec 2 organisations sans projet"),
        ("es", ("1 proyecto", "2 organizaciones sin proyecto"), "con 2 organizaciones sin proyecto"),
        ("ar", ("مشروع واحد", "منظمتان بلا مشروع"), "مع منظمتين بلا مشروع"),
    ],
)
def test_organisations_without_a_project_are_not_counted_as_projects(
    facilitator_client: Client, language: str, of_call: tuple[str, str], listed: str
) -> None:
    facilitator_client.cookies["django_language"] = language
    call, atelier = make_call("zzcall"), make_organisation("Zzatelier")
    make_project("Welding", call=call)
    make_project("Zzatelier", call=call, organisation=atelier, kind="organisation")
    make_project("Zzforge", call=call, kind="organisation")
    page = facilitator_client.get(f"/facilitate/edit/calls/{call.pk}/remove/").content.decode()
    assert [f"<li>{text}" in page for text in of_call] == [True, True]
    page = facilitator_client.get(f"/facilitate/edit/organisations/{atelier.pk}/remove/").content.decode()
    assert "/projects/" not in page
    assert not re.search(f"<li>[^<]*{of_call[1].partition(' ')[2]}", page)
    remove(call, by=None)
    assert listed in facilitator_client.get("/facilitate/edit/removed/").content.decode()


@pytest.mark.parametrize("kind", ["organisations", "people", "calls"])
class TestPages:
    """The pages of a facilitator, for each kind."""

    @pytest.mark.medium
    def test_removed_listed_and_put_back_by_buttons(self, facilitator_client: Client, kind: str) -> None:
        project = make_project("Welding", contact=make_person("Hana Zzperson"))
        pk = {"organisations": project.organisation_id, "people": project.contact_id, "calls": project.call_id}[kind]
        address = f"/facilitate/edit/{kind}/{pk}/"
        assert f"{address}remove/" in facilitator_client.get(address).content.decode()
        page = facilitator_client.get(f"{address}remove/").content.decode()
        assert "For 30 days you can put it back" in page
        assert "Welding" in page
        answer = facilitator_client.post(f"{address}remove/", follow=True).content.decode()
        assert "Removed. You can put it back here." in answer
        assert "Put it back before you edit it." in facilitator_client.get(address).content.decode()
        again = facilitator_client.post(f"{address}remove/", follow=True).content.decode()
        assert "already been removed" in again
        assert "It is back." in facilitator_client.post(f"{address}put-back/", follow=True).content.decode()
        assert "Nothing has been removed." in facilitator_client.get("/facilitate/edit/removed/").content.decode()

    def test_nobody_else_reaches_them(self, client: Client, member_client: Client, kind: str) -> None:
        for reader, status in ((client, 302), (member_client, 404)):
            assert reader.post(f"/facilitate/edit/{kind}/1/remove/").status_code == status
            assert reader.post(f"/facilitate/edit/{kind}/1/put-back/").status_code == status


@pytest.mark.medium
def test_the_network_holds_together_after_everything_is_deleted() -> None:
    file = BytesIO(b"ID,Title,Organisation,Name,Email\nA-1,Welding,Zzatelier,Hana,hana@example.org\n")
    commit(preview(start_run(file, name="export.csv", call=make_call(), by=None)), by=None)
    remove(Organisation.objects.get(), by=None)
    _let_days_pass()
    delete_removed()
    assert list(broken_invariants()) == []
