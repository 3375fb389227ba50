"""What the columns of an import hold, told from its mapping and its first rows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from skillsnet.core.intake import MappedColumn, is_day_first
from skillsnet.core.intake.choice_lists import NO_CHOICES
from skillsnet.core.intake.person_names import has_lists_of_names
from skillsnet.core.intake.record_linkage.organisation_matching import platform_domains
from skillsnet.core.intake.values import is_blank
from skillsnet.intake.file_reading import FileReading
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries import column_cells
from skillsnet.intake.queries.column_choices import column_choices
from skillsnet.intake.queries.stored_values import run_splits

# The order of day and month is told from so many rows.
SAMPLED_ROWS = 20_000
MIN_NAMES = 10
SITE_FIELDS = ("website", "organisation_website", "contact_email")
# A platform bears so many of a file's sites that the first rows tell.
SAMPLED_SITES = 2000


def run_columns(run: ImportRun, *, categories: Mapping[str, tuple[str, ...]]) -> list[MappedColumn]:
    """Return what the file's columns hold, with the parts of those that are split and the options of lists."""
    columns = list(_mapped_columns(run))
    unsplit = [column for column in columns if not column.at]
    sampled = sorted({column.index for column in unsplit if column.base_field in ("submitted_on", "contact_name")})
    cells = list(zip(*column_cells(run, sampled, limit=SAMPLED_ROWS), strict=True)) if sampled else []
    cells_by_index = dict(zip(sampled, cells or [()] * len(sampled), strict=True))
    unlisted = [column for column in unsplit if not column.is_list]
    choices = column_choices(run, unlisted, categories=categories)
    return [
        _with_order(column, cells_by_index[column.index])
        if column.base_field == "submitted_on" and not column.at
        else replace(
            column,
            choices=choices.get(column.index, NO_CHOICES),
            names=_names_like_blanks(cells_by_index.get(column.index, ())),
            has_lists_of_names=has_lists_of_names(cells_by_index.get(column.index, ())),
        )
        for column in columns
    ]


def _with_order(column: MappedColumn, cells: Sequence[str]) -> MappedColumn:
    """Return a column of dates with the order of day and month that its dates show."""
    is_first, is_first_with_clock = is_day_first(cells), is_day_first(cells, with_clock=True)
    return replace(
        column,
        day_first=is_first is not False,
        clock_day_first=is_first_with_clock is True,
        is_order_known=is_first is not None or is_first_with_clock is not None,
    )


def _names_like_blanks(cells: Sequence[str]) -> frozenset[str]:
    """Return the words such as `null` that stand once among names: what stands for nothing comes more often."""
    words = Counter(cell.casefold() for cell in cells if cell)
    if words.total() < MIN_NAMES:
        return frozenset()
    return frozenset(word for word, count in words.items() if count == 1 and word.isalpha() and is_blank(word))


def _mapped_columns(run: ImportRun) -> Iterator[MappedColumn]:
    splits = run_splits(run)
    lists = {family.name for family in FileReading.from_json(run.reading).families}
    for index, name in enumerate(run.header):
        split = splits.get(name)
        if split is None or not split.at:
            yield MappedColumn(index=index, name=name, target_field=run.mapping[name], is_list=name in lists)
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
