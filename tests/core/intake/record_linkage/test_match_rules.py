"""Likeness: what makes two organisations one, and what tells them apart."""

from dataclasses import replace

import pytest
from benchmarks.duplicates import planted
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.intake.record_linkage import REASONS, OrganisationTraits, likeness

ORGANISATIONS = [
    each for side in planted(300)[:2] for each in side
]  # Generated names in several languages, with their planted variants.


def told(one: str, other: str, *, countries: tuple[str, str] = ("KE", "KE")) -> tuple[str, str] | None:
    """Return certainty and first reason of two names."""
    found = likeness(OrganisationTraits(one, countries[0]), OrganisationTraits(other, countries[1]))
    return (found.certainty, found.reasons[0].code) if found else None


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("Dymaxion Labs", "Dymaxion labs", "same_name"),
        ("Open Up", "OpenUp", "same_name"),
        ("The World Bank", "World Bank", "same_name"),
        ("Humanity & Inclusion", "Humanity and Inclusion", "same_name"),
        ("Médecins Sans Frontières", "Medecins sans Frontieres (MSF)", "same_name"),
        ("جمعية الأمل", "جمعيه الامل", "same_name"),
        ("Moodle", "Moodle Pty Ltd", "same_name_without_legal_form"),
        ("ООО «Газпром нефть»", "Газпром нефть", "same_name_without_legal_form"),
        ("北京世纪科技有限公司", "北京世纪科技", "same_name_without_legal_form"),
    ],
)
def test_the_same_name_in_one_country_is_sure(one: str, other: str, code: str) -> None:
    assert told(one, other) == ("sure", code)


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("World Health Organisation", "World Health Organization (WHO)", "same_words"),
        ("Government Technology Agency of Singapore", "Government Technology Agency Singapore", "same_words"),
        ("Technische Universität München", "Technische Universitaet Muenchen", "same_words"),
        ("Fundación Raíces", "Raíces Fundación", "same_words"),
        ("UNDP", "United Nations Development Programme", "acronym"),
        ("AFD", "Agence Française de Développement", "acronym"),
        ("NSDC", "National Skill Development Corporation", "acronym"),
        ("FAO", "Food and Agriculture Organization (FAO) of the United Nations", "alias"),
        ("LCubed AB (iGrant.io)", "iGrant.io", "alias"),
        ("Media House (formerly Radio Lake)", "Radio Lake", "alias"),
        ("IntraHealth", "IntraHealth International", "short_form"),
        ("Norwegian Meteorological Insitute", "Norwegian Meteorological Institute", "near_name"),
        ("Газпром", "Gazprom", "transliterated"),
        ("ياللا خدمة", "Yalla Khedma", "transliterated"),
    ],
)
def test_other_forms_of_a_name_are_likely(one: str, other: str, code: str) -> None:
    assert told(one, other) == ("likely", code)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Code for Africa", "Code for America"),
        ("Statistics Norway", "Statistics Sweden"),
        ("Global Forest Watch", "Global Fishing Watch"),
        ("Ministry of Education", "Ministry of Labour"),
        ("School No. 1", "School No. 2"),
        ("Group A Training", "Group B Training"),
        ("UNICEF", "UNICEF Innovation"),
        ("UNDP", "United Nations Development Program( UNDP) India"),
        ("University of Washington", "Department of Global Health, University of Washington"),
        ("University of Washington", "Washington University"),
        ("Innovation Unit (UNICEF)", "UNICEF"),
        ("Finance Division (Ministry of Finance)", "Ministry of Finance"),
        ("Open Street Map", "OpenStreetMap Foundation"),
        ("Open Up", "Open Up Resources"),
        ("UN Women", "Women"),
        ("OpenEMR", "OpenEMS"),
        ("Austrian Development Agency", "Australian Development Agency"),
        ("Health Workers Union", "Wealth Workers Union"),
        ("Mariana Trust", "Mariano Trust"),
        ("第一小学", "第二小学"),
        ("جمعية الأمل", "جمعية العمل"),
        ("N/A", "N/A"),
    ],
)
def test_a_telling_word_makes_another_body(one: str, other: str) -> None:
    assert told(one, other) is None


def test_countries_lower_certainty() -> None:
    assert {
        "same": told("Kimetrica", "Kimetrica", countries=("KE", "KE")),
        "unknown": told("Kimetrica", "Kimetrica", countries=("KE", "")),
        "other": told("Kimetrica", "Kimetrica", countries=("KE", "UG")),
        "general, unknown": told("Youth Forum", "Youth Forum", countries=("KE", "")),
        "general, other": told("Youth Forum", "Youth Forum", countries=("KE", "UG")),
        "ministry, other": told("Ministry of Labour", "Ministry of Labor", countries=("KE", "UG")),
        "acronym, other": told("NSDC", "National Skill Development Corporation", countries=("IN", "LK")),
        "acronym at work in many": told("UNDP", "United Nations Development Programme", countries=("IN", "ZM")),
        "place beside the name": told("Ministry of Labour, Kenya", "Ministry of Labour", countries=("", "UG")),
    } == {
        "same": ("sure", "same_name"),
        "unknown": ("sure", "same_name"),
        "other": ("likely", "same_name"),
        "general, unknown": ("likely", "same_name"),
        "general, other": None,
        "ministry, other": None,
        "acronym, other": None,
        "acronym at work in many": ("likely", "acronym"),
        "place beside the name": None,
    }


def test_two_legal_forms_or_two_numbers_ask() -> None:
    assert told("Bosch GmbH", "Bosch AG") == ("likely", "same_name_without_legal_form")
    one, other = OrganisationTraits("Kimetrica", "KE", external_id="1"), OrganisationTraits("Kimetrica", "KE", "2")
    found = likeness(one, other)
    assert found is not None
    assert found.certainty == "likely"


@pytest.mark.parametrize(
    ("one", "other", "shared", "certainty"),
    [
        ("Kimetrica", "Kimetrika Ltd", "address", "sure"),
        ("Kimetrica Trading", "Kimetrica Data", "address", "likely"),
        ("Kimetrica", "Data Unit, Kimetrica", "address", None),
        ("UNDP", "United Nations Development Programme", "address", "sure"),
        ("Kimetrica", "Open Institute", "address", None),
        ("World Health Organization", "World Health Organisation", "domain", "sure"),
        ("OpenBCI", "Open Source Brain-Computer Interfacing", "domain", "likely"),
        ("Apache", "The Apache Software Foundation", "domain", "likely"),
        ("GNU Health", "GNU Solidario", "domain", None),
        ("OpenStreetMap", "OpenStreetMap Foundation", "domain", None),
        ("Scratch", "MIT", "domain", None),
        ("Kimetrica", "Kimetrica Ltd", "external id", "sure"),
        ("Kimetrica", "Open Institute", "external id", "likely"),
    ],
)
def test_hard_evidence_needs_related_names(one: str, other: str, shared: str, certainty: str | None) -> None:
    both = [OrganisationTraits(name, "KE") for name in (one, other)]
    if shared == "address":
        both = [replace(each, addresses=frozenset({"ada@kimetrica.com"})) for each in both]
    elif shared == "domain":
        both = [replace(each, domains=frozenset({"kimetrica.com"})) for each in both]
    else:
        both = [replace(each, external_id="K-1") for each in both]
    found = likeness(*both)
    assert (found.certainty if found else None) == certainty


def test_an_acronym_at_a_platforms_domain_asks_and_at_its_own_is_sure() -> None:
    names = ("MIT", "Massachusetts Institute of Technology")
    told_by = {
        domain: [likeness(*(OrganisationTraits(name, "US", domains=frozenset({domain})) for name in names))]
        for domain in ("mit.edu", "worldbank.org")
    }
    assert {domain: found.certainty for domain, [found] in told_by.items() if found} == {
        "mit.edu": "sure",
        "worldbank.org": "likely",
    }


def test_a_platforms_domain_does_not_join_the_ministries_of_two_countries() -> None:
    shared = frozenset({"worldbank.org"})
    one = OrganisationTraits("Ministry of Education", "RW", domains=shared)
    others = [OrganisationTraits(name, "NP", domains=shared) for name in (one.name, "Minstry of Education")]
    assert [likeness(one, other) for other in others] == [None, None]


def test_reasons_can_be_told_and_name_what_is_shared() -> None:
    one = OrganisationTraits("UNDP", "ZM", "7", frozenset({"ada@undp.org"}), frozenset({"undp.org"}))
    other = replace(one, name="United Nations Development Programme")
    found = likeness(one, other)
    assert found is not None
    assert [(reason.code, reason.value) for reason in found.reasons] == [
        ("same_external_id", "7"),
        ("same_address", "ada@undp.org"),
        ("same_domain", "undp.org"),
        ("acronym", "UNDP"),
        ("same_country", ""),
    ]
    assert {reason.code for reason in found.reasons} <= set(REASONS)


@given(st.sampled_from(ORGANISATIONS), st.sampled_from(ORGANISATIONS))
def test_the_order_of_two_generated_ones_does_not_matter(one: OrganisationTraits, other: OrganisationTraits) -> None:
    assert likeness(one, other) == likeness(other, one)


names = st.text(alphabet="abcdeAB Éñ().,-&'12 الأمل世界ЯжUN", max_size=24)
traits = st.builds(
    OrganisationTraits,
    name=names
    | st.sampled_from(["Moodle (UN)", "UN (Moodle)", "AB - Acme Bolts", "The Ltd", "UNDP, Kenya", "WHO (AB)"]),
    country=st.sampled_from(["", "KE", "UG"]),
    external_id=st.sampled_from(["", "1", "2"]),
    addresses=st.frozensets(st.sampled_from(["ada@a.org", "bo@b.org"])),
    domains=st.frozensets(st.sampled_from(["a.org", "b.org"])),
)


@given(traits, traits)
def test_order_never_matters_and_scores_keep_their_range(one: OrganisationTraits, other: OrganisationTraits) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    if found:
        assert (0 < found.score < 0.8) if found.certainty == "likely" else (0.8 <= found.score <= 1)


accents = str.maketrans({"o": "ó", "a": "à", "e": "é", "u": "ü", "i": "î"})


@given(
    st.sampled_from([each for each in ORGANISATIONS if each.name.isascii() and len(each.name) > 10]),
    st.sampled_from(["", " Ltd", ", Inc.", " S.A.", " GmbH", " (Pty) Ltd", " sp. z o.o.", " NPC", " e.V."]),
    st.sampled_from([str.lower, str.upper, str.title, str]),
    st.booleans(),
    st.sampled_from([" ", "  ", "-", ", ", " · "]),
)
def test_form_case_accents_and_punctuation_change_nothing(
    each: OrganisationTraits, form: str, case: type[str], has_accents: bool, gap: str
) -> None:
    name = case(each.name.translate(accents) if has_accents else each.name)
    varied = replace(each, name=name.replace(" ", gap, 1) + form)
    found = likeness(each, varied)
    assert found is not None
    assert found.certainty == "sure"
