"""Small twins of the tests that read the real files, on files of our own, for whoever has not the real ones."""

import csv
import io
import json
from collections.abc import Callable

import pytest
import xlsxwriter
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.models import Call, Link, Project
from skillsnet.core.text.contacts import find_contacts
from skillsnet.home.actions import example_file
from skillsnet.intake.actions import commit, preview, start_run, undo
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.stored_values import parsed_project
from skillsnet.participants.texts import text_for
from tests.intake.sheets import as_csv, as_xlsx, photograph

pytestmark = pytest.mark.django_db

ROWS = 40
OUTCOMES = ("new", "updated", "unchanged", "asks", "duplicates", "errors", "skipped")
ELEMENTS = [
    ("prop-1", "Pump repair at the borehole", "Project"), ("prop-2", "Mtandao wa Ujuzi", "Project"),
    ("prop-3", "مركز المهارات", "Project"), ("prop-4", "Nordlys Læring", "Project"),
]  # fmt: skip
TIES = [
    ("prop-1", "prop-2", "Collaborates with", "mutual"), ("prop-4", "prop-1", "Advises", "directed"),
    ("prop-3", "prop-1", "Shared an event", "undirected"),
]  # fmt: skip


def _example() -> list[list[str]]:
    """Return the header and the first rows of the example network that a Western European file can hold."""
    with example_file().open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    held = [row for row in rows if "".join(row).encode("cp1252", "replace") == "".join(row).encode("cp1252", "ignore")]
    return [header, *held[:ROWS]]


EXPORTS: dict[str, Callable[[list[list[str]]], io.BytesIO]] = {
    "own.xlsx": as_xlsx,
    "own_utf8bom.csv": lambda rows: as_csv(rows, encoding="utf-8-sig"),
    "own_cp1252_semicolon.csv": lambda rows: as_csv(rows, delimiter=";", encoding="cp1252"),
}


def _json() -> io.BytesIO:
    elements = [{"id": key, "label": label, "type": kind} for key, label, kind in ELEMENTS]
    ties = [{"from": start, "to": end, "type": kind, "direction": way} for start, end, kind, way in TIES]
    return io.BytesIO(json.dumps({"elements": elements, "connections": ties}).encode())


def _workbook() -> io.BytesIO:
    labels = {key: label for key, label, _ in ELEMENTS}
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        elements, ties = book.add_worksheet("Elements"), book.add_worksheet("Connections")
        for place, row in enumerate([("ID", "Label", "Type"), *ELEMENTS]):
            elements.write_row(place, 0, row)
        named = [(labels[start], labels[end], kind, way) for start, end, kind, way in TIES]
        for place, row in enumerate([("From", "To", "Type", "Direction"), *named]):
            ties.write_row(place, 0, row)
    file.seek(0)
    return file


MAPS = {"own.json": _json, "own.xlsx": _workbook}


def _preview(file: io.BytesIO, name: str) -> ImportRun:
    call = Call.objects.get_or_create(slug="twins", defaults={"title": "DuplicateProjects"})[0]
    return preview(start_run(file, name=name, call=call, by=None))


@pytest.mark.medium
@pytest.mark.parametrize("name", EXPORTS)
def test_every_row_is_accounted_for_in_every_form_of_a_file(name: str) -> None:
    run = commit(_preview(EXPORTS[name](_example()), name), by=None)
    assert run.counts["rows"] == sum(run.counts[outcome] for outcome in OUTCOMES) == ROWS
    assert Project.objects.count() == run.counts["new"] == ROWS - run.counts["asks"]
    assert run.counts["errors"] == 0
    projects = [parsed_project(row) for row in ImportRow.objects.filter(run=run).order_by("number")]
    with_words = [(project.title, project.country, project.people[0].email) for project in projects]
    said = [(row[7], row[6]) for row in _example()[1:]]
    assert [(title, email) for title, _, email in with_words] == said
    assert all(country for _, country, _ in with_words)


@pytest.mark.medium
def test_the_same_file_twice_changes_nothing_and_undo_leaves_nothing() -> None:
    before = photograph()
    run = commit(_preview(as_xlsx(_example()), "own.xlsx"), by=None)
    stands = photograph()
    again = commit(_preview(as_csv(_example()), "own.csv"), by=None)
    assert again.counts["unchanged"] + again.counts["asks"] == ROWS
    assert photograph() == stands
    undo(again, by=None)
    undo(run, by=None)
    assert (photograph(), run.counts["kept"]) == (before, 0)


@pytest.mark.medium
@pytest.mark.parametrize("name", MAPS)
def test_every_form_of_a_map_gives_the_same_network(name: str) -> None:
    run = commit(_preview(MAPS[name](), name), by=None)
    assert (run.counts["new"], run.counts["links"], run.counts["errors"]) == (4, 3, 0)
    assert Project.objects.count() == len(ELEMENTS)
    labels = {key: label for key, label, _ in ELEMENTS}
    found = {
        (text_for(link.source.title, OPERATOR), text_for(link.target.title, OPERATOR), link.kind, link.direction)
        for link in Link.objects.select_related("source", "target")
    }
    assert found == {(labels[start], labels[end], kind, way) for start, end, kind, way in TIES}


@pytest.mark.medium
def test_the_same_map_twice_changes_nothing_and_its_ties_are_shown(client: Client) -> None:
    before = photograph()
    run = commit(_preview(_json(), "own.json"), by=None)
    stands = photograph()
    link = Link.objects.select_related("target").order_by("pk")[0]
    page = client.get(reverse("project", args=[link.source_id])).content.decode()
    assert "Declared links" in page
    assert text_for(link.target.title, OPERATOR) in page
    again = commit(_preview(_json(), "again.json"), by=None)
    assert (again.counts["unchanged"], photograph()) == (4, stands)
    undo(again, by=None)
    undo(run, by=None)
    assert photograph() == before


def test_nothing_in_the_examples_summaries_is_taken_for_a_contact() -> None:
    with example_file().open(encoding="utf-8-sig", newline="") as file:
        summaries = [row["Summary"] for row in csv.DictReader(file)]
    assert len(summaries) > 400
    assert [summary for summary in summaries if find_contacts(summary)] == []
