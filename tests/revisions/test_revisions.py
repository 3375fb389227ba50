"""Projects, organisations, people and calls are changed by hand; what stood there is kept and can be put back."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.actions import give_consent, index_projects, look_for_names_once
from skillsnet.calls.models import Call, DataVersion, FollowUp, Project, SearchDocument
from skillsnet.calls.queries import data_version
from skillsnet.core.errors import Invalid
from skillsnet.core.intake.keys import organisation_key
from skillsnet.participants.models import Organisation, OrganisationName, Person
from skillsnet.participants.texts import text_for, words_for_computing
from skillsnet.revisions.actions import ChangedMeanwhile, delete_redacted, restore, revise
from skillsnet.revisions.models import Revision
from skillsnet.revisions.queries import field_values, revisions_of
from tests.factories import make_call, make_organisation, make_person, make_project, make_user

pytestmark = pytest.mark.django_db
FACILITATOR = Viewer(user_id=1, role="facilitator")


def _form(client: Client, address: str) -> dict[str, Any]:
    """Return what a browser would send back of a page's form, unchanged."""
    form = client.get(address).context["form"]
    data = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value()) if hasattr(bound.field, "prepare_value") else bound.value()
        data[bound.name] = value if value is not None else ""
    return data


def test_a_project_is_changed_with_its_lists_and_region() -> None:
    project = make_project("Weldng by night", country="KE", languages=("en",), beneficiaries=("youth",))
    values = {"title": "Welding by night", "country": "PE", "languages": ["es", "qu"], "beneficiaries": ["women"]}
    fields = revise(project, {**field_values(project), **values}, by=None)
    assert set(fields) == set(values)
    project.refresh_from_db()
    assert (text_for(project.title, ANYONE), project.country, project.region) == ("Welding by night", "PE", "americas")
    assert [language.code for language in project.languages.all()] == ["es", "qu"]
    assert [group.group for group in project.beneficiaries.all()] == ["women"]
    assert {(row.field, row.before, row.after) for row in Revision.objects.filter(field="country")} == {
        ("country", "KE", "PE")
    }


def test_what_is_searched_shown_and_built_follows() -> None:
    project = make_project("Weldng by night")
    version = data_version()
    revise(project, {"title": "Welding by night"}, by=None)
    assert "welding" in SearchDocument.objects.get(project=project).title
    assert data_version() > version
    assert FollowUp.objects.filter(project_numbers=[project.pk]).exists()


def test_a_name_that_comes_into_a_text_is_withheld() -> None:
    person = make_person("Hana Zzperson")
    project = make_project("Welding", contact=person)
    revise(project, {"summary": "Led by Hana Zzperson since 2019."}, by=None)
    project.refresh_from_db()
    assert "Zzperson" not in text_for(project.summary, ANYONE)
    revise(person, {"name": "Hana Qqperson"}, by=None)
    revise(project, {"summary": "Led by Hana Qqperson since 2019."}, by=None)
    project.refresh_from_db()
    assert "Qqperson" not in text_for(project.summary, ANYONE)


def test_a_change_to_a_persons_name_withholds_it_where_it_already_stands() -> None:
    person = make_person("Hana Zzpersn")
    project = make_project("Welding", contact=person, summary="Led by Hana Zzperson since 2019.")
    assert "Zzperson" in text_for(Project.objects.get(pk=project.pk).summary, ANYONE)
    revise(person, {"name": "Hana Zzperson"}, by=None)
    assert "Zzperson" not in text_for(Project.objects.get(pk=project.pk).summary, ANYONE)


def test_a_renamed_organisation_is_still_known_by_its_names() -> None:
    key = organisation_key("Kiln Trst", country="KE")
    organisation = Organisation.objects.create(name="Kiln Trst", key=key, country="KE")
    revise(organisation, {"name": "Kiln Trust"}, by=None)
    organisation.refresh_from_db()
    assert (text_for(organisation.name, ANYONE), organisation.key) == ("Kiln Trust", key)
    assert OrganisationName.objects.get().key == organisation_key("Kiln Trust", country="KE")


def test_what_did_not_change_is_no_revision() -> None:
    call = make_call(title="First call")
    assert revise(call, field_values(call), by=None) == ()
    assert not Revision.objects.exists()
    assert not AuditRecord.objects.filter(act="revisions.revise").exists()


def test_the_audit_names_fields_and_no_values() -> None:
    person = make_person("Hana Zzperson")
    revise(person, {"phone": "+254 700 000001"}, by=make_user("fay@example.org", role="facilitator").pk)
    audited = AuditRecord.objects.get(act="revisions.revise")
    assert (audited.subject, audited.detail) == (f"person:{person.pk}", {"fields": ["phone"]})


def test_an_earlier_value_is_put_back() -> None:
    project = make_project("Welding", languages=("en", "fr"))
    revise(project, {"languages": ["en"], "submitted_on": "2020-05-01"}, by=None)
    restore(Revision.objects.get(field="languages"), by=None)
    assert field_values(Project.objects.get(pk=project.pk))["languages"] == ["en", "fr"]
    restore(Revision.objects.get(field="submitted_on"), by=None)
    assert Project.objects.get(pk=project.pk).submitted_on is None
    assert Revision.objects.count() == 4


def test_a_members_own_profile_is_not_changed_by_others() -> None:
    person = make_person("Hana Zzperson", user=make_user("hana@example.org"))
    with pytest.raises(Invalid, match="belongs to a member"):
        revise(person, {"name": "Hana"}, by=None)


def test_whoever_comes_second_sees_what_the_first_wrote_and_loses_nothing() -> None:
    call = make_call(title="First call")
    shown = field_values(call)
    revise(call, {"title": "First cal"}, by=None)
    with pytest.raises(ChangedMeanwhile) as raised:
        revise(call, {**shown, "title": "Call one", "opened_on": "2020-01-01"}, by=None, shown_values=shown)
    assert raised.value.current == {"title": "First cal"}
    assert Call.objects.get().opened_on is None
    # Another field than the one that changed is written, and the changed one stays.
    assert revise(call, {**shown, "opened_on": "2020-01-01"}, by=None, shown_values=shown) == ("opened_on",)
    assert Call.objects.get().title == "First cal"


def test_a_visitor_and_a_member_read_no_revision() -> None:
    person = make_person("Hana Zzperson")
    revise(person, {"phone": "+254 700 000001"}, by=None)
    assert revisions_of(person, ANYONE, "en") == []
    assert revisions_of(person, Viewer(user_id=2, role="member"), "en") == []
    assert [view.after for view in revisions_of(person, FACILITATOR, "en")] == ["+254 700 000001"]


class TestPage:
    """The page of a facilitator."""

    @pytest.mark.medium
    def test_it_saves_what_was_changed(self, facilitator_client: Client) -> None:
        project = make_project("Weldng", work_countries=("KE", "UG"), submitted_on="2020-05-01")
        address = f"/facilitate/edit/projects/{project.pk}/"
        data = _form(facilitator_client, address)
        assert data["work_countries"] == "Kenya\nUganda"
        answer = facilitator_client.post(address, {**data, "title": "Welding", "work_countries": "Kenia\nTanzania"})
        assert (answer.status_code, answer["Location"]) == (302, address)
        values = field_values(Project.objects.get(pk=project.pk))
        assert (values["title"], values["work_countries"], values["submitted_on"]) == (
            "Welding",
            ["KE", "TZ"],
            "2020-05-01",
        )
        page = facilitator_client.get(address).content.decode()
        assert "Kenya, Uganda" in page
        assert "Kenya, Tanzania" in page

    @pytest.mark.medium
    def test_sent_back_unchanged_it_changes_nothing(self, facilitator_client: Client) -> None:
        project = make_project(work_countries=("KE",), contact=make_person(phone="+254 1", position="Head"))
        assert project.organisation_id
        assert project.contact_id
        for kind, pk in (
            ("projects", project.pk),
            ("organisations", project.organisation_id),
            ("people", project.contact_id),
            ("calls", project.call_id),
        ):
            address = f"/facilitate/edit/{kind}/{pk}/"
            assert facilitator_client.post(address, _form(facilitator_client, address)).status_code == 302
        assert not Revision.objects.exists()

    @pytest.mark.medium
    @pytest.mark.parametrize(
        ("kind", "change", "sentence"),
        [
            ("projects", {"title": " "}, "This field is required."),
            ("projects", {"work_countries": "Kenya\nKeneya"}, "“Keneya” is not a country in our list."),
            ("projects", {"work_countries": "Keneya"}, "Did you mean: Kenya?"),
            ("projects", {"languages": "Klingonish"}, "“Klingonish” is not a language in our list."),
            ("projects", {"country": "XX"}, "Select a valid choice."),
            ("projects", {"website": "no address"}, "Enter a valid URL."),
            ("projects", {"submitted_on": "soon"}, "Enter a valid date."),
            ("projects", {"shown_values": "forged"}, "This page is out of date."),
            ("organisations", {"name": ""}, "This field is required."),
            ("people", {"name": "", "email": ""}, "Enter a name or a mail address."),
            ("calls", {"opened_on": "2020-02-01", "closed_on": "2020-01-01"}, "Enter a day that is not before"),
        ],
    )
    def test_it_says_what_is_wrong_and_keeps_what_was_written(
        self, facilitator_client: Client, kind: str, change: dict[str, str], sentence: str
    ) -> None:
        project = make_project(contact=make_person())
        pks = {
            "projects": project.pk,
            "organisations": project.organisation_id,
            "people": project.contact_id,
            "calls": project.call_id,
        }
        address = f"/facilitate/edit/{kind}/{pks[kind]}/"
        answer = facilitator_client.post(address, {**_form(facilitator_client, address), **change})
        assert answer.status_code == 422
        assert sentence in answer.content.decode().replace("&#x27;", "’")
        assert not Revision.objects.exists()

    def test_two_at_once_see_both_and_the_second_decides(self, facilitator_client: Client) -> None:
        call = make_call(title="First call")
        address = f"/facilitate/edit/calls/{call.pk}/"
        data = _form(facilitator_client, address)
        revise(call, {"title": "The first call"}, by=None)
        answer = facilitator_client.post(address, {**data, "title": "Call one"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Somebody changed this to “The first call” while you were writing." in page
        assert 'value="Call one"' in page
        shown = answer.context["form"]["shown_values"].value()
        assert facilitator_client.post(address, {**data, "title": "Call one", "shown_values": shown}).status_code == 302
        assert Call.objects.get(pk=call.pk).title == "Call one"
        assert [row.before for row in Revision.objects.order_by("pk")] == ["First call", "The first call"]

    def test_a_value_is_put_back_by_a_button(self, facilitator_client: Client, facilitator: User) -> None:
        organisation = make_organisation("Kiln Trst")
        revise(organisation, {"name": "Kiln Trust"}, by=facilitator.pk)
        address = f"/facilitate/edit/organisations/{organisation.pk}/"
        page = facilitator_client.get(address).content.decode()
        assert facilitator.email in page
        revision = Revision.objects.get()
        answer = facilitator_client.post(f"{address}{revision.pk}/restore/", follow=True)
        assert "The earlier value is restored." in answer.content.decode()
        assert text_for(Organisation.objects.get(pk=organisation.pk).name, ANYONE) == "Kiln Trst"

    def test_a_revision_of_something_else_is_not_put_back(self, facilitator_client: Client) -> None:
        organisation, other = make_organisation("Kiln"), make_organisation("Loom")
        revise(organisation, {"name": "Kiln Trust"}, by=None)
        address = f"/facilitate/edit/organisations/{other.pk}/{Revision.objects.get().pk}/restore/"
        assert facilitator_client.post(address).status_code == 404

    def test_a_members_profile_says_why_it_cannot_be_changed(self, facilitator_client: Client) -> None:
        person: Person = make_person(user=make_user("hana@example.org"))
        address = f"/facilitate/edit/people/{person.pk}/"
        answer = facilitator_client.get(address)
        assert "This profile belongs to a member" in answer.content.decode()
        assert answer.context["reason"]
        assert facilitator_client.post(address, {"name": "Hana"}).status_code == 422

    @pytest.mark.medium
    def test_looking_takes_as_many_queries_for_many_changes(
        self, facilitator_client: Client, django_assert_max_num_queries: Any
    ) -> None:
        project = make_project()
        for number in range(12):
            revise(project, {"title": f"Welding {number}"}, by=None)
        with django_assert_max_num_queries(16):
            facilitator_client.get(f"/facilitate/edit/projects/{project.pk}/")


FORMER, CORRECTED = "Zzada Zzdialo", "Zzada Zzdiallo-Ndiaye"


def _renamed() -> tuple[Project, Person]:
    person = make_person(FORMER, email="zz@example.org")
    project = make_project(f"Welding by {FORMER}", summary=f"{FORMER} and {CORRECTED} repair boats.", contact=person)
    index_projects([project.pk])
    revise(person, {"name": CORRECTED}, by=None)
    return Project.objects.get(pk=project.pk), Person.objects.get(pk=person.pk)


def test_a_former_name_is_withheld_from_texts_as_the_present_one_is() -> None:
    project, person = _renamed()
    assert person.former_names == [FORMER]
    assert (text_for(project.title, ANYONE), text_for(project.summary, ANYONE)) == (
        "Welding by […]",
        "[…] and […] repair boats.",
    )
    assert "zzdialo" not in SearchDocument.objects.get(project=project).body.lower()


def test_consent_to_the_present_name_is_none_to_a_former_one() -> None:
    project, person = _renamed()
    give_consent(person, "name", audience="public", wording="w", source="page", by=None)
    project.refresh_from_db()
    assert text_for(project.summary, ANYONE) == f"[…] and {CORRECTED} repair boats."


def test_a_name_that_is_put_back_is_no_former_one() -> None:
    project, person = _renamed()
    restore(Revision.objects.get(person=person), by=None)
    person.refresh_from_db()
    project.refresh_from_db()
    assert (person.name, person.former_names) == (FORMER, [CORRECTED])
    assert text_for(project.summary, ANYONE) == "[…] and […] repair boats."


def test_a_name_that_is_taken_away_stays_withheld() -> None:
    project, person = _renamed()
    revise(person, {"name": ""}, by=None)
    project.refresh_from_db()
    assert text_for(project.summary, ANYONE) == "[…] and […] repair boats."


def test_an_erasure_reaches_former_names() -> None:
    project, person = _renamed()
    assert delete_redacted(person) == {project.pk}
    project.refresh_from_db()
    assert words_for_computing(project.summary) == "[…] and […] repair boats."


def test_names_that_were_changed_before_they_were_kept_are_taken_from_the_changes() -> None:
    project, person = _renamed()
    Person.objects.update(former_names=[])
    Project.objects.update(withheld=[])
    DataVersion.objects.update(names_looked_for=True)
    migration = import_module("skillsnet.revisions.migrations.0006_former_names")
    migration.keep_former_names(apps, connection.schema_editor())
    look_for_names_once()
    person.refresh_from_db()
    project.refresh_from_db()
    assert (person.former_names, text_for(project.title, ANYONE)) == ([FORMER], "Welding by […]")
