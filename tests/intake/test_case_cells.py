"""What cells of real files hold, from the file to the projects: people, markup, links, odd names, no names at all."""

import csv
import io
from pathlib import Path

import pytest

from skillsnet.calls.models import Call, Project
from skillsnet.core.errors import Invalid
from skillsnet.core.geo import find_country
from skillsnet.core.intake import ParsedProject
from skillsnet.intake.actions import commit, start_run
from skillsnet.intake.file_reading import FileNote
from skillsnet.intake.file_sentences import note_sentence
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.stored_values import parsed_project
from skillsnet.intake.sentences import problem_sentence
from skillsnet.participants.models import Person
from tests.intake.sheets import HEADER, as_csv, previewed

pytestmark = pytest.mark.django_db


def _projects(run: ImportRun) -> list[ParsedProject]:
    return [parsed_project(row) for row in ImportRow.objects.filter(run=run).order_by("position")]


def _problems(run: ImportRun, code: str) -> list[str]:
    rows = ImportRow.objects.filter(run=run).order_by("position")
    return [problem_sentence(problem) for row in rows for problem in row.problems if problem["code"] == code]


@pytest.mark.parametrize("name", ["members-bom.csv", "members-semicolon.csv", "names-only.csv"])
def test_the_first_person_is_never_taken_for_column_names(shared_data: Path, name: str) -> None:
    path = shared_data / "cases" / "07-no-header-row" / name
    with pytest.raises(Invalid, match=r"no row of column names among its first rows\. Add a name above each column"):
        start_run(io.BytesIO(path.read_bytes()), name=name, call=Call.objects.create(slug="c", title="C"), by=None)


@pytest.mark.parametrize(
    "rows",
    [
        (("Ada House", "NGO"), ("Bo House", "Company"), ("Cy House", "NGO")),
        (("Night school", "English"), ("Weaving", "French"), ("Cooking", "Arabic")),
        (("Night school", "Ada House"), ("Weaving", "Ada House"), ("Cooking", "Bo House")),
    ],
)
def test_a_first_row_that_goes_on_below_is_no_row_of_names(rows: list[tuple[str, str]]) -> None:
    with pytest.raises(Invalid, match="no row of column names"):
        start_run(as_csv(rows), name="a.csv", call=Call.objects.create(slug="c", title="C"), by=None)


def test_column_names_of_which_none_is_known_are_said() -> None:
    rows = [("Zmpf", "Krxl"), ("Night school", "Ada House"), ("Weaving", "Bo House")]
    run = start_run(as_csv(rows), name="odd.csv", call=Call.objects.create(slug="c", title="C"), by=None)
    notes = [note_sentence(FileNote.from_json(note)) for note in run.notes]
    assert any(note.startswith("None of the column names in row 1 is known.") for note in notes)


@pytest.mark.medium
def test_two_people_with_one_mailbox_stay_two(shared_data: Path) -> None:
    run = previewed(shared_data / "cases" / "17-shared-mailbox" / "contacts.csv")
    assert [sentence.split(" have ")[0] for sentence in _problems(run, "mailbox_shared")] == [
        "Zuri Sample and Ada Sample",
        "Cy Sample and Bo Sample",
    ]
    commit(run, by=None)
    names = {project.title: project.contact.name for project in Project.objects.select_related("contact")}
    assert names == {
        "Pocket mentors": "Ada Sample",
        "Loom yard": "Zuri Sample",
        "Port school": "Bo Sample",
        "Night kitchen": "Cy Sample",
    }
    again = previewed(shared_data / "cases" / "17-shared-mailbox" / "contacts.csv")
    commit(again, by=None)
    assert Person.objects.count() == 4
    assert set(Person.objects.values_list("name", flat=True)) == set(names.values())


@pytest.mark.medium
def test_a_mailbox_that_somebody_has_already_is_not_given_to_another() -> None:
    row = ("A-1", "Welding", "Text.", "Org", "NGO", "Kenya", "Ada Sample", "info@example.org")
    commit(previewed([HEADER, row]), by=None)
    second = ("A-2", "Sewing", "Text.", "Org", "NGO", "Kenya", "Zuri Sample", "info@example.org")
    run = previewed([HEADER, second], name="second.csv")
    assert len(_problems(run, "mailbox_shared")) == 1
    commit(run, by=None)
    assert set(Person.objects.values_list("name", "email")) == {
        ("Ada Sample", "info@example.org"),
        ("Zuri Sample", "info@example.org"),
    }


def test_two_people_in_a_cell_are_each_a_person() -> None:
    row = ("A-1", "Welding", "Text.", "Org", "NGO", "Kenya", "Ada Sample and Bo Sample", "info@example.org")
    project = _projects(previewed([HEADER, row]))[0]
    assert [(person.name, person.email) for person in project.people] == [
        ("Ada Sample", "info@example.org"),
        ("Bo Sample", ""),
    ]


def test_markup_becomes_text(shared_data: Path) -> None:
    projects = _projects(previewed(shared_data / "cases" / "18-markup-in-cells" / "rich.csv"))
    assert [project.title for project in projects] == ["Pocket mentors", "Port school – phase 2", "Night kitchen"]
    assert [project.country for project in projects] == ["CI", "GH", "PE"]
    assert projects[0].organisation
    assert projects[0].organisation.name == "Ada & Sons"
    assert projects[0].summary == "Mentors by phone for apprentices in small workshops.\n\n- calls\n- visits"
    assert projects[1].summary.endswith("We train people aged < 25.")
    assert projects[2].summary == "Cooking for night workers: 3 < 5 and A&B stay as they are."


def test_the_targets_of_links_are_kept(shared_data: Path) -> None:
    projects = _projects(previewed(shared_data / "cases" / "19-hyperlinks-in-cells" / "links.xlsx"))
    assert [project.website for project in projects] == [
        *("https://ada.example.org/mentors", "https://bo.example.org/port", "https://cy.example.org"),
    ]
    assert [project.contact and project.contact.email for project in projects] == [
        *("ada@example.org", "bo@example.org", "cy@example.org"),
    ]
    organisation = projects[0].organisation
    assert organisation
    assert (organisation.name, organisation.website) == ("Ada Collective", "https://ada.example.org")


@pytest.mark.medium
def test_odd_names_come_in_letter_for_letter(shared_data: Path) -> None:
    path = shared_data / "cases" / "33-apostrophes-and-odd-names" / "names.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    projects = _projects(previewed(path))
    names = [(project.contact and project.contact.name, project.organisation.name) for project in projects]  # type: ignore[union-attr]
    assert names == [(row["Contact person"], row["Organisation"]) for row in rows]
    assert not any(project.other_people for project in projects)


def test_what_stands_for_nothing_often_is_no_name() -> None:
    rows = [(f"A-{n}", f"P{n}", "Text.", "Org", "NGO", "nan", "nan", f"p{n}@example.org") for n in range(12)]
    projects = _projects(previewed([HEADER, *rows]))
    assert {project.contact and project.contact.name for project in projects} == {""}
    assert {project.country for project in projects} == {""}


def test_each_spelling_is_its_country_or_proposes_it(shared_data: Path) -> None:
    with (shared_data / "cases" / "13-country-spellings" / "expected.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] != "?"]
    missed = [
        row["name"]
        for row in rows
        if row["code"].rstrip("?") not in (find_country(row["name"]).code, *find_country(row["name"]).suggestions)
    ]
    assert missed == []


@pytest.mark.medium
def test_broken_encoding_is_mended_and_said() -> None:
    header = ("Project title", "Summary", "Country")
    rows = [("FormaciÃ³n", "JÃ³venes â€“ mujeres", "SÃ©nÃ©gal"), ("B", "Text.", "CÃƒÂ´te dâ€™Ivoire")]
    run = previewed([header, *rows])
    projects = _projects(run)
    assert [(project.title, project.country) for project in projects] == [("Formación", "SN"), ("B", "CI")]
    notes = [note_sentence(FileNote.from_json(note)) for note in run.notes]
    assert any("FormaciÃ³n → Formación" in note for note in notes)


@pytest.mark.medium
def test_dates_that_can_be_read_two_ways_are_said_once() -> None:
    header = ("Project title", "Submission date")
    run = previewed([header, ("A", "01/02/2020"), ("B", "03/04/2020")])
    assert len(_problems(run, "date_ambiguous")) == 1
    assert "It was read as 2020-02-01" in _problems(run, "date_ambiguous")[0]
    known = previewed([header, ("A", "01/02/2020"), ("B", "13/04/2020")], name="known.csv")
    assert _problems(known, "date_ambiguous") == []
