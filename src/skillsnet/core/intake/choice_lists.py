"""The options of a column whose cells hold several choices, found from the whole column."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from skillsnet.core.intake.choice_atoms import JOINERS, Part, cut_part, hard_parts, has_soft_breaks, is_code
from skillsnet.core.intake.choice_moves import cut_by_options
from skillsnet.core.intake.choice_search import ChoiceSearch, PartCount
from skillsnet.core.text import fold

# So many different parts and letters tell what the options are; the most frequent parts count.
MAX_PARTS: Final = 1500
# Longer parts are sentences.
MAX_CHARS: Final = 60_000
MAX_PART_CHARS: Final = 600
MAX_MEAN_CHARS: Final = 250
# Cells come again and again; so many are remembered.
MAX_REMEMBERED: Final = 10_000
_BETWEEN: Final = re.compile(r"[\s,،，、/]+")
_AROUND_COMMA: Final = re.compile(r"\s*[,،，、]\s*")
# What it costs to say that choices are joined so, in bits: the plainest wins where all explain the cells alike.
JOINER_BITS: Final[Mapping[str, float]] = {
    "": 0.0,
    "comma": 1.0,
    "spaced_comma": 3.0,
    "tight_comma": 3.0,
    "slash": 6.0,
    "and": 6.0,
    "comma_and": 8.0,
    "any": 14.0,
    "blank": 10.0,
}


@dataclass(frozen=True)
class ChoiceList:
    """The options of a column and how its cells come apart into them.

    Attributes
    ----------
    options
        Options as they are written, each with the number of cells that hold it, the most frequent first.
    joiner
        What joins them beside what always does; one of `JOINERS`, or empty.
    are_breaks_soft
        Whether `;` and line breaks stand within options.
    several
        Number of cells that hold several choices, among those it was found in.
    """

    options: tuple[tuple[str, int], ...] = ()
    joiner: str = ""
    are_breaks_soft: bool = False
    several: int = 0

    @classmethod
    def of(cls, options: Iterable[str]) -> "ChoiceList":
        """Return the list that somebody wrote down; its options win over whatever joins them."""
        return cls(tuple((option, 1) for option in dict.fromkeys(options)), "any")

    @cached_property
    def _bits(self) -> dict[str, float]:
        total = sum(count for _, count in self.options) + 1
        return {_key(option): math.log2((total + 1) / (count + 0.5)) for option, count in self.options}

    @cached_property
    def _longest(self) -> int:
        return max((len(_BETWEEN.findall(option)) + 1 for option, _ in self.options), default=1)

    @cached_property
    def _cells(self) -> dict[str, tuple[str, ...]]:
        return {}

    def split(self, cell: str) -> list[str]:
        """Return the choices of a cell in their order, each once; what is no option stays as it is written.

        Examples
        --------
        >>> ChoiceList.of(["Farmers, fishers", "Youth"]).split("Youth, Farmers, fishers; Women")
        ['Youth', 'Farmers, fishers', 'Women']
        """
        choices = self._cells.get(cell)
        if choices is None:
            choices = self._split(cell)
            if len(self._cells) < MAX_REMEMBERED:
                self._cells[cell] = choices
        return list(choices)

    def _split(self, cell: str) -> tuple[str, ...]:
        choices: dict[str, str] = {}
        for text in hard_parts(cell, are_breaks_soft=self.are_breaks_soft):
            for choice in self._choices(cut_part(text, joiner=self.joiner)):
                choices.setdefault(fold(choice), choice)
        return tuple(choices.values())

    def _choices(self, part: Part) -> list[str]:
        count = len(part.spans)
        if count == 1 or len(part.text) > MAX_PART_CHARS:
            return [part.text]
        bits: dict[tuple[int, ...], float] = {}
        for first in range(count):
            for last in range(first, min(count, first + self._longest)):
                cost = self._bits.get(_key(part.run(first, last)))
                if cost is not None:
                    bits[tuple(range(first, last + 1))] = cost
        pieces = cut_by_options(tuple(range(count)), bits)
        return [part.run(piece[0], piece[-1]) for piece in pieces]


def _key(option: str) -> str:
    """Return an option as it is compared: without case and accents, and whatever blanks stand beside its commas."""
    return _AROUND_COMMA.sub(", ", fold(option))


NO_CHOICES: Final = ChoiceList()


def find_choice_list(cells: Iterable[str], *, is_known: Callable[[str], bool] = lambda text: False) -> ChoiceList:
    """Return the options that explain a column's cells best.

    Parameters
    ----------
    cells
        The column's cells; empty ones do not count.
    is_known
        Whether a text is a value of a list that the network knows; such values win where they explain.

    Returns
    -------
    ChoiceList
        With no joiner where the cells hold one choice each, or only what line breaks, `;`, `|` and bullets part.

    Notes
    -----
    Each way to join choices gives a description of the column (see `ChoiceSearch`); the shortest is taken.

    Examples
    --------
    >>> cells = ["Women", "Youth, Women", "Farmers, fishers", "Youth, Farmers, fishers", "Youth", "Women"]
    >>> sorted(option for option, _ in find_choice_list(cells).options)
    ['Farmers, fishers', 'Women', 'Youth']
    """
    cell_counts = Counter(cell for cell in cells if cell and not cell.isspace())
    are_breaks_soft = has_soft_breaks(list(cell_counts))
    counts: Counter[str] = Counter()
    mixed: Counter[str] = Counter()
    for cell, count in cell_counts.items():
        parts = hard_parts(cell, are_breaks_soft=are_breaks_soft)
        for part in parts:
            counts[part] += count
            mixed[part] += count if len(parts) > 1 else 0
    if not counts:
        return NO_CHOICES
    texts = _most_frequent(counts)
    is_prose = sum(map(len, texts)) / len(texts) > MAX_MEAN_CHARS
    is_listed = _are_known_words(texts, is_known=is_known)
    best: tuple[float, ChoiceList] | None = None
    for joiner in [""] if is_prose else _possible_joiners(texts, is_known=is_known):
        cut_parts = {
            cut_part(text, joiner=joiner): PartCount(count, mixed[text])
            for text, count in texts.items()
            if len(text) <= MAX_PART_CHARS
        }
        if not cut_parts:
            continue
        search = ChoiceSearch(cut_parts, cells=cell_counts.total(), is_known=is_known)
        description = search.best()
        cost = description.cost + (JOINER_BITS[joiner] if joiner != "blank" or not is_listed else 0.0)
        if best is None or cost < best[0]:
            options = tuple((search.text(option), count) for option, count in description.counts.most_common())
            best = (cost, ChoiceList(options, joiner, are_breaks_soft))
    if best is None:
        return NO_CHOICES
    shortest = best[1]
    several = sum(count for cell, count in cell_counts.items() if len(shortest.split(cell)) > 1)
    return replace(shortest, several=several)


def _most_frequent(counts: Counter[str]) -> dict[str, int]:
    texts: dict[str, int] = {}
    chars = 0
    for text, count in counts.most_common(MAX_PARTS):
        chars += len(text)
        if chars > MAX_CHARS and texts:
            break
        texts[text] = count
    return texts


def _possible_joiners(texts: Mapping[str, int], *, is_known: Callable[[str], bool]) -> list[str]:
    """Return the ways to join that stand in the cells; a blank only joins codes, some of which stand alone."""
    joiners = [""]
    for name, pattern in JOINERS.items():
        if name == "blank":
            continue
        if any(pattern.search(text) for text in texts):
            joiners.append(name)
    if "tight_comma" not in joiners or "spaced_comma" not in joiners:
        joiners = [name for name in joiners if name not in ("tight_comma", "spaced_comma")]
    if joiners == [""] and (_are_codes(texts) or _are_known_words(texts, is_known=is_known)):
        joiners.append("blank")
    return joiners


def _are_known_words(texts: Mapping[str, int], *, is_known: Callable[[str], bool]) -> bool:
    """Whether cells with blanks hold known values only, each of one word, and are none as a whole."""
    several = [text for text in texts if " " in text]
    return (
        bool(several)
        and all(is_known(word) for text in texts for word in text.split())
        and not any(map(is_known, several))
    )


def _are_codes(texts: Mapping[str, int]) -> bool:
    """Whether cells with blanks are lists of codes: each word looks like one, none comes twice in a cell."""
    words = {word for text in texts for word in text.split()}
    if not all(" " not in text or len(set(text.split())) == len(text.split()) for text in texts):
        return False
    if not any(" " in text for text in texts) or not all(map(is_code, words)):
        return False
    return any("_" in word or word.isdigit() for word in words) or sum(text in words for text in texts) >= 2
