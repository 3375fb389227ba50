"""Names of a project's own people are withheld until they agree, in every text and everything made of it."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.enums import Role
from skillsnet.accounts.viewer import ANYONE, OPERATOR, Viewer
from skillsnet.calls.actions import (
    FieldDraft,
    add_field,
    derive_extra_values,
    give_consent,
    index_projects,
    look_for_names_once,
    names_changed,
    withdraw_consent,
)
from skillsnet.calls.models import DataVersion, ExtraValue, NamedPerson, Project, SearchDocument
from skillsnet.home.invariants import broken_invariants
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.participants.models import Affiliation, Organisation, Person
from skillsnet.participants.texts import NamesUnknown, site_for, text_for, words_for_computing
from skillsnet.participants.visibility import organisation_label
from skillsnet.taxonomy.models import Edition
from tests.factories import make_organisation, make_project

NAME = "Zzada Zzdiallo"
MEMBER = Viewer(user_id=None, role=Role.MEMBER)


@pytest.fixture
def project(taxonomy: Edition) -> Project:
    """A project named after its contact person, whose organisation is too."""
    person = Person.objects.create(name=NAME, key="zz")
    place = make_organisation(f"{NAME} Consulting", type="private_enterprise", website="https://zzada-zzdiallo.org")
    Affiliation.objects.create(person=person, organisation=place)
    return make_project(
        f"Welding by {NAME}", summary="Contact ZZDIALLO, Zzada. Zzada's welders repair boats.", contact=person,
        organisation=place, website="https://welding.example.org",
    )  # fmt: skip


def _seen(project: Project, viewer: Viewer) -> tuple[str, str, str]:
    found = Project.objects.select_related("organisation").get(pk=project.pk)
    return (
        text_for(found.title, viewer),
        text_for(found.summary, viewer),
        organisation_label(found.organisation, viewer),
    )


def test_names_are_withheld_from_everybody_but_facilitators(project: Project) -> None:
    masked = ("Welding by […]", "Contact […]. Zzada's welders repair boats.", "[…] Consulting")
    assert _seen(project, ANYONE) == _seen(project, MEMBER) == masked
    assert _seen(project, OPERATOR)[0] == f"Welding by {NAME}"
    place = Organisation.objects.get()
    assert (site_for(place.website, ANYONE), site_for(place.website, OPERATOR)) == (
        "",
        "https://zzada-zzdiallo.org",
    )


@pytest.mark.medium
def test_no_output_holds_the_name(project: Project) -> None:
    rebuild_map()
    names = ("directory", "map", "directory_csv", "map_json", "map_gexf", "map_graphml", "map_kumu_json", "map_metrics")
    selected = [f"{reverse(name)}?selected={project.pk}" for name in ("map", "map_embed")]
    addresses = [*map(reverse, names), reverse("project", args=[project.pk]), *selected]
    for address in addresses:
        answer = Client().get(address)
        body = (b"".join(answer) if answer.streaming else answer.content).decode().casefold()
        assert ("zzdiallo" in body, answer.status_code) == (False, 200), address
    assert Client().get(reverse("map_matches"), {"q": "zzdiallo"}).json() == {"ids": []}
    assert "zzdiallo" not in SearchDocument.objects.get().title


def test_a_consent_shows_the_name_to_its_audience_and_taking_it_back_hides_it(project: Project) -> None:
    person = Person.objects.get()
    said = {"wording": "1", "source": "test", "by": None}
    give_consent(person, "name", audience="members", **said)
    assert [_seen(project, viewer)[0] for viewer in (ANYONE, MEMBER)] == ["Welding by […]", f"Welding by {NAME}"]
    give_consent(person, "name", audience="public", **said)
    assert _seen(project, ANYONE)[0] == f"Welding by {NAME}"
    assert "zzdiallo" in SearchDocument.objects.get().title
    withdraw_consent(person, "name", by=None)
    assert _seen(project, ANYONE)[0] == "Welding by […]"
    assert "zzdiallo" not in SearchDocument.objects.get().title


def test_an_organisation_that_is_its_person_is_an_individual(taxonomy: Edition) -> None:
    person = Person.objects.create(name=NAME, key="zz")
    place = make_organisation(f"Mme {NAME}", type="", website="https://welding.example.org")
    Affiliation.objects.create(person=person, organisation=place)
    project = make_project("Welding", contact=person, organisation=place)
    assert _seen(project, ANYONE)[2] == "Individual participant"
    page = Client().get(reverse("project", args=[project.pk])).content.decode()
    assert not [word for word in (NAME, "welding.example.org") if word in page]


@pytest.mark.medium
def test_people_named_beside_the_contact_and_changed_names_count(taxonomy: Edition) -> None:
    project = make_project(f"Boats by {NAME}")
    assert _seen(project, ANYONE)[0] == f"Boats by {NAME}"
    person = Person.objects.create(name="Other Name", key="zz")
    NamedPerson.objects.create(project=project, person=person)
    Person.objects.filter(pk=person.pk).update(name=NAME)
    assert [said for said in broken_invariants() if "withhold" in said]
    names_changed([person.pk])
    assert _seen(project, ANYONE)[0] == "Boats by […]"
    assert not [said for said in broken_invariants() if "withhold" in said]


def test_a_field_made_of_an_extra_column_names_nobody(project: Project) -> None:
    other = make_project(extra={"Theme": "Water"})
    Project.objects.filter(pk=project.pk).update(extra={"Theme": "Water", "Led by": "Wind"})
    add_field(FieldDraft("Theme", ("Theme",), "several", "public", ";"), by=None)
    Project.objects.filter(pk=project.pk).update(extra={"Theme": f"Water; School of {NAME}"})
    index_projects([project.pk, other.pk])
    derive_extra_values(project_ids=[project.pk, other.pk])
    assert _values() == ["Water", "Water"]
    person = Person.objects.get()
    give_consent(person, "name", audience="public", wording="1", source="test", by=None)
    assert _values() == ["Water", "Water", f"School of {NAME}"]
    withdraw_consent(person, "name", by=None)
    assert _values() == ["Water", "Water"]


def _values() -> list[str]:
    found = ExtraValue.objects.order_by("order", "pk").values_list("value", flat=True)
    return [str(words_for_computing(value)) for value in found]


def test_what_stood_before_is_looked_through_once(project: Project) -> None:
    Project.objects.update(withheld=[])
    DataVersion.objects.update(names_looked_for=False)
    assert (look_for_names_once(), look_for_names_once()) == (1, 0)
    assert _seen(project, ANYONE)[0] == "Welding by […]"


def test_a_bare_value_is_shown_to_nobody_without_its_names(project: Project) -> None:
    title = Project.objects.values_list("title", flat=True).get()
    with pytest.raises(NamesUnknown):
        text_for(title, ANYONE)
    with pytest.raises(NamesUnknown):
        text_for(Project.objects.only("title").get().title, ANYONE)


def test_looking_takes_as_many_queries_for_many(project: Project, django_assert_max_num_queries: object) -> None:
    index_projects([project.pk])
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (0, 3):
        made = [make_project(f"More {place}").pk for place in range(number)]
        with CaptureQueriesContext(connection) as queries:
            index_projects([project.pk, *made])
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1
