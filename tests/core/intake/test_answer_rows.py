"""Files with one row for each answer."""

import pytest

from skillsnet.core.intake.answer_rows import AnswerTable, find_answer_columns

ASKED = ("Project title", "Country", "What do you do?")


def _long(people: int = 3) -> list[list[str]]:
    answers = {"Project title": "Project {}", "Country": "Kenya", "What do you do?": "We teach welding, number {}."}
    return [
        [f"R{person}", f"2020-10-0{person}", question, answers[question].format(person)]
        for person in range(1, people + 1)
        for question in ASKED
    ]


@pytest.mark.parametrize(
    "names",
    [
        ["Respondent", "Date", "Question", "Answer"],
        ["id", "sent", "field_name", "value"],
        ["Identifiant", "Envoyé", "Intitulé de la question", "Réponse"],
        ["رقم", "تاريخ", "السؤال", "الإجابة"],
        # No name says so; the questions do.
        ["A", "B", "C", "D"],
    ],
)
def test_columns_of_who_answered_what_are_told_by_names_and_cells(names: list[str]) -> None:
    columns = find_answer_columns(names, _long())
    assert columns is not None
    assert (columns.who, columns.question, columns.answer, columns.constant) == (0, 2, 3, (0, 1))


def test_who_answered_is_told_by_an_id_and_not_by_the_time() -> None:
    rows = [[row[1], row[2], row[3], row[0]] for row in _long()]
    columns = find_answer_columns(["Answered at", "Question", "Answer", "respondentId"], rows)
    assert columns is not None
    assert columns.who == 3


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        # A row for each project, with a few types and countries.
        (["Organisation", "Type", "Country"], [["Ada", "NGO", "Kenya"], ["Ada", "Firm", "Togo"], ["Bo", "NGO", "Togo"],
                                               ["Bo", "Firm", "Kenya"], ["Cy", "NGO", "Peru"]]),
        (["Title", "Question", "Answer"], [["Forge", "What is welding?", "a"], ["Port", "Who learns?", "b"],
                                           ["Loom", "Where?", "c"], ["Mill", "When?", "d"]]),
        (["ID", "Title", "Summary"], [[str(n), f"Project {n}", "We teach."] for n in range(9)]),
        (["Question", "Answer"], [["Title", "a"], ["Country", "b"]] * 4),
        ([], []),
    ],
)  # fmt: skip
def test_file_with_a_row_for_each_project_stays_as_it_is(names: list[str], rows: list[list[str]]) -> None:
    assert find_answer_columns(names, rows) is None


def test_answers_become_a_row_for_each_who_answered() -> None:
    rows = _long(2)
    columns = find_answer_columns(["Respondent", "Date", "Question", "Answer"], rows)
    assert columns is not None
    table = AnswerTable(["Respondent", "Date", "Question", "Answer"], columns)
    # The second tick of a question, a row that does not repeat who answered, and one without an answer.
    for number, row in enumerate(
        [*rows, ["R1", "2020-10-01", "Country", "Togo"], ["", "", "Stage", "Pilot"], ["R2"]], 2
    ):
        table.add(row, sheet="Answers", number=number, faults={})
    assert table.names == ["Respondent", "Date", *ASKED, "Stage"]
    assert [(row.number, row.cells) for row in table.rows()] == [
        (2, ["R1", "2020-10-01", "Project 1", "Kenya\nTogo", "We teach welding, number 1.", "Pilot"]),
        (5, ["R2", "2020-10-02", "Project 2", "Kenya", "We teach welding, number 2.", ""]),
    ]


def test_a_table_of_projects_is_none_of_answers_though_a_column_holds_names_of_columns() -> None:
    names = ["Number", "Country", "Title", "Summary", "Stage"]
    rows = [
        [str(number), country, f"Work {number} of {stage}", f"What {stage} {number} does", stage]
        for number, (country, stage) in enumerate(
            (c, s) for c in ("Kenya", "Peru", "Laos") for s in ("Title", "Summary")
        )
    ]
    assert find_answer_columns(names, rows) is None
