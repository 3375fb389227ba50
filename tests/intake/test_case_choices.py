"""Cells that hold several choices, from the file to the project: shown as a list that can be corrected."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.core.intake import ChoiceList
from skillsnet.intake.actions.mappings import save_mapping
from skillsnet.intake.actions.previews.columns import run_columns
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.stored_values import parsed_project
from skillsnet.taxonomy.queries import named_categories
from tests.intake.sheets import HEADER, previewed

pytestmark = pytest.mark.django_db

LISTED = (
    *(("Young people", "Migrants"), ("Migrants",), ("Young people",), ("Migrants", "Cobblers, tinkers")),
    *(("Cobblers, tinkers",), ("Young people", "Cobblers, tinkers"), ("Cobblers, tinkers",), ("Migrants",)),
)


def _listed() -> list[tuple[str, ...]]:
    rows = [
        (f"A-{number}", f"Project {number}", "Text.", f"Org {number}", "NGO", "Kenya", "", "", ", ".join(ticked))
        for number, ticked in enumerate(LISTED)
    ]
    return [(*HEADER, "Target group"), *rows]


def _choices(run: ImportRun) -> ChoiceList:
    return next(
        column.choices
        for column in run_columns(run, categories=named_categories())
        if column.target_field == "beneficiaries"
    )


def _form(run: ImportRun, **changes: str) -> dict[str, str]:
    return {f"column-{index}": run.mapping[name] for index, name in enumerate(run.header)} | changes


@pytest.mark.medium
def test_each_ticked_option_is_one_value(shared_data: Path) -> None:
    run = previewed(shared_data / "cases" / "04-google-forms-commas" / "responses.csv")
    found = [set(parsed_project(row).beneficiaries) for row in ImportRow.objects.filter(run=run).order_by("position")]
    assert found == [
        {"youth", "women"},
        {"women", "informal_workers"},
        {"persons_with_disabilities"},
        {"youth", "informal_workers", "migrants", "refugees"},
        {"women", "migrants", "refugees"},
        {"youth", "persons_with_disabilities"},
    ]
    assert not run.unknown


@pytest.mark.medium
def test_a_pair_of_categories_is_two_however_often_it_is_ticked(shared_data: Path, taxonomy: object) -> None:
    run = previewed(shared_data / "cases" / "04-google-forms-commas" / "categories.csv")
    counts = [len(parsed_project(row).categories) for row in ImportRow.objects.filter(run=run).order_by("position")]
    assert counts == [1, 1, 2, 2, 2, 1, 2]


@pytest.mark.medium
def test_what_was_found_is_shown_and_can_be_corrected(facilitator_client: Client) -> None:
    run = previewed(_listed())
    assert {option for option, _ in _choices(run).options} == {"Cobblers, tinkers", "Migrants", "Young people"}
    address = reverse("import_columns", args=[run.pk])
    page = facilitator_client.get(address).content.decode()
    assert "3 cells hold several values" in page
    shown = "\n".join(option for option, _ in _choices(run).options)
    assert shown in page
    facilitator_client.post(address, _form(run, **{"column-8-options": shown.replace("\n", "\r\n")}))
    run.refresh_from_db()
    assert run.splits == {}
    facilitator_client.post(address, _form(run, **{"column-8-options": "Cobblers\ntinkers\nMigrants\nYoung people"}))
    run.refresh_from_db()
    assert run.splits["Target group"]["options"] == ["Cobblers", "tinkers", "Migrants", "Young people"]
    assert _choices(run).split("Migrants, Cobblers, tinkers") == ["Migrants", "Cobblers", "tinkers"]
    assert {value["value"] for value in run.unknown} == {"Cobblers", "tinkers"}
    facilitator_client.post(address, _form(run, **{"column-8-options": ""}))
    run.refresh_from_db()
    assert run.splits == {}


@pytest.mark.medium
def test_a_column_that_holds_one_value_a_cell_shows_no_list(facilitator_client: Client) -> None:
    rows = [(*row[:-1], "Migrants") for row in _listed()[1:]]
    run = previewed([_listed()[0], *rows])
    assert "column-8-options" not in facilitator_client.get(reverse("import_columns", args=[run.pk])).content.decode()


@pytest.mark.medium
def test_the_next_file_of_the_source_keeps_the_corrected_list() -> None:
    run = previewed(_listed())
    run.splits = {"Target group": {"at": "", "rest": [], "options": ["Cobblers", "tinkers", "Migrants"]}}
    run.save(update_fields=["splits"])
    save_mapping(run)
    second = previewed(_listed(), name="second.csv")
    assert _choices(second).split("Cobblers, tinkers") == ["Cobblers", "tinkers"]
