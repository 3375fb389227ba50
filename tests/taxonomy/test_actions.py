"""The two editions of the skills categories."""

from skillsnet.core.taxonomy import load_skills_taxonomy
from skillsnet.taxonomy.actions import install_skills_taxonomy
from skillsnet.taxonomy.models import Category, CategoryText, Correspondence, Edition
from skillsnet.taxonomy.queries import current_categories


def test_both_editions_come_in_and_the_second_is_in_force(taxonomy: Edition) -> None:
    states = list(Edition.objects.order_by("number").values_list("number", "state"))
    assert states == [(1, "superseded"), (2, "published")]
    assert [category.number for category in current_categories("fr")] == list(range(1, 10))
    assert current_categories("fr")[8].name == "Compétences de vie"


def test_installing_twice_changes_nothing(taxonomy: Edition) -> None:
    before = (Category.objects.count(), CategoryText.objects.count(), Correspondence.objects.count())
    install_skills_taxonomy()
    assert (Category.objects.count(), CategoryText.objects.count(), Correspondence.objects.count()) == before


def test_every_category_has_its_words_in_english_french_and_spanish() -> None:
    for edition in load_skills_taxonomy().editions:
        for category in edition.categories:
            for language in ("en", "fr", "es"):
                words = category.texts[language]
                assert all((words.name, words.definition, words.includes, words.excludes)), (category.slug, language)


def test_no_category_of_either_edition_is_without_correspondence() -> None:
    document = load_skills_taxonomy()
    first, second = document.editions
    assert {change.old for change in document.correspondence if change.old} == {c.slug for c in first.categories}
    assert {change.new for change in document.correspondence if change.new} == {c.slug for c in second.categories}
    assert all(change.reasons[language] for change in document.correspondence for language in ("en", "fr", "es", "ar"))


def test_a_missing_language_falls_back_to_english_and_says_so(taxonomy: Edition) -> None:
    CategoryText.objects.filter(language="ar", category__slug="life-skills").delete()
    found = next(category for category in current_categories("ar") if category.slug == "life-skills")
    assert (found.name, found.is_fallback) == ("Life skills", True)
