"""A problem found in a row: what it is by code, and the values its sentence names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from skillsnet.core.intake.stored_shapes import StoredProblem

Severity = Literal["error", "warning"]

ERRORS: Final = frozenset(
    {"no_title", "no_organisation", "title_too_long", "id_too_long", "cell_too_long", "formula_in_use", "error_in_use"}
)
SHOWN_CHARS: Final = 80


@dataclass(frozen=True)
class RowProblem:
    """One problem of one cell, without words: the sentence is made where the reader's language is known.

    Attributes
    ----------
    code
        What is wrong; the sentences are keyed by it.
    column
        The column's name as it stands in the file; empty when the row as a whole is meant.
    value
        The value as it stands in the file, cut to `SHOWN_CHARS` characters.
    params
        Further values that the sentence names.
    """

    code: str
    column: str = ""
    value: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Return `error` when the row is refused for it, else `warning`."""
        return "error" if self.code in ERRORS else "warning"

    def to_json(self) -> StoredProblem:
        """Return the problem as a JSON object."""
        return {
            "code": self.code,
            "column": self.column,
            "value": self.value,
            "params": dict(self.params),
            "severity": self.severity,
        }

    @classmethod
    def from_json(cls, json_object: StoredProblem) -> "RowProblem":
        """Return the problem that `to_json` gave."""
        return cls(json_object["code"], json_object["column"], json_object["value"], json_object["params"])


def excerpt(value: str) -> str:
    """Return a value short enough to stand in a sentence.

    Parameters
    ----------
    value
        Any text.

    Returns
    -------
    str
        One line of at most `SHOWN_CHARS` characters; a cut is marked by an ellipsis.
    """
    line = " ".join(value.split())
    return line if len(line) <= SHOWN_CHARS else line[: SHOWN_CHARS - 1] + "…"
