"""Regions follow the ILO's grouping, and every country has its facts."""

import pytest

from skillsnet.core.geo import (
    REGIONS,
    SUBREGIONS,
    countries,
    country_name,
    find_language,
    language_name,
    languages_of,
    region_name,
    region_of,
    region_of_subregion,
    subregion_of,
)


@pytest.mark.parametrize(
    ("codes", "region", "subregion"),
    [
        ("EG MA TN SD DZ LY", "africa", "northern-africa"),
        ("MR SO DJ KM SS NG ZA", "africa", "sub-saharan-africa"),
        ("TR IL CY AM AZ GE KZ UZ", "europe-central-asia", "central-western-asia"),
        ("RU UA PL MD", "europe-central-asia", "eastern-europe"),
        ("XK RS SE PT FR", "europe-central-asia", "northern-southern-western-europe"),
        ("IR AF IN PK", "asia-pacific", "southern-asia"),
        ("FJ AU VN TO", "asia-pacific", "south-eastern-asia-pacific"),
        ("CN MN TW", "asia-pacific", "eastern-asia"),
        ("YE PS SA IQ", "arab-states", "arab-states"),
        ("MX HT BR", "americas", "latin-america-caribbean"),
        ("US CA", "americas", "northern-america"),
    ],
)
def test_countries_lie_in_their_ilo_region(codes: str, region: str, subregion: str) -> None:
    found = {(region_of(code), subregion_of(code)) for code in codes.split()}
    assert found == {(region, subregion)}


def test_every_country_but_antarctica_has_its_facts() -> None:
    lacking = {
        code
        for code, country in countries().items()
        if country.region not in REGIONS
        or region_of_subregion(country.subregion) != country.region
        or not -90 <= country.latitude <= 90
        or not -180 <= country.longitude <= 180
    }
    assert (lacking, len(countries())) == ({"AQ"}, 250)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_country_and_region_has_a_name_of_its_own(language: str) -> None:
    names = [country_name(code, language) for code in countries()]
    regions = [names[language] for names in (*REGIONS.values(), *SUBREGIONS.values())]
    assert (len(set(names)), len(set(regions))) == (len(names), len(regions) - 1)


def test_every_language_of_a_country_can_be_found_and_named() -> None:
    codes = {language for code in countries() for language in languages_of(code)}
    assert {code for code in codes if find_language(language_name(code, "en")).code != code} == set()
    assert {code for code in codes if language_name(code, "en") == code} == set()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Français", "fr"),
        ("Kiswahili", "sw"),
        ("Portugués", "pt"),
        ("العربية", "ar"),
        ("Filipino", "fil"),
        ("Tagalog", "fil"),
        ("Haitian Creole", "ht"),
        ("pt-BR", "pt"),
        ("English (UK)", "en"),
        ("Bahasa Indonesia", "id"),
        ("ES", "es"),
        ("Klingonese", ""),
        ("", ""),
    ],
)
def test_a_language_is_found_by_its_names(name: str, code: str) -> None:
    assert find_language(name).code == code


def test_unknown_codes_and_languages_fall_back_visibly() -> None:
    assert (country_name("QQ", "fr"), country_name("KE", "qqq"), language_name("qqq", "fr")) == ("QQ", "Kenya", "qqq")
    assert (region_name("nowhere", "en"), region_name("africa", "de"), region_of("QQ")) == ("nowhere", "Africa", "")
