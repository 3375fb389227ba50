"""An import's pages: who may open them, and the whole way through them."""

import io
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from skillsnet.calls.models import Call, Project
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.stored_values import parsed_project
from tests.intake.sheets import ADA, BO, CY, HEADER, as_csv, previewed

pytestmark = pytest.mark.django_db

WITH_RUN = ("columns", "preview", "commit", "progress", "undo", "rejected")
BAD = ("A-9", "", "=cmd|'/C calc'!A0", "", "", "", "", "")


def _address(page: str, run: ImportRun) -> str:
    return reverse(f"import_{page}", args=[run.pk])


def _upload(client: Client, rows: list[tuple[str, ...]], **fields: str) -> HttpResponse:
    file = as_csv([HEADER, *rows])
    file.name = "answers.csv"
    return client.post(reverse("import_new"), {"file": file, "new_title": "My call", **fields})  # type: ignore[return-value]


def _choose(client: Client, run: ImportRun) -> None:
    chosen = {f"column-{index}": run.mapping[name] for index, name in enumerate(run.header)}
    client.post(_address("columns", run), chosen)


@pytest.mark.medium
@pytest.mark.parametrize("page", WITH_RUN)
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_are_for_facilitators_only(page: str, method: str, client: Client, member_client: Client) -> None:
    run = previewed([HEADER, ADA])
    anonymous = getattr(client, method)(_address(page, run))
    assert (anonymous.status_code, anonymous.url.split("?")[0]) == (302, reverse("account_login"))
    assert getattr(member_client, method)(_address(page, run)).status_code == 404
    run.refresh_from_db()
    assert (run.state, Project.objects.count()) == ("preview", 0)


@pytest.mark.medium
@pytest.mark.parametrize("page", WITH_RUN)
def test_import_that_is_none_is_not_found(page: str, facilitator_client: Client) -> None:
    for pk in (999, 2**63, 10**24):
        response = getattr(facilitator_client, "post" if page == "commit" else "get")(
            reverse(f"import_{page}", args=[pk])
        )
        assert response.status_code == 404


@pytest.mark.medium
def test_file_goes_from_upload_to_the_map_and_back(facilitator_client: Client) -> None:
    uploaded = _upload(facilitator_client, [ADA, BO, ADA, BAD])
    run = ImportRun.objects.get()
    assert (uploaded.status_code, uploaded["Location"]) == (302, _address("columns", run))
    columns = facilitator_client.get(_address("columns", run)).content.decode()
    assert "Welding at night" in columns
    _choose(facilitator_client, run)
    page = facilitator_client.get(_address("preview", run)).content.decode()
    assert "The row has no title" in page
    assert "Row 2 already contains the same project" in page
    assert Project.objects.count() == 0
    done = facilitator_client.post(_address("commit", run), follow=True).content.decode()
    assert (Project.objects.count(), Call.objects.get().title) == (2, "My call")
    assert f'href="{reverse("map")}?call=my-call"' in done
    asked = facilitator_client.get(_address("undo", run)).content.decode()
    assert "2 projects imported with this file" in asked
    facilitator_client.post(_address("undo", run))
    assert Project.objects.count() == 0


@pytest.mark.medium
def test_double_submits_change_nothing_more(facilitator_client: Client) -> None:
    run = previewed([HEADER, ADA])
    for _ in range(2):
        assert facilitator_client.post(_address("commit", run)).status_code == 302
    assert Project.objects.count() == 1
    for _ in range(2):
        assert facilitator_client.post(_address("undo", run)).status_code == 302
    run.refresh_from_db()
    assert (run.state, Project.objects.count()) == ("undone", 0)


def test_unreadable_upload_says_why_beside_the_field(facilitator_client: Client) -> None:
    file = io.BytesIO(b"%PDF-1.4")
    file.name = "answers.xlsx"
    response = facilitator_client.post(reverse("import_new"), {"file": file, "new_title": "My call"})
    assert response.status_code == 422
    assert "it is a PDF document" in response.content.decode()
    assert (Call.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_upload_needs_a_call(facilitator_client: Client) -> None:
    response = _upload(facilitator_client, [ADA], new_title="")
    assert response.status_code == 422
    assert "Choose a call" in response.content.decode()


@pytest.mark.medium
def test_two_columns_with_one_target_field_are_joined(facilitator_client: Client) -> None:
    run = previewed([HEADER, ADA])
    chosen = {f"column-{index}": run.mapping[name] for index, name in enumerate(run.header)}
    facilitator_client.post(_address("columns", run), {**chosen, "column-2": "title"})
    assert parsed_project(run.rows.get()).title == "Welding at night – We teach welding."


@pytest.mark.medium
def test_column_is_split_into_parts_with_target_fields_of_their_own(facilitator_client: Client) -> None:
    run = previewed([("Title", "Who"), ("Welding", "Atelier Ada (Kenya)")])
    chosen = {"column-0": "title", "column-1": "organisation", "column-1-at": "(", "column-1-part-0": "country"}
    facilitator_client.post(_address("columns", run), chosen)
    project = parsed_project(run.rows.get())
    assert project.organisation is not None
    assert (project.organisation.name, project.country) == ("Atelier Ada", "KE")


@pytest.mark.medium
def test_rows_are_filtered_by_what_becomes_of_them(facilitator_client: Client) -> None:
    run = previewed([HEADER, ADA, BO, CY, BAD])
    shown = {}
    for show in ("", "new", "error", "unchanged", "nonsense"):
        page = facilitator_client.get(_address("preview", run), {"show": show}).content.decode()
        shown[show] = len(re.findall('class="import-row"', page))
    assert shown == {"": 4, "new": 3, "error": 1, "unchanged": 0, "nonsense": 4}


def test_left_out_rows_come_as_a_harmless_spreadsheet(facilitator_client: Client) -> None:
    run = previewed([HEADER, ADA, BAD])
    response = facilitator_client.get(_address("rejected", run))
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = text.splitlines()
    assert response["Content-Disposition"].startswith("attachment")
    assert (len(lines), "no title" in lines[1], "'=cmd" in lines[1]) == (2, True, True)


def test_running_import_refreshes_itself_with_and_without_scripts(facilitator_client: Client) -> None:
    run = previewed([HEADER, ADA])
    ImportRun.objects.update(state="committing", done_rows=0)
    page = facilitator_client.get(_address("progress", run)).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    part = facilitator_client.get(_address("progress", run), headers={"HX-Request": "true"}).content.decode()
    assert part.strip() in page
    assert "<html" not in part
    assert 'hx-trigger="every 2s"' in part


@pytest.mark.medium
def test_list_of_imports_asks_as_much_for_three_as_for_one(
    facilitator_client: Client, django_assert_max_num_queries: object
) -> None:
    previewed([HEADER, ADA])
    with django_assert_max_num_queries(12) as one:  # type: ignore[operator]
        facilitator_client.get(reverse("imports"))
    for _ in range(2):
        previewed([HEADER, ADA])
    with django_assert_max_num_queries(len(one)):  # type: ignore[operator]
        facilitator_client.get(reverse("imports"))
