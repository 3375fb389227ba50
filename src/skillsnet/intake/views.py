"""Pages of an import, for facilitators."""

import csv
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.actions import open_call
from skillsnet.intake.actions import begin_commit, begin_undo, preview, set_mapping, start_run
from skillsnet.intake.actions.runs import WrongState
from skillsnet.intake.enums import NEXT, RowState, RunState
from skillsnet.intake.forms import ColumnsForm, UploadForm
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import all_runs, kept_rows, rejected_rows, rows_in, sample_cells
from skillsnet.intake.readers import note_sentence
from skillsnet.intake.rules import is_running, page_of, why_not_commit, why_not_undo
from skillsnet.intake.sentences import problem_sentence
from skillsnet.intake.tasks import commit_run, undo_run
from skillsnet.web.errors import Invalid
from skillsnet.web.sheets import neutral_cell

RUNS_A_PAGE = 25
ROWS_A_PAGE = 50
MAX_ID = 2**63 - 1
View = Callable[..., HttpResponseBase]


def facilitators_only(view: View) -> View:
    """Send visitors to the sign-in; for members the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        viewer = viewer_of(request)
        if not viewer.is_member:
            return redirect_to_login(request.get_full_path())
        if not viewer.is_facilitator:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def access_run(request: HttpRequest, pk: int) -> ImportRun:
    """Return the import, if the viewer may see imports and there is one."""
    run = all_runs().filter(pk=pk).first() if pk <= MAX_ID and viewer_of(request).is_facilitator else None
    if run is None:
        raise Http404
    return run


@facilitators_only
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """List every import."""
    paginator = Paginator(all_runs(), RUNS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {"page": page, "page_range": paginator.get_elided_page_range(page.number)}
    return render(request, "intake/imports.html", context)


@facilitators_only
def import_new(request: HttpRequest) -> HttpResponse:
    """Take a file and the call it is from."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        by = viewer_of(request).user_id
        try:
            run = _started(form, by=by)
        except Invalid as error:
            form.add_error("file", list(error.problems))
        else:
            return redirect("import_columns", run.pk)
    return render(request, "intake/new.html", {"form": form}, status=422 if form.errors else 200)


def _started(form: UploadForm, *, by: int | None) -> ImportRun:
    """Start the run; the call of an unreadable file is made only with its first readable one."""
    file = form.cleaned_data["file"]
    call = form.cleaned_data["call"]
    if call is not None:
        return start_run(file, name=file.name, call=call, by=by)
    return start_run(file, name=file.name, by=by, call=lambda: _new_call(form, by=by))


def _new_call(form: UploadForm, *, by: int | None) -> Any:
    return open_call(form.new_slug, title=form.cleaned_data["new_title"], by=by)[0]


@facilitators_only
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the columns are taken for, and let it be corrected."""
    run = access_run(request, pk)
    if run.state not in (RunState.MAPPING, RunState.PREVIEW):
        return redirect(page_of(run), pk)
    form = ColumnsForm(run, request.POST or None, cells=sample_cells(run))
    if request.method == "POST" and form.is_valid():
        try:
            preview(set_mapping(run, form.mapping, by=viewer_of(request).user_id))
        except Invalid as error:
            form.add_error(None, list(error.problems))
        except WrongState:
            return redirect("import_progress", pk)
        else:
            return redirect("import_preview", pk)
    context = {"run": run, "form": form, "notes": [note_sentence(note) for note in run.notes]}
    return render(request, "intake/columns.html", context, status=422 if form.errors else 200)


@facilitators_only
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what each row would do; sent by POST it looks again at the data as they are now."""
    run = access_run(request, pk)
    if request.method == "POST" and (run.state == RunState.PREVIEW or RunState.PREVIEW in NEXT[RunState(run.state)]):
        preview(run)
        return redirect("import_preview", pk)
    if run.state != RunState.PREVIEW:
        return redirect(page_of(run), pk)
    context = {"run": run, "why_not": why_not_commit(run), **_rows_context(request, run)}
    return render(request, "intake/preview.html", context)


def _rows_context(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    show = request.GET.get("show", "")
    paginator = Paginator(rows_in(run, state=show), ROWS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    counts = run.counts
    tabs = [
        ("", _("All rows"), counts["rows"]),
        (RowState.NEW, RowState.NEW.label, counts["new"]),
        (RowState.UPDATED, RowState.UPDATED.label, counts["updated"]),
        (RowState.UNCHANGED, RowState.UNCHANGED.label, counts["unchanged"]),
        ("warning", _("With a remark"), counts["warnings"]),
        (RowState.DUPLICATE, RowState.DUPLICATE.label, counts["duplicates"]),
        (RowState.ERROR, RowState.ERROR.label, counts["errors"]),
    ]
    rows = [(row, [problem_sentence(problem) for problem in row.problems]) for row in page]
    page_range = paginator.get_elided_page_range(page.number)
    return {"page": page, "page_range": page_range, "rows": rows, "tabs": tabs, "show": show}


@facilitators_only
@require_POST
def import_commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the rows written in the background; a second click starts nothing."""
    run = access_run(request, pk)
    if not why_not_commit(run) and begin_commit(run, by=viewer_of(request).user_id):
        commit_run.enqueue(run.pk)
    return redirect("import_progress", pk)


@facilitators_only
@require_GET
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the writing is, and in the end what became of the file."""
    run = access_run(request, pk)
    if run.state in (RunState.MAPPING, RunState.PREVIEW):
        return redirect(page_of(run), pk)
    kept = [(row, problem_sentence(row.problems[-1])) for row in kept_rows(run)[:ROWS_A_PAGE]]
    context = {"run": run, "is_running": is_running(run), "kept": kept, "goal": _goal(run)}
    is_part = request.headers.get("HX-Request") == "true"
    response = render(request, "intake/_progress.html" if is_part else "intake/progress.html", context)
    response["Vary"] = "HX-Request, Cookie"
    return response


def _goal(run: ImportRun) -> int:
    """Return how many rows the work has to go through."""
    counts = run.counts
    return max(1, sum(counts.get(name, 0) for name in ("new", "updated", "unchanged")))


@facilitators_only
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the import shall be taken back, naming what goes; sent by POST it is."""
    run = access_run(request, pk)
    if why_not_undo(run):
        return redirect(page_of(run), pk)
    if request.method == "POST":
        if begin_undo(run, by=viewer_of(request).user_id):
            undo_run.enqueue(run.pk)
        return redirect("import_progress", pk)
    return render(request, "intake/undo.html", {"run": run})


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


@facilitators_only
@require_GET
def import_rejected(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Give the rows that were left out as a spreadsheet, each with the reason, to be corrected and brought again."""
    run = access_run(request, pk)
    response = StreamingHttpResponse(_rejected_lines(run), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-left-out.csv"'
    return response


def _rejected_lines(run: ImportRun) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([neutral_cell(cell) for cell in (_("Row"), _("Why it was left out"), *run.header)])
    for row in rejected_rows(run).iterator(chunk_size=1000):
        yield writer.writerow([str(row.number), *(neutral_cell(cell) for cell in (_why(row), *row.cells))])


def _why(row: ImportRow) -> str:
    errors = [problem for problem in row.problems if problem["severity"] == "error"] or row.problems
    return " ".join(problem_sentence(problem) for problem in errors)
