"""Adding one project, one organisation without a project, or one person, by hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.models import Call
from skillsnet.core.errors import Invalid
from skillsnet.intake.actions import begin_commit, take_typed_row
from skillsnet.intake.enums import RowState
from skillsnet.intake.models import ImportRun
from skillsnet.intake.project_form import OrganisationForm, PersonForm, ProjectForm
from skillsnet.intake.tasks import commit_run
from skillsnet.intake.views.access import facilitator_page


@facilitator_page
def project_new(request: HttpRequest) -> HttpResponse:
    """Ask for a project's fields; sent by POST, compare it with what exists, and write it where nothing is asked."""
    form = ProjectForm(request.POST if request.method == "POST" else None)
    return _add(request, form, "intake/project_new.html")


@facilitator_page
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Ask for an organisation's fields and its contact person, as `project_new` does for a project."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    return _add(request, form, "intake/organisation_new.html")


@facilitator_page
def person_new(request: HttpRequest) -> HttpResponse:
    """Ask for a person and the organisation that they belong to, as `organisation_new` does."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    return _add(request, form, "intake/person_new.html")


def _add(request: HttpRequest, form: ProjectForm, template: str) -> HttpResponse:
    if form.is_valid():
        by = viewer_of(request).user_id
        try:
            run = take_typed_row(form.cells(), call=form.cleaned_data["call"], by=by)
        except Invalid as error:
            form.add_error(None, list(error.problems))
        else:
            if not _is_new(run):
                return redirect("import_preview", run.pk)
            if begin_commit(run, by=by):
                commit_run.enqueue(run.pk)
            return redirect("import_progress", run.pk)
    context = {
        "form": form,
        "problem": ""
        if Call.objects.filter(removal=None).exists()
        else _("There is no call yet. Import a call’s file first."),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _is_new(run: ImportRun) -> bool:
    """Return whether the row is a new project about which there is nothing to ask or to say."""
    row = run.rows.get()
    return row.state == RowState.NEW and not row.problems and not row.is_naming
