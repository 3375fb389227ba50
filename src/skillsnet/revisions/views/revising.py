"""The facilitators' pages on which a project, an organisation, a person or a call is changed by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.models import Call, Project
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.participants.models import Person
from skillsnet.participants.visibility import note_all_read
from skillsnet.revisions.actions import ChangedMeanwhile, restore, revise
from skillsnet.revisions.forms import RevisionForm, form_for
from skillsnet.revisions.models import Revision
from skillsnet.revisions.queries import (
    field_values,
    link_revisions_of,
    readable_value,
    revisions_of,
    subject_name,
    subject_projects,
)
from skillsnet.revisions.rules import Subject, column_of, why_not_edit
from skillsnet.revisions.views.subjects import subject_or_404


@facilitators_only
def edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show a subject's fields with what was changed in them; sent by POST, write what was filled in."""
    subject = subject_or_404(kind, pk)
    reason, current = why_not_edit(subject), field_values(subject)
    if isinstance(subject, Person):
        note_all_read(subject, viewer_of(request))
    is_sent = request.method == "POST" and not reason
    form = form_for(subject, request.POST if is_sent else None, current=current)
    if is_sent and form.is_valid():
        saved = _save(request, subject, form)
        if saved:
            return redirect("edit", kind, pk)
    status = 422 if form.errors or (reason and request.method == "POST") else 200
    return render(request, "revisions/edit.html", _context(request, kind, subject, form, reason), status=status)


@require_POST
@facilitators_only
def put_back(request: HttpRequest, kind: str, pk: int, revision: int) -> HttpResponse:
    """Put back what stood in a field before a change."""
    subject = subject_or_404(kind, pk)
    row = get_object_or_404(Revision, pk=min(revision, MAX_ID), **{column_of(subject): subject})
    try:
        fields = restore(row, by=viewer_of(request).user_id)
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems))
    else:
        messages.success(
            request, _("The earlier value is restored.") if fields else _("The field already has this value.")
        )
    return redirect("edit", kind, pk)


def _save(request: HttpRequest, subject: Subject, form: RevisionForm) -> bool:
    """Write the form and return whether that was possible; what stands against it is added to the form."""
    viewer = viewer_of(request)
    try:
        fields = revise(subject, form.values(), by=viewer.user_id, shown_values=form.cleaned_data["shown_values"])
    except Invalid as invalid:
        form.add_error(None, list(invalid.problems))
    except ChangedMeanwhile as change:
        for name, value in change.current.items():
            text = readable_value(name, value, get_language() or "en")
            form.add_error(name, _changed_sentence(text))
        form.show(change.current)
    else:
        messages.success(
            request, _("Saved. The lists and the map are updated in a moment.") if fields else _("Nothing changed.")
        )
        return True
    return False


def _changed_sentence(text: str) -> str:
    if not text:
        return _("Somebody emptied this field while you were writing. Save again to keep what you wrote.")
    message = _("Somebody changed this to “%(value)s” while you were writing. Save again to keep what you wrote.")
    return message % {"value": text}


def _context(request: HttpRequest, kind: str, subject: Subject, form: RevisionForm, reason: str) -> dict[str, object]:
    viewer, language = viewer_of(request), get_language() or "en"
    return {
        "kind": kind,
        "pk": subject.pk,
        "name": subject_name(subject, viewer),
        "form": form,
        "reason": reason,
        "is_removed": hasattr(subject, "removal"),
        "revisions": revisions_of(subject, viewer, language),
        "related": _related(subject),
        "projects": subject_projects(subject, viewer),
        "call_slug": subject.slug if isinstance(subject, Call) else "",
        "link_revisions": link_revisions_of(subject, viewer) if isinstance(subject, Project) else [],
    }


def _related(subject: Subject) -> dict[str, int | None]:
    """Return the ids of what belongs to a project and is changed on its own page."""
    if not isinstance(subject, Project):
        return {}
    return {
        "project": subject.pk,
        "organisation": subject.organisation_id,
        "person": subject.contact_id,
        "call": subject.call_id,
    }
