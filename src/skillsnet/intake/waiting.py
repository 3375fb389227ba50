"""What an import, and the data that imports brought, leave to a facilitator."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.project_pairs import possible_duplicate_projects
from skillsnet.intake.rules import page_of
from skillsnet.participants.queries import possible_duplicates
from skillsnet.web.waiting_work import WaitingLine

# Whoever has more imports under way finds them in the list of imports.
MAX_RUNS = 5


def waiting_lines() -> Iterator[WaitingLine]:
    """Yield the imports that somebody began and did not end, and the pairs of which nobody said if they are one."""
    for run in _unfinished_runs():
        yield _run_line(run)
    yield _organisations_line()
    yield _projects_line()


def _unfinished_runs() -> list[ImportRun]:
    """Return the imports that wait for somebody, the newest first; one query."""
    is_open = Q(state__in=(RunState.MAPPING, RunState.PREVIEW, RunState.FAILED))
    asks = Q(state=RunState.COMMITTED, counts__asks__gt=0)
    runs = ImportRun.objects.filter(is_open | asks, emptied_at=None).order_by("-created_at", "-pk")
    return list(runs.only("state", "file_name", "counts", "emptied_at")[:MAX_RUNS])


def _run_line(run: ImportRun) -> WaitingLine:
    tally = run.tally
    ready_count = tally["new"] + tally["updated"] + tally["new_links"]
    if run.state == RunState.MAPPING:
        count = tally["rows"]
        sentence = ngettext("%(number)d row: check its columns.", "%(number)d rows: check their columns.", count)
        action = _("Check the columns")
    elif run.state == RunState.FAILED:
        count = max(1, tally["rows"])
        sentence = ngettext(
            "The import of %(number)d row stopped because of an error.",
            "The import of %(number)d rows stopped because of an error.",
            count,
        )
        action = _("See what happened")
    elif run.state == RunState.PREVIEW and ready_count:
        count = ready_count
        sentence = ngettext("%(number)d row is ready to import.", "%(number)d rows are ready to import.", count)
        action = _("Continue this import")
    else:
        return _asking_line(run)
    return WaitingLine(
        "import", count, sentence % {"number": count}, action, reverse(page_of(run), args=[run.pk]), run.name
    )


def _asking_line(run: ImportRun) -> WaitingLine:
    """Return the line about rows of an import that may be duplicates and are not on the map."""
    count = run.tally["asks"]
    sentence = ngettext(
        "%(number)d row may be a duplicate and is not imported yet.",
        "%(number)d rows may be duplicates and are not imported yet.",
        count,
    )
    address = reverse("import_questions", args=[run.pk])
    return WaitingLine("import_questions", count, sentence % {"number": count}, _("Make a decision"), address, run.name)


def _organisations_line() -> WaitingLine:
    """Return the line about pairs of organisations."""
    count = possible_duplicates().count()
    sentence = ngettext(
        "%(number)d pair of organisations may be duplicates.",
        "%(number)d pairs of organisations may be duplicates.",
        count,
    )
    address = reverse("same_questions")
    return WaitingLine(
        "organisations",
        count,
        sentence % {"number": count},
        _("Review possible duplicates"),
        address,
        follows_import=True,
    )


def _projects_line() -> WaitingLine:
    """Return the line about pairs of projects."""
    count = possible_duplicate_projects().count()
    sentence = ngettext(
        "%(number)d pair of projects may be duplicates.", "%(number)d pairs of projects may be duplicates.", count
    )
    address = reverse("project_questions")
    return WaitingLine(
        "projects", count, sentence % {"number": count}, _("Review these projects"), address, follows_import=True
    )
