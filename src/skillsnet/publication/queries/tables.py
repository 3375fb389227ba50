"""The tables of a preview and of a publication: counts for each row of the correspondence, and its projects."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skillsnet.calls.models import Project
from skillsnet.core.taxonomy import TransferStep
from skillsnet.core.text.unmasked import UnmaskedText
from skillsnet.publication.models import ProjectTransfer, Publication
from skillsnet.publication.preview import PreviewedTransfer, PublicationPreview
from skillsnet.taxonomy.enums import CorrespondenceKind
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import CategoryView, categories_of, edition_before

# The key of the projects that may belong to a new category.
ADDED_KEY = "added"


@dataclass(frozen=True)
class TransferCount:
    """How many projects a row of the correspondence takes along; `new` is None where that is still to be decided."""

    old: CategoryView | None
    kind: str
    new: CategoryView | None
    count: int

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(CorrespondenceKind(self.kind).label)

    @property
    def key(self) -> str:
        """What names the row in an address."""
        return _key(self.old.slug if self.old else "", self.kind, self.new.slug if self.new else "")


@dataclass(frozen=True)
class TransferCounts:
    """How many projects go which way: what is certain, what needs a decision, and how many may be in a new category."""

    certain: list[TransferCount]
    undecided: list[TransferCount]
    added: int


@dataclass(frozen=True)
class PreviewSummary:
    """A preview summed up: the transitions projects go, how many there are, and how many each category would have."""

    counts: TransferCounts
    transfer_count: int
    open_count: int
    category_counts: list[tuple[CategoryView, int]]


@dataclass(frozen=True)
class TransferRow:
    """One project of a preview: its categories before and after, and those somebody would choose from."""

    project_id: int
    title: UnmaskedText
    language: str
    previous_categories: tuple[CategoryView, ...]
    new_categories: tuple[CategoryView, ...]
    options: tuple[CategoryView, ...]
    is_open: bool
    is_suggested: bool


def preview_summary(preview: PublicationPreview, edition: Edition, language: str) -> PreviewSummary:
    """Return a preview summed up."""
    steps = [step for transfer in preview.transfers for step in transfer.steps]
    added = sum(transfer.is_about_added for transfer in preview.transfers)
    return PreviewSummary(
        counts=_count_transfers(steps, edition_before(edition), edition, language, added=added),
        transfer_count=len(preview.transfers),
        open_count=len(preview.open_transfers),
        category_counts=[(view, preview.counts.get(view.slug, 0)) for view in categories_of(edition, language)],
    )


def publication_counts(publication: Publication, language: str) -> TransferCounts:
    """Return how many projects a publication moved which way, and what it left to decide."""
    rows = ProjectTransfer.objects.filter(publication=publication).order_by("project_id")
    transfers = [
        ([TransferStep(**step) for step in steps], is_open) for steps, is_open in rows.values_list("steps", "is_open")
    ]
    return _count_transfers(
        [step for steps, _ in transfers for step in steps],
        publication.before,
        publication.edition,
        language,
        added=sum(is_open and all(step.new for step in steps) for steps, is_open in transfers),
    )


def _count_transfers(
    steps: Iterable[TransferStep], before: Edition | None, edition: Edition, language: str, *, added: int
) -> TransferCounts:
    """Return how many go which way, in the order of the editions."""
    old_views = {view.slug: view for view in categories_of(before, language)}
    new_views = {view.slug: view for view in categories_of(edition, language)}
    counter = Counter((step.old, step.kind, step.new) for step in steps)
    order = {slug: index for index, slug in enumerate(old_views)}
    transitions = sorted(
        counter, key=lambda transition: (order.get(transition[0], len(order)), transition[1], transition[2])
    )
    counts = [
        TransferCount(old_views.get(old), kind, new_views.get(new), counter[old, kind, new])
        for old, kind, new in transitions
    ]
    return TransferCounts([row for row in counts if row.new], [row for row in counts if not row.new], added)


def transfers_in_row(preview: PublicationPreview, key: str) -> list[PreviewedTransfer]:
    """Return the projects of a row, all of them for an empty key; the open ones first."""
    if key == ADDED_KEY:
        transfers = [transfer for transfer in preview.transfers if transfer.is_about_added]
    else:
        transfers = [
            transfer
            for transfer in preview.transfers
            if not key or any(_key(step.old, step.kind, step.new) == key for step in transfer.steps)
        ]
    return sorted(transfers, key=lambda transfer: (not transfer.is_open, transfer.project_id))


def _key(old: str, kind: str, new: str) -> str:
    return f"{old}.{kind}.{new}"


def transfer_rows(transfers: Sequence[PreviewedTransfer], edition: Edition, language: str) -> list[TransferRow]:
    """Return projects as the page shows them, without those that are gone since; a constant number of queries."""
    old_views = {view.slug: view for view in categories_of(edition_before(edition), language)}
    new_views = {view.slug: view for view in categories_of(edition, language)}
    projects = Project.objects.in_bulk([transfer.project_id for transfer in transfers])
    return [
        TransferRow(
            project_id=transfer.project_id,
            title=projects[transfer.project_id].title,
            language=projects[transfer.project_id].language,
            previous_categories=tuple(old_views[step.old] for step in transfer.steps if step.old in old_views),
            new_categories=tuple(new_views[slug] for slug in transfer.slugs if slug in new_views),
            options=tuple(new_views[slug] for slug in transfer.options if slug in new_views),
            is_open=transfer.is_open,
            is_suggested=transfer.is_suggested,
        )
        for transfer in transfers
        if transfer.project_id in projects
    ]
