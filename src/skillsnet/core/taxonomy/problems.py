"""What is wrong with a taxonomy, as values that others make sentences of."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class TaxonomyProblem:
    """One thing that is wrong, or doubtful, with the thing it is about.

    Attributes
    ----------
    code : str
        What is wrong; the application has a sentence for each.
    slug : str
        The category it is about; empty where it is about the whole edition or file.
    is_old : bool
        Whether that category is in the earlier of two editions.
    value : str
        What was found there: a number, a word, the slug of another category, a place in a file.
    edition : int
        The number of the edition, where a file has several; 0 otherwise.
    is_blocking : bool
        Whether an edition with it cannot be published; otherwise it is a doubt.
    """

    code: str
    slug: str = ""
    is_old: bool = False
    value: str = ""
    edition: int = 0
    is_blocking: bool = True


class Unreadable(ValueError):
    """A file holds no taxonomy that can be imported; `problems` says what is wrong with it."""

    def __init__(self, problems: TaxonomyProblem | Iterable[TaxonomyProblem]) -> None:
        self.problems = (problems,) if isinstance(problems, TaxonomyProblem) else tuple(problems)
        super().__init__(", ".join(problem.code for problem in self.problems))
