"""Kumu's spreadsheets: what counts as one, and what stands in it."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.interchange.kumu import (
    KumuProject,
    KumuSheet,
    NotKumu,
    are_kumu_tables,
    participant_rows,
    read_tables,
)

CELLS = st.sampled_from(["", "ID", "Label", "From", "To", "Type", "a", "b", "a|b", "NGO", "person", "project", "|"])


def _table(name: str, *rows: Sequence[str], first: int = 1) -> KumuSheet:
    return KumuSheet(name, list(enumerate(rows, start=first)))


def _codes(kumu: KumuProject) -> dict[str, Any]:
    return {note.code: note.params["count"] for note in kumu.notes}


def _lines(kumu: KumuProject) -> list[tuple[str, str]]:
    return [(line.source, line.target) for line in kumu.connections]


@pytest.mark.parametrize(
    ("header", "is_kumu"),
    [
        (["Label", "Type"], True),
        (["label"], True),
        (["ID", "LABEL", "Type"], True),
        (["From", "To", "Type"], True),
        (["id", "from", "to"], True),
        (["ID", "Title", "Label"], False),
        (["Name", "Label"], False),
        (["Proposal ID", "Label"], False),
        (["From", "Until"], False),
        (["Project title", "From", "To"], False),
        (["ID", "Project title", "Country"], False),
        ([], False),
    ],
)
def test_the_header_tells_what_is_kumus(header: list[str], is_kumu: bool) -> None:
    assert are_kumu_tables([_table("Sheet1", header, ["a", "b", "c"])]) is is_kumu


def test_the_header_must_be_the_first_row() -> None:
    assert not are_kumu_tables([_table("Sheet1", ["Our map"], ["Label"], ["Ada"])])
    assert not are_kumu_tables([_table("Sheet1", ["Label"], ["Ada"], first=2)])


def test_from_and_to_beside_an_ordinary_table_are_not_kumus() -> None:
    applications = _table("Applications", ["ID", "Project title"], ["1", "Pocket mentors"])
    dates = _table("Calendar", ["From", "To"], ["1 May", "2 May"])
    assert not are_kumu_tables([applications, dates])
    assert are_kumu_tables([dates, _table("Empty"), _table("Notes (Ignore)", ["anything"])])
    with pytest.raises(NotKumu, match="no_kumu_table"):
        read_tables([applications, dates])


def test_other_sheets_beside_elements_are_left_out_and_noted() -> None:
    kumu = read_tables(
        [
            _table("Notes", ["How to use this file"]),
            _table("People", ["Label"], ["Ada"]),
            _table("More (ignore)", ["Label"], ["Bo"]),
        ]
    )
    assert [element.label for element in kumu.elements] == ["Ada"]
    assert [(note.code, note.params) for note in kumu.notes] == [
        ("section_left_out", {"count": 1, "places": "Notes 1"})
    ]


def test_two_blank_rows_start_a_section_with_its_own_header() -> None:
    rows = [(1, ["Label", "Region"]), (2, ["Ada", "Africa"]), (4, ["Bo", "Asia"]), (7, ["From", "To"])]
    table = KumuSheet("Sheet1", [*rows, (8, ["Ada", "Bo"]), (9, ["", ""]), (10, []), (11, ["Legend"]), (12, ["blue"])])
    kumu = read_tables([table])
    assert [(element.label, element.location) for element in kumu.elements] == [
        ("Ada", ("Sheet1", 2)),
        ("Bo", ("Sheet1", 4)),
    ]
    assert [(line.source, line.target, line.location) for line in kumu.connections] == [("Ada", "Bo", ("Sheet1", 8))]
    assert [(note.code, note.params.get("places")) for note in kumu.notes] == [
        ("section_left_out", "Sheet1 11"),
        ("direction_absent", "Sheet1 8"),
    ]


def test_pipes_part_values_but_not_labels_and_descriptions() -> None:
    header = ["Label", "Tags", "Description", "", "Skills"]
    kumu = read_tables([_table("Sheet1", header, ["A | B", "a| b |a|", "| x | y |", "kept", "1"])])
    assert (kumu.elements[0].label, kumu.elements[0].fields) == (
        "A | B",
        {"Tags": ("a", "b"), "Description": ("| x | y |",), "Column 4": ("kept",), "Skills": ("1",)},
    )


def test_pipes_in_to_make_several_connections_unless_a_label_has_them() -> None:
    elements = _table("Elements", ["Label"], ["Ada"], ["Bo"], ["Cy"], ["Bo | Cy Ltd"])
    lines = _table("Lines", ["ID", "From", "To"], ["c1", "Ada", "Bo | Cy|Dee"], ["c2", "Ada", "Bo | Cy Ltd"])
    kumu = read_tables([elements, lines])
    assert [(line.ref, line.id, line.target) for line in kumu.connections] == [
        ("c1", "c1", "Bo"),
        ("c1 (2)", "c1", "Cy"),
        ("c2", "c2", "Bo | Cy Ltd"),
    ]
    assert _codes(kumu) == {"direction_absent": 2, "connection_dangling": 1}


def test_labels_are_found_whatever_their_case_and_ambiguous_ones_are_noted() -> None:
    elements = _table("Elements", ["ID", "Label"], ["1", "Élan"], ["2", "Bo"], ["3", "Bo"])
    kumu = read_tables([elements, _table("Lines", ["From", "To"], ["ELAN", "Bo"], ["élan ", "3"])])
    assert _lines(kumu) == [("1", "2"), ("1", "3")]
    assert [note.params for note in kumu.notes if note.code == "matched_by_likeness"] == [
        {"count": 2, "examples": "ELAN; élan", "places": "Lines 2; Lines 3"}
    ]
    assert _codes(kumu)["label_ambiguous"] == 1


def test_sheets_in_any_order_with_columns_of_their_own() -> None:
    kumu = read_tables(
        [
            _table("Lines", ["From", "To", "Direction"], ["Ada", "Atelier", "mutual"]),
            _table("People", ["Label", "Email"], ["Ada", "ada@example.org"]),
            _table("Organisations", ["Label", "Type", "Country"], ["Atelier", "NGO", "Kenya"]),
        ]
    )
    assert [(element.label, element.type, element.fields) for element in kumu.elements] == [
        ("Ada", "", {"Email": ("ada@example.org",)}),
        ("Atelier", "NGO", {"Country": ("Kenya",)}),
    ]
    assert [(line.source, line.target, line.direction) for line in kumu.connections] == [("Ada", "Atelier", "mutual")]


def test_the_last_row_with_an_id_wins_field_by_field() -> None:
    rows = (["1", "Ada", "Africa", "a"], ["1", "Ada B.", "", "b"], ["", "Ada B.", "Asia", ""])
    kumu = read_tables([_table("Sheet1", ["ID", "Label", "Region", "Tags"], *rows)])
    assert [(element.id, element.label, element.fields, element.location) for element in kumu.elements] == [
        ("1", "Ada B.", {"Region": ("Asia",), "Tags": ("b",)}, ("Sheet1", 4))
    ]
    assert _codes(kumu) == {"id_repeated": 1, "element_repeated": 1}


def test_connections_alone_make_the_elements() -> None:
    kumu = read_tables([_table("Sheet1", ["From", "To"], ["Ada", "Bo|Cy"], ["Ada", "Bo"], ["", "Bo"])])
    assert [element.label for element in kumu.elements] == ["Ada", "Bo", "Cy"]
    assert _lines(kumu) == [("Ada", "Bo"), ("Ada", "Cy")]
    assert _codes(kumu) == {
        "elements_created": 3,
        "direction_absent": 3,
        "connection_repeated": 1,
        "connection_incomplete": 1,
    }


def test_with_an_element_sheet_unknown_ends_dangle() -> None:
    kumu = read_tables([_table("Elements", ["Label"]), _table("Lines", ["From", "To"], ["Ada", "Bo"])])
    assert (kumu.elements, kumu.connections, _codes(kumu)) == (
        (),
        (),
        {"direction_absent": 1, "connection_dangling": 1},
    )


def test_parallel_connections_that_say_different_things_stay() -> None:
    lines = _table("L", ["From", "To", "Type"], ["Ada", "Bo", "knows"], ["Ada", "Bo", "pays"], ["Ada", "Bo", "knows"])
    assert [line.type for line in read_tables([lines]).connections] == ["knows", "pays"]


def test_long_labels_have_refs_that_fit_and_differ() -> None:
    kumu = read_tables([_table("Sheet1", ["Label"], ["x" * 300 + "1"], ["x" * 300 + "2"])])
    refs = [element.ref for element in kumu.elements]
    assert (len(set(refs)), {len(ref) for ref in refs}) == (2, {90})


def test_a_real_project_of_two_csv_files(shared_data: Path) -> None:
    folder = shared_data / "interchange" / "vc-spec-map"
    tables = []
    for name in ("elements", "connections"):
        with (folder / f"vc-spec-map-{name}.csv").open(encoding="cp1252", newline="") as file:
            tables.append(KumuSheet(name, list(enumerate(csv.reader(file), start=1))))
    kumu = read_tables(tables)
    assert (len(kumu.elements), len(kumu.connections)) == (54, 70)
    first = kumu.elements[0]
    assert (first.label, first.type, first.location) == ("did-core", "core", ("elements", 2))
    assert first.fields["Title"] == ("Decentralized Identifiers (DIDs) V1.0",)
    by_label = {element.label: element for element in kumu.elements}
    assert by_label["did-method-peer"].fields["Tags"] == ("W3C", "DIF")
    assert _codes(kumu) == {"direction_absent": 70, "matched_by_likeness": 1}
    participants = participant_rows(kumu)
    assert (len(participants.rows), len(participants.links), participants.notes) == (54, 70, ())
    row = dict(zip(participants.header, participants.rows[0].cells, strict=True))
    assert {name: cell for name, cell in row.items() if cell} == {
        "Proposal ID": "did-core",
        "Proposal title": "did-core",
        "Category": "W3C",
        "Website": "https://www.w3.org/TR/did-core/",
        "Element type": "core",
        "Title": "Decentralized Identifiers (DIDs) V1.0",
        "Document Type": "W3C Candidate Recommendation",
        "Repo URL": "https://github.com/w3c/did-core/",
        "Maturity": "Candidate Recommendation",
        "Spec Last Reviewed Date": "5/27/2021",
    }


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), st.lists(CELLS, max_size=4)), max_size=12), st.booleans())
def test_any_tables_are_read_or_refused(rows: list[tuple[int, list[str]]], is_named: bool) -> None:
    tables = [KumuSheet("Sheet1", [(1, ["Label", "Type"])] if is_named else []), KumuSheet("Sheet2", rows)]
    if not are_kumu_tables(tables):
        with pytest.raises(NotKumu):
            read_tables(tables)
        return
    participants = participant_rows(read_tables(tables))
    ids = [row.cells[0] for row in participants.rows]
    assert len(set(ids)) == len(ids)
