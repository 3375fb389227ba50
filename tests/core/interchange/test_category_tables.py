"""An edition as rows and back."""

import pytest
from hypothesis import HealthCheck, given, settings

from skillsnet.core.interchange.category_tables import (
    category_rows,
    change_rows,
    changes_from_rows,
    edition_from_rows,
    is_change_table,
)
from skillsnet.core.taxonomy import (
    CategoryDocument,
    EditionDocument,
    TaxonomyDocument,
    Unreadable,
    load_skills_taxonomy,
)
from tests.core.taxonomy.cases import taxonomies


def bare(edition: EditionDocument) -> EditionDocument:
    """What a table holds: no state, no note, and no language without a word."""
    categories = tuple(
        CategoryDocument(
            one.slug, one.number, one.mark, one.colour,
            {code: words for code, words in one.texts.items() if any(vars(words).values())}, one.parent,
        )
        for one in edition.categories
    )  # fmt: skip
    return EditionDocument(edition.number, categories)


@pytest.mark.slow
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(taxonomies())
def test_any_edition_comes_back_from_its_rows(taxonomy: TaxonomyDocument) -> None:
    for edition in taxonomy.editions:
        if edition.categories:
            rows = category_rows(edition, languages=("en", "fr"))
            assert edition_from_rows(rows, number=edition.number) == bare(edition)


def test_the_shipped_correspondence_comes_back_from_its_rows() -> None:
    changes = load_skills_taxonomy().correspondence
    rows = change_rows(changes, languages=("en",))
    assert (changes_from_rows(rows, edition=2), is_change_table(rows)) == (changes, True)


def test_names_alone_are_enough() -> None:
    found = edition_from_rows([["Name", "Definition_en"], [], ["Radio", "Lessons on air."], ["Film", ""]], number=3)
    told = [(one.slug, one.number, one.mark, one.texts["en"].definition) for one in found.categories]
    assert told == [("radio", 1, "R", "Lessons on air."), ("film", 2, "F", "")]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], [("no_rows", "")]),
        ([["slug", "number"]], [("no_rows", "")]),
        ([["colour", "mark"], ["1", "M"]], [("no_columns", "colour, mark")]),
        ([["slug", "slug"], ["a", "b"]], [("column_twice", "slug")]),
        ([["slug", "Budget"], ["a", "7"]], [("column_unknown", "budget")]),
        (
            [["slug", "number", "name_en"], ["a", "seven", "A"], ["b c", "2", "B"], ["", "3", ""]],
            [("cell_no_number", "2: number “seven”"), ("slug_malformed", "b c"), ("row_without_name", "4")],
        ),
        ([["slug", "name_en"], ["a", "x" * 161]], [("cell_too_long", "2: name_en")]),
    ],
)
def test_every_problem_of_a_table_is_named(rows: list[list[str]], told: list[tuple[str, str]]) -> None:
    with pytest.raises(Unreadable) as refused:
        edition_from_rows(rows, number=1)
    assert sorted((problem.code, problem.value) for problem in refused.value.problems) == sorted(told)


def test_an_unknown_kind_is_refused_by_name() -> None:
    with pytest.raises(Unreadable) as refused:
        changes_from_rows([["old", "new", "kind"], ["a", "b", "eaten"]], edition=2)
    assert [(problem.code, problem.value) for problem in refused.value.problems] == [("kind_unknown", "eaten")]
