"""Files with one row for each answer: which columns tell who answered what, and one row for each who answered."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from skillsnet.core.cell_faults import CellFault
from skillsnet.core.intake.column_folding import LIST_GLUE
from skillsnet.core.intake.column_meanings import is_column_name
from skillsnet.core.intake.values import is_blank
from skillsnet.core.text import fold

MIN_ROWS: Final = 4
MAX_QUESTIONS: Final = 300
MAX_QUESTION_CHARS: Final = 400
MIN_KNOWN_QUESTIONS: Final = 2
MIN_KNOWN_SHARE: Final = 0.3
# Of the rows, those that answer another question than every other row of theirs; the rest are further ticks.
MIN_DISTINCT_SHARE: Final = 0.6
# Of a file's grid of who answered and what was asked, the part that is filled.
MIN_FILLED_SHARE: Final = 0.5
MIN_CONSTANT_SHARE: Final = 0.98
# Columns that differ from answer to answer beside the answer, such as when it was given; a table of projects has many.
MAX_FURTHER_COLUMNS: Final = 1


def _words(*words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


QUESTION_NAMES: Final = frozenset(
    _words(
        *(
            "question",
            "questions",
            "question text",
            "question title",
            "question label",
            "question name",
            "field",
            "item",
        ),
        *("field name", "field label", "variable", "attribute", "key", "prompt", "property", "column", "label", "q"),
        *(
            "intitulé",
            "intitulé de la question",
            "champ",
            "nom du champ",
            "rubrique",
            "libellé",
            "pregunta",
            "preguntas",
        ),
        *(
            "texto de la pregunta",
            "campo",
            "nombre del campo",
            "frage",
            "feld",
            "pergunta",
            "domanda",
            "вопрос",
            "السؤال",
        ),
        *("سؤال", "الحقل"),
    )
)
ANSWER_NAMES: Final = frozenset(
    _words(
        *(
            "answer",
            "answers",
            "answer text",
            "answer value",
            "value",
            "values",
            "response",
            "responses",
            "response text",
        ),
        *("field value", "content", "réponse", "réponses", "valeur", "contenu", "respuesta", "respuestas", "valor"),
        *("contenido", "antwort", "wert", "resposta", "risposta", "valore", "ответ", "значение", "الإجابة", "إجابة"),
        *("الجواب", "القيمة"),
    )
)


# What the names of columns that tell who answered hold, after blanks and underscores are one.
_ID_NAME: Final = re.compile(
    r"(\bid\b|id$|\b(respondent|participant|submission|response|record|entry|applicant|user)\b|^#$)"
)


@dataclass(frozen=True)
class AnswerColumns:
    """The columns of a file with one row for each answer.

    Attributes
    ----------
    who, question, answer
        Positions of the columns that tell who answered, what was asked, and what the answer is.
    constant
        Positions of the columns that are the same in all rows of one who answered, `who` among them.
    """

    who: int
    question: int
    answer: int
    constant: tuple[int, ...]


def find_answer_columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> AnswerColumns | None:
    """Return the columns that make a file one of answers, or None where each row is of one who answered.

    Parameters
    ----------
    names
        Column names.
    rows
        Rows of cells, some hundred of them, in the file's order.

    Returns
    -------
    AnswerColumns or None
        A column is of questions when its name says so, or when its cells are names that columns have elsewhere, and
        when each of several who answered has a row for most of them. O(columns × rows) for each column of questions.
    """
    if len(names) < 3 or len(rows) < MIN_ROWS:
        return None
    cells = [[row[index] if index < len(row) else "" for row in rows] for index in range(len(names))]
    folded_names = [fold(" ".join(name.replace("_", " ").split())) for name in names]
    has_answer_name = any(name in ANSWER_NAMES for name in folded_names)
    for question in range(len(names)):
        is_named = has_answer_name and folded_names[question] in QUESTION_NAMES
        if not _may_be_questions(cells[question], is_named=is_named):
            continue
        grids = [who for who in range(len(names)) if who != question and _is_grid(cells[who], cells[question])]
        # Two may answer in the same second, and so the column that tells most of them apart says who it was.
        who = max(grids, key=lambda index: (len(set(cells[index])), -index), default=None)
        if who is None:
            continue
        constant = tuple(
            index for index in range(len(names)) if index != question and _is_constant(cells[index], cells[who])
        )
        answer = _answer_column(folded_names, cells, {question, who, *constant})
        further_columns = [
            index
            for index in range(len(names))
            if index not in {question, who, answer, *constant} and not _is_constant(cells[index], cells[question])
        ]
        if answer is not None and len(further_columns) <= MAX_FURTHER_COLUMNS:
            who = next((index for index in grids if index in constant and _is_id(folded_names[index])), who)
            return AnswerColumns(who, question, answer, constant)
    return None


def _is_id(folded_name: str) -> bool:
    return bool(_ID_NAME.search(folded_name))


def _may_be_questions(cells: Sequence[str], *, is_named: bool) -> bool:
    counts = Counter(cell for cell in cells if cell)
    if not 2 <= len(counts) <= MAX_QUESTIONS or any(len(cell) > MAX_QUESTION_CHARS for cell in counts):
        return False
    if sum(counts.values()) < 2 * len(counts):
        return False
    if is_named:
        return True
    known_count = sum(1 for cell in counts if is_column_name(cell))
    mark_count = sum(1 for cell in counts if cell.endswith(("?", "؟")))
    return known_count >= MIN_KNOWN_QUESTIONS and known_count + mark_count >= MIN_KNOWN_SHARE * len(counts)


def _is_grid(who: Sequence[str], questions: Sequence[str]) -> bool:
    """Whether several have answered, and each most of the questions."""
    people, questions_once = set(filter(None, who)), set(filter(None, questions))
    if len(people) < 2 or len(people) * 2 > len(who):
        return False
    pairs = {pair for pair in zip(who, questions, strict=True) if all(pair)}
    return len(pairs) >= MIN_DISTINCT_SHARE * len(who) and len(pairs) >= MIN_FILLED_SHARE * len(people) * len(
        questions_once
    )


def _is_constant(cells: Sequence[str], who: Sequence[str]) -> bool:
    first: dict[str, str] = {}
    same_count = sum(1 for person, cell in zip(who, cells, strict=True) if first.setdefault(person, cell) == cell)
    return same_count >= MIN_CONSTANT_SHARE * len(who)


def _answer_column(folded_names: Sequence[str], cells: Sequence[Sequence[str]], excluded: set[int]) -> int | None:
    """Return the column of answers: the one with such a name, else the one with the most different cells."""
    remaining = [index for index in range(len(cells)) if index not in excluded and any(cells[index])]
    named_columns = [index for index in remaining if folded_names[index] in ANSWER_NAMES]
    return max(named_columns or remaining, key=lambda index: (len(set(cells[index])), -index), default=None)


@dataclass(frozen=True)
class GatheredRow:
    """All answers of one: the number of the first row, its sheet, the cells by column, and the broken ones of them."""

    sheet: str
    number: int
    cells: list[str]
    faults: dict[str, CellFault]


@dataclass
class _Answers:
    sheet: str
    number: int
    constant: list[str]
    texts: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, CellFault] = field(default_factory=dict)


class AnswerTable:
    """The answers of a file as a table, with a row for each who answered and a column for each question."""

    def __init__(self, names: Sequence[str], columns: AnswerColumns):
        self._columns = columns
        self._constant_names = [names[index] for index in columns.constant]
        self._questions: dict[str, None] = {}
        self._answers: dict[str, _Answers] = {}
        self._last = ""

    def add(self, cells: Sequence[str], *, sheet: str, number: int, faults: Mapping[str, CellFault]) -> None:
        """Add a row of the file; one that does not say who answered belongs to the row above.

        Parameters
        ----------
        cells
            Cells of the row; missing ones at the end count as empty.
        sheet, number
            Where it stands in the file.
        faults
            Its broken cells by position.
        """
        columns = self._columns
        self._last = _cell(cells, columns.who) or self._last
        answers = self._answers.get(self._last)
        if answers is None:
            answers = _Answers(sheet, number, [_cell(cells, index) for index in columns.constant])
            self._answers[self._last] = answers
        question, answer = _cell(cells, columns.question), _cell(cells, columns.answer)
        if not question:
            return
        self._questions.setdefault(question)
        if not is_blank(answer):
            answers.texts.setdefault(question, []).append(answer)
        if fault := faults.get(str(columns.answer)):
            answers.faults.setdefault(question, fault)

    @property
    def names(self) -> list[str]:
        """The columns' names: those that are the same in all rows of one, then the questions in their first order."""
        return [*self._constant_names, *self._questions]

    def rows(self) -> Iterator[GatheredRow]:
        """Yield a row for each who answered, in their first order.

        Yields
        ------
        GatheredRow
            Several answers to one question stand in its cell, one a line.
        """
        first = len(self._constant_names)
        for answers in self._answers.values():
            cells = [*answers.constant, *(LIST_GLUE.join(answers.texts.get(name, ())) for name in self._questions)]
            faults = {
                str(first + index): answers.faults[name]
                for index, name in enumerate(self._questions)
                if name in answers.faults
            }
            yield GatheredRow(answers.sheet, answers.number, cells, faults)


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""
