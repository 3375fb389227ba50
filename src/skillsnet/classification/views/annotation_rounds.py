"""Blind annotation rounds: start, label, close, and see how far the annotators agree."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.classification.actions import close_annotation_round, label_project, start_annotation_round
from skillsnet.classification.forms import CANNOT_TELL, AnswerForm, StartAnnotationForm
from skillsnet.classification.models import BlindAnnotation
from skillsnet.classification.queries.annotation_rounds import (
    annotation_rounds_of,
    annotator_count,
    next_item,
    progress_of,
    results_of,
)
from skillsnet.classification.queries.training_data import engine_text, summary_start
from skillsnet.classification.rules import why_not_close_round
from skillsnet.classification.sentences import agreement_sentence
from skillsnet.classification.views.access import edition_in_force, facilitator_id, language, row_or_404
from skillsnet.core.errors import Invalid
from skillsnet.core.numbers import whole_number
from skillsnet.db.limits import MAX_ID
from skillsnet.taxonomy.queries import categories_of


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def annotation_rounds(request: HttpRequest) -> HttpResponse:
    """List the annotation rounds, and start one."""
    user_id, edition = facilitator_id(request), edition_in_force(request)
    form = StartAnnotationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            annotation = start_annotation_round(edition, by=user_id, **form.cleaned_data)
            return redirect("annotation_round", pk=annotation.pk)
        except Invalid as refused:
            form.add_error(None, str(refused))
    context = {"annotation_rounds": annotation_rounds_of(edition), "form": form}
    return render(request, "classification/annotation_rounds.html", context)


@require_safe
@facilitators_only
def annotation_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a round is; once it is closed, how far its annotators agree."""
    user_id = facilitator_id(request)
    annotation = row_or_404(BlindAnnotation.objects.select_related("edition"), pk)
    results = results_of(annotation, language()) if annotation.closed_at else None
    context = {
        "annotation_round": annotation,
        "size": annotation.items.count(),
        "progress": progress_of(annotation, user_id=user_id),
        "next": None if annotation.closed_at else next_item(annotation, user_id=user_id),
        "why_not_close": why_not_close_round(annotation, annotator_count=annotator_count(annotation)),
        "results": results,
        "rows": [(row, agreement_sentence(row.agreement)) for row in results.categories] if results else [],
    }
    return render(request, "classification/annotation_round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def annotation_label(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the next project of a round without anybody's label, and take this annotator's."""
    user_id = facilitator_id(request)
    annotation = row_or_404(BlindAnnotation.objects.select_related("edition"), pk)
    if request.method == "POST":
        return _take_label(request, annotation, user_id=user_id)
    item = next_item(annotation, user_id=user_id)
    if item is None or annotation.closed_at:
        return redirect("annotation_round", pk=pk)
    text = engine_text(item.project)
    context = {
        "annotation_round": annotation,
        "item": item,
        "size": annotation.items.count(),
        "summary": text[summary_start(item.project) :],
        "categories": categories_of(annotation.edition, language()),
    }
    return render(request, "classification/annotation_label.html", context)


def _take_label(request: HttpRequest, annotation: BlindAnnotation, *, user_id: int) -> HttpResponse:
    form = AnswerForm(request.POST, language=language(), edition=annotation.edition)
    project_id = whole_number(request.POST.get("project", ""), largest=MAX_ID)
    try:
        if not form.is_valid() or project_id is None:
            raise Invalid(form.problem() or _("This project is not part of the annotation round."))
        categories = [] if form.cleaned_data["answer"] == CANNOT_TELL else form.categories()
        label_project(annotation, project_id, categories, by=user_id)
    except Invalid as refused:
        messages.error(request, str(refused))
    return redirect("annotation_label", pk=annotation.pk)


@require_POST
@facilitators_only
def annotation_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a round, so that its results can be seen."""
    user_id = facilitator_id(request)
    try:
        close_annotation_round(row_or_404(BlindAnnotation.objects.all(), pk), by=user_id)
    except Invalid as refused:
        messages.error(request, str(refused))
    return redirect("annotation_round", pk=pk)
