"""Organisations of one name in one country: one, unless their cities or own websites speak against it."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.calls.models import Call
from skillsnet.intake.actions import commit, preview, start_run
from skillsnet.intake.models import ImportRun
from skillsnet.participants.models import Organisation
from tests.factories import make_user
from tests.intake.sheets import as_csv, previewed

pytestmark = pytest.mark.django_db

NAME = "Department of Premier and Cabinet"
HEADER = ("Title", "Organisation", "Country", "City", "Organisation website")


def _row(title: str, *, city: str = "", site: str = "") -> tuple[str, ...]:
    return (title, NAME, "Australia", city, site)


def _second_file(*rows: tuple[str, ...]) -> ImportRun:
    call = Call.objects.create(slug="second", title="Second")
    return preview(start_run(as_csv([HEADER, *rows]), name="second.csv", call=call, by=None))


def test_two_cities_are_asked_about_in_one_file() -> None:
    run = previewed(
        [HEADER, _row("Welding", city="Sydney"), _row("Sewing", city="Perth"), _row("Dyeing", city="Perth")]
    )
    assert (run.tally["new"], run.tally["asks"]) == (1, 2)


@pytest.mark.medium
def test_two_websites_are_asked_about_and_one_under_two_endings_is_not() -> None:
    sites = ("https://dpc.vic.gov.au", "https://dpc.sa.gov.au")
    run = previewed([HEADER, _row("Welding", site=sites[0]), _row("Sewing", site=sites[1])])
    assert (run.tally["new"], run.tally["asks"]) == (1, 1)
    run = previewed([HEADER, _row("Welding", site="https://dpc.org"), _row("Sewing", site="https://www.dpc.com/home")])
    assert (run.tally["new"], run.tally["asks"]) == (2, 0)


@pytest.mark.medium
def test_what_is_not_said_speaks_against_nothing_and_is_filled_in() -> None:
    commit(previewed([HEADER, _row("Welding"), _row("Sewing", city="Perth", site="https://dpc.wa.gov.au")]), by=None)
    organisation = Organisation.objects.get()
    assert organisation.city._words == "Perth"
    run = commit(_second_file(_row("Dyeing")), by=None)
    assert (run.tally["new"], Organisation.objects.count()) == (1, 1)


@pytest.mark.medium
def test_a_later_call_from_another_city_is_asked_about(client: Client) -> None:
    commit(previewed([HEADER, _row("Welding", city="Sydney")]), by=None)
    run = _second_file(_row("Sewing", city="Perth"), _row("Dyeing", city="SYDNEY"))
    assert (run.tally["new"], run.tally["asks"]) == (1, 1)
    client.force_login(make_user("bo@example.org", role="facilitator"))
    page = client.get(reverse("import_questions", args=[run.pk])).text
    assert "but a different city" in page
    assert "Perth" in page
    assert "Sydney" in page


@pytest.mark.medium
def test_the_same_file_again_changes_nothing() -> None:
    rows = [HEADER, _row("Welding", city="Sydney", site="https://dpc.nsw.gov.au"), _row("Sewing", city="Sydney")]
    commit(previewed(rows), by=None)
    assert previewed(rows).tally["unchanged"] == 2
    assert Organisation.objects.count() == 1


@pytest.mark.medium
def test_organisations_of_before_are_known_by_their_old_keys() -> None:
    commit(previewed([HEADER[:3], _row("Welding")[:3]]), by=None)
    assert Organisation.objects.get().key == f"{NAME.lower()}|AU"
    run = commit(previewed([HEADER, _row("Welding", city="Sydney", site="https://dpc.nsw.gov.au")]), by=None)
    assert (run.tally["updated"], Organisation.objects.count()) == (1, 1)


@pytest.mark.medium
def test_places_of_work_make_nothing_the_same_nor_different() -> None:
    header = ("Title", "Organisation", "Country", "Countries of work")
    rows = [header, ("Welding", "Atelier Ada", "Kenya", "Uganda"), ("Sewing", "ATELIER ADA", "Kenya", "Peru; Mali")]
    commit(previewed(rows), by=None)
    assert Organisation.objects.count() == 1
    run = previewed([header, ("Dyeing", "Bo Trust", "Ghana", "Uganda"), ("Baking", "Bo Trust", "Togo", "Uganda")])
    assert run.tally["asks"] == 1


@pytest.mark.medium
def test_an_affiliation_is_asked_about_and_keeps_its_name() -> None:
    header = HEADER[:3]
    commit(previewed([header, ("Welding", "University of Tolan", "Kenya")]), by=None)
    run = previewed([header, ("Sewing", "Dept. of Arts, University of Tolan, Tolan, Kenya", "Kenya")])
    assert run.tally["asks"] == 1
