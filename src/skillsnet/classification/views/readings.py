"""Blind readings: begin, label, close, and see how far the readers agree."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillsnet.classification.actions import close_reading, label, start_reading
from skillsnet.classification.forms import CANNOT_TELL, AnswerForm, StartReadingForm
from skillsnet.classification.models import BlindReading
from skillsnet.classification.queries.readings import all_readings, next_item, progress_of, reader_count, results_of
from skillsnet.classification.rules import why_not_close
from skillsnet.classification.sentences import agreement_sentence
from skillsnet.classification.training_data import summary_start, text_of
from skillsnet.classification.views.access import edition_in_force, facilitator_id, language, one_of
from skillsnet.core.errors import Invalid
from skillsnet.core.numbers import whole_number
from skillsnet.db.limits import MAX_ID
from skillsnet.taxonomy.queries import categories_of


@require_http_methods(["GET", "HEAD", "POST"])
def readings(request: HttpRequest) -> HttpResponse:
    """List the blind readings, and begin one."""
    user_id, edition = facilitator_id(request), edition_in_force(request)
    form = StartReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            begun = start_reading(edition, by=user_id, **form.cleaned_data)
            return redirect("reading", pk=begun.pk)
        except Invalid as refused:
            form.add_error(None, str(refused))
    return render(request, "classification/readings.html", {"readings": all_readings(edition), "form": form})


@require_safe
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a reading is; once it is closed, how far its readers agree."""
    user_id = facilitator_id(request)
    found = one_of(BlindReading.objects.select_related("edition"), pk)
    results = results_of(found, language()) if found.closed_at else None
    context = {
        "reading": found,
        "size": found.items.count(),
        "progress": progress_of(found, user_id=user_id),
        "next": None if found.closed_at else next_item(found, user_id=user_id),
        "why_not_close": why_not_close(found, readers=reader_count(found)),
        "results": results,
        "rows": [(row, agreement_sentence(row.agreement)) for row in results.categories] if results else [],
    }
    return render(request, "classification/reading.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reading_label(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the next project of a reading without anybody's answer, and take this reader's."""
    user_id = facilitator_id(request)
    found = one_of(BlindReading.objects.select_related("edition"), pk)
    if request.method == "POST":
        return _take_label(request, found, user_id=user_id)
    upcoming = next_item(found, user_id=user_id)
    if upcoming is None or found.closed_at:
        return redirect("reading", pk=pk)
    text = text_of(upcoming.project)
    context = {
        "reading": found,
        "upcoming": upcoming,
        "size": found.items.count(),
        "summary": text[summary_start(upcoming.project) :],
        "categories": categories_of(found.edition, language()),
    }
    return render(request, "classification/reading_label.html", context)


def _take_label(request: HttpRequest, found: BlindReading, *, user_id: int) -> HttpResponse:
    form = AnswerForm(request.POST, language=language(), edition=found.edition)
    number = whole_number(request.POST.get("project", ""), largest=MAX_ID)
    try:
        if not form.is_valid() or number is None:
            raise Invalid(form.problem() or _("This project is not part of the annotation round."))
        is_untold = form.cleaned_data["answer"] == CANNOT_TELL
        label(found, number, [] if is_untold else form.chosen(), by=user_id)
    except Invalid as refused:
        messages.error(request, str(refused))
    return redirect("reading_label", pk=found.pk)


@require_POST
def reading_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a reading, so that its results can be seen."""
    user_id = facilitator_id(request)
    found = one_of(BlindReading.objects.all(), pk)
    try:
        close_reading(found, by=user_id)
    except Invalid as refused:
        messages.error(request, str(refused))
    return redirect("reading", pk=pk)
