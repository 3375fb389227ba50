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
from skillsnet.classification.rules import why_not_ask
from skillsnet.core.errors import Invalid
from skillsnet.taxonomy.models import Category, Edition


@transaction.atomic
def ask_for_correction(
    project: Project, edition: Edition, *, by: Viewer, reason: str, wanted: Category | None = None
) -> CorrectionRequest:
    """Write down that the member finds the own project in the wrong categories, and why."""
    lock_projects([project.pk])
    if why_not := why_not_ask(project, by, edition_id=edition.pk):
        raise Invalid(why_not)
    if not reason.strip():
        raise Invalid(_("Explain in one sentence why the categories are wrong, so that a facilitator can understand."))
    try:
        with transaction.atomic():
            asked = CorrectionRequest.objects.create(
                project=project, edition=edition, wanted=wanted, reason=reason.strip(), by_id=by.user_id
            )
    except IntegrityError:
        raise Invalid(_("You have already asked for a correction. A facilitator will answer here.")) from None
    record("classification.ask_for_correction", subject=f"project:{project.pk}", by=by.user_id, request=asked.pk)
    return asked


@transaction.atomic
def answer_correction(
    asked: CorrectionRequest, *, by: int, answer: str = "", categories: Sequence[Category] = (), seen: int | None = None
) -> CorrectionRequest:
    """Answer a member's request: with categories it is accepted and they are decided; without, kept with a reason."""
    locked = CorrectionRequest.objects.select_for_update().select_related("project").get(pk=asked.pk)
    if locked.state != CorrectionState.OPEN:
        raise Invalid(_("This request has already been answered. Read the answer."))
    if not categories and not answer.strip():
        raise Invalid(
            _("Explain in one sentence why you keep the current categories, so that the member can understand.")
        )
    if categories:
        locked.decision = confirm_categories(locked.project, categories, by=by, seen=seen, note=answer.strip())
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


def carry_requests(before: Edition, edition: Edition, *, heirs: Mapping[int, int]) -> int:
    """Have members' open requests wait in another edition, and return how many; call inside a transaction.

    What a member wants is carried to its one heir where it has one; otherwise the reason alone says it.
    """
    waiting = CorrectionRequest.objects.filter(edition=edition, state=CorrectionState.OPEN).values("project")
    asked = list(
        CorrectionRequest.objects.filter(edition=before, state=CorrectionState.OPEN)
        .exclude(project__in=waiting)
        .order_by("pk")
    )
    for request in asked:
        request.edition, request.wanted_id = edition, heirs.get(request.wanted_id or 0)
    return CorrectionRequest.objects.bulk_update(asked, ["edition", "wanted"]) if asked else 0
