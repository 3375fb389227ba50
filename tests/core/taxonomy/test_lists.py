"""The controlled lists answer to every listed way of writing a value."""

import pytest

from skillsnet.core.taxonomy import lists


@pytest.mark.parametrize(
    ("kind", "text", "slug"),
    [
        ("organisation_types", "NGO / civil society", "ngo"),
        ("organisation_types", "Organisation d'employeurs", "employers"),
        ("organisation_types", "Institución de Formación", "education"),
        ("organisation_types", "private_enterprise", "private_enterprise"),
        ("organisation_types", "Gemeinnütziger Verein", "ngo"),
        ("organisation_types", "Società cooperativa", "cooperative"),
        ("organisation_types", "Şirket", "private_enterprise"),
        ("organisation_types", "příspěvková organizace", "government"),
        ("organisation_types", "Câmara municipal", "government"),
        ("organisation_types", "Kennisinstelling", "research"),
        ("organisation_types", "związek zawodowy", "workers"),
        ("stages", "Mise en œuvre", "implemented"),
        ("stages", "SCALING-UP", "scaling"),
        ("beneficiaries", "Jóvenes", "youth"),
        ("beneficiaries", "Personnes handicapées (PSH)", "persons_with_disabilities"),
        ("beneficiaries", "نساء", "women"),
        ("beneficiaries", "Mulheres", "women"),
        ("beneficiaries", "Jugendliche", "youth"),
        ("beneficiaries", "Беженцы", "refugees"),
        ("project_statuses", "Demi-finaliste", "semi_finalist"),
    ],
)
def test_a_value_answers_to_its_names(kind: str, text: str, slug: str) -> None:
    assert lists.find_value(kind, text) == slug


@pytest.mark.parametrize("text", ["", " ", "Nominee", "(", "Active", "…"])
def test_an_unlisted_text_names_no_value(text: str) -> None:
    assert {kind: lists.find_value(kind, text) for kind in lists.KINDS} == dict.fromkeys(lists.KINDS)


def test_several_values_in_one_text_are_all_found() -> None:
    assert lists.find_values("beneficiaries", "Femmes et réfugiés / migrants") == ("women", "refugees", "migrants")


def test_a_text_with_one_unknown_part_is_not_half_understood() -> None:
    assert lists.find_values("beneficiaries", "Women and astronauts") == ()


@pytest.mark.parametrize("kind", lists.KINDS)
def test_no_name_stands_for_two_values(kind: str) -> None:
    owners: dict[str, set[str]] = {}
    for slug, row in lists._rows(kind).items():
        for name in (slug, *(row[language] for language in lists.LANGUAGES), *row["synonyms"].split("|")):
            owners.setdefault(lists._plain(name), set()).add(slug)
    assert {name: slugs for name, slugs in owners.items() if len(slugs) > 1 or not name} == {}


@pytest.mark.parametrize("kind", lists.KINDS)
def test_every_value_has_a_name_in_every_language(kind: str) -> None:
    nameless = [
        (slug, language)
        for slug in lists.values(kind)
        for language in lists.LANGUAGES
        if lists.value_name(kind, slug, language=language) in ("", slug)
    ]
    assert nameless == []


def test_an_unknown_list_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="colours"):
        lists.values("colours")
