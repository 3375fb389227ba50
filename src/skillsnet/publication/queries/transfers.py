"""Where projects went with a change of edition, in words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from skillsnet.accounts.viewer import Viewer
from skillsnet.classification.models import Assignment
from skillsnet.classification.queries.pending_review import open_edition_questions
from skillsnet.publication.enums import PublicationState
from skillsnet.publication.models import ProjectTransfer, Publication
from skillsnet.publication.sentences import change_sentence, is_notable
from skillsnet.taxonomy.queries import categories_of


@dataclass(frozen=True)
class Notice:
    """What a member reads about the own project after a change of edition."""

    sentence: str
    publication: Publication

    @property
    def may_object(self) -> bool:
        """Whether the last day for objections has not passed."""
        return timezone.localdate() <= self.publication.object_until


def change_sentences(
    publication: Publication, transfers: Sequence[ProjectTransfer], language: str
) -> list[tuple[ProjectTransfer, str]]:
    """Return the transfers that changed something, each with its sentence as things are now; six queries."""
    ids = [transfer.project_id for transfer in transfers]
    questions = open_edition_questions(publication.edition).filter(project__in=ids)
    open_ids = set(questions.values_list("project_id", flat=True))
    notable = [
        transfer for transfer in transfers if is_notable(transfer.steps, is_open=transfer.project_id in open_ids)
    ]
    old_names = {view.slug: view.name for view in categories_of(publication.before, language)}
    names = {view.id: view.name for view in categories_of(publication.edition, language)}
    current_names: dict[int, list[str]] = defaultdict(list)
    rows = Assignment.objects.filter(edition=publication.edition, is_current=True, project__in=ids)
    for project_id, category_id in rows.order_by("-is_primary", "pk").values_list("project_id", "category_id"):
        current_names[project_id].append(names.get(category_id, ""))
    return [
        (
            transfer,
            change_sentence(
                transfer.steps,
                current_names[transfer.project_id],
                number=publication.edition.number,
                is_open=transfer.project_id in open_ids,
                old_names=old_names,
            ),
        )
        for transfer in notable
    ]


def notice_for(project_id: int, viewer: Viewer, language: str) -> Notice | None:
    """Return how a project changed for the member whose it is, None for everybody else or when nothing changed."""
    if viewer.user_id is None:
        return None
    transfer = (
        ProjectTransfer.objects.filter(
            project=project_id,
            project__contact__user=viewer.user_id,
            publication__state=PublicationState.PUBLISHED,
            publication__edition__state="published",
        )
        .select_related("publication__edition", "publication__before")
        .order_by("-publication")
        .first()
    )
    if transfer is None:
        return None
    sentences = change_sentences(transfer.publication, [transfer], language)
    return Notice(sentences[0][1], transfer.publication) if sentences else None
