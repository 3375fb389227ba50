"""Notes behind a value: levels, brackets, what it includes."""

import pytest

from skillsnet.core.text import split_note


@pytest.mark.parametrize(
    ("value", "head", "note"),
    [
        ("English (fluent)", "English", "fluent"),
        ("English (native; C1)", "English", "native; C1"),
        ("Chinese (Mandarin) (basic)", "Chinese", "Mandarin) (basic"),
        ("French B2", "French", "B2"),
        ("Spanish: native", "Spanish", "native"),
        ("Español (nativo)", "Español", "nativo"),
        ("anglais - courant", "anglais", "courant"),
        ("English native, C2", "English", "native, C2"),
        ("Social Care (NGO", "Social Care", "NGO"),
        ("Young people (15-24, in or out of school)", "Young people", "15-24, in or out of school"),
        ("Workers, incl. domestic workers, fishers", "Workers", "incl. domestic workers, fishers"),
    ],
)
def test_a_note_is_parted_from_its_value(value: str, head: str, note: str) -> None:
    assert split_note(value) == (head, note)


@pytest.mark.parametrize(
    "value",
    ["", "Working class", "Serbo-Croatian", "(all)", "Kenya (Nairobi) and Uganda", "Fluent", "B2", "Workers, Youth"],
)
def test_what_ends_with_no_note_stays_whole(value: str) -> None:
    assert split_note(value) == (value, "")


def test_what_follows_a_bracket_is_not_dropped() -> None:
    assert split_note("English (fluent), French (B2)") == ("English (fluent), French", "B2")
    assert split_note("Workers, incl. domestic workers, Migrants")[1] == ""
