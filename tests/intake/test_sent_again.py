"""A project that comes again in another file, or further down, under a corrected title or organisation."""

import html
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.models import Project
from skillsnet.intake.actions import answer_organisation, answer_project, commit, preview, undo
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.stored_values import parsed_row, run_answers
from skillsnet.participants.models import Organisation
from skillsnet.participants.texts import cell_for, text_for
from tests.intake.sheets import photograph, previewed

pytestmark = pytest.mark.django_db

HEADER = ("Title", "Organisation", "Country", "Summary", "E-mail", "Amount awarded")
TEXT = "Apprentices learn to repair pumps, wells and pipes with older craftsmen in twelve villages along the river."
FIRST = ("Port schol", "Forge Bo", "Ghana", TEXT, "bo@example.org", "700")

OTHER = ("Night kitchen", "Taller Cy", "Peru", "We cook.", "cy@example.org", "")


def _states(run: ImportRun) -> list[str]:
    return list(ImportRow.objects.filter(run=run).order_by("position").values_list("state", flat=True))


def _row(run: ImportRun, number: int) -> ImportRow:
    return ImportRow.objects.get(run=run, number=number)


def _titles() -> list[str]:
    return sorted(text_for(project.title, OPERATOR) for project in Project.objects.order_by("pk"))


@pytest.mark.medium
def test_a_corrected_title_in_a_second_file_is_asked_about_with_what_differs(facilitator_client: Client) -> None:
    commit(previewed([HEADER, FIRST]), by=None)
    before = photograph()
    run = previewed([HEADER, ("Port school", *FIRST[1:5], "800")])
    assert _states(run) == ["asks"]
    page = facilitator_client.get(reverse("import_questions", args=[run.pk])).content.decode()
    assert [
        text in page
        for text in ("<mark> schol</mark>", "<mark> school</mark>", "<mark> 700</mark>", "<mark> 800</mark>")
    ] == [True] * 4
    # The later file's values are offered first, and what is the same cannot be chosen.
    assert page.count(">differs<") == 2
    assert ['value="said" checked' in page, '-summary"' in page] == [True, False]
    place = _row(run, 2).position
    answer = {"question": place, f"about-{place}": "project", f"same-{place}": "0"}
    answer |= {f"take-{place}-0-title": "said", f"take-{place}-0-extra": "said"}
    facilitator_client.post(reverse("import_questions", args=[run.pk]), answer)
    commit(preview(run), by=None)
    assert (_titles(), cell_for(Project.objects.get().extra["Amount awarded"], OPERATOR)) == (["Port school"], "800")
    assert _states(previewed([HEADER, ("Port school", *FIRST[1:5], "800")])) == ["unchanged"]
    undo(run, by=None)
    assert photograph() == before


@pytest.mark.medium
def test_a_corrected_organisation_in_a_second_file_is_asked_about() -> None:
    commit(previewed([HEADER, FIRST]), by=None)
    run = previewed([HEADER, ("Port schol", "Harbour Works", *FIRST[2:])])
    question = parsed_row(_row(run, 2)).question
    assert question is not None
    assert question.id == Project.objects.get().pk
    answer_project(run, _row(run, 2), is_same=True, take=["organisation"], by=None)
    commit(preview(run), by=None)
    project = Project.objects.get()
    assert project.organisation is not None
    assert text_for(project.organisation.name, OPERATOR) == "Harbour Works"


@pytest.mark.medium
def test_an_organisation_that_nobody_chose_is_not_made() -> None:
    commit(previewed([HEADER, FIRST]), by=None)
    run = previewed([HEADER, ("Port school", "Harbour Works", *FIRST[2:])])
    answer_project(run, _row(run, 2), is_same=True, take=["title"], by=None)
    commit(preview(run), by=None)
    assert (_titles(), Organisation.objects.count()) == (["Port school"], 1)


@pytest.mark.medium
def test_another_project_is_made_when_somebody_says_so_and_is_not_asked_about_again() -> None:
    commit(previewed([HEADER, FIRST]), by=None)
    rows = [HEADER, FIRST, ("Port school", *FIRST[1:])]
    run = previewed(rows)
    assert _states(run) == ["unchanged", "asks"]
    answer_project(run, _row(run, 3), is_same=False, by=None)
    commit(preview(run), by=None)
    assert _titles() == ["Port schol", "Port school"]
    assert _states(previewed(rows)) == ["unchanged", "unchanged"]


@pytest.mark.medium
def test_a_longer_title_further_down_is_asked_about_and_the_later_answer_offered() -> None:
    header = ("Timestamp", *HEADER)
    run = previewed([
        header, ("2020-10-02 10:00:00", *FIRST), ("2020-10-06 08:00:00", "Port schol and yard", *FIRST[1:]),
        ("2020-10-07 08:00:00", "Night kitchen", "Taller Cy", "Peru", "We cook.", "cy@example.org", ""),
    ])  # fmt: skip
    assert _states(run) == ["new", "asks", "new"]
    answer_project(run, _row(run, 3), is_same=True, take=["title", "submitted_on"], by=None)
    commit(preview(run), by=None)
    assert _titles() == ["Night kitchen", "Port schol and yard"]


@pytest.mark.medium
def test_numbers_say_themselves_that_two_are_two() -> None:
    header = ("ID", *HEADER)
    commit(previewed([header, ("7", *FIRST)]), by=None)
    assert _states(previewed([header, ("8", "Port school", *FIRST[1:]), ("9", "Port skool", *FIRST[1:])])) == [
        "new",
        "new",
    ]


def test_series_of_one_organisation_raise_no_question() -> None:
    rows = [(f"Night school {year}", *FIRST[1:]) for year in (2018, 2019, 2020)]
    assert _states(previewed([HEADER, *rows])) == ["new", "new", "new"]


@pytest.mark.medium
def test_a_second_file_with_corrections_doubles_nothing(shared_data: Path) -> None:
    folder = shared_data / "cases" / "08-second-file-corrected"
    commit(previewed(folder / "first.csv"), by=None)
    run = previewed(folder / "second.csv")
    assert _states(run) == ["updated", "asks", "unchanged", "new", "new"]
    answer_project(run, _row(run, 3), is_same=True, take=["title"], by=None)
    commit(preview(run), by=None)
    assert _titles() == ["Night kitchen", "Pocket mentors", "Port school", "Reef guides", "Repair yard"]
    assert Organisation.objects.count() == 5


def test_a_form_sent_twice_is_asked_about_both_ways(shared_data: Path) -> None:
    run = previewed(shared_data / "cases" / "09-resubmission-latest-wins" / "responses.csv")
    assert _states(run) == ["new", "new", "asks", "asks"]
    assert [bool(parsed_row(_row(run, number)).repeat) for number in (4, 5)] == [True, False]


@pytest.mark.medium
def test_an_answer_is_not_asked_for_again_when_the_file_comes_again() -> None:
    commit(previewed([HEADER, FIRST]), by=None)
    corrected = ("Port school", *FIRST[1:])
    run = previewed([HEADER, corrected])
    answer_project(run, _row(run, 2), is_same=True, take=[], by=None)
    commit(preview(run), by=None)
    assert _titles() == ["Port schol"]
    again = previewed([HEADER, OTHER, corrected])
    assert _states(again) == ["new", "unchanged"]
    commit(again, by=None)
    assert _titles() == ["Night kitchen", "Port schol"]


@pytest.mark.medium
def test_an_answer_about_two_rows_of_a_file_holds_when_it_comes_again_with_more_rows() -> None:
    rows = [FIRST, ("Port schol and yard", *FIRST[1:])]
    run = previewed([HEADER, *rows])
    answer_project(run, _row(run, 3), is_same=True, take=["title"], by=None)
    commit(preview(run), by=None)
    again = previewed([HEADER, OTHER, *rows])
    assert _states(again) == ["new", "unchanged", "duplicate"]


@pytest.mark.medium
def test_answers_are_listed_and_can_be_changed(facilitator_client: Client) -> None:
    commit(previewed([HEADER, FIRST]), by=None)
    run = previewed([HEADER, ("Port school", *FIRST[1:])])
    answer_project(run, _row(run, 2), is_same=True, take=["title"], by=None)
    preview(run)
    address = reverse("import_questions", args=[run.pk])
    page = facilitator_client.get(address).text
    assert "<bdi>Port school</bdi> is the same as <bdi>Port schol</bdi>." in page
    key = html.escape(next(iter(run_answers(run).projects)))
    assert f'name="key" value="{key}"' in page
    withdrawn = {"about": "project", "key": html.unescape(key)}
    facilitator_client.post(reverse("import_withdraw", args=[run.pk]), withdrawn)
    assert (_states(run), "Decisions so far" in facilitator_client.get(address).text) == (["asks"], False)
    answer_project(run, _row(run, 2), is_same=False, by=None)
    assert "<bdi>Port school</bdi> is not the same as <bdi>Port schol</bdi>." in facilitator_client.get(address).text


@pytest.mark.medium
def test_an_answer_about_an_organisation_can_be_changed(facilitator_client: Client) -> None:
    header = ("ID", "Title", "Organisation", "Country")
    rows = [("1", "Fields", "Food and Agriculture Organization", "Kenya"), ("2", "Seeds", "FAO", "Kenya")]
    run = previewed([header, *rows])
    answer_organisation(run, _row(run, 3), candidate=0, by=None)
    assert _states(preview(run)) == ["new", "new"]
    page = facilitator_client.get(reverse("import_questions", args=[run.pk])).text
    assert page.count("<bdi>FAO</bdi> is the same as <bdi>Food and Agriculture Organization</bdi>.") == 1
    key = next(iter(run_answers(run).organisations))
    facilitator_client.post(reverse("import_withdraw", args=[run.pk]), {"about": "organisation", "key": key})
    assert _states(run) == ["new", "asks"]
