"""How a reading of a column's parts as options may change, and the cheapest reading by given options."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# The numbers of an option's atoms.
Option = tuple[int, ...]


@dataclass(frozen=True)
class Join:
    """Two options that become one wherever they stand beside each other."""

    first: Option
    second: Option

    @property
    def options(self) -> frozenset[Option]:
        """What the move touches."""
        return frozenset((self.first, self.second))

    def apply(self, cut: list[Option]) -> list[Option]:
        """Return a part's options after the move."""
        if self.first not in cut or self.second not in cut:
            return cut
        joined: list[Option] = []
        for option in cut:
            if option == self.second and joined and joined[-1] == self.first:
                joined[-1] += option
            else:
                joined.append(option)
        return joined


@dataclass(frozen=True)
class JoinAll:
    """An option that is joined with whatever stands before or after it."""

    option: Option
    neighbours: frozenset[Option]
    is_before: bool

    @property
    def options(self) -> frozenset[Option]:
        """What the move touches."""
        return self.neighbours | {self.option}

    def apply(self, cut: list[Option]) -> list[Option]:
        """Return a part's options after the move."""
        if self.option not in cut:
            return cut
        joined: list[Option] = []
        is_open = False
        for option in cut:
            if joined and (option == self.option if self.is_before else is_open):
                joined[-1] += option
                is_open = False
            else:
                joined.append(option)
                is_open = option == self.option
        return joined


@dataclass(frozen=True)
class Cut:
    """An option that becomes two."""

    option: Option
    offset: int

    @property
    def options(self) -> frozenset[Option]:
        """What the move touches."""
        return frozenset((self.option, self.option[: self.offset], self.option[self.offset :]))

    def apply(self, cut: list[Option]) -> list[Option]:
        """Return a part's options after the move."""
        if self.option not in cut:
            return cut
        return [
            piece
            for option in cut
            for piece in ((option[: self.offset], option[self.offset :]) if option == self.option else (option,))
        ]


Move = Join | JoinAll | Cut


def cut_by_options(atoms: Option, options: Mapping[Option, float], *, unknown_bits: float = 30.0) -> list[Option]:
    """Return the cheapest way to read a part as options, with what is none of them in runs as long as can be.

    Parameters
    ----------
    atoms
        The part's atoms.
    options
        The bits that each option costs.
    unknown_bits
        What a run costs that is no option; each of its atoms costs a little more, so that options win.

    Returns
    -------
    list of tuple
        Options and runs in their order; joined they are the part.

    Notes
    -----
    Dynamic programming over the places between atoms; O(length · longest option).
    """
    longest = max(map(len, options), default=0)
    # The cost of the best reading up to each place, whether it ends with a run, and where its last piece begins.
    best: list[tuple[float, bool, int]] = [(0.0, False, 0)]
    for end in range(1, len(atoms) + 1):
        cost, is_run, start = min(_endings(atoms, options, best, end, longest, unknown_bits))
        best.append((cost, is_run, start))
    pieces: list[Option] = []
    end = len(atoms)
    while end:
        _, is_run, start = best[end]
        # A run goes on to where it began.
        while is_run and start and best[start][1]:
            start = best[start][2]
        pieces.append(atoms[start:end])
        end = start
    return pieces[::-1]


def _endings(
    atoms: Option,
    options: Mapping[Option, float],
    best: Sequence[tuple[float, bool, int]],
    end: int,
    longest: int,
    unknown_bits: float,
) -> Iterable[tuple[float, bool, int]]:
    cost, is_run, _ = best[end - 1]
    yield cost + (1.0 if is_run and end > 1 else unknown_bits) + 1.0, True, end - 1
    for start in range(max(0, end - longest), end):
        bits = options.get(atoms[start:end])
        if bits is not None:
            yield best[start][0] + bits, False, start
