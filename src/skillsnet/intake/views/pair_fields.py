"""The fields of two existing records side by side: what differs marked, and what is offered first."""

from collections.abc import Sequence
from dataclasses import dataclass

from skillsnet.core.intake.differing_words import MarkedWords, differing_words
from skillsnet.core.intake.record_linkage.fuller_names import NameSide
from skillsnet.intake.queries.questions import IN_SIGHT
from skillsnet.intake.record_fields import in_words, record_field_label


@dataclass(frozen=True)
class PairField:
    """A field of two records in words; `is_choice` says that a value can be chosen, `offered_side` which at first."""

    name: str
    label: str
    is_shown: bool
    is_choice: bool
    left: Sequence[MarkedWords]
    right: Sequence[MarkedWords]
    offered_side: NameSide = ""

    @property
    def current(self) -> Sequence[MarkedWords]:
        """The value of both, where they have the same."""
        return self.left


def pair_field(name: str, left: str, right: str, *, is_choice: bool, offered_side: NameSide = "") -> PairField:
    """Return a field of two records, given by its codes or texts."""
    left_words, right_words = differing_words(in_words(name, left), in_words(name, right))
    return PairField(
        name=name,
        label=record_field_label(name),
        is_shown=left != right or name in IN_SIGHT,
        is_choice=is_choice and bool(left and right and left != right),
        left=left_words,
        right=right_words,
        offered_side=offered_side,
    )
