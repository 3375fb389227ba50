"""Who is named in a cell, and whether two names are one person's."""

import pytest

from skillsnet.core.intake.person_names import has_lists_of_names, may_be_one_person, split_people


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Ada Sample; Bo Sample", [("Ada Sample", ""), ("Bo Sample", "")]),
        ("Ada Sample\nBo Sample", [("Ada Sample", ""), ("Bo Sample", "")]),
        ("Ada Sample and Bo Sample", [("Ada Sample", ""), ("Bo Sample", "")]),
        ("Ada Exemple et Bo Exemple", [("Ada Exemple", ""), ("Bo Exemple", "")]),
        ("Ada Sample / Bo Sample", [("Ada Sample", ""), ("Bo Sample", "")]),
        ("Ada Sample (chair), Bo Sample (member)", [("Ada Sample (chair)", ""), ("Bo Sample (member)", "")]),
        (
            "Ada Sample <ada@example.org>, Bo Sample <bo@example.org>",
            [("Ada Sample", "ada@example.org"), ("Bo Sample", "bo@example.org")],
        ),
        ("Ada Sample - ada@example.org", [("Ada Sample", "ada@example.org")]),
    ],
)
def test_people_in_one_cell(cell: str, people: list[tuple[str, str]]) -> None:
    assert [tuple(person) for person in split_people(cell)] == people


@pytest.mark.parametrize(
    "cell",
    [
        *("'t Hart, Jan", "Ada Sample, PhD", "María Prueba y Ejemplo de Todos", "O", "-Ada Sample-", '"Chico" Prueba'),
        *("Ada Sample / Project Manager", "Ada Sample, Project Manager", "李 小龍", "Ada and Bo Sample", "D’Souza"),
        "María de los Ángeles de la Santísima Trinidad Prueba y Ejemplo de Todos los Santos",
    ],
)
def test_one_name_stays_letter_for_letter(cell: str) -> None:
    assert [person.name for person in split_people(cell)] == [cell]


def test_names_that_are_as_many_as_addresses_come_apart_at_commas() -> None:
    assert [person.name for person in split_people("Ada Sample, Bo Sample", count=2)] == ["Ada Sample", "Bo Sample"]
    assert [person.name for person in split_people("Ada Sample, Bo Sample")] == ["Ada Sample, Bo Sample"]


def test_commas_part_names_in_a_column_of_lists_only() -> None:
    lists = ["Ada Sample, Bo Sample", "Cy Sample", "Di Sample, Eve Sample, Flo Sample", "Guy Sample", "Hal Sample"]
    surnames_first = ["Sample, Ada", "Sample Exemple, Bo", "Prueba Ejemplo, Cy Ana", "Sample, Di"]
    assert has_lists_of_names(lists)
    assert not has_lists_of_names(surnames_first)
    assert not has_lists_of_names([])
    assert [person.name for person in split_people(lists[0], has_lists=True)] == ["Ada Sample", "Bo Sample"]
    assert [person.name for person in split_people("Ada Sample, PhD", has_lists=True)] == ["Ada Sample, PhD"]


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        *(("Ada Diallo", "DIALLO Ada", True), ("Ada", "Ada Diallo", True), ("", "Ada", True)),
        *(("Ada Diallo", "Ada Dialo", True), ("Ada Sample", "Zuri Sample", False), ("Bo Sample", "Cy Sample", False)),
    ],
)
def test_two_spellings_and_two_people(first: str, second: str, is_one: bool) -> None:
    assert may_be_one_person(first, second) is may_be_one_person(second, first) is is_one
