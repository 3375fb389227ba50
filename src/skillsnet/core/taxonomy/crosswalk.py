"""Carrying what stands in one edition over to the next: what is certain, and what somebody has to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from skillsnet.core.taxonomy.values import Change, Kind

# By these a category goes on whole, as the one or as part of the one that it became.
CERTAIN: Final = frozenset({Kind.KEPT, Kind.RENAMED, Kind.RENUMBERED, Kind.WIDENED, Kind.MERGED})


@dataclass(frozen=True)
class Step:
    """What became of one category that an item stood in; `new` is empty where that is still to be decided."""

    old: str
    kind: str
    new: str = ""


@dataclass(frozen=True)
class Question:
    """What somebody has to decide: which of the options an item belongs to, none named for "any"."""

    old: str
    kind: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Carried:
    """Where an item goes.

    Attributes
    ----------
    placed : tuple of str
        Slugs of the new edition that are certain, the main one first.
    steps : tuple of Step
        One for each category it stood in, in their order.
    questions : tuple of Question
        What is to be decided.
    """

    placed: tuple[str, ...]
    steps: tuple[Step, ...]
    questions: tuple[Question, ...]


class Successors:
    """Which categories of the old edition became which of the new one."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._of: dict[str, list[tuple[str, str]]] = {}
        for change in changes:
            if change.old is not None:
                self._of.setdefault(change.old, []).append((change.kind, change.new or ""))

    def carry(self, stood: Sequence[str]) -> Carried:
        """Return where an item goes that stood in some categories.

        Parameters
        ----------
        stood : sequence of str
            Slugs of the old edition, the main one first.

        Returns
        -------
        Carried
            A category with one heir, by a kind that keeps it whole, is certain. One that was split, narrowed, given
            up, or has no heir stated, is to be decided; so is one with several heirs.

        Notes
        -----
        O(categories of the item). An item loses nothing: each category it stood in is a step.

        Examples
        --------
        >>> split = [Change("c", "d", "split", {}), Change("c", "e", "split", {})]
        >>> heirs = Successors([Change("a", "b", "renamed", {}), *split])
        >>> heirs.carry(["a", "c"]).placed, heirs.carry(["a", "c"]).questions[0].options
        (('b',), ('d', 'e'))
        """
        placed: list[str] = []
        steps: list[Step] = []
        questions: list[Question] = []
        for old in dict.fromkeys(stood):
            heirs = self._of.get(old, [])
            news = tuple(dict.fromkeys(new for _, new in heirs if new))
            kind = heirs[0][0] if heirs else Kind.RETIRED.value
            if len(news) == 1 and kind in CERTAIN:
                placed.append(news[0])
                steps.append(Step(old, kind, news[0]))
            else:
                steps.append(Step(old, kind))
                questions.append(Question(old, kind, news))
        return Carried(tuple(dict.fromkeys(placed)), tuple(steps), tuple(questions))


def settle(carried: Carried, chances: Mapping[str, float], *, added: Sequence[str], most: int) -> tuple[str, ...]:
    """Return where an item stands until somebody decides, the main category first.

    Parameters
    ----------
    carried : Carried
        What is certain, and the questions.
    chances : mapping of str to float
        How likely each category of the new edition is.
    added : sequence of str
        Categories that are new; they take nothing from anybody, so they stand in no answer.
    most : int
        Categories an item may have: 1 where it may have one only.

    Returns
    -------
    tuple of str
        The likeliest option of each question takes the place of the category it comes from; of a question without
        options the likeliest category that is not new. Never empty where the item stood somewhere.
    """
    answers = iter(
        max(
            sorted(question.options or set(chances) - set(added)),
            key=lambda slug: chances.get(slug, 0.0),
            default="",
        )
        for question in carried.questions
    )
    stands = [step.new or next(answers) for step in carried.steps]
    return tuple(dict.fromkeys(slug for slug in stands if slug))[:most]


def doubt(question: Question, chances: Mapping[str, float]) -> float:
    """Return how near the two likeliest options of a question lie, 0 (plain) to 1 (even).

    Examples
    --------
    >>> doubt(Question("a", "split", ("b", "c")), {"b": 0.6, "c": 0.3})
    0.5
    """
    slugs = question.options or tuple(chances)
    best = sorted((chances.get(slug, 0.0) for slug in slugs), reverse=True)
    if len(best) < 2 or best[0] <= 0:
        return 1.0
    return round(best[1] / best[0], 4)
