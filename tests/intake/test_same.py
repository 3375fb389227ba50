"""The same organisation twice: found while a file comes in, asked about, answered, remembered."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.models import Project
from skillsnet.core.intake import ParsedOrganisation
from skillsnet.intake.actions import (
    answer_all_new,
    answer_organisation,
    answer_project,
    commit,
    preview,
    undo,
)
from skillsnet.intake.actions.merging import ask_about_organisations
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.stored_values import parsed_row
from skillsnet.participants.models import Merge, Organisation, OrganisationName, SameQuestion
from skillsnet.participants.texts import text_for
from tests.factories import make_organisation, make_person, make_project
from tests.intake.sheets import photograph, previewed

pytestmark = pytest.mark.django_db

HEADER = ("ID", "Title", "Organisation", "Type of organisation", "Country", "E-mail", "Website")
FAO = ("1", "Fields", "Food and Agriculture Organization", "NGO", "Kenya", "a@example.org", "")
FAO_SHORT = ("2", "Seeds", "FAO", "Cooperative", "Kenya", "b@example.org", "")
MOODLE = ("3", "Courses", "Moodle", "", "Kenya", "", "https://moodle-courses.net/")
MOODLE_LTD = ("4", "Lessons", "MOODLE Pty Ltd", "", "Kenya", "", "https://moodle-courses.net/lessons")


def _states(run: ImportRun) -> dict[int, str]:
    return dict(ImportRow.objects.filter(run=run).order_by("position").values_list("number", "state"))


def _row(run: ImportRun, number: int) -> ImportRow:
    return ImportRow.objects.get(run=run, number=number)


def _organisation(run: ImportRun, number: int) -> ParsedOrganisation:
    organisation = parsed_row(_row(run, number)).organisation
    assert organisation is not None
    return organisation


def test_sure_match_in_the_file_becomes_one_organisation_and_its_other_name_is_kept() -> None:
    run = commit(previewed([HEADER, MOODLE, MOODLE_LTD]), by=None)
    assert _states(run) == {2: "new", 3: "new"}
    assert [item.name for item in Organisation.objects.all()] == ["Moodle"]
    assert [item.name for item in OrganisationName.objects.all()] == ["MOODLE Pty Ltd"]
    assert Project.objects.filter(organisation__name="Moodle").count() == 2


@pytest.mark.medium
def test_sure_match_with_a_standing_organisation_updates_it() -> None:
    commit(previewed([HEADER, MOODLE]), by=None)
    before = photograph()
    run = commit(previewed([HEADER, (*MOODLE_LTD[:3], "NGO", *MOODLE_LTD[4:])]), by=None)
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.type) == ("Moodle", "ngo")
    undo(run, by=None)
    assert photograph() == before


def test_likely_match_waits_and_is_not_written_before_it_is_answered() -> None:
    run = commit(previewed([HEADER, FAO, FAO_SHORT]), by=None)
    assert _states(run) == {2: "new", 3: "asks"}
    (candidate,) = _organisation(run, 3).candidates
    assert (candidate.name, candidate.row_number, candidate.reasons[0].code) == (FAO[2], 2, "acronym")
    assert Project.objects.count() == 1


@pytest.mark.medium
def test_answer_same_takes_the_fields_that_were_chosen_and_is_remembered() -> None:
    run = previewed([HEADER, FAO, FAO_SHORT])
    answer_organisation(run, _row(run, 3), candidate=0, take=["type"], by=None)
    commit(preview(run), by=None)
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.type, organisation.projects.count()) == (FAO[2], "cooperative", 2)
    again = previewed([HEADER, FAO_SHORT])
    assert _states(again) == {2: "unchanged"}


@pytest.mark.medium
def test_answer_same_leaves_what_was_not_chosen() -> None:
    run = previewed([HEADER, FAO, FAO_SHORT])
    answer_organisation(run, _row(run, 3), candidate=0, take=["name"], by=None)
    commit(preview(run), by=None)
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.type) == ("FAO", "ngo")


@pytest.mark.medium
def test_answer_different_makes_two_and_nobody_is_asked_again() -> None:
    run = previewed([HEADER, FAO, FAO_SHORT])
    answer_organisation(run, _row(run, 3), candidate=None, by=None)
    commit(preview(run), by=None)
    assert Organisation.objects.count() == 2
    assert _states(previewed([HEADER, FAO, FAO_SHORT])) == {2: "unchanged", 3: "unchanged"}
    assert [item.answer for item in SameQuestion.objects.all()] == ["different"]
    assert ask_about_organisations() == 0


def test_all_questions_can_be_answered_as_new_at_once() -> None:
    run = previewed([HEADER, FAO, FAO_SHORT])
    assert answer_all_new(run, by=None) == 1
    assert _states(preview(run)) == {2: "new", 3: "new"}


@pytest.mark.medium
def test_left_out_rows_are_answered_after_the_others_were_written_and_undo_takes_all_back() -> None:
    before = photograph()
    run = commit(previewed([HEADER, FAO, FAO_SHORT]), by=None)
    answer_organisation(run, _row(run, 3), candidate=0, by=None)
    commit(preview(run), by=None)
    assert (Project.objects.count(), Organisation.objects.count()) == (2, 1)
    undo(run, by=None)
    assert photograph() == before


@pytest.mark.medium
def test_organisation_is_found_by_its_number_whatever_its_name() -> None:
    header = ("ID", "Title", "Organisation", "Organisation ID", "Country")
    commit(previewed([header, ("1", "Fields", "Green Fields Trust", "REG-77", "Kenya")]), by=None)
    run = commit(previewed([header, ("2", "Seeds", "The Green Fields Trust Ltd", "REG-77", "Kenya")]), by=None)
    assert _states(run) == {2: "new"}
    assert Organisation.objects.get().external_id == "REG-77"


def test_domain_of_a_platform_makes_nobody_the_same() -> None:
    rows = [
        (str(n), f"Project {n}", f"{name} Training Centre", "NGO", "Kenya", "", f"https://callplatform.net/p/{n}")
        for n, name in enumerate(("Amber", "Birch", "Cedar", "Dune", "Ember", "Fjord", "Grove", "Heath"))
    ]
    assert set(_states(previewed([HEADER, *rows])).values()) == {"new"}


@pytest.mark.medium
def test_resubmission_under_another_number_asks_with_both_sides() -> None:
    again = ("1b", *FAO[1:4], "Kenya", "c@example.org", "")
    run = previewed([HEADER, FAO, again])
    question = parsed_row(_row(run, 3)).question
    assert question is not None
    assert (_states(run)[3], question.row_number, question.external_id) == ("asks", 2, "1")
    answer_project(run, _row(run, 3), is_same=True, take=["contact"], by=None)
    commit(preview(run), by=None)
    project = Project.objects.get()
    assert (_states(run)[3], project.external_id) == ("duplicate", "1")
    assert project.contact is not None
    assert project.contact.email == "c@example.org"


@pytest.mark.medium
def test_resubmission_of_a_standing_project_updates_the_chosen_fields_only() -> None:
    header = (*HEADER, "Summary", "Stage")
    commit(previewed([header, (*FAO, "Old text.", "Idea")]), by=None)
    run = previewed([header, ("1b", *FAO[1:], "New text.", "Pilot")])
    answer_project(run, _row(run, 2), is_same=True, take=["summary"], by=None)
    commit(preview(run), by=None)
    project = Project.objects.get()
    assert (project.external_id, project.summary, project.stage) == ("1", "New text.", "idea")


@pytest.mark.medium
def test_same_title_and_organisation_without_numbers_is_one_project() -> None:
    header = ("Title", "Organisation", "Country", "Website")
    first = ("Courses", "Moodle", "Kenya", "https://moodle-courses.net/")
    commit(previewed([header, first]), by=None)
    run = previewed([header, ("COURSES", "Moodle Pty Ltd", "Kenya", "https://moodle-courses.net/")])
    assert _states(run) == {2: "updated"}


@pytest.mark.medium
def test_questions_page_answers_both_ways(facilitator_client: Client) -> None:
    run = previewed([HEADER, FAO, FAO_SHORT])
    address = reverse("import_questions", args=[run.pk])
    page = facilitator_client.get(address).content.decode()
    assert "one name is the acronym of the other" in page
    assert FAO[2] in page
    # The acronym is offered as the same, and the name spelt out as its name.
    place = _row(run, 3).position
    assert re.search(rf'name="same-{place}" value="0" checked', page)
    assert re.search(rf'name="take-{place}-0-name" value="stands" checked', page)
    form = {"question": place, f"about-{place}": "organisation", f"same-{place}": "0", f"take-{place}-0-type": "said"}
    facilitator_client.post(address, form)
    assert _states(run) == {2: "new", 3: "new"}
    assert "No possible duplicates need a decision" in facilitator_client.get(address).content.decode()


@pytest.mark.medium
def test_the_full_name_is_offered_where_the_file_has_it(facilitator_client: Client) -> None:
    commit(previewed([HEADER, FAO_SHORT]), by=None)
    run = previewed([HEADER, FAO])
    place = run.rows.get().position
    page = facilitator_client.get(reverse("import_questions", args=[run.pk])).text
    assert f'name="take-{place}-0-name" value="said" checked' in page


def test_a_form_without_an_answer_says_so_and_what_is_put_off_stays(facilitator_client: Client) -> None:
    run = previewed([HEADER, FAO, FAO_SHORT])
    address, place = reverse("import_questions", args=[run.pk]), _row(run, 3).position
    response = facilitator_client.post(address, {"question": place, f"same-{place}": ""})
    assert (response.status_code, "Choose an answer to at least one question." in response.text) == (422, True)
    assert _states(run)[3] == "asks"


def test_an_answer_leads_on_to_the_values_that_no_list_knows(facilitator_client: Client) -> None:
    run = previewed([HEADER, FAO, (*FAO_SHORT[:3], "Guild", *FAO_SHORT[4:])])
    place = _row(run, 3).position
    form = {"question": place, f"about-{place}": "organisation", f"same-{place}": "none"}
    response = facilitator_client.post(reverse("import_questions", args=[run.pk]), form)
    assert response["Location"] == reverse("import_values", args=[run.pk])


@pytest.mark.medium
def test_only_what_differs_is_shown_with_number_and_date_in_sight(facilitator_client: Client) -> None:
    header = (*HEADER, "Summary", "Submission date")
    row = (
        "1",
        "Fields",
        "Moodle",
        "NGO",
        "Kenya",
        "",
        "",
        "The same words before and the old ones after.",
        "2020-03-01",
    )
    again = ("2", *row[1:7], "The same words before and the new ones after.", "2020-03-01")
    commit(previewed([header, row]), by=None)
    run = previewed([header, again])
    page = facilitator_client.get(reverse("import_questions", args=[run.pk]))
    (question,) = page.context["questions"]
    (side,) = question.sides
    assert [field.name for field in side.shown_fields] == ["number", "summary", "status", "submitted_on"]
    assert {"title", "organisation", "country"} <= {field.name for field in side.same_fields}
    assert "<mark> old</mark>" in page.text
    assert "<mark> new</mark>" in page.text


def test_what_tells_namesakes_apart_is_in_sight(facilitator_client: Client) -> None:
    cities = ("Nairobi", "Lagos", "Lima")
    ministries = [
        make_organisation("Ministry of Education", city=city, country=code, website=f"https://{city.lower()}.net/")
        for city, code in zip(cities, ("KE", "NG", "PE"), strict=True)
    ]
    person = make_person(email="ada@moe-lima.pe")
    make_project("One", organisation=ministries[2], contact=person)
    make_project("Two", organisation=ministries[2], contact=person)
    found = facilitator_client.get(reverse("same_questions"), {"q": "ministry of education"}).text
    chosen = facilitator_client.get(reverse("same_choose", args=[ministries[0].pk])).text
    for page in (found, chosen):
        assert all(city in page for city in cities)
        assert all(text in page for text in ("Peru", "https://lima.net/", "2 projects", "1 person", "@moe-lima.pe"))


def test_the_full_name_is_proposed_when_two_are_merged(facilitator_client: Client) -> None:
    short, full = make_organisation("FAO"), make_organisation("Food and Agriculture Organization")
    address = reverse("same_compare", args=[short.pk, full.pk])
    assert 'name="take-name" value="right" checked' in facilitator_client.get(address).text
    facilitator_client.post(address, {"answer": "same", "keep": "left", "take-name": "right"})
    assert text_for(Organisation.objects.get(merged_into=None).name, OPERATOR) == "Food and Agriculture Organization"


def test_the_list_of_pairs_asks_as_much_for_three_as_for_one(
    facilitator_client: Client, django_assert_max_num_queries: object
) -> None:
    def ask() -> None:
        left, right = sorted((make_organisation(), make_organisation()), key=lambda item: item.pk)
        SameQuestion.objects.create(left=left, right=right, score=0.5)

    ask()
    with django_assert_max_num_queries(20) as few:  # type: ignore[operator]
        facilitator_client.get(reverse("same_questions"))
    ask()
    ask()
    with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
        facilitator_client.get(reverse("same_questions"))


@pytest.mark.medium
def test_questions_ask_as_much_for_three_as_for_one(
    facilitator_client: Client, django_assert_max_num_queries: object
) -> None:
    def rows(count: int) -> list[tuple[str, ...]]:
        named = [("Amber Birch Cedar Institute", "ABCI"), ("Dune Ember Fjord Institute", "DEFI")]
        named.append(("Grove Heath Iris Institute", "GHII"))
        return [(f"{n}{i}", f"P {n}{i}", name, "", "Kenya", "", "") for n, pair in enumerate(named[:count])
                for i, name in enumerate(pair)]  # fmt: skip

    one, three = previewed([HEADER, *rows(1)]), previewed([HEADER, *rows(3)])
    assert (one.counts["asks"], three.counts["asks"]) == (1, 3)
    with django_assert_max_num_queries(25) as few:  # type: ignore[operator]
        facilitator_client.get(reverse("import_questions", args=[one.pk]))
    with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
        facilitator_client.get(reverse("import_questions", args=[three.pk]))


def test_two_that_nobody_was_asked_about_can_be_said_to_be_two(facilitator_client: Client) -> None:
    first, second = (Organisation.objects.create(name=name, key=name) for name in ("Atelier", "Forge"))
    address = reverse("same_compare", args=[first.pk, second.pk])
    facilitator_client.post(address, {"answer": "different"})
    assert [item.answer for item in SameQuestion.objects.all()] == ["different"]


def test_form_without_an_answer_makes_nothing_one(facilitator_client: Client) -> None:
    first, second = (Organisation.objects.create(name=name, key=name) for name in ("Atelier", "Forge"))
    address = reverse("same_compare", args=[first.pk, second.pk])
    assert facilitator_client.post(address, {}).status_code == 422
    assert Merge.objects.count() == 0


def test_second_click_on_making_one_leads_to_the_list(facilitator_client: Client) -> None:
    first, second = (Organisation.objects.create(name=name, key=name) for name in ("Atelier", "Forge"))
    address = reverse("same_compare", args=[first.pk, second.pk])
    answers = [facilitator_client.post(address, {"answer": "same"}) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, reverse("merges"))] * 2
    assert Merge.objects.count() == 1


@pytest.mark.medium
def test_pair_said_to_be_two_in_two_ways_is_kept_once() -> None:
    commit(previewed([HEADER, FAO]), by=None)
    run = previewed([HEADER, MOODLE])
    other = {"id": Organisation.objects.get().pk, "key": ""}
    key = _organisation(run, 2).known_identity.key
    # As the first version stored it.
    run.choices = {"organisations": {key: {"new": True, "not": [other, other]}}}
    run.save()
    commit(run, by=None)
    assert SameQuestion.objects.filter(answer="different").count() == 1
