"""By which words of a file a category of a draft is known, whatever was done to it since it was added."""

import pytest

from skillsnet.core.taxonomy import CategoryWords
from skillsnet.taxonomy.actions import (
    add_named_category,
    merge_category,
    rename_category,
    retire_category,
    split_category,
)
from skillsnet.taxonomy.actions.categories import CategoryValues
from skillsnet.taxonomy.models import Category, Edition
from skillsnet.taxonomy.queries import FileWords, file_words

pytestmark = [pytest.mark.django_db, pytest.mark.medium]


def _words(edition: Edition) -> FileWords:
    return file_words(edition, list(edition.categories.prefetch_related("texts").order_by("pk")))


@pytest.fixture
def green(taxonomy: Edition) -> Category:
    step = add_named_category(taxonomy.taxonomy, "Zzgreen skills", language="en", by=None)
    assert step is not None
    return Category.objects.get(edition=step.edition, slug=step.slug)


def test_a_category_is_known_by_its_first_name_after_it_was_renamed(green: Category) -> None:
    rename_category(green, {"en": "Skills of the zzforest"}, by=None)
    words = _words(green.edition)
    assert [words.slugs([name]) for name in ("ZZGREEN skills", "Skills of the zzforest")] == [[green.slug]] * 2


def test_a_category_that_was_merged_means_the_one_it_became_part_of(green: Category) -> None:
    merge_category(green, into="life-skills", by=None)
    assert _words(green.edition).slugs(["Zzgreen skills"]) == ["life-skills"]


def test_a_category_that_was_retired_or_split_is_known_by_no_name(green: Category) -> None:
    parts = [CategoryValues({"en": CategoryWords(f"Zzpart {number}")}) for number in (1, 2)]
    split_category(green, parts, by=None)
    edition = green.edition
    assert _words(edition).slugs(["Zzgreen skills"]) == []
    part = edition.categories.get(texts__name="Zzpart 1")
    assert _words(edition).slugs(["Zzpart 1"]) == [part.slug]
    retire_category(part, by=None)
    assert _words(edition).slugs(["Zzpart 1"]) == []


def test_earlier_choices_go_along_with_a_new_one_and_alone_are_left_to_the_correspondence(green: Category) -> None:
    merge_category(green.edition.categories.get(slug="life-skills"), into="training-delivery", by=None)
    words = _words(green.edition)
    assert words.slugs(["life-skills", "Zzgreen skills", "unheard of"]) == ["training-delivery", green.slug]
    assert words.slugs(["life-skills"]) == []
