"""What the columns of an import hold, told from its mapping and its first rows."""

from collections.abc import Iterator

from skillsnet.core.intake import MappedColumn, column_vocabulary, is_day_first
from skillsnet.core.intake.record_linkage.organisation_matching import platform_domains
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries import column_cells
from skillsnet.intake.queries.stored_values import run_splits

# The order of day and month, and what a column's lists hold, is told from so many rows.
SAMPLED_ROWS = 20_000
SITE_FIELDS = ("website", "organisation_website", "contact_email")
# A platform bears so many of a file's sites that the first rows tell.
SAMPLED_SITES = 2000
LIST_FIELDS = ("category", "beneficiaries", "languages")


def run_columns(run: ImportRun) -> list[MappedColumn]:
    """Return what the file's columns hold, with the parts of those that are split and the values of lists."""
    columns = list(_mapped_columns(run))
    date_indexes = {column.index for column in columns if column.target_field == "submitted_on" and not column.at}
    list_indexes = {column.index for column in columns if column.base_field in LIST_FIELDS}
    sampled = sorted(date_indexes | list_indexes)
    if not sampled:
        return columns
    cells = list(zip(*column_cells(run, sampled, limit=SAMPLED_ROWS), strict=True)) or [()] * len(sampled)
    cells_by_index = dict(zip(sampled, cells, strict=True))
    return [
        MappedColumn(
            index=column.index, name=column.name, target_field=column.target_field, at=column.at, part=column.part,
            day_first=column.index not in date_indexes or is_day_first(cells_by_index[column.index]) is not False,
            clock_day_first=column.index in date_indexes
            and is_day_first(cells_by_index[column.index], with_clock=True) is True,
            vocabulary=column_vocabulary(cells_by_index[column.index])
            if column.index in list_indexes else frozenset(),
        )
        for column in columns
    ]  # fmt: skip


def _mapped_columns(run: ImportRun) -> Iterator[MappedColumn]:
    splits = run_splits(run)
    for index, name in enumerate(run.header):
        split = splits.get(name)
        if split is None:
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
