"""Bringing a file in, saying what its columns mean, and watching what becomes of it."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.actions import make_call
from skillsnet.calls.models import Call
from skillsnet.core.errors import Invalid
from skillsnet.intake.actions import (
    begin_commit,
    begin_preview,
    begin_undo,
    delete_run,
    finish_preview,
    guess_afresh,
    read_again,
    set_mapping,
    start_run,
    take_file,
)
from skillsnet.intake.enums import NEXT, RunState
from skillsnet.intake.file_reading import FileNote, FileReading
from skillsnet.intake.file_sentences import note_sentence
from skillsnet.intake.forms import ColumnsForm, ReadingForm, UploadForm
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries import all_runs, asking_positions, goal_of, kept_rows, sample_cells, seconds_left
from skillsnet.intake.queries.column_choices import found_choices
from skillsnet.intake.queries.columns import column_groups, column_questions
from skillsnet.intake.queries.stored_values import project_title
from skillsnet.intake.queries.undo_forecasts import stored_forecast, undo_forecast
from skillsnet.intake.rules import (
    BYTES_AT_ONCE,
    has_written,
    is_compared_at_once,
    is_running,
    page_of,
    why_not_commit,
    why_not_delete,
    why_not_read_again,
    why_not_undo,
)
from skillsnet.intake.sentences import column_question_sentence, kept_sentence, reason_sentence
from skillsnet.intake.tasks import commit_run, foresee_run, is_foreseen_soon, preview_run, read_run, undo_run
from skillsnet.intake.views.access import access_run, facilitator_page
from skillsnet.taxonomy.queries import named_categories
from skillsnet.web.waiting_work import WaitingLine, waiting_lines

RUNS_A_PAGE = 25
ROWS_A_PAGE = 50


@facilitator_page
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """List every import."""
    paginator = Paginator(all_runs(), RUNS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {"page": page, "page_range": paginator.get_elided_page_range(page.number)}
    return render(request, "intake/imports.html", context)


@facilitator_page
def import_new(request: HttpRequest) -> HttpResponse:
    """Take a file and the call it is from."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = _start_import(form, by=viewer_of(request).user_id)
        except Invalid as error:
            form.add_error("file", list(error.problems))
        else:
            return redirect(page_of(run), run.pk)
    days = settings.RETENTION_DAYS
    context = {"form": form, "abandoned_days": days["abandoned import"], "cells_days": days["cells of an import"]}
    return render(request, "intake/new.html", context, status=422 if form.errors else 200)


def _start_import(form: UploadForm, *, by: int | None) -> ImportRun:
    """Start the run; a small file is read at once, and its call made only when it proves to be readable."""
    file = form.cleaned_data["file"]
    call = form.cleaned_data["call"] or (lambda: _new_call(form, by=by))
    if file.size <= BYTES_AT_ONCE:
        return start_run(file, name=file.name, by=by, call=call)
    run = take_file(file, name=file.name, by=by, call=call)
    read_run.enqueue(run.pk)
    run.refresh_from_db()
    return run


def _new_call(form: UploadForm, *, by: int | None) -> Call:
    return make_call(form.cleaned_data["new_title"], by=by)


@facilitator_page
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the columns are taken for, and let it be corrected."""
    run = access_run(request, pk)
    if run.state not in (RunState.MAPPING, RunState.PREVIEW) or has_written(run):
        return redirect(page_of(run), pk)
    form = _columns_form(run, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_mapping(run, form.mapping, splits=form.splits, by=viewer_of(request).user_id)
            return compare_and_redirect(run)
        except Invalid as error:
            form.add_error(None, list(error.problems))
    return _columns_page(request, run, form, ReadingForm(run))


def _columns_form(run: ImportRun, data: QueryDict | None = None) -> ColumnsForm:
    choices = found_choices(run, categories=named_categories())
    return ColumnsForm(run, data, cells=sample_cells(run), column_choices=choices)


def _columns_page(request: HttpRequest, run: ImportRun, form: ColumnsForm, reading: ReadingForm) -> HttpResponse:
    notes = [FileNote.from_json(note) for note in run.notes]
    columns, groups = form.columns(), column_groups(run)
    kept_count = sum(run.mapping[run.header[index]] == "extra" for index in groups.unmatched)
    context = {
        "run": run,
        "form": form,
        "uncertain": [columns[index] for index in groups.uncertain],
        "matched": [columns[index] for index in groups.matched],
        "unmatched": [columns[index] for index in groups.unmatched],
        "kept_count": kept_count,
        "ignored_count": len(groups.unmatched) - kept_count,
        "reading": None if why_not_read_again(run) else reading,
        "notes": [note_sentence(note) for note in notes],
        "missing": [column_question_sentence(question) for question in column_questions(run) if not question.column],
        "is_offered": any(note.code == "mapping_saved" for note in notes),
    }
    return render(request, "intake/columns.html", context, status=422 if form.errors or reading.errors else 200)


def compare_and_redirect(run: ImportRun) -> HttpResponse:
    """Compare the rows, at once or in the background, and lead to where that can be seen."""
    if begin_preview(run):
        if is_compared_at_once(run):
            finish_preview(run)
        else:
            preview_run.enqueue(run.pk)
            run.refresh_from_db()
    return redirect(page_of(run), run.pk)


def compare_again(run: ImportRun, page: str) -> HttpResponse:
    """Compare the rows again where that is quick, and lead on; many rows wait until somebody asks for it."""
    run.refresh_from_db()
    if not is_compared_at_once(run):
        return redirect("import_preview" if run.state == RunState.PREVIEW else "import_questions", run.pk)
    response = compare_and_redirect(run)
    run.refresh_from_db()
    has_more = page == "import_questions" and run.state == RunState.PREVIEW and bool(asking_positions(run))
    return redirect("import_questions", run.pk) if has_more else response


@facilitator_page
@require_POST
def import_reread(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file in another way."""
    run = access_run(request, pk)
    if why_not_read_again(run):
        return redirect(page_of(run), pk)
    reading = ReadingForm(run, request.POST)
    if reading.is_valid():
        try:
            read_again(run, reading.choice)
            return redirect("import_columns", pk)
        except Invalid as error:
            reading.add_error(None, list(error.problems))
    return _columns_page(request, run, _columns_form(run), reading)


@facilitator_page
@require_POST
def import_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file again with a column for each option of a question; what was chosen for other columns stays."""
    run = access_run(request, pk)
    reading = FileReading.from_json(run.reading)
    name = request.POST.get("apart", "")
    if why_not_read_again(run) or name not in {family.name for family in reading.families}:
        return redirect(page_of(run), pk)
    form = ColumnsForm(run, request.POST, cells=sample_cells(run))
    mapping = form.mapping if form.is_valid() else {}
    read_again(run, replace(reading.choice, apart=(*reading.choice.apart, name)))
    # What was left as it was stays a question, where it is one.
    kept_mapping = {
        column: target_field
        for column, target_field in mapping.items()
        if column in run.header and target_field != run.mapping[column]
    }
    set_mapping(run, kept_mapping, by=viewer_of(request).user_id)
    return redirect(page_of(run), pk)


@facilitator_page
@require_POST
def import_guess(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave aside what an earlier file said of the columns."""
    run = access_run(request, pk)
    guess_afresh(run)
    return redirect("import_columns", pk)


@facilitator_page
@require_POST
def import_commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the rows written in the background; a second click starts nothing."""
    run = access_run(request, pk)
    if not why_not_commit(run) and begin_commit(run, by=viewer_of(request).user_id):
        commit_run.enqueue(run.pk)
    return redirect("import_progress", pk)


@facilitator_page
@require_POST
def import_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let work that a fault stopped go on where it was."""
    run = access_run(request, pk)
    if run.state == RunState.FAILED:
        _resume_work(run, by=viewer_of(request).user_id)
    return redirect("import_progress", pk)


def _resume_work(run: ImportRun, *, by: int | None) -> None:
    if run.failed_state == RunState.READING:
        if ImportRun.objects.filter(pk=run.pk, state=RunState.FAILED).update(state=RunState.READING):
            read_run.enqueue(run.pk)
    elif run.failed_state == RunState.PREVIEWING:
        if begin_preview(run):
            preview_run.enqueue(run.pk)
    elif run.failed_state == RunState.UNDOING:
        if begin_undo(run, by=by):
            undo_run.enqueue(run.pk)
    elif begin_commit(run, by=by):
        commit_run.enqueue(run.pk)


@facilitator_page
@require_safe
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the work is, and in the end what became of the file."""
    run = access_run(request, pk)
    is_part = request.headers.get("HX-Request") == "true"
    if run.state in (RunState.MAPPING, RunState.PREVIEW):
        return _redirect_on(run, is_part=is_part)
    template = "intake/_progress.html" if is_part else "intake/progress.html"
    response = render(request, template, _progress_context(run))
    response["Vary"] = "HX-Request, Cookie"
    return response


def _redirect_on(run: ImportRun, *, is_part: bool) -> HttpResponse:
    """Lead from the finished work to the next page; a part of a page cannot, so it asks the page to."""
    response = redirect(page_of(run), run.pk)
    if not is_part:
        return response
    return HttpResponse(headers={"HX-Redirect": response["Location"]})


def _progress_context(run: ImportRun) -> dict[str, object]:
    rows = kept_rows(run)[:ROWS_A_PAGE]
    return {
        "run": run,
        "is_running": is_running(run),
        "kept": [(row.number, project_title(row), kept_sentence(row)) for row in rows],
        "goal": goal_of(run),
        "seconds_left": seconds_left(run, now=timezone.now()),
        "next_lines": _next_lines(run),
        "why_not_undo": why_not_undo(run),
    }


def _next_lines(run: ImportRun) -> list[WaitingLine]:
    """Return what a finished import leads on to."""
    return [line for line in waiting_lines() if line.follows_import] if run.state == RunState.COMMITTED else []


@facilitator_page
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the import shall be taken back, naming what goes; sent by POST it is."""
    run = access_run(request, pk)
    if why_not_undo(run):
        return redirect(page_of(run), pk)
    forecast = undo_forecast(run) if is_compared_at_once(run) else stored_forecast(run)
    if request.method == "POST" and forecast is None:
        if not is_foreseen_soon(run):
            foresee_run.enqueue(run.pk)
        return redirect("import_undo", pk)
    if request.method == "POST":
        if begin_undo(run, by=viewer_of(request).user_id, forecast=forecast):
            undo_run.enqueue(run.pk)
        return redirect("import_progress", pk)
    rows = forecast.rows if forecast else ()
    kept_projects = [(row.number, project_title(row), reason_sentence(code)) for row, code in rows]
    is_soon = forecast is None and is_foreseen_soon(run)
    context = {"run": run, "forecast": forecast, "kept": kept_projects, "is_soon": is_soon}
    return render(request, "intake/undo.html", context)


@facilitator_page
def import_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the import shall be deleted with what it kept; sent by POST it is."""
    run = access_run(request, pk)
    why_not = why_not_delete(run)
    if request.method == "POST" and not why_not:
        delete_run(run, by=viewer_of(request).user_id)
        messages.success(request, _("The import was deleted, with all the data it stored from its file."))
        return redirect("imports")
    context = {"run": run, "why_not": why_not, "is_on_map": has_written(run)}
    return render(request, "intake/delete.html", context, status=422 if why_not and request.method == "POST" else 200)


def may_be_compared(run: ImportRun) -> bool:
    """Whether the import's rows can be compared now; what is half taken back is first taken back whole."""
    if run.emptied_at is not None or (run.state == RunState.FAILED and run.failed_state == RunState.UNDOING):
        return False
    return run.state == RunState.PREVIEW or RunState.PREVIEWING in NEXT[RunState(run.state)]
