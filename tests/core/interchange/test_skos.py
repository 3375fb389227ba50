"""SKOS out and in: our own exactly, others' as far as it goes, and nothing that a hostile file wants."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.namespace import RDF, SKOS

from skillsnet.core.interchange.skos import FORMATS, MAX_BYTES, from_skos, parsing, to_skos
from skillsnet.core.interchange.skos.vocabulary import XKOS
from skillsnet.core.taxonomy import EditionDocument, Kind, TaxonomyDocument, Unreadable, load_skills_taxonomy
from tests.core.taxonomy.cases import category, taxonomies

BASE = "https://network.example.org/categories/"
PREFIX = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
CASES = Path(__file__).resolve().parents[4] / "shared" / "data" / "cases" / "25-skos-thesauri"
XL = (
    PREFIX
    + """@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
<urn:t:a> a skos:Concept ; xl:prefLabel [ xl:literalForm "Welding"@en ] .
<urn:t:b> a skos:Concept ; skos:broader <urn:t:a> ; xl:prefLabel [ xl:literalForm "Turning"@en ] .
"""
)
OTHERS = """
<urn:t:m> a skos:Concept ; skos:prefLabel "Metal"@en ; skos:notation "01" .
<urn:t:o> a skos:Concept ; skos:prefLabel "Turning"@en ; skos:notation "1.10" ; skos:broader <urn:t:m> .
<urn:t:w> a skos:Concept ; skos:prefLabel "Welding"@en, "Soudage"@fr, "Weldyng"@x-old ; skos:notation "1.2" ;
  skos:altLabel "welder"@en, "soldering"@en, "soudeur"@fr ; skos:scopeNote "Joining of metal."@en ;
  skos:broader <urn:t:m>, <urn:t:o> ; skos:related <urn:t:o> .
<urn:t:c> a skos:Collection ; skos:member <urn:t:w> .
"""
SCHEMES = """
<urn:t:places> a skos:ConceptScheme ; skos:prefLabel "Places"@en .
<urn:t:trades> a skos:ConceptScheme ; skos:prefLabel "Trades"@en, "Métiers"@fr .
<urn:t:k> a skos:Concept ; skos:inScheme <urn:t:places> ; skos:prefLabel "Kisumu"@en .
<urn:t:w> a skos:Concept ; skos:inScheme <urn:t:trades> ; skos:prefLabel "Welding"@en .
"""


@pytest.mark.parametrize("form", FORMATS)
def test_the_shipped_taxonomy_comes_back(form: str) -> None:
    taxonomy = load_skills_taxonomy()
    assert from_skos(to_skos(taxonomy, base=BASE, form=form).encode()) == taxonomy


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(taxonomy=taxonomies())
def test_any_taxonomy_comes_back(form: str, taxonomy: TaxonomyDocument) -> None:
    assert from_skos(to_skos(taxonomy, base=BASE, form=form).encode()) == taxonomy


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", ["(" * 500, 'say """((( no', "it's [[[", "a \\ ( b", "# ((( <((("])
def test_brackets_and_quotes_in_texts_nest_nothing(text: str, form: str) -> None:
    first = category("a", definition=text * 30)
    taxonomy = TaxonomyDocument({"en": "T"}, (EditionDocument(1, (first, category("b", 2))),), (), "t")
    assert from_skos(to_skos(taxonomy, base=BASE, form=form).encode()) == taxonomy


def test_other_tools_find_schemes_concepts_and_correspondences() -> None:
    graph = Graph().parse(data=to_skos(load_skills_taxonomy(), base=BASE), format="turtle")
    assert len(set(graph.subjects(RDF.type, SKOS.ConceptScheme))) == 2
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == len(set(graph.subjects(SKOS.topConceptOf, None))) == 17
    assert len(set(graph.objects(None, XKOS.madeOf))) == 10
    assert (len(set(graph.subject_objects(SKOS.exactMatch))), len(set(graph.subject_objects(SKOS.narrowMatch)))) == (
        2,
        2,
    )
    sources = {str(source) for source in graph.objects(None, XKOS.sourceConcept)}
    assert f"{BASE}edition-1/sectoral-approaches/" in sources


def test_one_edition_alone_still_says_what_it_came_from() -> None:
    whole = load_skills_taxonomy()
    second = TaxonomyDocument(whole.names, whole.editions[1:], whole.correspondence, whole.slug)
    assert from_skos(to_skos(second, base=BASE).encode()) == second


def test_labels_alone_are_enough() -> None:
    found = from_skos(
        (PREFIX + """
        <http://example.org/t/1> a skos:Concept ; skos:prefLabel "Radio lessons"@en-GB, "Leçons à la radio"@fr ;
            skos:altLabel "Broadcasting"@en ; skos:notation "B.2" .
        [] a skos:Concept ; skos:prefLabel "Étude" ; skos:definition "Learning alone, from books."@en ;
            skos:broader <http://example.org/t/1> .
        """).encode()
    )  # fmt: skip
    told = [(one.slug, one.number, one.mark, one.parent, sorted(one.texts)) for one in found.editions[0].categories]
    assert told == [
        ("etude", 1, "E", "radio-lessons", ["en"]),
        ("radio-lessons", 2, "R", None, ["en", "fr"]),
    ]
    assert (found.slug, found.is_tree, found.editions[0].number) == ("", True, 1)


def test_broader_concepts_in_a_circle_come_in_as_such_for_the_checks_to_refuse() -> None:
    text = PREFIX + '<a:a> skos:prefLabel "A" ; skos:broader <a:b> . <a:b> skos:prefLabel "B" ; skos:broader <a:a> .'
    categories = from_skos(text.encode()).editions[0].categories
    assert {one.slug: one.parent for one in categories} == {"a": "b", "b": "a"}


def test_an_association_without_our_kind_is_read_by_its_ends() -> None:
    text = (
        PREFIX
        + """@prefix xkos: <http://rdf-vocabulary.ddialliance.org/xkos#> .
        <a:a> a skos:Concept ; skos:prefLabel "A" .
        <a:c> a xkos:Correspondence ; xkos:madeOf [ xkos:sourceConcept <a:old> ; xkos:targetConcept <a:a> ],
            [ xkos:targetConcept <a:a> ], [ xkos:sourceConcept <a:gone> ] ."""
    )
    found = {(one.old, one.new, one.kind) for one in from_skos(text.encode()).correspondence}
    assert found == {("old", "a", Kind.KEPT), (None, "a", Kind.ADDED), ("gone", None, Kind.RETIRED)}


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE rdf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&d;</rdf:RDF>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE rdf [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&x;</rdf:RDF>"""
SUBSET = b"""<?xml version="1.0"?><!DOCTYPE rdf SYSTEM "http://example.org/x.dtd">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>"""
TWO_SCHEMES = (
    PREFIX
    + """<a:s> a skos:ConceptScheme . <a:t> a skos:ConceptScheme .
<a:a> skos:prefLabel "A" ; skos:inScheme <a:s> . <a:b> skos:prefLabel "B" ; skos:inScheme <a:t> ."""
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_concepts"),
        (b"\x00\x01\x02", "not_rdf"),
        (b"Once upon a time", "not_rdf"),
        (b'{"@context": "http://example.org/context.json", "@id": "x"}', "is_json_ld"),
        (b'[{"@id": "x"}]', "is_json_ld"),
        (LAUGHS, "xml_entities"),
        (LAUGHS.decode().replace('<?xml version="1.0"?>', "").encode("utf-16"), "xml_entities"),
        (OUTSIDE, "xml_entities"),
        (SUBSET, "xml_entities"),
        (b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>", "not_rdf"),
        (b"<?xml version='1.0'?>" + b"<a>" * 5000 + b"</a>" * 5000, "too_deep"),
        (PREFIX.encode() + b"[ skos:prefLabel " * 5000, "too_deep"),
        ("<a:a> <a:b> \"é\" .".encode("latin-1"), "not_utf8"),
        (PREFIX.encode() + b"<a:a> a skos:Concept .", "no_concepts"),
        (TWO_SCHEMES.encode(), "several_schemes"),
        (b"#" * (MAX_BYTES + 1), "too_large"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        from_skos(content)
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.parametrize(
    ("name", "limit", "lines", "code"),
    [
        ("MAX_TRIPLES", 20, [f"<a:{n}> a skos:Concept ." for n in range(1000)], "too_many_triples"),
        ("MAX_LITERAL_CHARS", 20, ['<a:a> skos:note "' + "a" * 21 + '" .', "<a:a> a <b:b> ."], "literal_too_long"),
        ("MAX_PREFIXES", 20, [f"@prefix p{n}: <a:{n}> ." for n in range(1000)], "too_many_prefixes"),
    ],
)  # fmt: skip
def test_limits_are_kept_while_reading(
    name: str, limit: int, lines: list[str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, name, limit)
    # What comes after the limit is broken: whoever reads it says so.
    content = "\n".join([PREFIX, *lines, "this is no Turtle at all"]).encode()
    with pytest.raises(Unreadable) as refused:
        from_skos(content)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_imports_and_contexts_are_never_fetched() -> None:
    # The network is closed in tests: fetching would fail.
    text = (
        PREFIX
        + """@prefix owl: <http://www.w3.org/2002/07/owl#> . @base <http://example.org/> .
        <> owl:imports <http://example.org/other.ttl> . <a> a skos:Concept ; skos:prefLabel "A" ."""
    )
    assert [one.slug for one in from_skos(text.encode()).editions[0].categories] == ["a"]


@pytest.mark.medium
@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=200), start=st.sampled_from([b"", PREFIX.encode(), b"<?xml version='1.0'?>"]))
def test_whatever_the_bytes_the_answer_is_a_taxonomy_or_a_refusal(content: bytes, start: bytes) -> None:
    with suppress(Unreadable):
        assert from_skos(start + content).editions


def test_labels_of_their_own_are_read_as_plain_ones() -> None:
    taxonomy = from_skos(CASES.joinpath("xl-only.ttl").read_bytes() if CASES.is_dir() else XL.encode())
    assert {category.texts["en"].name: category.parent for category in taxonomy.editions[0].categories} == {
        "Welding": None,
        "Turning": "welding",
    }


def test_alternative_labels_stand_under_what_is_included_and_what_is_left_out_is_counted() -> None:
    taxonomy = from_skos((PREFIX + OTHERS).encode())
    words = {category.slug: category.texts for category in taxonomy.editions[0].categories}
    assert words["welding"]["en"].includes == "Joining of metal.\nsoldering; welder"
    assert words["welding"]["fr"].includes == "soudeur"
    assert {remark.code: remark.value for remark in taxonomy.remarks} == {
        "parents_left_out": "1",
        "alternative_labels": "3",
        "relations_left_out": "1",
        "collections_left_out": "1",
        "notations_left_out": "01, 1.2, 1.10",
        "languages_left_out": "x-old",
    }
    assert [category.texts["en"].name for category in taxonomy.editions[0].categories] == [
        "Metal",
        "Welding",
        "Turning",
    ]


def test_of_several_schemes_one_can_be_chosen() -> None:
    content = (PREFIX + SCHEMES).encode()
    with pytest.raises(Unreadable) as refused:
        from_skos(content)
    assert [(problem.code, problem.value) for problem in refused.value.problems] == [
        ("several_schemes", "Places, Trades")
    ]
    for chosen in ("trades", "urn:t:trades", "Métiers"):
        assert [category.slug for category in from_skos(content, scheme=chosen).editions[0].categories] == ["welding"]
    with pytest.raises(Unreadable, match="scheme_unknown"):
        from_skos(content, scheme="people")


@pytest.mark.medium
@pytest.mark.skipif(not CASES.is_dir(), reason="the thesauri are not beside this checkout")
def test_real_thesauri_come_in_and_say_what_is_left_out() -> None:
    for name in ("unesco-excerpt.ttl", "unesco-excerpt.rdf"):
        taxonomy = from_skos(CASES.joinpath(name).read_bytes())
        assert sorted(taxonomy.names) == ["en", "es", "fr", "ru"]
        assert len(taxonomy.editions[0].categories) == 92
        assert {remark.code for remark in taxonomy.remarks} == {
            *("alternative_labels", "relations_left_out", "collections_left_out", "notations_left_out"),
        }
    tree = from_skos(CASES.joinpath("narrower-only.ttl").read_bytes()).editions[0].categories
    assert {category.slug: category.parent for category in tree}["welding"] == "metal"
