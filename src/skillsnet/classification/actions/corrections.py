"""A member asks for another category; a facilitator answers."""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import Viewer
from skillsnet.audit.actions import record
from skillsnet.calls.models import Project
from skillsnet.classification.actions.decisions import confirm_categories, lock_projects
from skillsnet.classification.enums import CorrectionState
from skillsnet.classification.models import CorrectionRequest
from skillsnet.classification.rules import is_owner, why_not_ask_for_correction
from skillsnet.core.errors import Denied, Invalid
from skillsnet.taxonomy.models import Category, Edition


@transaction.atomic
def ask_for_correction(
    project: Project, edition: Edition, *, by: Viewer, reason: str, requested_category: Category | None = None
) -> CorrectionRequest:
    """Write down that a member asks for other categories of the own project, and why."""
    if not is_owner(project, by):
        raise Denied(_("Only the member this project belongs to can ask for a correction."))
    lock_projects([project.pk])
    if why_not := why_not_ask_for_correction(project, edition_id=edition.pk):
        raise Invalid(why_not)
    if not reason.strip():
        raise Invalid(_("Explain in one sentence why the categories are wrong, so that a facilitator can understand."))
    try:
        with transaction.atomic():
            request = CorrectionRequest.objects.create(
                project=project,
                edition=edition,
                requested_category=requested_category,
                reason=reason.strip(),
                by_id=by.user_id,
            )
    except IntegrityError:
        raise Invalid(_("You have already asked for a correction. A facilitator will answer here.")) from None
    record("classification.ask_for_correction", subject=f"project:{project.pk}", by=by.user_id, request=request.pk)
    return request


@transaction.atomic
def answer_correction(
    request: CorrectionRequest,
    *,
    by: int,
    answer: str = "",
    categories: Sequence[Category] = (),
    expected_latest_id: int | None = None,
) -> CorrectionRequest:
    """Answer a member's request: with categories it is accepted and they are decided; without, kept with a reason."""
    locked = CorrectionRequest.objects.select_for_update().select_related("project").get(pk=request.pk)
    if locked.state != CorrectionState.OPEN:
        raise Invalid(_("This request has already been answered. Read the answer."))
    if not categories and not answer.strip():
        raise Invalid(
            _("Explain in one sentence why you keep the current categories, so that the member can understand.")
        )
    if categories:
        locked.decision = confirm_categories(
            locked.project, categories, by=by, expected_latest_id=expected_latest_id, note=answer.strip()
        )
    locked.state, locked.accepted, locked.answer = CorrectionState.ANSWERED, bool(categories), answer.strip()
    locked.answered_by_id, locked.answered_at = by, timezone.now()
    locked.save()
    record(
        "classification.answer_correction",
        subject=f"project:{locked.project_id}",
        by=by,
        request=locked.pk,
        accepted=locked.accepted,
    )
    return locked


def carry_requests(old_edition: Edition, edition: Edition, *, successors: Mapping[int, int]) -> int:
    """Move members' open requests to another edition, and return how many; call inside a transaction.

    A requested category becomes its one successor where it has one; otherwise the reason alone says it.
    """
    already_open = CorrectionRequest.objects.filter(edition=edition, state=CorrectionState.OPEN).values("project")
    requests = list(
        CorrectionRequest.objects.filter(edition=old_edition, state=CorrectionState.OPEN)
        .exclude(project__in=already_open)
        .order_by("pk")
    )
    for request in requests:
        request.edition = edition
        request.requested_category_id = successors.get(request.requested_category_id or 0)
    return CorrectionRequest.objects.bulk_update(requests, ["edition", "requested_category"]) if requests else 0
