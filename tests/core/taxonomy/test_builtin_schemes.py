"""The further lists are taxonomies that could be published."""

import pytest

from skillsnet.core.taxonomy import edition_problems, lists
from skillsnet.core.taxonomy.builtin_schemes import BUILTIN_SCHEMES, load_builtin_scheme


@pytest.mark.parametrize("slug", BUILTIN_SCHEMES)
def test_a_shipped_list_has_no_problem_in_english(slug: str) -> None:
    taxonomy = load_builtin_scheme(slug)
    found = edition_problems(taxonomy.editions[0], is_tree=taxonomy.is_tree)
    assert {problem.code for problem in found} <= {"language_missing"}
    assert [set(category.texts) for category in taxonomy.editions[0].categories] == [{"en", "fr", "es", "ar"}] * len(
        taxonomy.editions[0].categories
    )


def test_beneficiaries_are_the_controlled_list() -> None:
    found = load_builtin_scheme("beneficiaries").editions[0].categories
    assert [category.slug for category in found] == list(lists.values("beneficiaries"))
    assert found[0].texts["fr"].name == lists.value_name("beneficiaries", "women", language="fr")


def test_a_list_that_does_not_ship_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="colours"):
        load_builtin_scheme("colours")
