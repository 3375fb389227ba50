"""What became of projects, in words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from skillsnet.accounts.viewer import Viewer
from skillsnet.classification.models import Assignment
from skillsnet.classification.queries.pending_review import open_edition_questions
from skillsnet.codesign.enums import PublicationState
from skillsnet.codesign.models import Passage, Publication
from skillsnet.codesign.sentences import is_worth_telling, what_became
from skillsnet.core.taxonomy import Step
from skillsnet.taxonomy.enums import CorrespondenceKind
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import CategoryView, categories_of


@dataclass(frozen=True)
class Notice:
    """What a member reads about the own project after a change of edition."""

    sentence: str
    publication: Publication

    @property
    def may_object(self) -> bool:
        """Whether the last day for objections has not passed."""
        return timezone.localdate() <= self.publication.object_until


def told_sentences(publication: Publication, passages: Sequence[Passage], language: str) -> list[tuple[Passage, str]]:
    """Return the passages that changed something, each with its sentence as things stand now; six queries."""
    ids = [one.project_id for one in passages]
    left_open = set(
        open_edition_questions(publication.edition).filter(project__in=ids).values_list("project_id", flat=True)
    )
    telling = [one for one in passages if is_worth_telling(one.steps, is_open=one.project_id in left_open)]
    old_names = {view.slug: view.name for view in categories_of(publication.before, language)}
    names = {view.id: view.name for view in categories_of(publication.edition, language)}
    stands: dict[int, list[str]] = defaultdict(list)
    rows = Assignment.objects.filter(edition=publication.edition, is_current=True, project__in=ids)
    for project_id, category_id in rows.order_by("-is_primary", "pk").values_list("project_id", "category_id"):
        stands[project_id].append(names.get(category_id, ""))
    return [
        (
            one,
            what_became(
                one.steps,
                stands[one.project_id],
                number=publication.edition.number,
                is_open=one.project_id in left_open,
                old_names=old_names,
            ),
        )
        for one in telling
    ]


def notice_for(project_id: int, viewer: Viewer, language: str) -> Notice | None:
    """Return what became of a project for the member whose it is, None for everybody else or when nothing changed."""
    if viewer.user_id is None:
        return None
    passage = (
        Passage.objects.filter(
            project=project_id,
            project__contact__user=viewer.user_id,
            publication__state=PublicationState.PUBLISHED,
            publication__edition__state="published",
        )
        .select_related("publication__edition", "publication__before")
        .order_by("-publication")
        .first()
    )
    if passage is None:
        return None
    told = told_sentences(passage.publication, [passage], language)
    return Notice(told[0][1], passage.publication) if told else None


@dataclass(frozen=True)
class Counted:
    """How many projects a line of the correspondence takes along; `new` is None where that is still to be decided."""

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
        """What names the line in an address."""
        return ".".join([self.old.slug if self.old else "", self.kind, self.new.slug if self.new else ""])


def counted(
    steps: Iterable[Step], before: Edition | None, edition: Edition, language: str
) -> tuple[list[Counted], list[Counted]]:
    """Return how many go which way: what is certain, then what somebody has to decide, in the order of the editions."""
    old = {view.slug: view for view in categories_of(before, language)}
    new = {view.slug: view for view in categories_of(edition, language)}
    number = Counter((step.old, step.kind, step.new) for step in steps)
    places = {slug: place for place, slug in enumerate(old)}
    ordered = sorted(number, key=lambda line: (places.get(line[0], len(places)), line[1], line[2]))
    lines = [Counted(old.get(line[0]), line[1], new.get(line[2]), number[line]) for line in ordered]
    return [line for line in lines if line.new], [line for line in lines if not line.new]
