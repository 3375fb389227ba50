"""The word that was meant is near the one that was typed."""

import pytest

from skillsnet.core.search.spelling import near_word

WORDS = {
    "welding": 5,
    "wedding": 9,
    "refugees": 4,
    "prison": 3,
    "apprenticeship": 2,
    "soldadura": 2,
    "مهاره": 3,
    "2024": 9,
    "sewing": 1,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wleding", "welding"), ("weldign", "welding"), ("weelding", "welding"), ("elding", "welding"),
        ("refugies", "refugees"), ("prisson", "prison"), ("priso", "prison"), ("aprenticeshp", "apprenticeship"),
        ("soldaduar", "soldadura"), ("مهارا", "مهاره"), ("swing", "sewing"), ("xyz", None), ("2025", None),
        ("pumps", None),
        ("welding", "wedding"),
    ],
)  # fmt: skip
def test_one_letter_is_wrong_and_two_in_long_words(typed: str, meant: str | None) -> None:
    assert near_word(typed, WORDS) == meant
