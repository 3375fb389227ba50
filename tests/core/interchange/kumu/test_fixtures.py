"""One invented network in three of Kumu's formats is one project, and one table of participants."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from skillsnet.core.interchange.kumu import (
    KumuProject,
    KumuSheet,
    LinkEnd,
    are_kumu_tables,
    is_kumu_document,
    participant_rows,
    read_document,
    read_tables,
)


def _document(folder: Path, name: str) -> KumuProject:
    document = json.loads((folder / name).read_text(encoding="utf-8"))
    assert is_kumu_document(document)
    return read_document(document)


def _workbook(folder: Path) -> KumuProject:
    workbook = CalamineWorkbook.from_path(str(folder / "kumu-import.xlsx"))
    tables = []
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        texts = [[str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
        tables.append(KumuSheet(name, list(enumerate(texts, start=1))))
    assert are_kumu_tables(tables)
    return read_tables(tables)


READERS: dict[str, Callable[[Path], KumuProject]] = {
    "blueprint": lambda folder: _document(folder, "kumu-blueprint.json"),
    "backup": lambda folder: _document(folder, "kumu-backup.json"),
    "workbook": _workbook,
}


@pytest.fixture(params=list(READERS))
def kumu(request: pytest.FixtureRequest, shared_data: Path) -> KumuProject:
    return READERS[request.param](shared_data / "interchange")


@pytest.fixture
def blueprint(shared_data: Path) -> dict[str, Any]:
    path = shared_data / "interchange" / "kumu-blueprint.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(part) for part in (value if isinstance(value, list) else [value]))


def test_the_elements_are_those_of_the_network(kumu: KumuProject, blueprint: dict[str, Any]) -> None:
    own = {"id", "label", "type"}
    assert [(element.id, element.label, element.type, element.fields) for element in kumu.elements] == [
        (
            item["id"],
            item["label"],
            item["type"],
            {name.capitalize(): _texts(value) for name, value in item.items() if name not in own and value},
        )
        for item in blueprint["elements"]
    ]


def test_the_connections_are_those_of_the_network(kumu: KumuProject, blueprint: dict[str, Any]) -> None:
    ids = {element.ref: element.id for element in kumu.elements}
    assert [
        (line.id, ids[line.source], ids[line.target], line.type, line.direction, line.label, line.fields)
        for line in kumu.connections
    ] == [
        (
            item["id"],
            item["from"],
            item["to"],
            item["type"],
            item["direction"],
            "",
            {"Strength": _texts(item["strength"])} if "strength" in item else {},
        )
        for item in blueprint["connections"]
    ]
    assert kumu.notes == ()


COLUMNS = ("Proposal ID", "Proposal title", "Organisation name", "Organisation ID", "Country", "Languages", "Category")
ROWS = {
    ("org-002", "Nordlys Læringsnett", "Nordlys Læringsnett", "org-002", "NO", "no | en", "Apprenticeship"),
    ("org-005", "技能创新中心", "技能创新中心", "org-005", "CN", "zh", "Apprenticeship | Green skills"),
    ("org-006", 'Pipe | Slash \\ "Quote" Ltd', 'Pipe | Slash \\ "Quote" Ltd', "org-006", "IE", "en | ga", ""),
    ("prop-01", "Solar fitters bootcamp", "Instituto Aurora", "org-001", "CO", "es | en", "Green skills"),
    ("prop-02", "Pocket mentors", "Mtandao wa Ujuzi", "org-003", "KE", "sw | en", "Digital skills | Gender"),
    ("prop-03", "Recognition of prior learning by SMS", "مركز المهارات", "org-004", "JO", "ar", "Refugees"),
}


def test_the_rows_are_its_projects_and_the_organisations_without_one(kumu: KumuProject) -> None:
    participants = participant_rows(kumu)
    rows = [dict(zip(participants.header, row.cells, strict=True)) for row in participants.rows]
    assert {tuple(row[column] for column in COLUMNS) for row in rows} == ROWS
    assert [(row["Contact person"], row["Contact e-mail"]) for row in rows] == [
        ("Kari Prøve", "kari@example.org"),
        ("", ""),
        ("", ""),
        ("Ana Prueba", "ana@example.org"),
        ("", ""),
        ("", ""),
    ]
    assert set(participants.header[19:]) == {"Region", "Location", "Call", "Tags (organisation)"}
    assert (rows[3]["Call"], rows[3]["Location"], rows[3]["Region"]) == ("2024", "4.711, -74.0721", "Americas")
    assert rows[3]["Tags (organisation)"] == "Green skills | Digital skills"


def test_the_links_are_what_the_columns_do_not_say(kumu: KumuProject) -> None:
    aurora = LinkEnd("prop-01", "Instituto Aurora", "Instituto Aurora")
    ends = {
        "Collaborates with": (aurora, LinkEnd("prop-02", "Mtandao wa Ujuzi", "Mtandao wa Ujuzi")),
        "Advises": (
            LinkEnd("org-002", "Nordlys Læringsnett", "Nordlys Læringsnett"),
            LinkEnd("org-005", "技能创新中心", "技能创新中心"),
        ),
        "Shared an event": (LinkEnd("prop-03", "مركز المهارات", "مركز المهارات"), aurora),
    }
    participants = participant_rows(kumu)
    assert {link.kind: (link.source, link.target) for link in participants.links} == ends
    assert [(link.direction, link.strength, link.label) for link in participants.links] == [
        ("mutual", "3", ""),
        ("directed", "1", ""),
        ("undirected", "2", ""),
    ]
    assert participants.notes == ()


def test_the_three_give_the_same_table_cell_by_cell(shared_data: Path) -> None:
    tables = []
    for read in READERS.values():
        participants = participant_rows(read(shared_data / "interchange"))
        cells = [dict(zip(participants.header, row.cells, strict=True)) for row in participants.rows]
        tables.append((cells, [(link.source, link.target, link.kind) for link in participants.links]))
    assert tables[1:] == tables[:1] * 2
