"""What is wrong with a form, for the summary at the top of its page; the same stands at each field."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldProblem:
    """A problem as a sentence, with the name of its field and the id of the element where it stands, if any."""

    sentence: str
    label: str = ""
    anchor: str = ""
