"""The shortest description of a column of choices: which runs of atoms are its options."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Final, NamedTuple

from skillsnet.core.intake.choice_atoms import Part
from skillsnet.core.intake.choice_moves import Cut, Join, JoinAll, Move, Option, cut_by_options
from skillsnet.core.text import fold

# Costs in bits. Tuned on the option lists of `benchmarks/choices.py` that are marked for tuning.
OPTION_BITS: Final = 4.0
LETTER_BITS: Final = 0.6
KNOWN_BITS: Final = -4.0
# An option that begins as only the middle of one does.
CONTINUATION_BITS: Final = 9.0
MAX_CASE_BITS: Final = 10.0
# A joiner within an option, before a capital and before a small letter where options begin with capitals.
INNER_CAPITAL_BITS: Final = 12.0
INNER_SMALL_BITS: Final = 0.5
INNER_NEUTRAL_BITS: Final = 4.0
# An option that goes on behind another one: more often that is what somebody wrote beside what they ticked.
EXTENDED_BITS: Final = 10.0
# An option twice in a part: nobody ticks one twice.
REPEATED_BITS: Final = 8.0
# A joiner that parts choices of a cell which something else parts already.
MIXED_BITS: Final = 5.0
# Options that together read as another one, for each time that they stand apart.
AMBIGUOUS_BITS: Final = 25.0
# A column with more options that begin with a small letter tells nothing by its capitals.
MAX_SMALL_SHARE: Final = 0.3
MAX_ROUNDS: Final = 40
_CONTINUATION: Final = re.compile(
    r"(?:and|or|nor|incl|including|etc|with|without|such|et|ou|dont|notamment|avec|y|o|incluyendo|como|con|und|oder|"
    r"e\.g|i\.e)\b"
)


@dataclass
class AtomTable:
    """The atoms of a column by number, with what they look like."""

    texts: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """Return the number of an atom; those that differ in case and accents only are one."""
        key = fold(text)
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = len(self.texts)
            self.texts.append(text)
        return number

    def is_small(self, number: int) -> bool:
        """Whether an atom begins with a small letter."""
        return self.texts[number][:1].islower()

    def is_capital(self, number: int) -> bool:
        """Whether an atom begins with a capital."""
        return self.texts[number][:1].isupper()


class PartCount(NamedTuple):
    """In how many cells a part stands, and in how many of them beside others."""

    cells: int
    mixed: int = 0


@dataclass
class Description:
    """A column as options: how each part is cut into them, and how often each stands."""

    cuts: list[list[Option]]
    counts: Counter[Option]
    cost: float = 0.0


class ChoiceSearch:
    """Looks for the options whose list and use take the fewest bits.

    Parameters
    ----------
    parts
        Different parts, and how often each stands.
    cells
        Number of filled cells.
    is_known
        Whether a text is a value of a list that the network knows.

    Notes
    -----
    A two-part code (Rissanen 1978): the list of options, spelled out, and for each option in which cells it is ticked,
    as independent answers. Neighbours that are always ticked together and never apart are cheaper as one option;
    neighbours that each also stand apart are not, however often they are ticked together. Three beginnings (every
    atom an option; small letters joined to what stands before them; whole cells) are improved by joining and cutting
    options until nothing gets shorter. O(rounds · atoms).
    """

    def __init__(self, parts: Mapping[Part, PartCount], *, cells: int, is_known: Callable[[str], bool]) -> None:
        self.table = AtomTable()
        self.cells = max(1, cells)
        self.parts = list(parts)
        self.weights = [count.cells for count in parts.values()]
        self.mixed = [count.mixed for count in parts.values()]
        self.atoms = [
            tuple(self.table.number(part.run(index, index)) for index in range(len(part.spans))) for part in self.parts
        ]
        self._positions: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for index, atoms in enumerate(self.atoms):
            for position, atom in enumerate(atoms):
                self._positions[atom].append((index, position))
        self._texts: dict[Option, str] = {}
        self._priors: dict[Option, float] = {}
        self._is_known = is_known
        firsts = {atoms[0] for atoms in self.atoms}
        small = sum(1 for atom in firsts if self.table.is_small(atom))
        capital = sum(1 for atom in firsts if self.table.is_capital(atom))
        self.small_share = (small + 0.1) / (small + capital + 0.2)

    def best(self) -> Description:
        """Return the shortest description that was found."""
        starts = [self._every_atom(), self._from_whole_parts()]
        if self.small_share < 0.5:
            starts.append(self._small_letters_joined())
        return min((self._improved(cuts) for cuts in starts), key=lambda description: description.cost)

    def text(self, option: Option) -> str:
        """Return an option as it is written in the column."""
        if len(option) == 1:
            return self.table.texts[option[0]]
        if option not in self._texts:
            index, first = next(
                (index, first)
                for index, first in self._positions[option[0]]
                if self.atoms[index][first : first + len(option)] == option
            )
            self._texts[option] = self.parts[index].run(first, first + len(option) - 1)
        return self._texts[option]

    def prior(self, option: Option) -> float:
        """Return the bits that it takes to list an option."""
        cost = self._priors.get(option)
        if cost is None:
            cost = self._priors[option] = self._prior(option)
        return cost

    def _prior(self, option: Option) -> float:
        text = self.text(option)
        if self._is_known(text):
            return KNOWN_BITS
        cost = OPTION_BITS + 0.5 * math.log2(self.cells) + LETTER_BITS * len(text)
        is_small = self.table.is_small(option[0])
        if is_small:
            cost += min(MAX_CASE_BITS, max(0.0, math.log2((1 - self.small_share) / self.small_share)))
        if (is_small or self.small_share > 0.5) and _CONTINUATION.match(text):
            cost += CONTINUATION_BITS
        return cost + sum(self._inner_bits(atom) for atom in option[1:])

    def _inner_bits(self, atom: int) -> float:
        if self.table.texts[atom].isdecimal():
            return INNER_CAPITAL_BITS
        if self.small_share > MAX_SMALL_SHARE:
            return INNER_NEUTRAL_BITS
        return INNER_CAPITAL_BITS if self.table.is_capital(atom) else INNER_SMALL_BITS

    def use_bits(self, option: Option, count: int) -> float:
        """Return the bits for an option's list entry and its use in so many cells; 0 for one that is not used."""
        if count <= 0:
            return 0.0
        share = min(count, self.cells) / self.cells
        entropy = 0.0 if share >= 1 else -share * math.log2(share) - (1 - share) * math.log2(1 - share)
        return self.cells * entropy + self.prior(option)

    def _every_atom(self) -> list[list[Option]]:
        return [[(atom,) for atom in atoms] for atoms in self.atoms]

    def _small_letters_joined(self) -> list[list[Option]]:
        cuts = []
        for atoms in self.atoms:
            cut: list[Option] = []
            for atom in atoms:
                if cut and not self.table.is_capital(atom) and not self._is_known(self.table.texts[atom]):
                    cut[-1] += (atom,)
                else:
                    cut.append((atom,))
            cuts.append(cut)
        return cuts

    def _from_whole_parts(self) -> list[list[Option]]:
        """Return cuts by the options that stand alone, and by what remains of the other parts beside them."""
        options: dict[Option, float] = {}
        order = sorted(range(len(self.atoms)), key=lambda index: (len(self.atoms[index]), -self.weights[index]))
        cuts: dict[int, list[Option]] = {}
        for index in order:
            cuts[index] = cut_by_options(self.atoms[index], options)
            options.update(dict.fromkeys(cuts[index], 1.0))
        return [cut_by_options(atoms, options) for atoms in self.atoms]

    def _improved(self, cuts: list[list[Option]]) -> Description:
        description = Description(cuts, self._count(cuts))
        for _ in range(MAX_ROUNDS):
            moves = sorted(self._moves(description), key=lambda move: move[0])
            # Each option is touched by one move of a round, so that a part needs only those of its own options.
            chosen: dict[Option, Move] = {}
            for gain, move in moves:
                if gain > -1e-9:
                    break
                if chosen.keys().isdisjoint(move.options):
                    chosen.update(dict.fromkeys(move.options, move))
            if not chosen:
                break
            description.cuts = [_apply(chosen, cut) for cut in description.cuts]
            description.counts = self._count(description.cuts)
        description.cost = sum(self.use_bits(option, count) for option, count in description.counts.items())
        description.cost += EXTENDED_BITS * sum(map(partial(_extends, counts=description.counts), description.counts))
        for cut, weight, mixed in zip(description.cuts, self.weights, self.mixed, strict=True):
            description.cost += REPEATED_BITS * weight * (len(cut) - len(set(cut))) + MIXED_BITS * mixed * (
                len(cut) - 1
            )
        return description

    def _count(self, cuts: Sequence[Sequence[Option]]) -> Counter[Option]:
        counts: Counter[Option] = Counter()
        for cut, weight in zip(cuts, self.weights, strict=True):
            for option in cut:
                counts[option] += weight
        return counts

    def _moves(self, description: Description) -> Iterator[tuple[float, Move]]:
        counts = description.counts
        beside: Counter[tuple[Option, Option]] = Counter()
        # What joining two neighbours spares beside the options: repetitions, and mixed ways to join.
        spared: defaultdict[tuple[Option, Option], float] = defaultdict(float)
        for cut, weight, mixed in zip(description.cuts, self.weights, self.mixed, strict=True):
            repeated = {option for option in cut if cut.count(option) > 1} if len(set(cut)) < len(cut) else set()
            for first, second in pairwise(cut):
                if first != second:
                    beside[first, second] += weight
                    spared[first, second] += MIXED_BITS * mixed
                    if repeated:
                        spared[first, second] += REPEATED_BITS / 2 * weight * len(repeated & {first, second})
        for (first, second), count in beside.items():
            gain = self._joining_gain(first, second, count, counts) - spared[first, second]
            yield gain, Join(first, second)
        yield from self._open_ended(beside, spared, counts)
        for option, count in counts.items():
            if len(option) > 1 and not self._is_known(self.text(option)):
                for offset in range(1, len(option)):
                    yield self._cutting_gain(option, offset, count, counts), Cut(option, offset)

    def _joining_gain(self, first: Option, second: Option, count: int, counts: Counter[Option]) -> float:
        joined = first + second
        left, right = counts[first] - count, counts[second] - count
        if left and right and self._is_known(self.text(first)) and self._is_known(self.text(second)):
            return 0.0
        return (
            self._change(joined, count, counts)
            + self._change(first, -count, counts)
            + self._change(second, -count, counts)
            + AMBIGUOUS_BITS * max(0, min(left, right))
            + (EXTENDED_BITS if left > 0 and joined not in counts else 0.0)
        )

    def _cutting_gain(self, option: Option, offset: int, count: int, counts: Counter[Option]) -> float:
        first, second = option[:offset], option[offset:]
        released = AMBIGUOUS_BITS * min(counts[first], counts[second]) + (EXTENDED_BITS if counts[first] else 0.0)
        return (
            self._change(option, -count, counts)
            + self._change(first, count, counts)
            + (self._change(second, count, counts) if first != second else 0.0)
            - released
        )

    def _change(self, option: Option, count: int, counts: Counter[Option]) -> float:
        return self.use_bits(option, counts[option] + count) - self.use_bits(option, counts[option])

    def _open_ended(
        self,
        beside: Mapping[tuple[Option, Option], int],
        spared: Mapping[tuple[Option, Option], float],
        counts: Counter[Option],
    ) -> Iterator[tuple[float, Move]]:
        """Yield the joining of options that never begin a part, or never end one, with each of their neighbours."""
        before: dict[Option, dict[Option, int]] = {}
        after: dict[Option, dict[Option, int]] = {}
        for (first, second), count in beside.items():
            before.setdefault(second, {})[first] = count
            after.setdefault(first, {})[second] = count
        for neighbours, is_before in ((before, True), (after, False)):
            for option, counted in neighbours.items():
                if len(counted) < 2 or sum(counted.values()) != counts[option]:
                    continue
                change = self._change(option, -counts[option], counts)
                for other, count in counted.items():
                    joined = other + option if is_before else option + other
                    pair = (other, option) if is_before else (option, other)
                    change += self._change(other, -count, counts) + self._change(joined, count, counts) - spared[pair]
                yield change, JoinAll(option, frozenset(counted), is_before=is_before)


def _apply(moves: Mapping[Option, Move], cut: list[Option]) -> list[Option]:
    """Return a part's options after the moves that touch them."""
    for move in dict.fromkeys(moves[option] for option in cut if option in moves):
        cut = move.apply(cut)
    return cut


def _extends(option: Option, *, counts: Mapping[Option, int]) -> bool:
    """Whether an option begins with another one."""
    return any(counts.get(option[:length], 0) > 0 for length in range(1, len(option)))
