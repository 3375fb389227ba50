"""Several imports that meet: taken back in whatever order, answered later, changed by each other."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from skillsnet.calls.models import Link, Project, SearchDocument
from skillsnet.intake.actions import answer_organisation, answer_project, commit, preview, undo
from skillsnet.intake.actions.merging import merge_pair
from skillsnet.intake.models import ImportRow
from skillsnet.participants.models import Affiliation, Organisation, OrganisationName
from tests.intake.sheets import photograph, previewed

pytestmark = pytest.mark.django_db

HEADER = ("ID", "Title", "Organisation", "Country", "Contact person", "E-mail")
WELDING = ("1", "Welding", "Atelier Ada", "Kenya", "Ada", "ada@example.org")
SEWING = ("2", "Sewing", "Atelier Ada", "Kenya", "Ada", "ada@example.org")
SEWING_AT_BO = ("2", "Sewing", "Workshop Bo", "Kenya", "", "")
SITES = ("ID", "Title", "Organisation", "Country", "Website")


@pytest.fixture(autouse=True)
def _without_follow_ups(settings: Settings) -> None:
    settings.FOLLOW_UPS = []


@pytest.mark.medium
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_imports_of_one_organisation_leave_nothing_in_either_order(order: tuple[int, int]) -> None:
    before = photograph()
    runs = [commit(previewed([HEADER, row]), by=None) for row in (WELDING, SEWING)]
    undo(runs[order[0]], by=None)
    assert (Project.objects.count(), Affiliation.objects.count(), Organisation.objects.count()) == (1, 1, 1)
    undo(runs[order[1]], by=None)
    assert photograph() == before


@pytest.mark.medium
def test_row_that_stays_keeps_the_place_of_its_person() -> None:
    run = commit(previewed([HEADER, WELDING, SEWING]), by=None)
    Project.objects.filter(external_id="2").update(summary="A member wrote this.")
    undo(run, by=None)
    assert (Project.objects.count(), Affiliation.objects.count(), run.counts["kept"]) == (1, 1, 1)


@pytest.mark.medium
def test_import_that_left_rows_is_taken_back_once_nothing_holds_them(facilitator_client: Client) -> None:
    before = photograph()
    first = commit(previewed([HEADER, WELDING]), by=None)
    second = commit(previewed([HEADER, ("1", "Welding by night", *WELDING[2:])]), by=None)
    undo(first, by=None)
    assert (first.state, first.counts["kept"]) == ("undone", 1)
    undo(second, by=None)
    assert (
        reverse("import_undo", args=[first.pk])
        in facilitator_client.get(reverse("import_progress", args=[first.pk])).content.decode()
    )
    undo(first, by=None)
    assert (photograph(), first.counts["kept"]) == (before, 0)


@pytest.mark.medium
def test_replaced_value_finds_the_organisation_it_was_made_part_of() -> None:
    commit(previewed([HEADER, WELDING]), by=None)
    second = commit(previewed([HEADER, ("1", "Welding", "Workshop Bo", "Kenya", "", "")]), by=None)
    commit(previewed([HEADER, ("9", "Other", "Zeta", "Kenya", "", "")]), by=None)
    ada, zeta = (Organisation.objects.get(name=name) for name in ("Atelier Ada", "Zeta"))
    merge_pair(zeta, ada, take=[], by=None)
    undo(second, by=None)
    assert Project.objects.get(external_id="1").organisation == zeta


@pytest.mark.medium
def test_organisation_that_a_replaced_value_names_stays_until_it_is_put_back() -> None:
    before = photograph()
    first = commit(previewed([HEADER, WELDING, SEWING]), by=None)
    second = commit(previewed([HEADER, SEWING_AT_BO]), by=None)
    undo(first, by=None)
    undo(second, by=None)
    project = Project.objects.get()
    assert (project.title, project.organisation) == ("Sewing", Organisation.objects.get(name="Atelier Ada"))
    undo(first, by=None)
    assert photograph() == before


@pytest.mark.slow
def test_other_way_of_writing_a_name_stays_while_a_row_needs_it() -> None:
    site = "https://moodle-courses.net/"
    commit(previewed([SITES, ("0", "Courses", "Moodle", "Kenya", site)]), by=None)
    first = commit(previewed([SITES, ("1", "Lessons", "MOODLE Pty Ltd", "Kenya", site)]), by=None)
    rows = [SITES, ("2", "More", "MOODLE Pty Ltd", "Kenya", "")]
    second = commit(previewed(rows), by=None)
    undo(first, by=None)
    assert [row.state for row in previewed(rows).rows.all()] == ["unchanged"]
    undo(second, by=None)
    assert OrganisationName.objects.count() == 0


@pytest.mark.medium
def test_name_of_a_lone_person_is_found_by_nobody_once_the_type_is_put_back() -> None:
    header = ("ID", "Title", "Organisation", "Country", "Type of organisation")
    commit(previewed([header, ("0", "Old", "Ada Quill", "Kenya", "Individual")]), by=None)
    second = commit(previewed([header, ("1", "New", "Ada Quill", "Kenya", "NGO")]), by=None)
    undo(second, by=None)
    assert Organisation.objects.get().type == "individual"
    assert not [text for text in SearchDocument.objects.values_list("title", flat=True) if "quill" in text]


@pytest.mark.medium
def test_project_with_a_tie_from_elsewhere_stays() -> None:
    run = commit(previewed([HEADER, WELDING, SEWING]), by=None)
    one, two = Project.objects.order_by("pk")
    link = Link.objects.create(source=one, target=two, kind="Builds on")
    undo(run, by=None)
    reasons = {row.problems[-1]["code"] for row in run.rows.all()}
    assert (run.counts["kept"], reasons) == (2, {"kept_linked"})
    link.delete()
    undo(run, by=None)
    assert Project.objects.count() == 0


@pytest.mark.medium
def test_answer_after_the_commit_hides_no_way_back(facilitator_client: Client) -> None:
    header = ("ID", "Title", "Organisation", "Country")
    rows = [("1", "Fields", "Food and Agriculture Organization", "Kenya"), ("2", "Seeds", "FAO", "Kenya")]
    run = commit(previewed([header, *rows]), by=None)
    answer_organisation(run, ImportRow.objects.get(run=run, state="asks"), candidate=None, by=None)
    preview(run)
    page = facilitator_client.get(reverse("import_preview", args=[run.pk])).content.decode()
    assert reverse("import_undo", args=[run.pk]) in page
    assert reverse("import_columns", args=[run.pk]) not in page
    facilitator_client.post(reverse("import_guess", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "preview"
    facilitator_client.post(reverse("import_undo", args=[run.pk]))
    assert Project.objects.count() == 0


TWO_IN_ONE = ("ID", "Title", "Organisation", "Country", "Title 2", "ID 2")
TWO_MEAN = {"Title 2": "title#2", "ID 2": "external_id#2"}


@pytest.mark.medium
@pytest.mark.parametrize(("standing", "asked"), [("Sewing", "A-2"), ("Welding", "A-1")])
def test_one_of_two_projects_of_a_row_is_answered_later(standing: str, asked: str) -> None:
    commit(previewed([TWO_IN_ONE, ("Z-9", standing, "Atelier Ada", "Kenya", "", "")], mapping=TWO_MEAN), by=None)
    rows = [TWO_IN_ONE, ("A-1", "Welding", "Atelier Ada", "Kenya", "Sewing", "A-2")]
    run = commit(previewed(rows, mapping=TWO_MEAN), by=None)
    assert Project.objects.count() == 2
    answer_project(run, ImportRow.objects.get(run=run, state="asks"), is_same=False, by=None)
    commit(preview(run), by=None)
    assert Project.objects.filter(external_id__in=["A-1", "A-2"]).count() == 2
    assert Project.objects.filter(external_id=asked).exists()


@pytest.mark.medium
def test_chosen_fields_change_a_project_that_was_written_already() -> None:
    header = ("ID", "Title", "Summary", "Organisation", "Country")
    rows = [("1", "Welding", "short", "Atelier Ada", "Kenya"), ("2", "Welding", "long", "Atelier Ada", "Kenya")]
    run = commit(previewed([header, *rows]), by=None)
    answer_project(run, ImportRow.objects.get(run=run, state="asks"), is_same=True, take=["summary"], by=None)
    commit(preview(run), by=None)
    assert Project.objects.get().summary == "long"


@pytest.mark.medium
def test_second_half_of_a_file_asks_about_what_came_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    header = ("ID", "Title", "Organisation", "Country")
    run = previewed([header, ("3", "Fields", "Something Other", "Kenya"), ("4", "Seeds", "FAO", "Kenya")])
    commit(previewed([header, ("1", "Old", "Food and Agriculture Organization", "Kenya")]), by=None)
    monkeypatch.setattr("skillsnet.intake.actions.commits.ROWS_A_BATCH", 1)
    commit(run, by=None)
    assert [row.state for row in run.rows.order_by("position")] == ["new", "asks"]
