"""Existing projects under the keys of rows that repeat each other, and the rows that do, for the page that asks."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from skillsnet.calls.models import Call, Project
from skillsnet.calls.rules import NAMED_CATEGORIES
from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedProject
from skillsnet.core.intake.record_linkage.repeated_projects import nth_key
from skillsnet.db.bulk import in_parts
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.participants.texts import words_for_computing

KEYS_AT_ONCE = 500
# So many more projects of a title than the file has rows of it are looked for.
MARGIN = 8


def repeated_keys(call: Call) -> set[str]:
    """Return the keys under which the call has several projects; one query."""
    end = nth_key("", 2)
    keys = Project.objects.filter(call=call, key__endswith=end).order_by("key").values_list("key", flat=True)
    return {key.removesuffix(end) for key in keys}


def projects_under(call: Call, row_counts: Mapping[str, int]) -> dict[str, list[ParsedProject]]:
    """Return the existing projects under each key, the first and those made of it; so many rows has the file of it."""
    bases = {
        nth_key(key, ordinal): key
        for key, row_count in row_counts.items()
        for ordinal in range(1, 2 * row_count + MARGIN)
    }
    by_base: dict[str, list[ParsedProject]] = {}
    for part in in_parts(list(bases), size=KEYS_AT_ONCE):
        projects = Project.objects.filter(call=call, key__in=part).select_related("organisation").order_by("pk")
        for project in projects:
            by_base.setdefault(bases[project.key], []).append(_parsed(project))
    return by_base


def _parsed(project: Project) -> ParsedProject:
    """Return what an existing project says of itself, as a row would, but for its people."""
    organisation = project.organisation
    return ParsedProject(
        key=project.key,
        external_id=project.external_id,
        title=words_for_computing(project.title),
        summary=words_for_computing(project.summary),
        country=project.country,
        organisation=ParsedOrganisation(organisation.key, words_for_computing(organisation.name))
        if organisation
        else None,
        submitted_on=project.submitted_on.isoformat() if project.submitted_on else None,
        extra={name: words_for_computing(value) for name, value in project.extra.items() if name != NAMED_CATEGORIES},
    )


def repeating_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows that have the project of an earlier row with other values, in the file's order."""
    return ImportRow.objects.filter(run=run, parsed__has_key="repeat").order_by("position")


def rows_by_position(run: ImportRun, positions: Iterable[int]) -> dict[int, ImportRow]:
    """Return rows of the import by their position."""
    rows = ImportRow.objects.filter(run=run, position__in=set(positions)).order_by("position")
    return {row.position: row for row in rows}
