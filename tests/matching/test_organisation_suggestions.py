"""Organisations get lists with reasons both ways, written by a worker, a part at a time, and again after a change."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from skillsnet.accounts.viewer import ANYONE
from skillsnet.calls.models import Link, Project
from skillsnet.core.matching import REASON_KINDS
from skillsnet.matching import suggesting
from skillsnet.matching.enums import NEXT, SuggestionState
from skillsnet.matching.models import OrganisationSuggestion, SuggestionList
from skillsnet.matching.queries import suggestions_for
from skillsnet.matching.reasons import SENTENCES
from skillsnet.matching.suggesting import refresh_suggestions
from skillsnet.participants.actions import merge_organisations, undo_merge
from skillsnet.participants.enums import OrganisationType
from tests.factories import make_organisation, make_project

pytestmark = pytest.mark.django_db
SUBJECTS = ("Welding evenings in the harbour", "Weaving cotton on old looms", "Repair of solar pumps")


def make_network(count: int = 18) -> list[Project]:
    projects = []
    for at in range(count):
        organisation = make_organisation(f"Organisation {at}", country=("KE", "PE", "VN")[at % 3])
        project = make_project(
            f"{SUBJECTS[at % 3]} {at}",
            organisation=organisation,
            stage=("idea", "pilot")[at % 2],
            languages=(("en", "fr")[at % 2],),
            beneficiaries=(("women", "refugees")[at // 9 % 2],),
        )
        projects.append(project)
    return projects


def lists() -> dict[int, list[tuple[int, float]]]:
    shown = OrganisationSuggestion.objects.filter(state=SuggestionState.SHOWN).order_by("organisation", "rank", "pk")
    by_organisation: dict[int, list[tuple[int, float]]] = {}
    for one, other, score in shown.values_list("organisation_id", "suggested_id", "score"):
        by_organisation.setdefault(one, []).append((other, score))
    return by_organisation


def owner_id(project: Project) -> int:
    assert project.organisation_id is not None
    return project.organisation_id


@pytest.mark.medium
def test_everybody_has_a_list_and_is_shown_never_to_themselves() -> None:
    projects = make_network()
    assert refresh_suggestions() == 18
    shown = lists()
    assert set(shown) == {owner_id(project) for project in projects}
    assert {other for own in shown.values() for other, _score in own} == set(shown)
    assert not [one for one, own in shown.items() if one in {other for other, _score in own}]
    assert SuggestionList.objects.count() == 18


@pytest.mark.medium
def test_the_parts_together_are_the_whole_and_may_be_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    make_network()
    refresh_suggestions()
    whole = lists()
    monkeypatch.setattr(suggesting, "ORGANISATIONS_AT_ONCE", 4)
    refresh_suggestions()
    assert lists() == whole


@pytest.mark.medium
def test_one_change_leaves_most_lists_alone_and_a_newcomer_gets_one() -> None:
    projects = make_network(30)
    refresh_suggestions()
    stamps = dict(SuggestionList.objects.order_by("pk").values_list("pk", "updated_at"))
    newcomer = make_project("Repair of solar pumps for refugees", organisation=make_organisation("New", country="JO"))
    assert 0 < refresh_suggestions([newcomer.pk]) < 31
    shown = lists()
    assert shown[owner_id(newcomer)]
    assert owner_id(newcomer) in {other for own in shown.values() for other, _score in own}
    later = dict(SuggestionList.objects.order_by("pk").values_list("pk", "updated_at"))
    assert sum(later[pk] == at for pk, at in stamps.items()) >= 5
    assert len(shown) == len(projects) + 1


@pytest.mark.medium
def test_linked_organisations_are_partners_and_introduce_others() -> None:
    projects = make_network()
    Link.objects.create(source=projects[0], target=projects[1])
    Link.objects.create(source=projects[1], target=projects[2])
    refresh_suggestions()
    first, middle, last = (owner_id(project) for project in projects[:3])
    assert middle not in {other for other, _score in lists()[first]}
    row = OrganisationSuggestion.objects.get(organisation=first, suggested=last)
    assert {"kind": "partners_in_common", "values": {"organisations": [str(middle)]}} in row.reasons


@pytest.mark.medium
@pytest.mark.parametrize(("state", "days"), [("dismissed", 180), ("not_now", 10), ("asked", 900)])
def test_who_was_not_wanted_or_asked_is_suggested_to_neither(state: str, days: int) -> None:
    one, other = (owner_id(project) for project in make_network()[:2])
    at = timezone.now() - timedelta(days=days)
    OrganisationSuggestion.objects.create(organisation_id=one, suggested_id=other, score=1, state=state, state_at=at)
    refresh_suggestions()
    shown = lists()
    assert other not in {each for each, _score in shown[one]}
    assert one not in {each for each, _score in shown[other]}
    assert OrganisationSuggestion.objects.filter(state=state).count() == 1


def test_a_dismissal_ends_after_six_months() -> None:
    one, other = (owner_id(project) for project in make_network(6)[:2])
    at = timezone.now() - timedelta(days=190)
    dismissed = {"score": 1, "state": SuggestionState.DISMISSED, "state_at": at}
    OrganisationSuggestion.objects.create(organisation_id=one, suggested_id=other, **dismissed)
    refresh_suggestions()
    assert other in {each for each, _score in lists()[one]}


@pytest.mark.medium
def test_an_organisation_without_a_shown_project_goes_from_all_lists() -> None:
    projects = make_network()
    refresh_suggestions()
    Project.objects.filter(pk=projects[0].pk).update(status="withdrawn")
    refresh_suggestions([projects[0].pk])
    gone = owner_id(projects[0])
    assert gone not in lists()
    assert not OrganisationSuggestion.objects.filter(suggested=gone).exists()
    assert {len(own) for own in lists().values()} == {10}


def test_the_states_are_a_table_and_only_what_is_shown_has_a_rank() -> None:
    assert set(NEXT) == set(SuggestionState)
    one, other = make_organisation("One"), make_organisation("Other")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationSuggestion.objects.create(organisation=one, suggested=other, score=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationSuggestion.objects.create(organisation=one, suggested=other, score=1, rank=0, state="dismissed")


def test_every_kind_of_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(REASON_KINDS)


@pytest.mark.medium
def test_suggestions_are_not_in_the_way_of_a_merge_and_of_its_undo() -> None:
    projects = make_network()
    refresh_suggestions()
    survivor, duplicate = projects[0].organisation, projects[3].organisation
    assert survivor is not None
    assert duplicate is not None
    merge = merge_organisations(survivor, duplicate, by=None)
    refresh_suggestions()
    assert lists().keys() & {survivor.pk, duplicate.pk} == {survivor.pk}
    assert all(other != duplicate.pk for suggested in lists().values() for other, _ in suggested)
    undo_merge(merge, by=None)
    refresh_suggestions()
    assert {survivor.pk, duplicate.pk} <= set(lists())


@pytest.mark.medium
def test_a_facilitator_reads_the_reasons_for_both_sides(facilitator_client: Client, client: Client) -> None:
    projects = make_network()
    refresh_suggestions()
    address = reverse("organisation_suggestions", args=[owner_id(projects[0])])
    page = facilitator_client.get(address).content.decode()
    assert "Reasons for Organisation 0" in page
    assert "You both work for the same people: Women." in page
    assert client.get(address).status_code == 302


@pytest.mark.medium
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_page_is_in_the_readers_language(facilitator_client: Client, language: str) -> None:
    projects = make_network(6)
    refresh_suggestions()
    facilitator_client.cookies["django_language"] = language
    page = facilitator_client.get(reverse("organisation_suggestions", args=[owner_id(projects[0])])).content.decode()
    with translation.override(language):
        assert str(SENTENCES["beneficiaries_in_common"]).split("%", 1)[0].strip() in page


@pytest.mark.medium
def test_the_page_reads_as_often_for_one_suggestion_as_for_nine(facilitator_client: Client) -> None:
    projects = make_network()
    refresh_suggestions()
    address = reverse("organisation_suggestions", args=[owner_id(projects[0])])
    facilitator_client.get(address)
    with CaptureQueriesContext(connection) as many:
        facilitator_client.get(address)
    OrganisationSuggestion.objects.filter(organisation=owner_id(projects[0]), rank__gt=0).delete()
    with CaptureQueriesContext(connection) as one:
        facilitator_client.get(address)
    assert len(one) == len(many)


@pytest.mark.medium
def test_a_partner_who_is_an_individual_is_not_named_to_others() -> None:
    projects = make_network()
    Link.objects.create(source=projects[0], target=projects[1])
    Link.objects.create(source=projects[1], target=projects[2])
    middle = projects[1].organisation
    assert middle is not None
    middle.type = OrganisationType.INDIVIDUAL
    middle.save()
    refresh_suggestions()
    views = suggestions_for(owner_id(projects[0]), viewer=ANYONE, language="en")
    sentences = {sentence for view in views for sentence in view.reasons}
    assert "You have partners in common." in sentences
    assert not [sentence for sentence in sentences if "Organisation 1." in sentence]
