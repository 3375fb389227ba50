"""Kumu's JSON, with every oddity that real exports have."""

import copy
import json
import math
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillsnet.core.interchange.kumu import KumuProject, NotKumu, is_kumu_document, participant_rows, read_document
from skillsnet.core.interchange.kumu.values import DIRECTIONS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(["a", "b", "c", "a|b", "", "A"]) | st.integers(0, 2) | st.none() | JSON
KINDS = st.sampled_from(["NGO", "person", "project", "core", "", None, ["NGO", "b"]])
TIES = st.sampled_from(["submitted", "works at", "funds", "", None, {}])
ITEM = st.fixed_dictionaries(
    {},
    optional={"_id": NAMES, "id": NAMES, "label": NAMES, "Label": NAMES, "type": KINDS, "tags": NAMES, "email": NAMES},
)
LINE = st.fixed_dictionaries(
    {"from": NAMES, "to": NAMES | st.lists(NAMES, max_size=3)},
    optional={"_id": NAMES, "id": NAMES, "type": TIES, "direction": NAMES, "strength": NAMES, "attributes": JSON},
)
NESTED = st.fixed_dictionaries({"_id": NAMES, "attributes": ITEM | JSON})
MAP = st.fixed_dictionaries({"elements": st.lists(st.fixed_dictionaries({"element": NAMES}), max_size=3)}) | JSON
KUMU_LIKE = st.fixed_dictionaries(
    {"elements": st.lists(ITEM | NESTED | JSON, max_size=7), "connections": st.lists(LINE | JSON, max_size=9)},
    optional={"maps": st.lists(MAP, max_size=2) | JSON, "attributes": JSON, "loops": JSON},
)


def _codes(kumu: KumuProject) -> dict[str, Any]:
    return {note.code: note.params["count"] for note in kumu.notes}


def _backup(elements: list[Any], connections: list[Any], **more: Any) -> dict[str, Any]:
    return {"version": 1, "attributes": [], "elements": elements, "connections": connections, "maps": [], **more}


def _element(ref: str, **attributes: Any) -> dict[str, Any]:
    return {"_id": ref, "attributes": attributes}


def test_capitals_in_keys_make_no_difference() -> None:
    kumu = read_document(
        {
            "Elements": [{"Label": "Ada", "Type": "Person"}, {"LABEL": "Bo", "Favorite Dessert": "shave ice"}],
            "Connections": [{"From": "Ada", "To": "Bo", "Direction": "Mutual"}],
        }
    )
    assert [(element.label, element.type, element.fields) for element in kumu.elements] == [
        ("Ada", "Person", {}),
        ("Bo", "", {"Favorite Dessert": ("shave ice",)}),
    ]
    assert [(line.source, line.target, line.direction) for line in kumu.connections] == [("Ada", "Bo", "mutual")]


def test_ids_are_references_before_labels_are() -> None:
    kumu = read_document(
        {
            "elements": [{"id": 1, "label": "2"}, {"id": 2, "label": "Bo"}],
            "connections": [{"from": 1, "to": "2"}, {"from": "Bo", "to": 1.0}],
        }
    )
    assert [(line.source, line.target) for line in kumu.connections] == [("1", "2"), ("2", "1")]


def test_elements_match_by_id_else_label_and_type_and_the_last_wins() -> None:
    kumu = read_document(
        {
            "elements": [
                {"id": "x", "label": "Ada", "region": "Africa", "tags": ["a"]},
                {"id": "x", "label": "Ada B.", "tags": ["b"]},
                {"label": "Mercury", "type": "Planet"},
                {"label": "Mercury", "type": "Metal"},
                {"label": "Mercury", "type": "Metal", "region": "Asia"},
            ]
        }
    )
    assert [(element.ref, element.label, element.fields, element.location[1]) for element in kumu.elements] == [
        ("x", "Ada B.", {"Region": ("Africa",), "Tags": ("b",)}, 2),
        ("Mercury", "Mercury", {}, 3),
        ("Mercury (Metal)", "Mercury", {"Region": ("Asia",)}, 5),
    ]
    assert _codes(kumu) == {"id_repeated": 1, "element_repeated": 1, "label_shared": 1}


def test_backup_keeps_duplicate_labels_apart_by_their_keys() -> None:
    kumu = read_document(
        _backup(
            [_element("elem-1", label="Ada"), _element("elem-2", label="Ada"), _element("elem-3", label=None)],
            [{"_id": "conn-1", "from": "elem-2", "to": "elem-1", "direction": "directed", "attributes": {}}],
        )
    )
    assert [(element.ref, element.label) for element in kumu.elements] == [
        ("elem-1", "Ada"),
        ("elem-2", "Ada"),
        ("elem-3", ""),
    ]
    assert [(line.ref, line.source, line.target) for line in kumu.connections] == [("conn-1", "elem-2", "elem-1")]
    assert _codes(kumu)["label_shared"] == 1


def test_backup_fields_have_the_names_of_its_attributes_and_others_their_own() -> None:
    attributes = {
        "label": "Ada", "element type": None, "repo url": "https://example.org", "not listed": 3,
        "mixed": ["a", 1, 2.5], "metrics::last": {"degree": 4}, "empty": None, "nested": {"a": 1},
        "tags": ["a", None, "a"],
    }  # fmt: skip
    kumu = read_document(
        _backup(
            [_element("elem-1", **attributes)], [], attributes=[{"name": "Repo URL"}, {"name": None}, "junk", {"a": 1}]
        )
    )
    assert (kumu.elements[0].type, kumu.elements[0].fields) == (
        "",
        {
            "Repo URL": ("https://example.org",),
            "Not listed": ("3",),
            "Mixed": ("a", "1", "2.5"),
            "Tags": ("a",),
        },
    )
    assert _codes(kumu) == {"value_unreadable": 1}


def test_what_is_left_out_of_a_backup_is_counted() -> None:
    kumu = read_document(
        _backup(
            [_element("elem-1", label="Ada"), _element("elem-2", label="Trash"), "junk"],
            [
                {"_id": "conn-1", "from": "elem-1", "to": "elem-9", "attributes": {}},
                {"_id": "conn-2", "from": "elem-1", "to": "elem-2", "direction": "sideways", "reversed": True},
                {"_id": "conn-3", "from": "elem-1", "attributes": {}},
                7,
            ],
            loops=[{"_id": "loop-1"}, {"_id": "loop-2"}],
            maps=[
                {"elements": [{"element": "elem-1"}], "connections": [{"connection": "conn-1"}]},
                {"elements": [{"element": "elem-1"}, None], "defaultConnectionDirection": "directed"},
            ],
            defaultPerspective="pers-that-is-not-there",
        )
    )
    assert {element.label for element in kumu.elements} == {"Ada", "Trash"}
    assert [(line.ref, line.direction) for line in kumu.connections] == [("conn-2", "directed")]
    assert _codes(kumu) == {
        "element_unreadable": 1,
        "connection_reversed": 1,
        "connection_unreadable": 1,
        "loops_left_out": 2,
        "elements_on_no_map": 1,
        "connections_on_no_map": 2,
        "direction_absent": 2,
        "connection_dangling": 1,
        "direction_unknown": 1,
        "connection_incomplete": 1,
    }


def test_links_and_widgets_in_descriptions_become_their_text() -> None:
    text = 'With [[Bo]] and [[Atelier Ada|them]].\n\n[[list "person"]] [[youtube/abc]]'
    kumu = read_document({"elements": [{"label": "Ada", "description": text, "note": "[[kept]]"}]})
    assert kumu.elements[0].fields == {
        "Description": ('With Bo and them.\n\nlist "person" youtube/abc',),
        "Note": ("[[kept]]",),
    }
    assert _codes(kumu) == {"markup_reduced": 1}


def test_definition_without_elements_is_an_empty_project(shared_data: Path) -> None:
    path = shared_data / "interchange" / "vc-spec-map" / "kumu-vc-spec-map-definition.json"
    kumu = read_document(json.loads(path.read_text(encoding="utf-8")))
    assert (kumu.elements, kumu.connections, kumu.notes) == ((), (), ())


def test_blueprint_of_connections_alone_makes_its_elements() -> None:
    kumu = read_document({"connections": [{"from": "Ada", "to": ["Bo", "Cy"]}, {"from": "Bo", "to": "Ada"}]})
    assert [(element.ref, element.location) for element in kumu.elements] == [
        ("Ada", ("connections", 1)),
        ("Bo", ("connections", 1)),
        ("Cy", ("connections", 1)),
    ]
    assert [(line.ref, line.source, line.target) for line in kumu.connections] == [
        ("connections 1", "Ada", "Bo"),
        ("connections 1 (2)", "Ada", "Cy"),
        ("connections 2", "Bo", "Ada"),
    ]
    assert _codes(kumu)["elements_created"] == 3


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "not_an_object"),
        ("elements", "not_an_object"),
        (None, "not_an_object"),
        ({}, "other_shape"),
        ({"nodes": [], "edges": []}, "other_shape"),
        ({"elements": {"nodes": [], "edges": []}}, "other_shape"),
        ({"elements": [{"data": {"id": "a"}}]}, "other_shape"),
        ({"elements": [1], "connections": "a"}, "other_shape"),
        ({"attributes": {"name": "x"}, "options": {}, "nodes": []}, "other_shape"),
    ],
)
def test_json_of_another_shape_is_refused_with_its_reason(document: object, reason: str) -> None:
    assert not is_kumu_document(document)
    with pytest.raises(NotKumu) as refusal:
        read_document(document)
    assert refusal.value.reason == reason


@pytest.mark.parametrize("name", ["graphology.json", "murmurations-profiles.json", "schema-org.jsonld"])
def test_other_tools_files_are_not_claimed(shared_data: Path, name: str) -> None:
    assert not is_kumu_document(json.loads((shared_data / "interchange" / name).read_text(encoding="utf-8")))


def test_numbers_no_field_can_hold_are_noted() -> None:
    kumu = read_document({"elements": [{"label": "Ada", "a": math.inf, "b": math.nan, "c": 10**5000, "d": 1e300}]})
    assert kumu.elements[0].fields == {"D": ("1e+300",)}
    assert _codes(kumu) == {"value_unreadable": 3}


def _is_sound(document: object) -> None:
    try:
        kumu = read_document(document)
    except NotKumu:
        assert not is_kumu_document(document)
        return
    refs = [element.ref for element in kumu.elements]
    assert len(set(refs)) == len(refs)
    assert len({line.ref for line in kumu.connections}) == len(kumu.connections)
    assert {end for line in kumu.connections for end in (line.source, line.target)} <= set(refs)
    assert {line.direction for line in kumu.connections} <= set(DIRECTIONS)
    participants = participant_rows(kumu)
    ids = [row.cells[0] for row in participants.rows]
    assert len(set(ids)) == len(ids)
    assert len(set(participants.header)) == len(participants.header)
    assert {len(row.cells) for row in participants.rows} <= {len(participants.header)}
    assert {end.project_id for link in participants.links for end in (link.source, link.target)} <= set(ids)


@pytest.mark.medium
@settings(deadline=None)
@given(JSON)
def test_any_json_is_read_or_refused(document: object) -> None:
    _is_sound(document)


@pytest.mark.slow
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(KUMU_LIKE)
def test_any_json_that_looks_like_kumus_is_read_or_refused(document: dict[str, object]) -> None:
    _is_sound(document)


@pytest.mark.medium
@pytest.mark.parametrize("name", ["kumu-blueprint.json", "kumu-backup.json"])
def test_broken_copies_of_real_files_are_read_or_refused(shared_data: Path, name: str) -> None:
    whole = json.loads((shared_data / "interchange" / name).read_text(encoding="utf-8"))
    for seed in range(150):
        broken, chance = copy.deepcopy(whole), random.Random(seed)
        for _ in range(chance.randint(1, 12)):
            _break(broken, chance)
        _is_sound(broken)


def _break(document: Any, chance: random.Random) -> None:
    """Put something else in a random place."""
    here = document
    while isinstance(here, dict | list) and here:
        key = chance.choice(list(here)) if isinstance(here, dict) else chance.randrange(len(here))
        if not isinstance(here[key], dict | list) or not here[key] or chance.random() < 0.2:
            here[key] = chance.choice(
                [None, 0, 1.5, True, "", "elem-00000003", "org-001", [], {}, ["a", {}], {"label": 1}]
            )
            return
        here = here[key]
