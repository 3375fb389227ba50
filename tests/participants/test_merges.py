"""Merges are undone in any order that the rules allow, and nothing of an organisation is lost on the way."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.calls.models import Project
from skillsnet.core.errors import Invalid
from skillsnet.db.unmasked import unwrapped
from skillsnet.participants.actions import answer_different, merge_organisations, undo_merge
from skillsnet.participants.models import Affiliation, Merge, Organisation, OrganisationName, SameQuestion
from skillsnet.participants.queries import follow_merges, merges, possible_duplicates
from skillsnet.participants.rules import why_not_merge, why_not_undo_merge
from tests.factories import make_call, make_organisation, make_person

pytestmark = pytest.mark.django_db
SIZE = 3
FIELDS = ("name", "website", "external_id")
PLACES = st.integers(0, SIZE - 1)
STEPS = st.lists(
    st.tuples(PLACES, PLACES, st.sets(st.sampled_from(FIELDS)), st.sampled_from([False, False, True])),
    min_size=2,
    max_size=7,
)
VALUES = st.sampled_from(["", "https://one.example.org", "https://two.example.org"])


def _state() -> tuple[list[Any], ...]:
    """Return all that a merge may change."""
    organisations = Organisation.objects.order_by("pk").values_list("pk", *FIELDS, "country", "merged_into")
    return (
        [tuple(map(unwrapped, row)) for row in organisations],
        list(Affiliation.objects.order_by("pk").values_list("pk", "person_id", "organisation_id")),
        list(Project.objects.order_by("pk").values_list("pk", "organisation_id")),
        list(OrganisationName.objects.order_by("pk").values_list("key", "organisation_id")),
    )


def _belongings(pk: int) -> set[tuple[str, int]]:
    """Return the people and projects of an organisation."""
    people = Affiliation.objects.filter(organisation=pk).values_list("person_id", flat=True)
    projects = Project.objects.filter(organisation=pk).values_list("pk", flat=True)
    return {("person", person) for person in people} | {("project", project) for project in projects}


def _make_organisations(people_of: Sequence[set[int]], websites: Sequence[str]) -> list[Organisation]:
    call, people = make_call(), [make_person(f"Person {number}") for number in range(3)]
    organisations = []
    for number, (members, website) in enumerate(zip(people_of, websites, strict=True)):
        organisation = make_organisation(f"Workshop {number}", website=website)
        Affiliation.objects.bulk_create(Affiliation(person=people[at], organisation=organisation) for at in members)
        Project.objects.create(call=call, key=f"project {number}", title=f"Project {number}", organisation=organisation)
        OrganisationName.objects.create(organisation=organisation, key=f"also {number}", name=f"Also {number}")
        organisations.append(organisation)
    return organisations


def _undoable() -> list[Merge]:
    standing = Merge.objects.filter(undone_at=None).select_related("survivor").order_by("pk")
    return [merge for merge in standing if not why_not_undo_merge(merge, merge.survivor)]


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.lists(st.sets(st.integers(0, 2)), min_size=SIZE, max_size=SIZE),
    st.lists(VALUES, min_size=SIZE, max_size=SIZE),
    STEPS,
    st.randoms(use_true_random=False),
)
def test_merges_undone_in_any_order_leave_everything_as_it_was(
    people_of: list[set[int]], websites: list[str], steps: list[tuple[int, int, set[str], bool]], chance: Any
) -> None:
    with transaction.atomic():
        pks = [organisation.pk for organisation in _make_organisations(people_of, websites)]
        before, belongings = _state(), {pk: _belongings(pk) for pk in pks}

        def check() -> None:
            current = follow_merges(pks)
            assert {pk: _belongings(pk) for pk in pks} == {
                pk: set().union(*(belongings[part] for part in pks if current[part] == pk)) for pk in pks
            }

        for survivor, duplicate, take, is_undo in steps:
            left, right = (Organisation.objects.get(pk=pks[place]) for place in (survivor, duplicate))
            if is_undo and (undoable := _undoable()):
                undo_merge(chance.choice(undoable), by=None)
            elif not why_not_merge(left, right):
                merge_organisations(left, right, take=take, by=None)
            check()
        while undoable := _undoable():
            undo_merge(chance.choice(undoable), by=None)
            check()
        assert (_state(), Merge.objects.filter(undone_at=None).count()) == (before, 0)
        transaction.set_rollback(True)


def test_a_value_of_a_merge_that_was_undone_does_not_come_back() -> None:
    first, second, third = (make_organisation(name) for name in ("Atelier", "Workshop", "Taller"))
    earlier = merge_organisations(first, second, take=["name"], by=None)
    later = merge_organisations(first, third, take=["name"], by=None)
    undo_merge(earlier, by=None)
    assert unwrapped(Organisation.objects.get(pk=first.pk).name) == "Taller"
    undo_merge(later, by=None)
    assert unwrapped(Organisation.objects.get(pk=first.pk).name) == "Atelier"


def test_a_person_of_two_merged_organisations_stays_while_one_is_still_merged() -> None:
    ada = make_person()
    first, second, third = (make_organisation() for _ in range(3))
    for organisation in (second, third):
        Affiliation.objects.create(person=ada, organisation=organisation)
    earlier, later = (merge_organisations(first, other, by=None) for other in (second, third))
    undo_merge(earlier, by=None)
    assert set(Affiliation.objects.values_list("organisation_id", flat=True)) == {first.pk, second.pk}
    undo_merge(later, by=None)
    assert set(Affiliation.objects.values_list("organisation_id", flat=True)) == {second.pk, third.pk}


def test_what_somebody_changed_since_stays_when_a_merge_is_undone() -> None:
    first, second = make_organisation("Atelier"), make_organisation("Workshop", website="https://w.example.org")
    merge = merge_organisations(first, second, take=["name"], by=None)
    Organisation.objects.filter(pk=first.pk).update(name="Atelier of today")
    undo_merge(merge, by=None)
    first.refresh_from_db()
    assert (unwrapped(first.name), unwrapped(first.website)) == ("Atelier of today", "")


def test_what_cannot_be_merged_or_undone_is_refused_with_the_reason() -> None:
    first, second, third = (make_organisation(name) for name in ("Atelier", "Workshop", "Taller"))
    earlier = merge_organisations(first, second, by=None)
    with pytest.raises(Invalid, match="cannot be merged with itself"):
        merge_organisations(first, first, by=None)
    with pytest.raises(Invalid, match="“Workshop” is already part of another organisation"):
        merge_organisations(third, second, by=None)
    later = merge_organisations(third, first, by=None)
    with pytest.raises(Invalid, match=r"“Atelier” has since been merged.*Undo that merge first"):
        undo_merge(earlier, by=None)
    undo_merge(later, by=None)
    undo_merge(earlier, by=None)
    with pytest.raises(Invalid, match="already been undone"):
        undo_merge(earlier, by=None)
    second.delete()
    with pytest.raises(Invalid, match="no longer exists"):
        merge_organisations(first, Organisation(pk=second.pk or 0, name="Workshop"), by=None)
    assert list(merges()) == [] or all(merge.undone_at for merge in merges())


def test_a_pair_is_asked_about_until_somebody_answers_and_again_once_the_merge_is_undone() -> None:
    left, right = make_organisation(), make_organisation()
    question = SameQuestion.objects.create(left=left, right=right, score=0.8)
    assert list(possible_duplicates()) == [question]
    merge = merge_organisations(right, left, by=None)
    assert list(possible_duplicates()) == []
    undo_merge(merge, by=None)
    assert list(possible_duplicates()) == [question]
    assert (answer_different(right, left, by=None), answer_different(left, right, by=None)) == (True, False)
    assert list(possible_duplicates()) == []
