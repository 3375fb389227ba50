"""The two ways in which an action says no; `skillsnet.web` turns them into pages."""

from collections.abc import Sequence


class Invalid(Exception):
    """This cannot be read or done: carries sentences that name the thing, the value and the next step."""

    def __init__(self, problems: str | Sequence[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__(" ".join(self.problems))


class Denied(Exception):
    """This person may not do this: carries the sentence that says who may."""
