"""The published table of argued cases, asked line by line."""

from pathlib import Path

import pytest

from tests.core.classification.test_classifier import SKILLS

TABLE = Path(__file__).parents[3] / "docs" / "explanation" / "argued-cases.md"


def cases(*, wrong: bool = False) -> list[tuple[str, str, str, int]]:
    right, failing = TABLE.read_text(encoding="utf-8").split("## What it still gets wrong")
    lines = [line for line in (failing if wrong else right).splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[1:]]
    return [(language, text, slug, int(max_rank)) for language, text, slug, max_rank, _why in cells]


def test_the_table_argues_every_category_in_four_languages() -> None:
    rows = cases()
    assert {slug for _, _, slug, _ in rows} == {entry.slug for entry in SKILLS.suggest(["Welding"], ["en"])[0].scores}
    assert {language for language, *_ in rows} == {"en", "fr", "es", "ar"}


@pytest.mark.medium
@pytest.mark.parametrize(("language", "text", "slug", "max_rank"), cases())
def test_an_argued_case_is_placed_as_argued(language: str, text: str, slug: str, max_rank: int) -> None:
    ranking = SKILLS.suggest([text], [language])[0]
    assert slug in [entry.slug for entry in ranking.scores[:max_rank]]


@pytest.mark.parametrize(("language", "text", "slug", "max_rank"), cases(wrong=True))
def test_a_case_that_is_said_to_fail_still_does(language: str, text: str, slug: str, max_rank: int) -> None:
    ranking = SKILLS.suggest([text], [language])[0]
    assert slug not in [entry.slug for entry in ranking.scores[: max_rank - 1]]
