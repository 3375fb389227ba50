"""Carrying the categories of an item from one edition to the next: what is certain, and what needs a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from skillsnet.core.taxonomy.values import Change, Kind

# By these a category goes on whole, as the one or as part of the one that it became.
CERTAIN: Final = frozenset({Kind.KEPT, Kind.RENAMED, Kind.RENUMBERED, Kind.WIDENED, Kind.MERGED})


@dataclass(frozen=True)
class TransferStep:
    """What became of one category of an item; `new` is empty where that is still to be decided."""

    old: str
    kind: str
    new: str = ""


@dataclass(frozen=True)
class TransferQuestion:
    """What somebody has to decide: which of the options an item belongs to, none named for "any"."""

    old: str
    kind: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class CrosswalkResult:
    """Where an item goes.

    Attributes
    ----------
    certain : tuple of str
        Slugs of the new edition that need no decision, the main one first.
    steps : tuple of TransferStep
        One for each category of the item, in their order.
    questions : tuple of TransferQuestion
        What is to be decided.
    """

    certain: tuple[str, ...]
    steps: tuple[TransferStep, ...]
    questions: tuple[TransferQuestion, ...]


class Successors:
    """Which categories of the old edition became which of the new one."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._kinds_and_slugs: dict[str, list[tuple[str, str]]] = {}
        for change in changes:
            if change.old is not None:
                self._kinds_and_slugs.setdefault(change.old, []).append((change.kind, change.new or ""))

    def follow(self, slugs: Sequence[str]) -> CrosswalkResult:
        """Return where an item with some categories goes.

        Parameters
        ----------
        slugs : sequence of str
            Slugs of the old edition, the main one first.

        Returns
        -------
        CrosswalkResult
            A category with one successor, by a kind that keeps it whole, is certain. One that was split, narrowed,
            given up, or has no successor stated, is to be decided; so is one with several successors.

        Notes
        -----
        O(categories of the item). An item loses nothing: each of its categories is a step.

        Examples
        --------
        >>> split = [Change("c", "d", "split", {}), Change("c", "e", "split", {})]
        >>> successors = Successors([Change("a", "b", "renamed", {}), *split])
        >>> successors.follow(["a", "c"]).certain, successors.follow(["a", "c"]).questions[0].options
        (('b',), ('d', 'e'))
        """
        certain: list[str] = []
        steps: list[TransferStep] = []
        questions: list[TransferQuestion] = []
        for old in dict.fromkeys(slugs):
            successors = self._kinds_and_slugs.get(old, [])
            options = tuple(dict.fromkeys(new for _, new in successors if new))
            kind = successors[0][0] if successors else Kind.RETIRED.value
            if len(options) == 1 and kind in CERTAIN:
                certain.append(options[0])
                steps.append(TransferStep(old, kind, options[0]))
            else:
                steps.append(TransferStep(old, kind))
                questions.append(TransferQuestion(old, kind, options))
        return CrosswalkResult(tuple(dict.fromkeys(certain)), tuple(steps), tuple(questions))


def resolve(
    result: CrosswalkResult, probabilities: Mapping[str, float], *, added: Sequence[str], max_categories: int
) -> tuple[str, ...]:
    """Return the categories of an item until somebody decides, the main one first.

    Parameters
    ----------
    result : CrosswalkResult
        What is certain, and the questions.
    probabilities : mapping of str to float
        How likely each category of the new edition is.
    added : sequence of str
        Categories that are new; they take over no other category, so they answer no question.
    max_categories : int
        Categories an item may have: 1 where it may have one only.

    Returns
    -------
    tuple of str
        The likeliest option of each question takes the place of the category it comes from; of a question without
        options the likeliest category that is not new. Never empty where the item had a category.
    """
    answers = iter(
        max(
            sorted(question.options or set(probabilities) - set(added)),
            key=lambda slug: probabilities.get(slug, 0.0),
            default="",
        )
        for question in result.questions
    )
    slugs = [step.new or next(answers) for step in result.steps]
    return tuple(dict.fromkeys(slug for slug in slugs if slug))[:max_categories]


def doubt(question: TransferQuestion, probabilities: Mapping[str, float]) -> float:
    """Return how near the two likeliest options of a question lie, 0 (plain) to 1 (even).

    Examples
    --------
    >>> doubt(TransferQuestion("a", "split", ("b", "c")), {"b": 0.6, "c": 0.3})
    0.5
    """
    slugs = question.options or tuple(probabilities)
    sorted_probabilities = sorted((probabilities.get(slug, 0.0) for slug in slugs), reverse=True)
    if len(sorted_probabilities) < 2 or sorted_probabilities[0] <= 0:
        return 1.0
    return round(sorted_probabilities[1] / sorted_probabilities[0], 4)
