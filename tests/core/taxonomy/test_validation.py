"""Each problem of an edition and of a correspondence is named; a sound one has none."""

import pytest

from skillsnet.core.taxonomy import (
    CategoryDocument,
    CategoryWords,
    Change,
    EditionDocument,
    TaxonomyProblem,
    correspondence_problems,
    edition_problems,
    is_structural,
    load_skills_taxonomy,
)
from tests.core.taxonomy.cases import category, change, edition


def codes(problems: tuple[TaxonomyProblem, ...]) -> list[tuple[str, str, bool]]:
    return [(problem.code, problem.slug, problem.is_blocking) for problem in problems]


def test_what_ships_has_neither_problem_nor_doubt() -> None:
    taxonomy = load_skills_taxonomy()
    old, new = taxonomy.editions
    found = [edition_problems(one, language=code) for one in (old, new) for code in ("en", "fr", "es", "ar")]
    assert found == [()] * 8
    assert correspondence_problems(old, new, taxonomy.correspondence) == ()


def words(definition: str) -> EditionDocument:
    return EditionDocument(1, (category("media", definition=definition),))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (EditionDocument(1, ()), [("no_category", "", True)]),
        (EditionDocument(1, (category("a"), category("a", 2))), [("slug_twice", "a", True)]),
        (
            EditionDocument(1, (category("a"), category("b"))),
            [("number_twice", "a", True), ("number_twice", "b", True)],
        ),
        (words(" "), [("definition_missing", "media", True)]),
        (words("Broadcasting."), [("definition_one_word", "media", True)]),
        (words("Radio and film."), [("definition_short", "media", False)]),
        (EditionDocument(1, (category("a", parent="b"),)), [("parent_unknown", "a", True)]),
        (EditionDocument(1, (category("a", parent="a"),)), [("parent_cycle", "a", True)]),
        (
            EditionDocument(
                1, (category("a", 1, parent="b"), category("b", 2, parent="a"), category("c", 3, parent="a"))
            ),
            [("parent_cycle", "a", True), ("parent_cycle", "b", True)],
        ),
        (
            EditionDocument(1, (category("a", name="One"), category("b", 2, name="one"))),
            [("name_twice", "b", False)],
        ),
    ],
)  # fmt: skip
def test_a_problem_of_an_edition_is_named(given: EditionDocument, expected: list[tuple[str, str, bool]]) -> None:
    assert [found for found in codes(edition_problems(given)) if not found[0].startswith("mark")] == expected


def test_a_parent_in_a_flat_taxonomy_blocks() -> None:
    given = EditionDocument(1, (category("a"), category("b", 2, parent="a")))
    assert codes(edition_problems(given, is_tree=False)) == [("parent_in_flat", "b", True)]
    assert edition_problems(given) == ()


def test_a_missing_translation_is_a_doubt_and_a_missing_default_blocks() -> None:
    both = {
        "en": CategoryWords("A", "Five words are quite enough."),
        "fr": CategoryWords("A", "Cinq mots suffisent bien ici."),
    }
    french = {"fr": CategoryWords("B", "Cinq mots suffisent bien ici.")}
    given = EditionDocument(1, (CategoryDocument("a", 1, "A", 1, both), CategoryDocument("b", 2, "B", 2, french)))
    assert codes(edition_problems(given)) == [("name_missing", "b", True), ("definition_missing", "b", True)]
    assert codes(edition_problems(given, language="fr")) == [("language_missing", "b", False)]


@pytest.mark.medium
def test_a_deep_tree_is_checked_without_recursion() -> None:
    deep = [category(f"c{place}", place, parent=f"c{place - 1}" if place > 1 else None) for place in range(1, 2001)]
    found = edition_problems(EditionDocument(1, tuple(deep)))
    assert {problem.code for problem in found} == {"mark_twice"}


RETIRED, ADDED = change("b", None, "retired"), change(None, "d", "added")
NEITHER = [("old_without", "b", True), ("new_without", "d", False)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([change("a", "a", "kept", ""), RETIRED, ADDED], []),
        ([change("a", "a", "kept")], [("old_without", "b", True), ("new_without", "d", False)]),
        ([change("a", "a", "kept"), change("a", "a", "renamed"), RETIRED, ADDED], [("pair_twice", "a", True)]),
        (
            [change("a", "a", "kept"), change("a", None, "retired"), RETIRED, ADDED],
            [("retired_and_more", "a", True)],
        ),
        (
            [change("a", "a", "kept"), change("a", "d", "kept"), RETIRED],
            [("several_successors", "a", True), ("kept_is_renamed", "d", False), ("kept_is_renumbered", "d", False)],
        ),
        ([change("a", "a", "split"), change("a", "d", "split"), RETIRED], []),
        ([change("a", "a", "split"), RETIRED, ADDED], [("split_into_one", "a", True)]),
        ([change("a", "a", "merged"), RETIRED, ADDED], [("merged_from_one", "a", True)]),
        ([change("a", "a", "kept"), change("b", "a", "merged"), ADDED], [("kept_takes_in", "a", False)]),
        ([change("a", "a", "kept"), change("b", "a", "renamed"), ADDED], [("two_go_on_as_one", "a", True)]),
        ([change("a", "a", "kept"), change("b", "d", "renamed"), ADDED], [("added_and_more", "d", True)]),
        ([change("a", "a", "kept"), change("b", "d", "added")], [("added_with_old", "d", True), *NEITHER]),
        ([change("a", "a", "kept"), change("b", "d", "retired")], [("retired_with_new", "d", True), *NEITHER]),
        ([change("a", "a", "kept"), RETIRED, ADDED, change(None, None, "added")], [("no_end", "", True)]),
        (
            [change("a", "a", "kept"), RETIRED, change(None, "d", "renamed")],
            [("end_missing", "d", True), ("new_without", "d", False)],
        ),
        ([change("a", "a", "kept"), RETIRED, ADDED, change("x", "d", "merged")], [("old_unknown", "d", True)]),
        ([change("a", "a", "kept"), RETIRED, ADDED, change("b", "x", "merged")], [("new_unknown", "b", True)]),
        ([change("a", "a", "kept"), change("b", None, "retired", ""), ADDED], [("reason_missing", "b", False)]),
        ([change("a", "a", "renamed"), RETIRED, ADDED], [("renamed_is_same", "a", False)]),
        ([change("a", "a", "renumbered"), RETIRED, ADDED], [("renumbered_is_same", "a", False)]),
        ([change("a", "a", "widened"), RETIRED, ADDED], [("scope_is_same", "a", False)]),
    ],
)  # fmt: skip
def test_a_problem_of_a_correspondence_is_named(changes: list[Change], expected: list[tuple[str, str, bool]]) -> None:
    old, new = edition("a", "b"), EditionDocument(2, (category("a"), category("d", 3)))
    assert codes(correspondence_problems(old, new, changes)) == expected


def test_two_categories_that_swap_their_slugs_are_a_circle() -> None:
    changes = [change("a", "b", "renamed"), change("b", "a", "renamed")]
    found = correspondence_problems(edition("a", "b"), edition("a", "b", number=2), changes)
    assert codes(found)[:2] == [("cycle", "a", True), ("cycle", "b", True)]


def test_a_slug_cannot_be_handed_to_another_category() -> None:
    changes = [change("a", None, "retired"), change("b", "a", "renamed")]
    found = correspondence_problems(edition("a", "b"), edition("a", number=2), changes)
    assert codes(found)[0] == ("slug_reused", "a", True)


def test_what_cannot_even_be_a_draft_is_told_from_what_only_blocks() -> None:
    assert [is_structural(TaxonomyProblem(code)) for code in ("slug_twice", "pair_twice", "old_without", "cycle")] == [
        True, True, False, False
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code", "value"),
    [
        ([change("a", "a", "split"), change("a", "d", "renamed")], "several_successors", "renamed"),
        ([change("a", "d", "widened"), change("a", "a", "split")], "several_successors", "widened"),
        ([change("a", None, "retired"), change("a", "a", "merged")], "retired_and_more", "merged"),
        ([change("a", "a", "narrowed"), change("a", None, "retired")], "retired_and_more", "narrowed"),
        ([ADDED, change("b", "d", "renamed")], "added_and_more", "renamed"),
        ([change("b", "d", "widened"), ADDED], "added_and_more", "widened"),
        ([change("a", "a", "kept"), change("b", "a", "renamed")], "two_go_on_as_one", "b"),
        ([change("a", "a", "split")], "split_into_one", "a"),
        ([change("b", "d", "merged")], "merged_from_one", "b"),
        ([change("b", None, "added")], "added_with_old", "b"),
        ([change("b", "d", "retired")], "retired_with_new", "b"),
        ([change(None, "d", "renamed")], "end_missing", "renamed"),
        ([change("b", "d", "merged", "")], "reason_missing", "merged"),
    ],
)
def test_a_problem_names_the_change_that_is_wrong(changes: list[Change], code: str, value: str) -> None:
    old, new = edition("a", "b"), EditionDocument(2, (category("a"), category("d", 3)))
    assert [found.value for found in correspondence_problems(old, new, changes) if found.code == code] == [value]
