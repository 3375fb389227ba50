"""Affiliations cut to the organisation, and what city and website say against one name being one body."""

import pytest

from skillsnet.core.intake.record_linkage import OrganisationTraits, compare_all, likeness
from skillsnet.core.intake.record_linkage.affiliations import split_affiliation

UNIVERSITY = OrganisationTraits("University of Tolan", "KE")


@pytest.mark.parametrize(
    ("text", "organisation", "place"),
    [
        ("Dept. of Arts, Faculty of Law, University of Tolan, Tolan, Kenya", "University of Tolan", "tolan KE"),
        ("Faculté des Lettres ; Université de Tolan ; 1 rue du Port ; Tolan ; Mali", "Université de Tolan", "tolan ML"),
        ("Facultad de Derecho - Universidad de Tolan - Lima - Perú", "Universidad de Tolan", "lima PE"),
        ("* Lehrstuhl für Ethik, Universität Tolan, Geb. 4, 80331 Tolan, Deutschland", "Universität Tolan", "tolan DE"),
        ("قسم الاقتصاد، جامعة تولان، القاهرة، مصر", "جامعة تولان", "القاهره EG"),
        ("Ministry of Arts, Science and Sports, Tolan, Kenya", "Ministry of Arts, Science and Sports", "tolan KE"),
        ("Atelier Ada, Kisumu, Kenya", "Atelier Ada", "kisumu KE"),
        ("Department of Sales, Kiva, Kisumu, Kenya", "Kiva", "kisumu KE"),
        ("Dept of Arts, University of Tolan, Tolan, Kenya; ada@example.org", "University of Tolan", "tolan KE"),
        ("Université Tolan 8, 2 rue du Port, 93526 Tolan, France", "Université Tolan 8", "tolan FR"),
    ],
)
def test_the_organisation_of_an_affiliation_is_told(text: str, organisation: str, place: str) -> None:
    affiliation = split_affiliation(text)
    assert affiliation is not None
    assert (affiliation.organisation, f"{affiliation.city} {affiliation.country}") == (organisation, place)


@pytest.mark.parametrize(
    "text",
    [
        "University of Tolan",
        "University of California, Berkeley",
        "Faculty of Law, University of Tolan",
        "Society for Nutrition, Education and Health Action (SNEHA)",
        "Bafenba, Centre for Jomothi Studies, Inc.",
        "",
        ", , ,",
        "a, " * 200,
    ],
)
def test_a_name_is_no_affiliation(text: str) -> None:
    assert split_affiliation(text) is None


def test_an_affiliation_is_asked_about_and_never_joined() -> None:
    found = likeness(OrganisationTraits("Dept. of Arts, University of Tolan, Tolan, Kenya"), UNIVERSITY)
    assert found is not None
    assert found.certainty == "likely"
    assert [reason.code for reason in found.reasons] == ["same_name", "affiliation", "same_country"]


def test_the_campus_in_the_address_tells_two_universities_of_one_name_apart() -> None:
    text = OrganisationTraits("Dept. of Arts, Univ. California, Berkeley, CA, USA")
    register = [OrganisationTraits(f"University of California, {campus}", "US") for campus in ("Davis", "Berkeley")]
    assert [pair.right for pair in compare_all([text], register)] == [1]


def test_two_departments_of_one_university_are_not_compared() -> None:
    texts = [OrganisationTraits(f"Dept. of {unit}, University of Tolan, Tolan, Kenya") for unit in ("Arts", "Law")]
    assert compare_all(texts) == []
    assert [pair.likeness.certainty for pair in compare_all([texts[0], texts[0]])] == ["sure"]


def test_a_country_elsewhere_speaks_against_an_affiliation() -> None:
    text = OrganisationTraits("Dept. of Planning, Ministry of Education, Lima, Peru")
    assert likeness(text, OrganisationTraits("Ministry of Education", "KE")) is None
    assert likeness(text, OrganisationTraits("Ministry of Education", "PE")) is not None


def test_a_general_part_of_an_affiliation_is_no_organisation() -> None:
    text = OrganisationTraits("Institute of Public Health, University of Tolan, Tolan, Kenya")
    assert likeness(text, OrganisationTraits("Institute of Public Health", "KE")) is None


def _certainty(a: OrganisationTraits, b: OrganisationTraits) -> str:
    found = likeness(a, b)
    assert found is not None
    assert likeness(b, a) == found
    return found.certainty


CABINET = "Department of Premier and Cabinet"


@pytest.mark.parametrize(
    ("a", "b", "certainty"),
    [
        (OrganisationTraits(CABINET, "AU", city="Sydney"), OrganisationTraits(CABINET, "AU", city="Perth"), "likely"),
        (OrganisationTraits(CABINET, "AU", city="Sydney"), OrganisationTraits(CABINET, "AU", city="SYDNEY"), "sure"),
        (OrganisationTraits(CABINET, "AU", city="Perth"), OrganisationTraits(CABINET, "AU", city="Perth City"), "sure"),
        (OrganisationTraits(CABINET, "AU", city="Sydney"), OrganisationTraits(CABINET, "AU"), "sure"),
        (
            OrganisationTraits(CABINET, "AU", domains=frozenset({"dpc.vic.gov.au"})),
            OrganisationTraits(CABINET, "AU", domains=frozenset({"dpc.sa.gov.au"})),
            "likely",
        ),
        (
            OrganisationTraits("Moodle", "AU", domains=frozenset({"moodle.org"})),
            OrganisationTraits("Moodle", "AU", domains=frozenset({"moodle.com"})),
            "sure",
        ),
        (
            OrganisationTraits("Moodle", "AU", project_domains=frozenset({"one.org"})),
            OrganisationTraits("Moodle", "AU", project_domains=frozenset({"two.org"})),
            "sure",
        ),
        (
            OrganisationTraits("Moodle", "AU", city="Perth", domains=frozenset({"moodle.org"})),
            OrganisationTraits("Moodle", "AU", city="Sydney", domains=frozenset({"moodle.org"})),
            "likely",
        ),
        (
            OrganisationTraits("Moodle", "AU", external_id="7", city="Perth"),
            OrganisationTraits("Moodle", "AU", external_id="7", city="Sydney"),
            "sure",
        ),
    ],
)  # fmt: skip
def test_city_and_website_speak_against_one_name(a: OrganisationTraits, b: OrganisationTraits, certainty: str) -> None:
    assert _certainty(a, b) == certainty
