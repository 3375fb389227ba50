"""Taking a project off public pages, and putting it back, whatever its participant answered."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record, record_each
from skillsnet.calls.actions.follow_ups import words_changed
from skillsnet.calls.actions.versions import increment_version, lock_version
from skillsnet.calls.enums import Permission, PublicationDecision
from skillsnet.calls.models import FollowUp, Project
from skillsnet.core.errors import Invalid
from skillsnet.core.text import clean

MAX_REASON_LETTERS = 300


@transaction.atomic
def take_off_pages(project_id: int, *, reason: str, by: int | None) -> None:
    """Keep a project off every public page and file from now on; `Invalid` without a reason, or where it is off."""
    project = _lock(project_id)
    if project.is_kept_off:
        raise Invalid(_("The project is already kept off public pages."))
    _decide(project, PublicationDecision.OFF, reason=reason, by=by)


@transaction.atomic
def put_back_on_pages(project_id: int, *, reason: str, by: int | None) -> None:
    """Show a project to everybody again; `Invalid` without a reason, or where it is shown."""
    project = _lock(project_id)
    if not project.is_kept_off:
        raise Invalid(_("The project is already shown on public pages."))
    # Without an answer that says otherwise there is nothing to decide against.
    is_refused = project.may_publish in (Permission.NO, Permission.UNCLEAR)
    _decide(project, PublicationDecision.ON if is_refused else "", reason=reason, by=by)


def drop_decisions_to_show(project_ids: Collection[int], *, run: int) -> None:
    """Let participants' new No go before what facilitators decided earlier; call inside the transaction of the import.

    What a facilitator took off stays off.
    """
    shown = Project.objects.filter(pk__in=list(project_ids), publication_decision=PublicationDecision.ON)
    ids = list(shown.order_by("pk").values_list("pk", flat=True))
    if ids:
        Project.objects.filter(pk__in=ids).update(publication_decision="", publication_reason="")
        details = {"decision": "", "previous": PublicationDecision.ON.value, "run": run}
        record_each("calls.decide_publication", details={f"project:{pk}": details for pk in ids}, by=None)


def _lock(project_id: int) -> Project:
    lock_version()
    return Project.objects.select_for_update().get(pk=project_id)


def _decide(project: Project, decision: str, *, reason: str, by: int | None) -> None:
    text = " ".join(clean(reason).split())
    if not text:
        raise Invalid(_("Enter the reason. For example: the participant asked for it by mail."))
    if len(text) > MAX_REASON_LETTERS:
        message = _("The reason has %(length)d characters; the limit is %(limit)d. Shorten it.")
        raise Invalid(message % {"length": len(text), "limit": MAX_REASON_LETTERS})
    previous = project.publication_decision
    Project.objects.filter(pk=project.pk).update(publication_decision=decision, publication_reason=text)
    details = {"decision": str(decision), "previous": previous, "answer": project.may_publish}
    record("calls.decide_publication", subject=f"project:{project.pk}", by=by, **details)
    publication_changed([project.pk])


def publication_changed(project_ids: Sequence[int]) -> None:
    """Say that projects came onto public pages or went from them; call inside the transaction.

    Let their words go from what is shown at once, and have maps and suggestions made anew without them, or with them.

    The whole map is built again: neighbourhoods are named by the words of all their projects.
    """
    words_changed(project_ids)
    increment_version()
    FollowUp.objects.create(project_numbers=sorted(project_ids))
