"""The options of an import's columns whose cells hold several choices."""

from collections.abc import Iterable, Mapping

from skillsnet.core.intake import ChoiceList, MappedColumn, find_choice_list
from skillsnet.core.intake.known_choices import known_choices
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.runs import column_cells
from skillsnet.intake.queries.stored_values import run_splits

LIST_FIELDS = ("category", "beneficiaries", "languages")
SAMPLED_ROWS = 20_000


def column_choices(
    run: ImportRun, columns: Iterable[MappedColumn], *, categories: Mapping[str, tuple[str, ...]]
) -> dict[int, ChoiceList]:
    """Return the options of those columns that hold lists, by position: as somebody wrote them down, or as found."""
    listed = [column for column in columns if column.base_field in LIST_FIELDS]
    splits = run_splits(run)
    written = {
        column.index: ChoiceList.of(split.options)
        for column in listed
        if (split := splits.get(column.name)) is not None and split.options
    }
    return {**written, **_find(run, [column for column in listed if column.index not in written], categories)}


def found_choices(run: ImportRun, *, categories: Mapping[str, tuple[str, ...]]) -> dict[int, ChoiceList]:
    """Return the options that are found in the columns that hold lists, whatever somebody wrote down; by position."""
    columns = [MappedColumn(index, name, run.mapping[name]) for index, name in enumerate(run.header)]
    return _find(run, [column for column in columns if column.base_field in LIST_FIELDS], categories)


def _find(
    run: ImportRun, columns: list[MappedColumn], categories: Mapping[str, tuple[str, ...]]
) -> dict[int, ChoiceList]:
    """Return the options of some columns, after one pass over the run's rows."""
    if not columns:
        return {}
    cells = list(zip(*column_cells(run, [column.index for column in columns], limit=SAMPLED_ROWS), strict=True))
    return {
        column.index: find_choice_list(
            values, is_known=known_choices(column.base_field, categories=categories, header=column.name)
        )
        for column, values in zip(columns, cells or [()] * len(columns), strict=True)
    }
