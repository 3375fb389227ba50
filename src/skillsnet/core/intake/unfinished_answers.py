"""Rows of a form's export that nobody sent: previews, and answers that were begun and not finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from skillsnet.core.intake.option_words import NOT_TICKED, TICKED
from skillsnet.core.intake.values import is_blank
from skillsnet.core.text import fold

PREVIEW: Final = "preview"
UNFINISHED: Final = "unfinished"
MIN_PLATFORM_NAMES: Final = 2


def _squeezed(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())


def _names(*names: str) -> frozenset[str]:
    return frozenset(_squeezed(name) for name in names)


# Names that form builders give to what they note of an answer. Only beside some of these is a column such as
# "Finished" about the answer and not about the project.
PLATFORM_NAMES: Final = frozenset(
    _names(
        *(
            "ResponseId",
            "Response ID",
            "Respondent ID",
            "Collector ID",
            "RecordedDate",
            "StartDate",
            "EndDate",
            "Progress",
        ),
        *(
            "Duration (in seconds)",
            "IPAddress",
            "IP Address",
            "DistributionChannel",
            "UserLanguage",
            "ExternalReference",
        ),
        *(
            "lastpage",
            "Last page",
            "startlanguage",
            "Start language",
            "seed",
            "submitdate",
            "datestamp",
            "ipaddr",
            "refurl",
        ),
        *(
            "Date last action",
            "Date started",
            "Network ID",
            "Start Date (UTC)",
            "Submit Date (UTC)",
            "Stage Date (UTC)",
        ),
        *("Serial", "Serial number", "SID", "UID", "Submission ID", "Submission URI", "Username", "Draft", "Token"),
        *(
            "Time Started",
            "Date Submitted",
            "Contact ID",
            "Link Name",
            "User Agent",
            "Referer",
            "SessionID",
            "Unique ID",
        ),
        *("Entry Id", "Entry_Id", "Entry Date", "Source Url", "Completion time", "Start time", "Survey Timestamp", "#"),
        *(
            "ID de la réponse",
            "Dernière page",
            "Langue de départ",
            "ID de respuesta",
            "Última página",
            "Idioma inicial",
        ),
        *("Antwort ID", "Letzte Seite", "Start-Sprache", "Tempo", "Response Type", "Time Taken"),
    )
)
_FINISHED: Final = frozenset(
    _names(
        "Finished",
        "Completed",
        "Complete",
        "Is complete",
        "Response complete",
        "Completion Status",
        "Terminé",
        "Finalizado",
    )
)
_DRAFT: Final = frozenset(
    _names("Draft", "Is draft", "Brouillon", "Borrador", "Entwurf", "In draft", "Submission is draft")
)
_STATUS: Final = frozenset(
    _names(
        *("Status", "Response Type", "Response Status", "Survey Status", "Submission Status", "Completion Status"),
        *("Entry_Status", "Entry Status", "Distribution Channel", "DistributionChannel", "Statut", "Estado"),
    )
)
_SUBMITTED_ON: Final = frozenset(
    _names(
        *(
            "submitdate",
            "Date submitted",
            "Submit Date (UTC)",
            "Date de soumission",
            "Fecha de envío",
            "Datum Abgeschickt",
        ),
    )
)
_PREVIEW_WORDS: Final = frozenset(
    fold(word) for word in ("survey preview", "survey test", "preview", "test", "test response", "spam", "aperçu")
)
_UNFINISHED_WORDS: Final = frozenset(
    fold(word)
    for word in (
        *("partial", "partially completed", "incomplete", "in progress", "started", "not completed", "unfinished"),
        *("draft", "abandoned", "partiel", "partielle", "incomplet", "incomplète", "en cours", "commencé", "brouillon"),
        *("parcial", "incompleto", "incompleta", "en curso", "iniciado", "borrador", "unvollständig", "entwurf"),
    )
)
# LimeSurvey's date of an answer that was never sent, where the answers have no dates.
_NEVER: Final = "1980-01-01"


@dataclass(frozen=True)
class AnswerStates:
    """The columns that say whether an answer was sent.

    Attributes
    ----------
    finished, draft, status, submitted_on
        Positions of the columns that say whether it is finished, whether it is a draft, what its status is, and when
        it was sent.
    """

    finished: tuple[int, ...] = ()
    draft: tuple[int, ...] = ()
    status: tuple[int, ...] = ()
    submitted_on: tuple[int, ...] = ()

    def state_of(self, cells: Sequence[str]) -> str:
        """Return why a row is no answer that somebody sent.

        Parameters
        ----------
        cells
            Cells of the row; missing ones at the end count as empty.

        Returns
        -------
        str
            `preview`, `unfinished`, or empty for an answer.
        """
        statuses = [_cell(cells, index) for index in self.status]
        if any(text in _PREVIEW_WORDS for text in statuses):
            return PREVIEW
        is_open = (
            any(text in _UNFINISHED_WORDS for text in statuses)
            or any(_cell(cells, index) in NOT_TICKED | _UNFINISHED_WORDS for index in self.finished)
            or any(_cell(cells, index) in TICKED for index in self.draft)
            or any(is_blank(text := _cell(cells, index)) or text.startswith(_NEVER) for index in self.submitted_on)
        )
        return UNFINISHED if is_open else ""


def find_answer_states(names: Sequence[str], rows: Sequence[Sequence[str]]) -> AnswerStates | None:
    """Return the columns of a form's export that say whether an answer was sent.

    Parameters
    ----------
    names
        Column names.
    rows
        Rows of cells, some hundred of them.

    Returns
    -------
    AnswerStates or None
        None where no form builder wrote the file, as far as its columns' names tell, and where no row would be left.
    """
    squeezed = [_squeezed(name) for name in names]
    if sum(1 for name in set(squeezed) if name in PLATFORM_NAMES) < MIN_PLATFORM_NAMES:
        return None
    states = AnswerStates(
        *(
            tuple(index for index, name in enumerate(squeezed) if name in names_of_kind)
            for names_of_kind in (_FINISHED, _DRAFT, _STATUS, _SUBMITTED_ON)
        )
    )
    left_out = sum(1 for row in rows if states.state_of(row))
    return states if left_out < len(rows) else None


def _cell(cells: Sequence[str], index: int) -> str:
    return fold(" ".join(cells[index].split())) if index < len(cells) else ""
