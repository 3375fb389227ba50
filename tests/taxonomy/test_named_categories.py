"""By which words a file may name a category of any edition."""

import pytest

from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import named_categories

pytestmark = pytest.mark.django_db


def test_names_slugs_and_numbers_of_both_editions(taxonomy: Edition) -> None:
    names = named_categories()
    own = {item.slug for item in taxonomy.categories.all()}
    assert {slug for slugs in names.values() for slug in slugs} == own
    assert names["life skills"] == names["life-skills"] == names["9. life skills"] == ("life-skills",)
    # Merged away since: carried to what it became.
    assert names["sectoral approaches"] == names["6. sectoral approaches"]
    assert len(names["sectoral approaches"]) == 1
    # Split since, or a number that the editions use for different things: for somebody to decide.
    assert len(names["career-entrepreneurship-employment-services"]) == 2
    assert len(names["7"]) == 2
    assert len(names["1"]) == 1


def test_without_an_edition_in_force_no_word_names_a_category() -> None:
    assert named_categories() == {}
