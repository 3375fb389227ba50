"""What a file states of organisations and people is filled in, never over what people say, and can be put back."""

import pytest
from django.utils import timezone

from skillsnet.db.unmasked import unwrapped
from skillsnet.participants.actions import (
    OrganisationItem,
    PersonItem,
    add_affiliations,
    merge_organisations,
    remove_affiliations,
    remove_organisations,
    remove_people,
    restore_organisations,
    restore_people,
    upsert_organisations,
    upsert_people,
)
from skillsnet.participants.actions.upserts import Replacement, UpsertResult
from skillsnet.participants.models import Affiliation, Organisation, Person
from skillsnet.participants.queries import current_organisations, follow_merges, known_as, people_known_as
from tests.factories import make_organisation, make_person, make_project, make_user

pytestmark = pytest.mark.django_db
FIELDS = ("name", "email", "phone", "position")


def _person_item(person: Person, **values: str) -> PersonItem:
    return PersonItem(person.key, {**dict.fromkeys(FIELDS, ""), **values}, tuple(values))


def _organisation_item(existing: Organisation | None, key: str, **values: str) -> OrganisationItem:
    names = ("name", "type", "country", "external_id", "website")
    pk = existing.pk if existing else None
    return OrganisationItem(key, pk, key, {**dict.fromkeys(names, ""), **values}, tuple(values))


def _replacements(result: UpsertResult) -> list[Replacement]:
    return [{"id": pk, "was": was, "now": result.now[pk]} for pk, was in result.before.items()]


@pytest.mark.parametrize("claim", ["user", "claimed_at"])
def test_who_claimed_the_profile_is_never_overwritten_nor_put_back_nor_removed(claim: str) -> None:
    values = {"user": make_user("ada@example.org")} if claim == "user" else {"claimed_at": timezone.now()}
    ada, bo = make_person("Ada", **values), make_person("Bo")
    result = upsert_people([_person_item(ada, name="Zz"), _person_item(bo, name="Bo B.", phone="1")])
    assert list(Person.objects.order_by("pk").values_list("name", flat=True)) == ["Ada", "Bo B."]
    assert (result.new_ids, set(result.before)) == (set(), {bo.pk})
    Person.objects.filter(pk=bo.pk).update(phone="2")
    restore_people(_replacements(result))
    # What somebody changed since stays.
    assert Person.objects.values_list("name", "phone").get(pk=bo.pk) == ("Bo", "2")
    assert remove_people([ada.pk, bo.pk]) == {bo.pk}


def test_a_profile_claimed_after_an_import_keeps_what_the_import_wrote() -> None:
    ada = make_person("Ada")
    result = upsert_people([_person_item(ada, name="Ada L.")])
    Person.objects.filter(pk=ada.pk).update(claimed_at=timezone.now())
    restore_people(_replacements(result))
    assert Person.objects.get().name == "Ada L."


def test_the_name_that_a_file_replaces_is_a_former_one_until_the_import_is_undone() -> None:
    ada = make_person("Ada")
    result = upsert_people([_person_item(ada, name="Ada L.")])
    assert Person.objects.get().former_names == ["Ada"]
    restore_people(_replacements(result))
    assert Person.objects.values_list("name", "former_names").get() == ("Ada", [])


def test_an_organisation_is_filled_in_where_it_says_nothing_and_emptied_again() -> None:
    known = make_organisation("Atelier", website="https://a.example.org", external_id="")
    item = _organisation_item(known, "known", website="https://b.example.org", external_id="7")
    result = upsert_organisations([item, _organisation_item(None, "new", name="Workshop")])
    known.refresh_from_db()
    assert (unwrapped(known.website), known.external_id) == ("https://a.example.org", "7")
    assert (result.ids["known"], result.new_ids) == (known.pk, {result.ids["new"]})
    restore_organisations(_replacements(result))
    known.refresh_from_db()
    assert known.external_id == ""
    assert remove_organisations([known.pk, result.ids["new"]]) == {known.pk, result.ids["new"]}


def test_what_something_refers_to_is_not_removed() -> None:
    project, merged, free = make_project(contact=make_person("Ada")), make_organisation(), make_organisation()
    into, ada = make_organisation(), make_person("Bo")
    merge_organisations(into, merged, by=None)
    place = make_organisation()
    assert add_affiliations([(ada.pk, place.pk)] * 2) == {(ada.pk, place.pk)}
    ids = [item.pk for item in (project.organisation, merged, into, free, place) if item]
    assert remove_organisations(ids) == {free.pk}
    assert remove_people([ada.pk, project.contact_id]) == set()
    remove_affiliations([(ada.pk, place.pk)])
    assert (Affiliation.objects.count(), remove_people([ada.pk])) == (0, {ada.pk})


def test_a_name_leads_to_what_an_organisation_is_part_of_now() -> None:
    first, second, third = (make_organisation() for _ in range(3))
    merge_organisations(second, first, by=None)
    merge_organisations(third, second, by=None)
    assert known_as([first.key, third.key, "nobody"]) == {first.key: third.pk, third.key: third.pk}
    assert follow_merges([first.pk, 0]) == {first.pk: third.pk, 0: 0}
    assert current_organisations([first.pk, 0, None]) == {first.pk: third.pk}


def test_people_are_found_by_address_or_else_by_name_in_any_spelling() -> None:
    ada, other = make_person("Ada Lovelåce", email="ada@example.org"), make_person("ada lovelace")
    assert people_known_as("ADA@example.org ") == [ada]
    assert people_known_as("ADA LOVELACE") == [ada, other]
    assert (people_known_as(" "), people_known_as("Cy")) == ([], [])
