"""What a publication would do, as values that are kept and shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from skillsnet.core.taxonomy import TransferStep

# Stands for "any category" where a question has no options.
ANY_CATEGORY = "*"
PreviewRow = tuple[int, list[tuple[str, str, str]], list[str], list[str], int]


@dataclass(frozen=True)
class PreviewedTransfer:
    """Where one project would go: each step, its categories then, and those somebody would choose from."""

    project_id: int
    steps: tuple[TransferStep, ...]
    slugs: tuple[str, ...]
    options: tuple[str, ...]
    is_suggested: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody would have to decide."""
        return bool(self.options)

    @property
    def is_about_added(self) -> bool:
        """Whether it is asked about only because it may belong to a new category."""
        return self.is_open and all(step.new for step in self.steps)

    def to_row(self) -> PreviewRow:
        """Return it as JSON."""
        steps = [(step.old, step.kind, step.new) for step in self.steps]
        return (self.project_id, steps, list(self.slugs), list(self.options), int(self.is_suggested))

    @classmethod
    def from_row(cls, row: PreviewRow) -> "PreviewedTransfer":
        """Return what a row of JSON says."""
        pk, steps, slugs, options, is_suggested = row
        return cls(pk, tuple(TransferStep(*step) for step in steps), tuple(slugs), tuple(options), bool(is_suggested))


@dataclass(frozen=True)
class PublicationPreview:
    """Where projects would go, and how many each category would have then, by slug."""

    transfers: tuple[PreviewedTransfer, ...]
    counts: Mapping[str, int]

    @property
    def open_transfers(self) -> list[PreviewedTransfer]:
        """Those about which somebody would have to decide."""
        return [transfer for transfer in self.transfers if transfer.is_open]
