"""What the columns of an import hold, told from its mapping and its first rows."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from skillsnet.core.intake import MappedColumn, is_day_first
from skillsnet.core.intake.choice_lists import NO_CHOICES
from skillsnet.core.intake.record_linkage.organisation_matching import platform_domains
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries import column_cells
from skillsnet.intake.queries.column_choices import column_choices
from skillsnet.intake.queries.stored_values import run_splits

# The order of day and month is told from so many rows.
SAMPLED_ROWS = 20_000
SITE_FIELDS = ("website", "organisation_website", "contact_email")
# A platform bears so many of a file's sites that the first rows tell.
SAMPLED_SITES = 2000


def run_columns(run: ImportRun, *, categories: Mapping[str, tuple[str, ...]]) -> list[MappedColumn]:
    """Return what the file's columns hold, with the parts of those that are split and the options of lists."""
    columns = list(_mapped_columns(run))
    dates = {column.index for column in columns if column.target_field == "submitted_on" and not column.at}
    cells = list(zip(*column_cells(run, sorted(dates), limit=SAMPLED_ROWS), strict=True)) if dates else []
    cells_by_index = dict(zip(sorted(dates), cells or [()] * len(dates), strict=True))
    choices = column_choices(run, [column for column in columns if not column.at], categories=categories)
    return [
        replace(
            column,
            day_first=is_day_first(cells_by_index[column.index]) is not False,
            clock_day_first=is_day_first(cells_by_index[column.index], with_clock=True) is True,
        )
        if column.index in dates
        else replace(column, choices=choices.get(column.index, NO_CHOICES))
        for column in columns
    ]


def _mapped_columns(run: ImportRun) -> Iterator[MappedColumn]:
    splits = run_splits(run)
    for index, name in enumerate(run.header):
        split = splits.get(name)
        if split is None or not split.at:
            yield MappedColumn(index=index, name=name, target_field=run.mapping[name])
            continue
        for part, target_field in enumerate([run.mapping[name], *split.further_fields]):
            yield MappedColumn(index=index, name=name, target_field=target_field, at=split.at, part=part)


def run_platforms(run: ImportRun) -> frozenset[str]:
    """Return the domains under which many of the file's organisations stand: the platform they were exported from."""
    base_fields = [run.mapping[name].partition("#")[0] for name in run.header]
    name_indexes = [index for index, base_field in enumerate(base_fields) if base_field == "organisation"]
    site_indexes = [index for index, base_field in enumerate(base_fields) if base_field in SITE_FIELDS]
    if not name_indexes or not site_indexes:
        return frozenset()
    rows = column_cells(run, [name_indexes[0], *site_indexes], limit=SAMPLED_SITES)
    return platform_domains((name, cell) for name, *cells in rows for cell in cells if name and cell)
