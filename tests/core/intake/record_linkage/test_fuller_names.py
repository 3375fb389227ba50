"""Of two names of one organisation the full one is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.intake.record_linkage.fuller_names import fuller_name

WORDS = st.lists(
    st.sampled_from(["Ministry", "of", "Education", "Univ.", "University", "FAO", "Ltd", "Kash", "École"]), max_size=5
)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("FAO", "Food and Agriculture Organization"),
        ("Univ. of Tolan", "University of Tolan"),
        ("Kash", "Kash Ltd"),
        ("Ministry of Education", "Ministry of Education and Training"),
        ("Ada Foundation", "Ada Lovelace Foundation"),
    ],
)
def test_the_full_name_wins_on_either_side(short: str, full: str) -> None:
    assert (fuller_name(short, full), fuller_name(full, short)) == ("right", "left")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ministry of Education", "Ministère de l’Éducation"),
        ("Forge Bo", "Forge Bo"),
        ("Forge Bo", "Atelier Ada"),
        ("FAO", "ILO"),
        ("", "Forge Bo"),
    ],
)
def test_nothing_is_said_where_neither_is_a_short_form(left: str, right: str) -> None:
    assert fuller_name(left, right) == ""


@given(left=WORDS.map(" ".join), right=WORDS.map(" ".join))
def test_the_order_does_not_matter(left: str, right: str) -> None:
    sides = {"left": "right", "right": "left", "": ""}
    assert fuller_name(right, left) == sides[fuller_name(left, right)]
