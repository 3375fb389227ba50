"""Two organisations found later to be one: merged with all that hangs on them, and two again."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.calls.actions import index_missing_organisations
from skillsnet.calls.models import Link, Project
from skillsnet.core.errors import Invalid
from skillsnet.intake.actions import commit
from skillsnet.intake.actions.merging import ask_about_organisations, merge_pair, unmerge_pair
from skillsnet.participants.models import Affiliation, Merge, Organisation, SameQuestion
from tests.factories import make_organisation, make_person, make_project
from tests.intake.sheets import photograph, previewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Organisation, Organisation]:
    """Two organisations with a project each, a link between them, and a person who belongs to both."""
    ada = make_organisation("Atelier Ada", country="KE", type="")
    twin = make_organisation("Ada’s Workshop", country="KE", website="https://ada-workshop.net/")
    first, second = make_project("Welding", organisation=ada), make_project("Sewing", organisation=twin)
    Link.objects.create(source=first, target=second, kind="works with")
    both, alone = make_person("Ada"), make_person("Bo")
    for person, place in ((both, ada), (both, twin), (alone, twin)):
        Affiliation.objects.create(person=person, organisation=place)
    return ada, twin


def test_projects_people_and_links_follow_and_undo_restores_everything(pair: tuple[Organisation, Organisation]) -> None:
    ada, twin = pair
    index_missing_organisations()
    before = photograph()
    merge = merge_pair(ada, twin, take=["name"], by=None)
    ada.refresh_from_db()
    assert (ada.name, ada.website, ada.type) == ("Ada’s Workshop", "https://ada-workshop.net/", "ngo")
    assert (ada.projects.count(), ada.affiliations.count(), twin.projects.count()) == (2, 2, 0)
    assert Link.objects.count() == 1
    unmerge_pair(merge, by=None)
    after = photograph()
    assert {name: after[name] for name in after if name != "Affiliation"} == {
        name: before[name] for name in before if name != "Affiliation"
    }
    assert sorted(map(str, after["Affiliation"])) == sorted(map(str, before["Affiliation"]))


@pytest.mark.medium
def test_merged_name_in_a_later_file_means_the_one_that_stays() -> None:
    header = ("ID", "Title", "Organisation", "Country")
    commit(previewed([header, ("1", "Welding", "Atelier Ada", "Kenya"), ("2", "Sewing", "Nähstube", "Kenya")]), by=None)
    kept, gone = Organisation.objects.get(name="Atelier Ada"), Organisation.objects.get(name="Nähstube")
    merge_pair(kept, gone, take=[], by=None)
    commit(previewed([header, ("3", "Knitting", "Nähstube", "Kenya")]), by=None)
    assert Project.objects.get(external_id="3").organisation == kept


def test_merge_of_a_merged_one_and_an_undo_out_of_turn_are_refused_with_what_stands_in_the_way() -> None:
    first, second, third = (make_organisation(name) for name in ("One", "Two", "Three"))
    merge = merge_pair(second, first, take=[], by=None)
    merge_pair(third, second, take=[], by=None)
    with pytest.raises(Invalid, match="part of another organisation"):
        merge_pair(third, first, take=[], by=None)
    with pytest.raises(Invalid, match="“Two” has since been merged"):
        unmerge_pair(merge, by=None)
    assert Organisation.objects.filter(merged_into=None).get() == third


def test_organisations_that_may_be_one_are_asked_about_once() -> None:
    for name in ("Food and Agriculture Organization", "FAO", "Something Else"):
        make_project(organisation=make_organisation(name, country="KE"))
    assert index_missing_organisations() == 3
    assert [ask_about_organisations(), ask_about_organisations()] == [1, 0]
    assert {SameQuestion.objects.get().left.name, SameQuestion.objects.get().right.name} == {
        "Food and Agriculture Organization",
        "FAO",
    }


def test_pages_lead_from_the_question_to_the_merge_and_back(
    facilitator_client: Client, pair: tuple[Organisation, Organisation]
) -> None:
    ada, twin = pair
    SameQuestion.objects.create(left=ada, right=twin, score=0.7, reasons=[["same_domain", "ada-workshop.net"]])
    assert "Ada’s Workshop" in facilitator_client.get(reverse("same_questions")).content.decode()
    address = reverse("same_compare", args=[ada.pk, twin.pk])
    page = facilitator_client.get(address).content.decode()
    assert "the same website: ada-workshop.net" in page
    facilitator_client.post(address, {"answer": "same", "keep": "right", "take-name": "left"})
    twin.refresh_from_db()
    assert (twin.name, twin.projects.count()) == ("Atelier Ada", 2)
    assert (
        reverse("merge_undo", args=[Merge.objects.get().pk])
        in facilitator_client.get(reverse("merges")).content.decode()
    )
    facilitator_client.post(reverse("merge_undo", args=[Merge.objects.get().pk]))
    twin.refresh_from_db()
    assert (twin.name, twin.projects.count(), SameQuestion.objects.get().answer) == ("Ada’s Workshop", 1, "open")


def test_two_that_are_different_leave_the_queue(
    facilitator_client: Client, pair: tuple[Organisation, Organisation]
) -> None:
    ada, twin = pair
    SameQuestion.objects.create(left=ada, right=twin, score=0.7)
    facilitator_client.post(reverse("same_compare", args=[ada.pk, twin.pk]), {"answer": "different"})
    assert (SameQuestion.objects.get().answer, Merge.objects.count()) == ("different", 0)
    assert (
        "There are no possible duplicate organisations"
        in facilitator_client.get(reverse("same_questions")).content.decode()
    )


def test_organisation_is_found_by_words_of_its_name(
    facilitator_client: Client, pair: tuple[Organisation, Organisation]
) -> None:
    page = facilitator_client.get(reverse("same_choose", args=[pair[0].pk]), {"q": "workshop"}).content.decode()
    assert reverse("same_compare", args=[pair[0].pk, pair[1].pk]) in page
