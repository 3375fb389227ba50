"""A country is found by all its names; what could be another is proposed, never taken."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.geo import countries, country_codes, find_country, region_of

EXPORTS = Path(__file__).parents[3].parent / "shared" / "data" / "dev"


@pytest.mark.parametrize(
    ("name", "code", "how"),
    [
        ("Kenya", "KE", "exact"),
        ("kenia", "KE", "exact"),
        ("KEN", "KE", "exact"),
        ("مصر", "EG", "exact"),
        ("Côte d`Ivoire", "CI", "exact"),
        ("Republic of Korea", "KR", "exact"),
        ("Islamic  Republic of Afghanistan", "AF", "exact"),
        ("Democratic Republic of the Congo", "CD", "exact"),
        ("Congo", "CG", "exact"),
        ("Swaziland", "SZ", "alias"),
        ("Swaziland (fmr.)", "SZ", "alias"),
        ("Eswatini (fmr. Swaziland)", "SZ", "alias"),
        ("Macedonia, Republic of North", "MK", "alias"),
        ("the former Yugoslav Republic of Macedonia", "MK", "alias"),
        ("Congo, Dem. Rep.", "CD", "alias"),
        ("UK", "GB", "exact"),
        ("Royaume du Maroc", "MA", "long"),
        ("Reino de España", "ES", "long"),
        ("Democratic Socialist Republic of Sri Lan", "LK", "alias"),
        ("The Independent State of Papua New Guine", "PG", "alias"),
    ],
)
def test_a_country_is_found_in_every_form(name: str, code: str, how: str) -> None:
    match = find_country(name)
    assert (match.code, match.kind, match.how) == (code, "value", how)


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Kenyaa", ("KE",)),
        ("Korea", ("KR", "KP")),
        ("Republic of China", ("CN", "TW")),
        ("Georgia (USA)", ("GE", "US")),
        ("Nairobi, Kenya", ("KE",)),
        ("Virgin Islands", ("VG", "VI")),
        ("Czechoslovakia", ("CZ", "SK")),
        ("Atlantis", ()),
        ("?", ()),
    ],
)
def test_what_is_not_certain_is_proposed_and_not_taken(name: str, proposed: tuple[str, ...]) -> None:
    match = find_country(name)
    assert (match.kind, match.code, match.suggestions) == ("unknown", "", proposed)


@pytest.mark.parametrize(
    ("name", "region", "subregion"),
    [
        ("Monde entier", "", ""),
        ("Todo el mundo", "", ""),
        ("Africa", "africa", ""),
        ("Western Africa", "africa", "sub-saharan-africa"),
        ("Afrique de l'Ouest", "africa", "sub-saharan-africa"),
        ("OECS Countries", "americas", "latin-america-caribbean"),
        ("Latin America & Caribbean", "americas", "latin-america-caribbean"),
        ("Middle East and North Africa", "", ""),
        ("World", "", ""),
        ("Estados árabes", "arab-states", ""),
    ],
)
def test_a_name_of_several_countries_is_no_country(name: str, region: str, subregion: str) -> None:
    match = find_country(name)
    assert (match.kind, match.code, match.subregion) == ("region", region, subregion)


def test_a_list_of_countries_is_no_country_but_names_its_members() -> None:
    near, far = find_country("Kenya, Uganda and Côte d'Ivoire"), find_country("India / United States")
    assert (near.kind, near.code, near.suggestions) == ("region", "africa", ("KE", "UG", "CI"))
    assert (far.kind, far.code, far.suggestions) == ("region", "", ("IN", "US"))


def test_every_name_and_code_of_the_table_leads_back_to_its_country() -> None:
    astray = [
        (name, country.code, find_country(name).code)
        for country in countries().values()
        for name in (country.code, country.iso3, *country.names, *country.aliases)
        if find_country(name).code != country.code
    ]
    assert astray == []


@given(st.text(max_size=200))
def test_any_text_has_an_answer_that_fits_together(text: str) -> None:
    match = find_country(text)
    assert (match.kind == "value") == (match.code in country_codes()) == bool(match.how)
    assert set(match.suggestions) <= set(country_codes())


@pytest.mark.skipif(not EXPORTS.exists(), reason="the real exports lie beside the checkout only where they are shared")
@pytest.mark.parametrize(
    ("export", "column", "wide"),
    [
        (
            "skills_call_export_utf8bom.csv",
            "Country",
            {
                "Africa",
                "Caribbean",
                "Eastern and Southern Africa",
                "Middle East and North Africa",
                "Southern Africa",
                "Western and Central Africa",
            },
        ),
        ("call_export_utf8bom.csv", "Country", set()),
        ("call_export_utf8bom.csv", "Countries of implementation", set()),
    ],
)
def test_all_countries_of_the_real_exports_are_found(export: str, column: str, wide: set[str]) -> None:
    with (EXPORTS / export).open(encoding="utf-8-sig", newline="") as rows:
        cells = {part.strip() for row in csv.DictReader(rows) for part in row[column].split(";") if part.strip()}
    kinds = {cell: find_country(cell).kind for cell in cells}
    assert {cell for cell, kind in kinds.items() if kind == "region"} == wide
    assert {cell for cell, kind in kinds.items() if kind == "unknown"} == set()
    assert {region_of(find_country(cell).code) for cell in cells - wide} >= {"africa", "americas", "asia-pacific"}


@pytest.mark.parametrize(
    ("name", "code"),
    [("Sverige", "SE"), ("België", "BE"), ("Niemcy", "DE"), ("Κύπρος", "CY"), ("Hindistan", "IN"), ("Ruotsi", "SE")],
)
def test_usual_names_in_further_languages(name: str, code: str) -> None:
    assert (find_country(name).code, find_country(name).how) == (code, "alias")


def test_a_further_name_is_taken_whole_and_never_of_two_countries() -> None:
    assert find_country("Duitsland, Frankrijk").suggestions == ("DE", "FR")
    assert [find_country(name).kind for name in ("Kongo", "Duits", "Nied")] == ["unknown"] * 3
