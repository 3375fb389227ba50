"""Declared links drawn, changed and removed by hand."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.models import Link, Project
from skillsnet.calls.queries import title_for
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.revisions.actions import add_link, change_link, put_link_back, remove_link
from skillsnet.revisions.forms import LinkForm, NewLinkForm
from skillsnet.revisions.models import LinkRevision
from skillsnet.revisions.queries.links import ProjectChoice, frequent_kinds, link_texts, projects_called


@require_POST
@facilitators_only
def link_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a link to the project of a name; where the name may mean several, ask which."""
    viewer, project = viewer_of(request), _project(pk)
    form = NewLinkForm(request.POST)
    choices: list[ProjectChoice] = []
    if form.is_valid():
        choices = projects_called(form.cleaned_data["name"], viewer=viewer, without=project.pk)
        target_id = form.cleaned_data["target"] or (choices[0].id if len(choices) == 1 else None)
        if target_id is not None:
            try:
                add_link(project.pk, target_id, {"kind": form.kind}, by=viewer.user_id)
            except Invalid as invalid:
                form.add_error(None, list(invalid.problems))
            else:
                messages.success(request, _("The link has been added."))
                return redirect(_links_of(project.pk))
        elif not choices:
            message = _("No project or organisation is called “%(name)s”. Write a word of its title or its name.")
            form.add_error("name", message % {"name": form.cleaned_data["name"]})
    return _choosing_page(request, project, form, choices)


def _choosing_page(
    request: HttpRequest, project: Project, form: NewLinkForm, choices: Sequence[ProjectChoice]
) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "form": form,
        "choices": choices,
        "kinds": frequent_kinds(viewer),
        "project_id": project.pk,
        "title": title_for(project, viewer),
        "language": project.language,
    }
    return render(request, "revisions/link_new.html", context, status=422 if form.errors else 200)


@require_safe
@facilitators_only
def link_names(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the projects that the beginning of a name may mean, as options of its field."""
    choices = projects_called(request.GET.get("name", "")[:500], viewer=viewer_of(request), without=pk)
    return render(request, "revisions/_link_names.html", {"choices": choices})


@facilitators_only
def link_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is said of a link; sent by POST, write what was filled in."""
    viewer = viewer_of(request)
    ends = Link.objects.select_related("source__organisation", "target__organisation")
    link = get_object_or_404(ends, pk=min(pk, MAX_ID))
    form = LinkForm(request.POST if request.method == "POST" else None, initial=link_texts(link, viewer))
    if request.method == "POST" and form.is_valid():
        try:
            is_changed = change_link(link.pk, form.cleaned_data, by=viewer.user_id)
        except Invalid as invalid:
            form.add_error(None, list(invalid.problems))
        else:
            messages.success(request, _("The link has been saved.") if is_changed else _("Nothing changed."))
            return redirect(_links_of(link.source_id))
    ends_shown = [(end.pk, title_for(end, viewer), end.language) for end in (link.source, link.target)]
    context = {"form": form, "link_id": link.pk, "ends": ends_shown}
    return render(request, "revisions/link_edit.html", context, status=422 if form.errors else 200)


@require_POST
@facilitators_only
def link_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a link."""
    link = get_object_or_404(Link, pk=min(pk, MAX_ID))
    try:
        remove_link(link.pk, by=viewer_of(request).user_id)
    except Invalid as invalid:
        messages.info(request, " ".join(invalid.problems))
    else:
        messages.success(request, _("The link has been removed. You can put it back under “Edit the project”."))
    return redirect(_links_of(link.source_id))


@require_POST
@facilitators_only
def link_put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a removed link again."""
    revision = get_object_or_404(LinkRevision, pk=min(pk, MAX_ID))
    try:
        put_link_back(revision, by=viewer_of(request).user_id)
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems))
    else:
        messages.success(request, _("The link is back."))
    return redirect(_links_of(revision.source_id))


def _project(pk: int) -> Project:
    return get_object_or_404(Project.objects.select_related("organisation"), pk=min(pk, MAX_ID))


def _links_of(project_id: int) -> str:
    return reverse("project", args=[project_id]) + "#ties"
