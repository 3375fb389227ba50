"""What becomes of rows that have one project: nothing is lost whatever the answer, and each finds its project again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedProject
from skillsnet.core.intake.record_linkage.repeated_projects import (
    REPEAT_ANSWERS,
    RepeatAnswer,
    RepeatedRow,
    differing_fields,
    joined_project,
    latest_complete,
    plan_repeats,
)

FORGE = ParsedOrganisation("forge bo|GH", "Forge Bo", country="GH")
PROJECT = ParsedProject("title:port school|forge bo", title="Port school", summary="On the quay.", organisation=FORGE)


def _row(
    number: int, *, year: str = "", moment: str = "", summary: str = "On the quay.", permission: str = ""
) -> RepeatedRow:
    extra = {"Year": year} if year else {}
    project = replace(PROJECT, extra=extra, summary=summary, may_publish=permission)
    return RepeatedRow(10 * number, number, project, moment)


def _kinds(rows: list[RepeatedRow], answer: RepeatAnswer | None) -> list[str]:
    planned = plan_repeats(rows, answer=answer)
    return [planned[row.position].kind for row in rows]


def test_each_answer_in_short() -> None:
    rows = [_row(1, year="2019"), _row(2, year="2020"), _row(3, year="2019")]
    assert _kinds(rows, None) == ["first", "asks", "copy"]
    assert _kinds(rows, "separate") == ["first", "separate", "copy"]
    assert _kinds(rows, "latest") == ["older", "latest", "copy"]
    assert _kinds(rows, "join") == ["joined", "latest", "copy"]


def test_separate_projects_have_keys_of_their_own_and_find_them_again_in_another_order() -> None:
    rows = [_row(1, year="2019"), _row(2, year="2020"), _row(3, year="2021")]
    planned = plan_repeats(rows, answer="separate")
    keys = {row.project.extra["Year"]: planned[row.position].project.key for row in rows}
    assert sorted(keys.values()) == [PROJECT.key, f"{PROJECT.key}~2", f"{PROJECT.key}~3"]
    existing = [planned[row.position].project for row in rows]
    again = [_row(1, year="2022"), _row(2, year="2021", summary="Other words."), _row(3, year="2019")]
    replanned = plan_repeats(again, answer="separate", existing=existing)
    found_keys = {row.project.extra["Year"]: replanned[row.position].project.key for row in again}
    assert found_keys == {"2022": f"{PROJECT.key}~4", "2021": keys["2021"], "2019": keys["2019"]}


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        ([_row(1, moment="2020-10-05T18:30:00"), _row(2, moment="2020-10-01T09:00:00")], 1),
        ([_row(1, moment="2020-10-05"), _row(2)], 2),
        ([_row(1, moment="2020-10-01"), _row(2, moment="2020-10-05", summary="")], 1),
    ],
)
def test_the_latest_complete_answer_is_the_last_one_that_leaves_out_nothing(
    rows: list[RepeatedRow], number: int
) -> None:
    assert latest_complete(rows).number == number


def test_a_no_in_any_of_the_rows_holds() -> None:
    rows = [_row(1, permission="yes"), _row(2, permission="no"), _row(3, year="2020", permission="yes")]
    for answer in (None, "latest", "join"):
        planned = plan_repeats(rows, answer=answer)
        written = [plan.project.may_publish for plan in planned.values() if plan.kind in ("first", "latest")]
        assert written == ["no"]
    separate = plan_repeats(rows, answer="separate")
    assert [separate[row.position].project.may_publish for row in (rows[0], rows[2])] == ["no", "yes"]


def test_rows_of_other_organisations_are_projects_of_their_own_whatever_the_answer() -> None:
    other = replace(PROJECT, organisation=replace(FORGE, name="Atelier Ada"))
    rows = [_row(1), RepeatedRow(20, 2, other)]
    for answer in (None, *REPEAT_ANSWERS):
        planned = plan_repeats(rows, answer=answer)
        assert [planned[10].kind, planned[20].kind] == ["first", "other"]
        assert planned[10].project.key != planned[20].project.key


YEARS = st.lists(st.sampled_from(["2019", "2020", "2021", ""]), min_size=1, max_size=6)


@given(YEARS, st.lists(st.sampled_from(["On the quay.", "In the yard."]), min_size=6, max_size=6))
def test_nothing_is_lost(years: list[str], texts: list[str]) -> None:
    rows = [_row(number, year=year, summary=texts[number - 1]) for number, year in enumerate(years, start=1)]
    separate = plan_repeats(rows, answer="separate")
    written = {plan.project.key: plan.project for plan in separate.values() if plan.kind != "copy"}
    for row in rows:
        assert any(not differing_fields(project, row.project) for project in written.values())
    joined = joined_project(rows, latest_complete(rows))
    for row in rows:
        assert row.project.summary in joined.summary
        assert row.project.extra.get("Year", "") in joined.extra.get("Year", "")
