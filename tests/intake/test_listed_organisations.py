"""Lists of organisations without projects: asked about once, on the map and in the directory, known to later calls."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.viewer import ANYONE
from skillsnet.calls.models import Call, Project
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import summary_counts
from skillsnet.intake.actions import commit, preview, start_run, undo
from skillsnet.intake.models import ImportRun
from skillsnet.netmap.build.readers import read_network
from skillsnet.participants.models import Organisation
from tests.factories import make_user
from tests.intake.sheets import photograph, previewed

pytestmark = pytest.mark.django_db

HEADER = ("Organisation", "Type", "Country", "Website", "What we do", "Contact", "E-mail")
MEMBERS = [
    HEADER,
    (
        "Ada Collective",
        "NGO",
        "Kenya",
        "https://ada.example.com",
        "Mentors apprentices.",
        "Ada Sample",
        "a@example.org",
    ),
    ("Bo Trust", "Foundation", "Ghana", "", "Apprenticeships in harbours.", "Bo Sample", "b@example.org"),
]


def _import(path: Path, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import", str(path), call="members", as_json=True, stdout=out, **options)
    return json.loads(out.getvalue())  # type: ignore[no-any-return]


def _members_file(folder: Path) -> Path:
    path = folder / "members.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(MEMBERS)
    return path


@pytest.mark.medium
def test_the_case_of_a_directory_comes_in_one_entry_each(shared_data: Path) -> None:
    run = commit(previewed(shared_data / "cases" / "10-directory-of-organisations" / "members.csv"), by=None)
    assert (run.tally["new"], run.tally["errors"]) == (4, 0)
    assert set(Project.objects.order_by("pk").values_list("kind", flat=True)) == {"organisation"}
    assert Organisation.objects.count() == 4
    assert summary_counts(Filters()).total == 4


@pytest.mark.medium
def test_the_columns_page_asks_one_question_and_takes_the_answer(client: Client) -> None:
    client.force_login(make_user("bo@example.org", role="facilitator"))
    call = Call.objects.create(slug="members", title="Members")
    run = start_run(_as_file(), name="members.csv", call=call, by=None)
    address = reverse("import_columns", args=[run.pk])
    page = client.get(address)
    assert page.text.count("This file has no projects: no column is matched") == 1
    chosen = {f"column-{index}": run.mapping[name] for index, name in enumerate(run.header)}
    refused = client.post(address, chosen)
    assert (refused.status_code, ImportRun.objects.get().state) == (422, "mapping")
    assert client.post(address, {**chosen, "is_list": "on"}).status_code == 302
    run.refresh_from_db()
    assert (run.state, run.tally["new"], run.tally["errors"]) == ("preview", 2, 0)
    text = client.get(reverse("import_preview", args=[run.pk])).text
    assert "Import the organisations" in text
    # The answer stands when somebody comes back to the columns.
    again = client.get(address).text
    assert re.search(r'<input[^>]*name="is_list"[^>]*checked', again)
    assert "no column is matched" not in again


@pytest.mark.medium
def test_a_file_without_titles_and_organisations_is_refused_as_before(client: Client) -> None:
    client.force_login(make_user("bo@example.org", role="facilitator"))
    call = Call.objects.create(slug="members", title="Members")
    run = start_run(_as_file(), name="members.csv", call=call, by=None)
    chosen = {f"column-{index}": "extra" for index in range(len(run.header))}
    refused = client.post(reverse("import_columns", args=[run.pk]), {**chosen, "is_list": "on"})
    assert refused.status_code == 422
    assert "Without a title, no row is imported" in refused.text


@pytest.mark.medium
def test_a_title_makes_the_rows_projects_whatever_is_ticked(client: Client) -> None:
    client.force_login(make_user("bo@example.org", role="facilitator"))
    call = Call.objects.create(slug="members", title="Members")
    run = start_run(_as_file(), name="members.csv", call=call, by=None)
    chosen = {f"column-{index}": run.mapping[name] for index, name in enumerate(run.header)}
    client.post(reverse("import_columns", args=[run.pk]), {**chosen, "column-4": "title", "is_list": "on"})
    run.refresh_from_db()
    commit(run, by=None)
    assert set(Project.objects.order_by("pk").values_list("kind", flat=True)) == {"project"}


def _as_file() -> io.BytesIO:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(MEMBERS)
    return io.BytesIO(text.getvalue().encode())


@pytest.mark.medium
def test_the_command_names_the_choice_and_takes_it(tmp_path: Path) -> None:
    path = _members_file(tmp_path)
    with pytest.raises(CommandError, match="--organisations"):
        _import(path)
    assert not Project.objects.exists()
    tried = _import(path, dry_run=True)
    assert (tried["new"], tried["errors"], tried["mapping"]["Organisation"]) == (2, 0, "organisation")
    assert _import(path, organisations=True)["new"] == 2
    assert _import(path, organisations=True)["unchanged"] == 2


@pytest.mark.medium
def test_it_stands_in_the_directory_on_the_map_and_in_files(client: Client) -> None:
    commit(previewed(MEMBERS), by=None)
    project = Project.objects.order_by("pk")[0]
    directory = client.get(reverse("directory")).text
    assert "0 projects" in directory
    assert "2 organisations and individuals" in directory
    assert directory.count("Ada Collective") == 1
    assert "Ada Collective" in client.get(f"{reverse('directory')}?q=collective").text
    assert "Ada Collective" in client.get(f"{reverse('directory')}?view=table").text
    page = client.get(reverse("project", args=[project.pk])).text
    assert "Organisation · NGO or civil society · Kenya" in page
    assert "https://ada.example.com" in page
    network = read_network(ANYONE).network
    assert network.names == network.organisations == ["Ada Collective", "Bo Trust"]
    rows = list(csv.reader(io.StringIO(b"".join(iter(client.get(reverse("directory_csv")))).decode("utf-8-sig"))))
    assert [row[:2] for row in rows[1:]] == [["", "Ada Collective"], ["", "Bo Trust"]]


@pytest.mark.medium
def test_contacts_are_not_shown(client: Client) -> None:
    commit(previewed(MEMBERS), by=None)
    for project in Project.objects.order_by("pk"):
        for name in ("project", "project_sheet"):
            text = client.get(reverse(name, args=[project.pk])).text
            assert "Sample" not in text
            assert "@example.org" not in text


@pytest.mark.medium
@pytest.mark.parametrize("kind", ["Individual", ""])
def test_an_individual_in_a_list_is_not_named(client: Client, kind: str) -> None:
    commit(previewed([HEADER, ("Zuri Sample", kind, "Kenya", "", "Teaches.", "Zuri Sample", "z@example.org")]), by=None)
    project = Project.objects.get()
    for address in (reverse("directory"), reverse("project", args=[project.pk]), f"{reverse('directory')}?view=table"):
        assert "Zuri" not in client.get(address).text
    assert "Zuri" not in "".join(read_network(ANYONE).network.names)
    assert "Zuri" not in b"".join(iter(client.get(reverse("directory_csv")))).decode()
    assert "Zuri Sample</a>" not in client.get(f"{reverse('directory')}?q=zuri").text


@pytest.mark.medium
def test_an_individual_of_another_name_than_the_contact_is_not_named() -> None:
    commit(previewed([HEADER, ("Zuri Sample", "Individual", "Kenya", "", "Teaches.", "", "")]), by=None)
    assert "Zuri" not in "".join(read_network(ANYONE).network.names)


@pytest.mark.medium
def test_a_later_call_knows_them(client: Client) -> None:
    commit(previewed(MEMBERS), by=None)
    call = Call.objects.create(slug="second", title="Second")
    rows = [("Title", "Organisation", "Country"), ("Welding at night", "ADA COLLECTIVE", "Kenya")]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    run = preview(start_run(io.BytesIO(text.getvalue().encode()), name="second.csv", call=call, by=None))
    commit(run, by=None)
    assert Organisation.objects.count() == 2
    welding = Project.objects.get(call=call)
    listed = Project.objects.exclude(call=call).order_by("pk")[0]
    assert (welding.kind, welding.organisation_id) == ("project", listed.organisation_id)
    counts = summary_counts(Filters())
    assert (counts.projects, counts.listed, counts.organisations) == (1, 2, 2)
    assert "Projects by this organisation" in client.get(reverse("project", args=[listed.pk])).text


@pytest.mark.medium
def test_the_same_row_twice_in_a_list_is_one() -> None:
    run = commit(previewed([*MEMBERS, ("ADA  COLLECTIVE", *MEMBERS[1][1:])]), by=None)
    assert (run.tally["new"], run.tally["duplicates"]) == (2, 1)
    problem = run.rows.order_by("-position")[0].problems[0]
    assert (problem["code"], problem["column"]) == ("duplicate_organisation", "Organisation")


def test_the_same_organisation_with_other_values_is_never_dropped() -> None:
    run = previewed([*MEMBERS, ("Ada Collective", "NGO", "Kenya", "", "Lends tools.", "", "")])
    assert (run.tally["new"], run.tally["duplicates"], run.tally["asks"]) == (2, 0, 1)


@pytest.mark.medium
def test_a_row_without_a_name_is_named() -> None:
    run = previewed([*MEMBERS, ("", "NGO", "Kenya", "", "We do much.", "", "")])
    assert run.tally["errors"] == 1
    assert [problem["code"] for problem in run.rows.order_by("-position")[0].problems] == ["no_organisation"]


@pytest.mark.medium
def test_undoing_leaves_nothing_and_a_project_of_the_same_number_stays_one() -> None:
    header = ("ID", "Title", "Organisation", "Country")
    commit(previewed([header, ("7", "Welding at night", "Ada Collective", "Kenya")]), by=None)
    before = photograph(without=("id", "updated_at"))
    run = commit(previewed([("ID", *header[2:]), ("7", "Cy Club", "Kenya")]), by=None)
    assert [(project.kind, project.key) for project in Project.objects.order_by("pk")] == [
        ("project", "id:7"),
        ("organisation", "organisation:id:7"),
    ]
    undo(run, by=None)
    assert photograph(without=("id", "updated_at")) == before
