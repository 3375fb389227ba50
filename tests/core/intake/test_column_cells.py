"""What cells say of a column's meaning, beside its name and against it."""

import pytest

from skillsnet.core.intake.column_meanings import CERTAIN, Guess, guess_target_fields
from skillsnet.core.intake.column_meanings.cell_profiles import names_a_body, names_a_person

TITLES = ["Night school for mill workers", "Learning to repair solar pumps", "A classroom on a bus", "Weaving lab"]
BODIES = ["Sample Foundation", "University of Tolan", "Kash Ltd", "Tolan Youth Association"]
PEOPLE = ["Mira Tolan", "Beno Kash", "Ada Sample", "Luz Prueba"]
TEXT = "We train young people who work by day, in small groups and with tools that they keep afterwards. " * 2


def _guesses(**columns: list[str]) -> dict[str, Guess]:
    names = [name.replace("_", " ") for name in columns]
    return guess_target_fields(names, [list(row) for row in zip(*columns.values(), strict=True)])


@pytest.mark.parametrize("name", ["Beneficiary", "Applicant", "Coordinator", "Promoter", "Name"])
@pytest.mark.parametrize(("cells", "meaning"), [(BODIES, "organisation"), (PEOPLE, "contact_name")])
def test_who_it_is_shows_in_the_cells(name: str, cells: list[str], meaning: str) -> None:
    assert _guesses(**{name: cells, "Project_title": TITLES})[name].target_field == meaning


def test_recipients_that_are_countries_are_countries() -> None:
    guesses = _guesses(RecipientName=["Kenya", "Peru", "Viet Nam", "Jordan"], ProjectTitle=TITLES)
    assert guesses["RecipientName"].target_field == "country"


def test_beneficiaries_may_be_groups() -> None:
    guesses = _guesses(Beneficiaries=["Youth", "Women", "Migrants", "Refugees"], Title=TITLES)
    assert guesses["Beneficiaries"].target_field == "beneficiaries"


def test_columns_are_told_by_cells_alone_and_asked_about() -> None:
    guesses = _guesses(Q1=TITLES, Q2=BODIES, Q3=PEOPLE, Q4=[TEXT + str(number) for number in range(4)])
    assert [guesses[name].target_field for name in ("Q1", "Q2", "Q4")] == ["title", "organisation", "summary"]
    assert guesses["Q1"].is_question


def test_a_project_column_of_long_texts_is_no_title() -> None:
    guesses = _guesses(Project=[TEXT + str(number) for number in range(4)], Name=TITLES)
    assert (guesses["Project"].target_field, guesses["Name"].target_field) == ("summary", "title")


def test_long_categories_are_no_summary() -> None:
    long_category = "Education, vocational training and lifelong learning including measures for school leavers"
    others = "Infrastructure for childcare, health and housing in rural areas and in districts with special needs"
    guesses = _guesses(
        Field_7=[long_category, others] * 6, Title=[f"{title} {n}" for n in range(3) for title in TITLES]
    )
    assert guesses["Field 7"].target_field != "summary"


def test_repeated_numbers_are_no_number_of_the_project() -> None:
    guesses = _guesses(Code=["101", "102"] * 6, Title=[f"{title} {n}" for n in range(3) for title in TITLES])
    assert not (guesses["Code"].target_field == "external_id" and guesses["Code"].confidence >= CERTAIN)


def test_what_no_column_surely_is_is_asked_for() -> None:
    guesses = _guesses(Objective=[TEXT + str(number) for number in range(4)], Title=TITLES)
    assert (guesses["Objective"].target_field, guesses["Objective"].is_question) == ("summary", True)


def test_names_of_bodies_and_people() -> None:
    for name in ["Universidad de Ejemplo", "Muster gGmbH", "Проба ООО", "جمعية المثال", "Sample Trust", "ΔΗΜΟΣ ΔΕΙΓΜΑ"]:
        assert names_a_body(name), name
    for name in ["Night school for girls", "Kenya", "Improving the capacity of schools to teach welding"]:
        assert not names_a_body(name), name
    for name in ["Ada Sample", "Dr. Zoe Probe", "DE EJEMPLO, Eva", "سامي نموذج", "María del Mar Ejemplo"]:
        assert names_a_person(name), name
    for name in ["Night school for girls", "Sample Foundation", "Kenya", "ada@example.org", "3 people"]:
        assert not names_a_person(name), name


def test_no_cells_change_nothing() -> None:
    assert guess_target_fields(["Title", "Country"], [["", "n/a"], []])["Title"].target_field == "title"


def test_beside_sure_categories_nothing_doubtful_is_one() -> None:
    names = [f"Night school {number}" for number in range(12)]
    schemes, categories = ["Health; Energy", "Energy", "Health"] * 4, ["Water", "Life skills", "Trade"] * 4
    alone = _guesses(Scheme=schemes, Title=names)["Scheme"]
    beside = _guesses(Scheme=schemes, Category=categories, Title=names)
    assert (alone.target_field, alone.is_question) == ("category", True)
    assert (beside["Category"].target_field, beside["Scheme"].target_field) == ("category", "extra")


def test_a_sector_is_a_category_where_nothing_else_is_one() -> None:
    names = [f"Night school {number}" for number in range(12)]
    sectors, categories = ["Health", "Energy", "Health"] * 4, ["Water", "Life skills", "Trade"] * 4
    alone = _guesses(Sector=sectors, Title=names)["Sector"]
    beside = _guesses(Sector=sectors, Category=categories, Title=names)
    assert (alone.target_field, alone.is_question) == ("category", False)
    assert (beside["Category"].target_field, beside["Sector"].target_field) == ("category", "extra")


def test_the_likeliest_labels_are_asked_about_and_a_counter_of_rows_is() -> None:
    names = [f"Night school {number}" for number in range(12)]
    guesses = _guesses(Title=names, Nature=["Repair", "Sewing", "Repair"] * 4)
    assert (guesses["Nature"].target_field, guesses["Nature"].is_question) == ("category", True)
    counted, numbered = [str(number + 1) for number in range(12)], [f"A-{number}" for number in range(12)]
    assert [
        (guess.target_field, guess.is_question)
        for cells in (counted, numbered)
        for guess in [_guesses(Title=names, **{"N°": cells})["N°"]]
    ] == [("external_id", True), ("external_id", False)]
