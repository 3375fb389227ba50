"""The skills taxonomy is whole: every text in every language, every category with its successor."""

import pytest
from hypothesis import HealthCheck, given, settings

from skillsnet.core.taxonomy import (
    CategoryDocument,
    TaxonomyDocument,
    TaxonomyProblem,
    Unreadable,
    from_json,
    load_skills_taxonomy,
    to_json,
)
from tests.core.taxonomy.cases import taxonomies

LANGUAGES = {"en", "fr", "es", "ar"}
SAME_IDENTITY = {"kept", "renamed", "widened"}


def by_slug(number: int) -> dict[str, CategoryDocument]:
    editions = {edition.number: edition for edition in load_skills_taxonomy().editions}
    return {category.slug: category for category in editions[number].categories}


def test_the_editions_have_eight_and_nine_categories_in_order() -> None:
    editions = load_skills_taxonomy().editions
    numbers = {edition.number: [category.number for category in edition.categories] for edition in editions}
    assert numbers == {1: list(range(1, 9)), 2: list(range(1, 10))}


@pytest.mark.parametrize("number", [1, 2])
def test_every_text_stands_in_every_language(number: int) -> None:
    lacking = [
        (slug, language)
        for slug, category in by_slug(number).items()
        for language in LANGUAGES
        if not all(vars(category.texts[language]).values())
    ]
    assert (lacking, {frozenset(category.texts) for category in by_slug(number).values()}) == (
        [],
        {frozenset(LANGUAGES)},
    )


@pytest.mark.parametrize("number", [1, 2])
def test_marks_colours_and_names_tell_categories_apart(number: int) -> None:
    categories = list(by_slug(number).values())
    assert len({category.mark for category in categories}) == len(categories)
    assert {category.colour for category in categories} <= set(range(1, 10))
    assert len({category.colour for category in categories}) == len(categories)
    for language in LANGUAGES:
        assert len({category.texts[language].name for category in categories}) == len(categories)


def test_every_category_corresponds_to_another_or_was_added() -> None:
    changes = load_skills_taxonomy().correspondence
    assert {change.old for change in changes} - {None} == set(by_slug(1))
    assert {change.new for change in changes} - {None} == set(by_slug(2))
    assert {change.new for change in changes if change.kind == "added"} == {"life-skills"}
    assert [change for change in changes if set(change.reasons) != LANGUAGES] == []


def test_a_category_keeps_its_colour_when_it_stays_itself() -> None:
    old, new = by_slug(1), by_slug(2)
    moved = [
        (change.old, change.new)
        for change in load_skills_taxonomy().correspondence
        if change.kind in SAME_IDENTITY and change.old and change.new
        if old[change.old].colour != new[change.new].colour
    ]
    assert moved == []


def test_definitions_are_long_enough_to_tell_texts_by() -> None:
    short = [
        (slug, language)
        for slug, category in by_slug(2).items()
        for language in ("en", "fr", "es")
        if not 30 <= len(category.texts[language].definition.split()) <= 90
    ]
    assert short == []


@pytest.mark.slow
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(taxonomies())
def test_any_taxonomy_comes_back_from_its_document(taxonomy: TaxonomyDocument) -> None:
    assert from_json(to_json(taxonomy)) == taxonomy


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("", "not_json", "1"),
        ("[" * 100_000, "not_json", ""),
        ("[]", "no_object", "the file"),
        ('{"names": {}, "editions": {}}', "no_list", "editions"),
        ('{"names": {"klingon!": "x"}}', "language_malformed", "names.klingon!"),
        ('{"names": {}, "editions": [{"number": 0}]}', "no_number", "editions[0].number"),
        ('{"names": {}, "editions": [{"number": true}]}', "no_number", "editions[0].number"),
        ('{"names": {}, "editions": [{"number": 1, "state": "final"}]}', "state_unknown", "final"),
        ('{"names": {}, "editions": [{"number": 1, "categories": [{"slug": "a b"}]}]}', "no_object",
         "editions[0].categories[0].texts"),
        ('{"names": {}, "slug": "a b"}', "slug_malformed", "a b"),
        ('{"names": {}, "is_tree": "yes"}', "no_flag", "is_tree"),
        ('{"names": {}, "correspondence": [{"kind": "eaten"}]}', "kind_unknown", "eaten"),
        ('{"names": 7}', "no_object", "names"),
    ],
)  # fmt: skip
def test_what_is_no_taxonomy_is_refused_with_its_place(text: str, code: str, value: str) -> None:
    with pytest.raises(Unreadable) as refused:
        from_json(text)
    assert refused.value.problems == (TaxonomyProblem(code, value=value),)
