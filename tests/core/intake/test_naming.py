"""Which organisations are one person, and where a row names its own people."""

from dataclasses import replace

import pytest

from skillsnet.core.intake.naming import NameMention, find_name_mentions, is_one_person
from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedPerson, ParsedProject
from skillsnet.core.intake.record_linkage.unnamed import is_self_description

ADA = ParsedPerson(key="ada", name="Zzada Zzdiallo")


@pytest.mark.parametrize(
    "name",
    [
        *("Self-employed trainer", "Individual consultant", "Freelancer", "Independent", "Self employed", "Individual"),
        *("Consultante indépendante", "Travailleur indépendant", "Formatrice indépendante", "Particulier"),
        *("Consultor independiente", "Trabajadora autónoma", "Persona física", "Formador por cuenta propia"),
        *("مستشار مستقل", "مدربة مستقلة", "عمل حر", "باحث مستقل"),
    ],
)
def test_who_works_alone_says_so_in_four_languages(name: str) -> None:
    assert is_self_description(name)
    assert is_self_description(name.upper())


@pytest.mark.parametrize(
    "name",
    [
        *("", "Trainer", "Self-Employed Women’s Association", "Independent Trainers Guild", "Consultants Ltd"),
        *("Association des travailleurs indépendants", "Unión de autónomos", "Independent Living Centre"),
        *("اتحاد العمل الحر", "Universidad Autónoma de Madrid", "Individual Learning Foundation"),
    ],
)
def test_organisations_are_not_taken_for_one_person(name: str) -> None:
    assert not is_self_description(name)


@pytest.mark.parametrize(
    ("name", "kind", "is_one"),
    [
        ("Mme ZZDIALLO Zzada", "", True),
        ("Individual consultant", "", True),
        ("Mme ZZDIALLO Zzada", "ngo", False),
        ("Zzdiallo and Sons", "", False),
    ],
)
def test_a_stated_type_is_the_participants_word(name: str, kind: str, is_one: bool) -> None:
    assert is_one_person(ParsedOrganisation(key="", name=name, type=kind), [ADA]) is is_one
    assert not is_one_person(None, [ADA])


def test_every_text_of_a_row_is_looked_through() -> None:
    organisation = ParsedOrganisation(
        key="", name="Zzada Zzdiallo Consulting", website="https://zzada-zzdiallo.example.org"
    )
    project = ParsedProject(
        key="",
        title="Pump repair by Zzada Zzdiallo",
        summary="Contact ZZDIALLO, Zzada. Zzada trains.",
        organisation=organisation,
        extra={"Lead": "Zzada Zzdiallo", "Sector": "Water"},
    )
    assert find_name_mentions(project, [ADA]) == [
        NameMention("title", "", "Zzada Zzdiallo", "ada"),
        NameMention("summary", "", "ZZDIALLO, Zzada", "ada"),
        NameMention("organisation", "", "Zzada Zzdiallo", "ada"),
        NameMention("extra", "Lead", "Zzada Zzdiallo", "ada"),
        NameMention("organisation_website", "", "https://zzada-zzdiallo.example.org", "ada"),
    ]
    assert find_name_mentions(project, [ParsedPerson(key="bo", name="Bo Née")]) == []
    assert find_name_mentions(replace(project, organisation=None, extra={}), []) == []
    alone = replace(project, organisation=replace(organisation, type="individual"), extra={})
    assert [mention.field for mention in find_name_mentions(alone, [ADA])] == ["title", "summary"]
