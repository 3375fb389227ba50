"""What each row would do: shown, corrected in place, and brought home as a file."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.core.intake.parsed_rows import ParsedRow
from skillsnet.intake.actions import correct_cell
from skillsnet.intake.enums import RowKind, RowState, RunState
from skillsnet.intake.file_sentences import skip_sentence
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import rejected_rows, rows_in
from skillsnet.intake.queries.columns import holds_organisations
from skillsnet.intake.queries.naming import asks_about_names, naming_rows
from skillsnet.intake.queries.stored_values import parsed_row
from skillsnet.intake.rules import has_written, is_compared_at_once, page_of, why_not_commit
from skillsnet.intake.sentences import problem_sentence, said_at_sentence
from skillsnet.intake.views.access import access_row, access_run, facilitator_page
from skillsnet.intake.views.names import NamesRejection, NamesView, names_view
from skillsnet.intake.views.runs import compare_and_redirect, may_be_compared
from skillsnet.web.problems import FieldProblem
from skillsnet.web.sheets import escape_formula

ROWS_A_PAGE = 50
LINES_AT_ONCE = 1000
LINE_CHARS = 80


@facilitator_page
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what each row would do; sent by POST it looks again at the data as they are now."""
    run = access_run(request, pk)
    if request.method == "POST" and may_be_compared(run):
        return compare_and_redirect(run)
    if run.state != RunState.PREVIEW:
        return redirect(page_of(run), pk)
    return preview_page(request, run)


def preview_page(request: HttpRequest, run: ImportRun, *, rejection: NamesRejection | None = None) -> HttpResponse:
    """Show what each row would do, and an answer about names that was rejected where it was given."""
    naming_count = naming_rows(run)
    context = {
        "run": run,
        "why_not": why_not_commit(run),
        "has_written": has_written(run),
        "is_list": holds_organisations(run),
        "naming_rows": naming_count,
        "names": names_view(run, None, rejection=rejection) if naming_count else None,
        "problems": [_names_problem(rejection)] if rejection else [],
        **_rows_context(request, run, rejection),
    }
    return render(request, "intake/preview.html", context, status=422 if rejection else 200)


def _names_problem(rejection: NamesRejection) -> FieldProblem:
    anchor = f"names-source-{'all' if rejection.position is None else rejection.position}"
    return FieldProblem(rejection.error, _("How do you know that they agreed?"), anchor)


def _rows_context(request: HttpRequest, run: ImportRun, rejection: NamesRejection | None) -> dict[str, object]:
    show = request.GET.get("show", "")
    paginator = Paginator(rows_in(run, state=show), ROWS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    page_range = paginator.get_elided_page_range(page.number)
    rows = [row_view(run, row, rejection=rejection) for row in page]
    return {"page": page, "page_range": page_range, "rows": rows, "tabs": _tabs(run.tally), "show": show}


def _tabs(counts: dict[str, int]) -> list[tuple[str, str | Promise, int]]:
    return [
        ("", _("All rows"), counts["rows"]),
        (RowState.NEW, RowState.NEW.label, counts["new"]),
        (RowState.UPDATED, RowState.UPDATED.label, counts["updated"]),
        (RowState.UNCHANGED, RowState.UNCHANGED.label, counts["unchanged"]),
        ("warning", _("With warnings"), counts["warnings"]),
        ("naming", _("With names of people"), counts["naming"]),
        (RowState.NEEDS_DECISION, RowState.NEEDS_DECISION.label, counts["asks"]),
        (RowState.DUPLICATE, RowState.DUPLICATE.label, counts["duplicates"]),
        (RowState.ERROR, RowState.ERROR.label, counts["errors"]),
        (RowState.SKIPPED, RowState.SKIPPED.label, counts["skipped"]),
        (RowKind.LINK, _("Links"), counts["links"]),
    ]


@dataclass(frozen=True)
class CellView:
    """A cell in a form; a long one needs several lines, since a single one would swallow its line breaks."""

    index: int
    name: str
    text: str
    original: str | None = None
    problem: str = ""

    @property
    def is_long(self) -> bool:
        """Whether the text needs several lines."""
        return len(self.text) > LINE_CHARS or "\n" in self.text


@dataclass(frozen=True)
class ProblemView:
    """A problem of a row as a sentence, with the cell in which it can be corrected."""

    sentence: str
    cell: CellView | None
    is_error: bool


@dataclass(frozen=True)
class RowView:
    """A row with its problems; `skip_reason` and `skipped_text` only for one that is no project."""

    row: ImportRow
    problems: Sequence[ProblemView]
    skip_reason: str
    skipped_text: str
    parsed: ParsedRow
    said_at: str
    corrected_columns: Sequence[str]
    names: NamesView | None


def row_view(run: ImportRun, row: ImportRow, *, rejection: NamesRejection | None = None) -> RowView:
    """Return a row with its problems as sentences, each with the cell in which it can be corrected."""
    columns = {name: index for index, name in enumerate(run.header)}
    parsed = parsed_row(row)
    skip = parsed.skip if row.state == RowState.SKIPPED else ""
    return RowView(
        row=row,
        problems=[
            ProblemView(
                sentence=problem_sentence(problem),
                cell=_problem_cell(row, problem["column"], columns),
                is_error=problem["severity"] == "error",
            )
            for problem in row.problems
        ],
        skip_reason=skip_sentence(skip) if skip else "",
        skipped_text=" · ".join(cell for cell in row.cells if cell) if skip else "",
        parsed=parsed,
        said_at=said_at_sentence(parsed.warned_rows),
        corrected_columns=[run.header[int(index)] for index in row.original_cells if int(index) < len(run.header)],
        names=names_view(run, row, rejection=rejection) if asks_about_names(row) else None,
    )


def _problem_cell(row: ImportRow, column: str, columns: Mapping[str, int]) -> CellView | None:
    """Return the cell a problem is about; further projects of a row have no cells of their own."""
    index = columns.get(column)
    return None if index is None or row.part else CellView(index, column, _cell_text(row, index))


def _cell_text(row: ImportRow, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""


@facilitator_page
def import_row(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Show a row's cells; sent by POST it puts the corrected ones in and looks at the file again."""
    run = access_run(request, pk)
    row = access_row(run, position)
    if run.state not in (RunState.PREVIEW, RunState.COMMITTED):
        return redirect(page_of(run), pk)
    problems: list[FieldProblem] = []
    if request.method == "POST":
        problems = _correct(request, run, row)
        if not problems:
            return _after_correction(request, run, row)
    cells = _cell_views(run, row, request, problems)
    context = {"run": run, "view": row_view(run, row), "cells": cells, "problems": problems}
    return render(request, "intake/row.html", context, status=422 if problems else 200)


def _cell_views(
    run: ImportRun, row: ImportRow, request: HttpRequest, problems: Sequence[FieldProblem]
) -> list[CellView]:
    """Return each cell of a row; after a correction that was refused with what was typed."""
    sentences = {problem.anchor: problem.sentence for problem in problems}
    typed: Mapping[str, str] = request.POST.dict() if problems else {}
    return [
        CellView(
            index,
            name,
            typed.get(f"cell-{index}", _cell_text(row, index)),
            original=row.original_cells.get(str(index)),
            problem=sentences.get(f"cell-{index}", ""),
        )
        for index, name in enumerate(run.header)
    ]


def _correct(request: HttpRequest, run: ImportRun, row: ImportRow) -> list[FieldProblem]:
    """Put in the cells of the request that differ from what stands, all or none; return what is wrong with them."""
    problems: list[FieldProblem] = []
    with transaction.atomic():
        for index, name in enumerate(run.header):
            text = request.POST.get(f"cell-{index}", _cell_text(row, index)).replace("\r\n", "\n")
            if text.strip() == _cell_text(row, index).strip():
                continue
            try:
                correct_cell(run, row, column=index, text=text, by=viewer_of(request).user_id)
            except Invalid as invalid:
                problems += [FieldProblem(problem, name, f"cell-{index}") for problem in invalid.problems]
        if problems:
            transaction.set_rollback(True)
    return problems


def _after_correction(request: HttpRequest, run: ImportRun, row: ImportRow) -> HttpResponse:
    run.refresh_from_db()
    if run.is_stale and is_compared_at_once(run):
        compare_and_redirect(run)
    if request.headers.get("HX-Request") != "true":
        return redirect(f"{redirect('import_preview', run.pk)['Location']}?show={request.POST.get('show', '')}#rows")
    fresh = ImportRow.objects.get(run=run, position=row.position)
    # The forms within the row lead back to the filter it stands under, and to its first page.
    context = {"run": run, "view": row_view(run, fresh), "is_corrected": True}
    return render(request, "intake/_row.html", {**context, "show": request.POST.get("show", ""), "page_number": 1})


class _EchoFile:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


@facilitator_page
@require_safe
def import_rejected(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Give the rows that were left out as a spreadsheet, each with the reason, to be corrected and brought again."""
    run = access_run(request, pk)
    response = StreamingHttpResponse(_rejected_lines(run), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-left-out.csv"'
    return response


def _rejected_lines(run: ImportRun) -> Iterator[str]:
    writer = csv.writer(_EchoFile())
    yield "\ufeff" + writer.writerow(
        [escape_formula(cell) for cell in (_("Row"), _("Why it was skipped"), *run.header)]
    )
    for row in rejected_rows(run).iterator(chunk_size=LINES_AT_ONCE):
        if not row.part:
            cells = [*row.cells, *([""] * (len(run.header) - len(row.cells)))]
            yield writer.writerow([str(row.number), *(escape_formula(cell) for cell in (_skip_reason(row), *cells))])


def _skip_reason(row: ImportRow) -> str:
    if row.state == RowState.NEEDS_DECISION:
        return _("Needs a decision: possible duplicate")
    errors = [problem for problem in row.problems if problem["severity"] == "error"] or row.problems
    return " ".join(problem_sentence(problem) for problem in errors)
