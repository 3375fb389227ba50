"""What the member whose project it is may read of how it was classified."""

from dataclasses import dataclass

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.classification.enums import CorrectionState
from skillsnet.classification.models import CorrectionRequest
from skillsnet.classification.queries.pending_review import cannot_tell_decisions
from skillsnet.classification.queries.placements import Placement, placements_of, with_valid_evidence
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import current_edition


@dataclass(frozen=True)
class OwnClassification:
    """Which categories the own project is in and why, and the answers to the member's requests; nobody's name."""

    placements: tuple[Placement, ...]
    is_undecidable: bool
    requests: tuple[CorrectionRequest, ...]

    @property
    def has_open_request(self) -> bool:
        """Whether a request waits for its answer."""
        return any(request.state == CorrectionState.OPEN for request in self.requests)


def own_classification(project_id: int, viewer: Viewer, language: str) -> OwnClassification | None:
    """Return how a project was classified for the member whose it is, None for everybody else."""
    edition = current_edition() if viewer.user_id is not None else None
    project = Project.objects.filter(pk=project_id, contact__user=viewer.user_id).first() if edition else None
    if edition is None or project is None:
        return None
    requests = CorrectionRequest.objects.filter(project=project_id, edition=edition).order_by("-at", "-pk")
    placements = with_valid_evidence(placements_of([project_id], language).get(project_id, []), project)
    return OwnClassification(
        placements=placements,
        is_undecidable=not placements and _is_undecidable(project_id, edition),
        requests=tuple(requests.select_related("requested_category")),
    )


def _is_undecidable(project_id: int, edition: Edition) -> bool:
    return cannot_tell_decisions(edition).filter(project=project_id).exists()
