"""Projects with a seat in one country that work in several."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.viewer import ANYONE
from skillsnet.calls.models import Project
from skillsnet.facets.enums import FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import projects, value_counts
from skillsnet.intake.actions import commit, preview, resolve_value, undo
from skillsnet.intake.models import ImportRun
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.netmap.build.readers import read_network
from skillsnet.participants.models import Organisation
from tests.intake.sheets import photograph, previewed

pytestmark = pytest.mark.django_db

HEADER = ("Title", "Organisation", "Country", "Countries of implementation")


def _places() -> dict[str, tuple[str, list[str]]]:
    return {
        project.external_id or project.key.partition("|")[0]: (
            project.country,
            [place.code for place in project.work_countries.all()],
        )
        for project in Project.objects.order_by("pk")
    }


def _places_in_order() -> list[tuple[str, list[str]]]:
    return list(_places().values())


def _codes(run: ImportRun) -> list[str]:
    return [problem["code"] for row in run.rows.order_by("position") for problem in row.problems]


@pytest.mark.medium
def test_several_countries_in_a_cell_are_all_of_them(shared_data: Path) -> None:
    run = commit(previewed(shared_data / "cases" / "12-several-countries-in-a-cell" / "projects.csv"), by=None)
    assert _places_in_order() == [
        ("KE", ["KE", "UG"]),
        ("KE", ["KE", "UG"]),
        ("KE", ["KE", "UG", "TZ"]),
        ("PE", ["PE", "BO"]),
        ("SN", ["SN", "ML"]),
        ("GH", ["GH", "TG"]),
        ("", []),
        ("KE", ["KE", "UG"]),
        ("IN", []),
        ("RS", ["RS", "ME"]),
        ("NL", ["MW", "ZM"]),
    ]
    assert _codes(run).count("country_several") == 8
    assert _codes(run).count("country_is_region") == 1
    # Where nothing marks the seat, nothing is said about the organisation's.
    countries = list(Organisation.objects.order_by("pk").values_list("country", flat=True))
    assert countries == ["", "", "", "", "", "", "", "", "IN", "", "NL"]


@pytest.mark.medium
def test_a_project_is_found_under_each_of_its_countries(client: Client) -> None:
    commit(
        previewed([HEADER, ("Welding", "Atelier", "Kenya", "Uganda; Peru"), ("Sewing", "Loom", "Peru", "")]), by=None
    )
    assert _places_in_order() == [("KE", ["UG", "PE"]), ("PE", [])]
    for code, count in (("UG", 1), ("PE", 1), ("KE", 0)):
        assert projects(Filters({FacetKey.WORK: (code,)})).count() == count
    assert value_counts(FacetKey.WORK, Filters()) == {"UG": 1, "PE": 1, "-": 1}
    assert value_counts(FacetKey.COUNTRY, Filters()) == {"KE": 1, "PE": 1}
    assert "1 project works here" in client.get(reverse("country", args=["UG"])).text
    assert "Welding" in client.get(f"{reverse('directory')}?q=uganda").text
    rows = b"".join(iter(client.get(reverse("directory_csv")))).decode().splitlines()
    assert "Countries of work" in rows[0]
    assert any("Uganda; Peru" in row for row in rows)
    page = client.get(reverse("project", args=[Project.objects.order_by("pk")[0].pk])).text
    assert "?work=UG" in page


@pytest.mark.medium
def test_the_map_has_the_facet_only_where_a_project_says_so() -> None:
    commit(previewed([HEADER[:3], ("Welding", "Atelier", "Kenya")]), by=None)
    assert read_network(ANYONE).network.facet("work") is None
    commit(previewed([HEADER, ("Sewing", "Loom", "Peru", "Uganda, Peru")]), by=None)
    facet = read_network(ANYONE).network.facet("work")
    assert facet is not None
    assert (facet.values, facet.is_multi, facet.of_node) == (("PE", "UG"), True, [(), (1, 0)])
    assert "work" in rebuild_map().files["places"]


@pytest.mark.medium
def test_what_is_no_country_is_asked_about_and_kept() -> None:
    rows = [HEADER, ("Welding", "Atelier", "Kenya", "Ugandda; Peru"), ("Sewing", "Loom", "Peru", "Global")]
    run = previewed(rows)
    assert [(item["meaning"], item["value"], item["near"]) for item in run.unknown] == [
        ("work_countries", "Ugandda", ["UG"])
    ]
    assert _codes(run) == ["work_country_unknown", "work_country_is_region"]
    resolve_value(run, target_field="work_countries", value="Ugandda", code="UG", by=None)
    run.refresh_from_db()
    commit(preview(run), by=None)
    assert _places_in_order() == [("KE", ["UG", "PE"]), ("PE", [])]


@pytest.mark.medium
def test_without_a_seat_the_first_country_of_work_places_the_project() -> None:
    commit(previewed([(HEADER[0], HEADER[3]), ("Welding", "Uganda; Peru")]), by=None)
    project = Project.objects.get()
    assert (project.country, project.region) == ("UG", "africa")


@pytest.mark.medium
def test_a_file_that_says_less_leaves_them_and_undoing_gives_them_back() -> None:
    commit(previewed([HEADER, ("Welding", "Atelier", "Kenya", "Uganda")]), by=None)
    commit(previewed([HEADER[:3], ("Welding", "Atelier", "Kenya")]), by=None)
    assert _places_in_order() == [("KE", ["UG"])]
    before = photograph(without=("id", "updated_at"))
    run = commit(previewed([HEADER, ("Welding", "Atelier", "Kenya", "Peru")]), by=None)
    assert _places_in_order() == [("KE", ["PE"])]
    undo(run, by=None)
    assert photograph(without=("id", "updated_at")) == before


@pytest.mark.medium
def test_the_sheet_of_the_directory_is_read_again(client: Client, tmp_path: Path) -> None:
    commit(previewed([HEADER, ("Welding", "Atelier", "Kenya", "Uganda; Peru")]), by=None)
    path = tmp_path / "directory.csv"
    path.write_bytes(b"".join(iter(client.get(reverse("directory_csv")))))
    run = previewed(path)
    assert run.mapping["Countries of work"] == "work_countries"


@pytest.mark.medium
@pytest.mark.parametrize("country", ["Uganda", "Kenya"])
def test_an_organisation_of_either_country_is_never_made_again_unasked(
    country: str,
) -> None:
    commit(previewed([HEADER[:3], ("Welding", "Upper Nile Welding Cooperative", country)]), by=None)
    run = previewed([HEADER[:3], ("Sewing", "Upper Nile Welding Cooperative", "Kenya, Uganda")])
    commit(run, by=None)
    assert run.tally["asks"] == 1 or Organisation.objects.count() == 1
