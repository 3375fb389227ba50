"""Full names of known people are found in texts, and no common word is taken for one."""

import pytest

from skillsnet.core.text.names import address_names, is_name, names_in

FOUND = [
    ("Pump repair by Ada Diallo", "Ada Diallo", ["Ada Diallo"]),
    ("Contact: ADA DIALLO.", "Ada Diallo", ["ADA DIALLO"]),
    ("DIALLO, Ada trains", "Ada Diallo", ["DIALLO, Ada"]),
    ("Par José Núñez", "Jose Nunez", ["José Núñez"]),
    ("Por Jose Nunez", "José Núñez", ["Jose Nunez"]),
    ("Ada-Diallo and Ada Diallo", "Dr Ada Diallo", ["Ada-Diallo", "Ada Diallo"]),
    ("By Maria Lopez", "María del Carmen López", ["Maria Lopez"]),
    ("ورشة بقلم فاطمة الزهراء", "فاطمة الزهراء", ["فاطمة الزهراء"]),
    ("Sewing by Blessing", "Blessing", ["Blessing"]),
]
NOT_FOUND = [
    ("Ada trains welders", "Ada Diallo"),
    ("Hope for youth, a blessing", "Hope"),
    ("Grace period. Long courses", "Grace Long"),
    ("Adam Diallobe", "Ada Diallo"),
    ("Rose gardens, Green skills", "Rose Green"),
    ("A text", ""),
    ("M M M", "M."),
]


@pytest.mark.parametrize(("text", "name", "found"), FOUND)
def test_a_full_name_is_found_as_it_stands(text: str, name: str, found: list[str]) -> None:
    assert names_in(text, name) == found


@pytest.mark.parametrize(("text", "name"), NOT_FOUND)
def test_words_that_are_no_full_name_stay(text: str, name: str) -> None:
    assert names_in(text, name) == []


def test_a_whole_name_and_an_address_made_of_it() -> None:
    assert [is_name(text, "Ada Diallo") for text in ("Ada Diallo", "Mme Diallo Ada", "Diallo & Sons")] == [
        True,
        True,
        False,
    ]
    addresses = ("https://adadiallo.org", "https://x.org/ada%2Ddiallo", "https://canada.org", "https://diallo.org")
    assert [address_names(address, "Ada Diallo") for address in addresses] == [True, True, False, False]
    assert not address_names("https://limas.org", "Li Ma")
