"""The skills taxonomy is whole: every text in every language, every category with its successor."""

import pytest

from skillsnet.core.taxonomy import CategoryDocument, load_skills_taxonomy

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
