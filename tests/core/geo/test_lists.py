"""Texts that name several countries."""

import pytest

from skillsnet.core.geo import NamedCountries, find_countries


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Kenya", ("KE",)),
        ("Kenya, Uganda", ("KE", "UG")),
        ("Kenya|Uganda", ("KE", "UG")),
        ("Kenya; Uganda; Tanzania", ("KE", "UG", "TZ")),
        ("Peru and Bolivia", ("PE", "BO")),
        ("Sénégal / Mali", ("SN", "ML")),
        ("Ghana\nTogo", ("GH", "TG")),
        ("Kenya (Nairobi), Uganda (Kampala)", ("KE", "UG")),
        ("كينيا وأوغندا", ("KE", "UG")),
        ("Кения и Уганда", ("KE", "UG")),
        ("Perú y Kenia", ("PE", "KE")),
        ("Kenya, Kenya", ("KE",)),
        ("Guinea Ecuatorial - Gabón", ("GQ", "GA")),
        ("Kenya – Uganda, Chad", ("KE", "UG", "TD")),
        ("France-Allemagne", ("FR", "DE")),
        # Names that hold a comma, an "and" or a dash are one name.
        ("Guinea-Bissau", ("GW",)),
        ("Timor-Leste - Fiji", ("TL", "FJ")),
        ("Congo - Brazzaville", ("CG",)),
        ("Korea, South", ("KR",)),
        ("Congo, Dem. Rep.", ("CD",)),
        ("Bosnia and Herzegovina, Trinidad and Tobago", ("BA", "TT")),
    ],
)
def test_each_country_of_a_list(text: str, codes: tuple[str, ...]) -> None:
    assert find_countries(text) == NamedCountries(codes)


@pytest.mark.parametrize(
    "text", ["", "Global", "worldwide", "Africa", "Kenya, Atlantis", "Kenya - Nairobi", "x" * 3000]
)
def test_a_text_that_names_anything_else_as_well_is_no_list(text: str) -> None:
    assert find_countries(text) is None


@pytest.mark.parametrize("note", ["HQ", "hq", "Headquarters", "siège", "Sede", "المقر"])
def test_the_seat_is_where_a_note_says_so(note: str) -> None:
    named = find_countries(f"Malawi, Netherlands ({note}), Zambia")
    assert named == NamedCountries(("MW", "NL", "ZM"), seat="NL")
    assert named is not None
    assert named.work == ("MW", "ZM")


def test_a_country_that_is_alone_is_where_the_work_is() -> None:
    assert NamedCountries(("KE",), seat="KE").work == ("KE",)
