"""Networks as the files of other tools, read back and compared as whole values."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.interchange.kumu import KumuProject, KumuSheet, read_document, read_tables
from skillsnet.core.interchange.networks import (
    DECLARED,
    SIMILAR,
    Document,
    NetworkLink,
    NetworkNode,
    NodeField,
    gexf,
    graphml,
    kumu_blueprint,
    kumu_connections,
    kumu_elements,
    network_json,
)
from skillsnet.core.interchange.networks.kumu import kumu_field_names
from skillsnet.core.text import clean
from skillsnet.core.text.xml import xml_text

GEXF, VIZ = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
FIELDS = (
    NodeField("organisation", "Organisation"),
    NodeField("category", "Category", "texts"),
    NodeField("stage", "No"),
    NodeField("number-ties", "Declared links", "number"),
    NodeField("page", "Page"),
)
# Names as they come: markup, quotes, pipes, right-to-left, joined emoji, controls, halves of pairs, formulas.
NAMES = st.text(
    st.one_of(st.sampled_from("<>&\"'|¦[],=+-@\\\u202e\u200f\u0627\u0644👩‍🏭\x00\x0b\ufffe\n\tab "), st.characters()),
    max_size=12,
)


@st.composite
def _documents(draw: Callable[[st.SearchStrategy[object]], object]) -> Document:
    n = draw(st.integers(1, 5))
    nodes = [draw(_nodes(str(number * 7 + 1))) for number in range(n)]  # type: ignore[operator]
    ends = st.integers(0, n - 1)  # type: ignore[operator]
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=5, unique_by=lambda pair: tuple(sorted(pair))))
    links = [_link(nodes[one], nodes[other], place) for place, (one, other) in enumerate(pairs) if one != other]  # type: ignore[arg-type,attr-defined,misc,index]
    return _document(nodes, links)  # type: ignore[arg-type]


def _nodes(pk: str) -> st.SearchStrategy[NetworkNode]:
    values = st.fixed_dictionaries(
        {"organisation": NAMES, "number-ties": st.integers(0, 9), "page": st.just(f"https://example.org/{pk}/")},
        optional={"category": st.lists(NAMES, min_size=1, max_size=3).map(tuple), "stage": NAMES},
    )
    return st.builds(
        NetworkNode,
        st.just(pk),
        NAMES,
        values,
        x=st.floats(0, 1),
        y=st.floats(0, 1),
        colour=st.sampled_from(["", "#332288"]),
    )


def _link(one: NetworkNode, other: NetworkNode, place: int) -> NetworkLink:
    if place % 2:
        return NetworkLink(one.id, other.id, SIMILAR, "undirected", 0.25)
    return NetworkLink(one.id, other.id, DECLARED, ("directed", "undirected", "mutual")[place // 2 % 3])  # type: ignore[arg-type]


def _document(nodes: list[NetworkNode], links: list[NetworkLink]) -> Document:
    return Document(
        "T",
        "D",
        date(2026, 1, 2),
        FIELDS,
        lambda: nodes,
        lambda: links,
        {DECLARED: "Declared link", SIMILAR: "Similar"},
    )


def _lines(text: str) -> str:
    """Return a text as an XML parser gives it from an element: line ends alike."""
    return xml_text(text)


@pytest.mark.medium
@settings(deadline=None)
@given(_documents())
def test_our_own_json_holds_everything(document: Document) -> None:
    whole = "".join(network_json(document)).encode()
    told = json.loads(whole)
    assert [(field["key"], field["label"], field["kind"]) for field in told["fields"]] == [
        (field.key, field.label, field.kind) for field in FIELDS
    ]
    assert told["points"] == [
        {
            "id": node.id,
            "label": node.label,
            "x": round(node.x or 0, 5),
            "y": round(node.y or 0, 5),
            **({"colour": node.colour} if node.colour else {}),
            "values": {key: list(v) if isinstance(v, tuple) else v for key, v in node.values.items()},
        }
        for node in document.nodes()
    ]
    assert told["links"] == [
        {
            "source": link.source,
            "target": link.target,
            "kind": link.kind,
            "direction": link.direction,
            **({} if link.strength is None else {"strength": link.strength}),
        }
        for link in document.connections()
    ]


@pytest.mark.medium
@settings(deadline=None)
@given(_documents())
def test_gexf_holds_points_fields_places_colours_and_links(document: Document) -> None:
    root = ElementTree.fromstring("".join(gexf(document)))
    kinds = {a.get("id", ""): a.get("type") for a in root.iter(f"{GEXF}attribute")}
    assert (root.get("version"), kinds["category"], kinds["number-ties"]) == ("1.3", "liststring", "double")
    nodes = [
        (node.get("id"), node.get("label"), {v.get("for"): v.get("value") for v in node.iter(f"{GEXF}attvalue")})
        for node in root.iter(f"{GEXF}node")
    ]
    assert nodes == [(node.id, xml_text(node.label), _gexf_values(node)) for node in document.nodes()]
    colours = [node.get("hex") for node in root.iter(f"{VIZ}color")]
    assert colours == [node.colour for node in document.nodes() if node.colour]
    heights = [float(place.get("y", "")) for place in root.iter(f"{VIZ}position")]
    assert heights == [pytest.approx(1000 * (1 - (node.y or 0)), abs=0.006) for node in document.nodes()]
    edges = [
        tuple(edge.get(key) for key in ("source", "target", "type", "kind", "weight"))
        for edge in root.iter(f"{GEXF}edge")
    ]
    assert edges == [
        (link.source, link.target, link.direction, link.kind, None if link.strength is None else "0.25")
        for link in document.connections()
    ]


def _gexf_values(node: NetworkNode) -> dict[str, str]:
    return {
        key: xml_text(_gexf_list(value) if isinstance(value, tuple) else str(value))
        for key, value in node.values.items()
    }


def _gexf_list(texts: tuple[str, ...]) -> str:
    quoted = [re.sub(r"([\\'])", r"\\\1", text) for text in texts]
    return "[" + ", ".join(f"'{text}'" for text in quoted) + "]"


@pytest.mark.medium
@settings(deadline=None)
@given(_documents())
def test_graphml_holds_them_with_lists_joined_by_pipes_that_split_nothing(document: Document) -> None:
    root = ElementTree.fromstring("".join(graphml(document)))
    names = {key.get("id"): key.get("attr.name") for key in root.iter(f"{GRAPHML}key")}
    assert names["f_category"] == "Category (separated by |)"
    nodes = {node.get("id"): _data(node) for node in root.iter(f"{GRAPHML}node")}
    assert {pk: data["n_label"] for pk, data in nodes.items()} == {p.id: _lines(p.label) for p in document.nodes()}
    for node in document.nodes():
        texts = node.values.get("category", ())
        assert isinstance(texts, tuple)
        found = nodes[node.id].get("f_category", "")
        assert found.split("|") == [_lines(text.replace("|", "¦")) for text in texts] or (not texts and not found)
        assert nodes[node.id]["f_number-ties"] == str(node.values["number-ties"])
    edges = [(e.get("source"), e.get("target"), e.get("directed"), _data(e)) for e in root.iter(f"{GRAPHML}edge")]
    assert edges == [
        (
            *(link.source, link.target, "true" if link.direction == "directed" else "false"),
            {
                "e_kind": link.kind,
                "e_direction": link.direction,
                **({} if link.strength is None else {"e_weight": "0.25"}),
            },
        )
        for link in document.connections()
    ]


def _data(element: ElementTree.Element) -> dict[str, str]:
    return {data.get("key", ""): data.text or "" for data in element.iter(f"{GRAPHML}data")}


@pytest.mark.medium
@settings(deadline=None)
@given(_documents())
def test_our_own_kumu_reader_reads_the_blueprint_back(document: Document) -> None:
    _compared(read_document(json.loads("".join(kumu_blueprint(document)))), document, whole=clean)


@pytest.mark.medium
@settings(deadline=None)
@given(_documents())
def test_our_own_kumu_reader_reads_the_sheets_back(document: Document) -> None:
    sheets = {"Elements": kumu_elements(document), "Connections": kumu_connections(document)}
    tables = [KumuSheet(name, [*enumerate(rows, start=1)]) for name, rows in sheets.items()]
    # In a sheet of which no row has links, the header alone stands.
    _compared(read_tables(tables), document, whole=lambda text: clean(text).replace("|", "¦"))


def _compared(kumu: KumuProject, document: Document, *, whole: Callable[[str], str]) -> None:
    labels = {
        "organisation": "Organisation",
        "category": "Tags",
        "stage": "No (field)",
        "number-ties": "Declared links",
    }
    expected = []
    for node in document.nodes():
        fields: dict[str, tuple[str, ...]] = {"URL": (str(node.values["page"]),)}
        for key, name in labels.items():
            value = node.values.get(key, ())
            texts = tuple(dict.fromkeys(_told(value, whole)))
            if texts:
                fields[name] = texts
        expected.append((node.id, _flat(whole(node.label)) or node.id, fields))
    found = [
        (e.id, _flat(e.label), {name: tuple(dict.fromkeys(map(_flat, texts))) for name, texts in e.fields.items()})
        for e in kumu.elements
    ]
    assert found == expected
    names = {DECLARED: "Declared link", SIMILAR: "Similar"}
    ids = {element.ref: element.id for element in kumu.elements}
    assert [(ids[c.source], ids[c.target], c.type, c.direction) for c in kumu.connections] == [
        (link.source, link.target, names[link.kind], link.direction) for link in document.connections()
    ]


def _flat(text: str) -> str:
    """Return a text in one line: the reader keeps line breaks in some fields only."""
    return " ".join(text.split())


def _told(value: object, whole: Callable[[str], str]) -> list[str]:
    parts = value if isinstance(value, tuple) else (str(value),)
    return [text for part in parts if (text := _flat(whole(part)))]


def test_no_field_takes_a_name_that_kumu_keeps_for_itself() -> None:
    names = kumu_field_names(
        [NodeField(str(i), name) for i, name in enumerate(["TRUE", "Off", "From", "Tags", " ", "A|B"])]
    )
    assert list(names.values()) == ["TRUE (field)", "Off (field)", "From (field)", "Tags (field)", "4", "A¦B"]


def test_the_structure_is_that_of_the_example_files(shared_data: Path) -> None:
    examples = shared_data / "interchange"
    link = NetworkLink("1", "2", DECLARED, "mutual")
    node = NetworkNode("1", "A", {"organisation": "B", "category": ("x",)}, x=0.1, y=0.2, colour="#332288")
    document = _document([node, replace(node, id="2")], [link])
    ours, theirs = (
        json.loads("".join(kumu_blueprint(document))),
        json.loads((examples / "kumu-blueprint.json").read_text()),
    )
    assert set(ours) == set(theirs) & {"elements", "connections"}
    for written, parts in (
        (gexf(document), examples / "network.gexf"),
        (graphml(document), examples / "network.graphml"),
    ):
        mine, known = ElementTree.fromstring("".join(written)), ElementTree.parse(parts).getroot()
        assert {child.tag for child in mine.iter()} <= {child.tag for child in known.iter()} | {f"{GRAPHML}desc"}
        assert mine.tag == known.tag
