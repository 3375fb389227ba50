"""Which of the decisions about a project applies, and what may be done with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.classification.enums import PEOPLE, CorrectionState, Outcome, Source
from skillsnet.classification.models import BlindAnnotation, CorrectionRequest, Decision

# A person's decision counts above all, also one that a change of edition moved; then the participant's first choice,
# anything else that was moved, and the engine.
WEIGHT = {Source.FACILITATOR: 4, Source.MEMBER: 4, Source.PARTICIPANT: 2, Source.RULE: 1, Source.ENGINE: 0}
CARRIED_WEIGHT = 3
# A category that nobody confirmed is a reason for something else from this probability.
LEAST_PROBABILITY = 0.5


@dataclass(frozen=True)
class DecisionSummary:
    """A decision as far as it matters for which one applies; later decisions have larger ids."""

    id: int
    source: str
    undoes_id: int | None = None
    annotation_round_id: int | None = None
    origin: str = ""

    @property
    def weight(self) -> int:
        """How much it counts beside others about the same project."""
        return CARRIED_WEIGHT if self.origin in PEOPLE else WEIGHT[Source(self.source)]


def effective_decision(decisions: Iterable[DecisionSummary]) -> int | None:
    """Return the id of the decision that applies among all those of one project in one edition, if any does.

    Left out are those undone, those that undo, and labels of annotation rounds. The weightiest source wins, within it
    the latest.
    """
    public = [decision for decision in decisions if decision.annotation_round_id is None]
    undone_ids = {decision.undoes_id for decision in public}
    valid = [decision for decision in public if decision.undoes_id is None and decision.id not in undone_ids]
    best = max(valid, key=lambda decision: (decision.weight, decision.id), default=None)
    return best.id if best else None


def why_not_undo_decision(decision: Decision, *, by: int, latest_id: int) -> str:
    """Return why somebody may not take a decision back, or an empty text."""
    if decision.by_id != by or decision.annotation_round_id is not None or decision.outcome == Outcome.UNDONE:
        return _("You can undo only your own decisions. Make a new decision instead.")
    if Decision.objects.filter(undoes=decision).exists():
        return _("This decision has already been undone.")
    if decision.pk != latest_id:
        return _("Somebody decided on this project after you. Check the current decision, then decide again.")
    if CorrectionRequest.objects.filter(decision=decision).exists():
        return _(
            "This decision answered a member’s request. Make a new decision instead, so that the answer stays correct."
        )
    return ""


def is_owner(project: Project, viewer: Viewer) -> bool:
    """Return whether the viewer is the member whose project this is."""
    contact = project.contact
    return viewer.user_id is not None and contact is not None and contact.user_id == viewer.user_id


def why_not_ask_for_correction(project: Project, *, edition_id: int) -> str:
    """Return why the owner of a project cannot ask for a correction, or an empty text."""
    if CorrectionRequest.objects.filter(project=project, edition=edition_id, state=CorrectionState.OPEN).exists():
        return _("You have already asked for a correction. A facilitator will answer here.")
    return ""


def why_not_close_round(annotation_round: BlindAnnotation, *, annotator_count: int) -> str:
    """Return why an annotation round cannot be closed, or an empty text."""
    if annotation_round.closed_at is not None:
        return _("This annotation round is already closed.")
    if annotator_count < 2:
        return _(
            "To measure agreement, two people must label the projects. Ask a second facilitator to label "
            "them, then close the annotation round."
        )
    return ""
