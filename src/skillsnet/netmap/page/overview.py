"""What a network is made of, for people who decide about it: who, where, on what, where nobody is, how it grew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from skillsnet.calls.models import Project
from skillsnet.core.netmap.graph import Facet, Integers
from skillsnet.facets.enums import NOT_STATED, FacetKey
from skillsnet.facets.names import NamedValue, named_values
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.stored import stored_facets

# Shades of the heat table besides none.
SHADES = 5
MOST_LANGUAGES = 12
MOST_MONTHS = 24


@dataclass(frozen=True)
class HeatCell:
    """How many projects of a region are in a category; `shade` is 0 for none, up to five for the most."""

    category: NamedValue
    count: int
    shade: int


@dataclass(frozen=True)
class HeatRow:
    """A region's cells, in the order of the categories, and how many projects it has in all."""

    value: str
    label: str
    cells: tuple[HeatCell, ...]
    total: int


@dataclass(frozen=True)
class Gap:
    """A category that no project of some regions is in."""

    category: NamedValue
    regions: tuple[str, ...]


@dataclass(frozen=True)
class NamedCount:
    """A value with how many projects have it, and its share of the most frequent one in per cent."""

    value: str
    label: str
    count: int
    share_pct: int


@dataclass(frozen=True)
class MonthCount:
    """How many projects came in a month, and how many there were at its end."""

    month: date
    count: int
    total: int
    share_pct: int


@dataclass(frozen=True)
class NetworkOverview:
    """What a network is made of."""

    categories: tuple[NamedValue, ...]
    rows: tuple[HeatRow, ...]
    gaps: tuple[Gap, ...]
    languages: tuple[NamedCount, ...]
    language_count: int
    months: tuple[MonthCount, ...]


def network_overview(version: MapVersion | None, *, language: str, edition: int | None) -> NetworkOverview | None:
    """Return what the network of a map is made of; None without a map.

    Counted in the map's first file, so that it costs the same for any number of projects: one query for the months,
    and those for the names of categories.
    """
    if version is None:
        return None
    facets = {facet.key: facet for facet in stored_facets(version)}
    region, category = facets.get(FacetKey.REGION), facets.get(FacetKey.CATEGORY)
    names = {facet.key: _names(facet, language, edition) for facet in (region, category) if facet is not None}
    rows: tuple[HeatRow, ...] = ()
    if region is not None and category is not None:
        rows = _heat_rows(region, category, names)
    languages = _languages(facets.get(FacetKey.LANGUAGE), language)
    return NetworkOverview(
        categories=tuple(names.get(FacetKey.CATEGORY, ())),
        rows=rows,
        gaps=_gaps(rows),
        languages=tuple(languages[:MOST_LANGUAGES]),
        language_count=len(languages),
        months=_months(),
    )


def _names(facet: Facet, language: str, edition: int | None) -> list[NamedValue]:
    """Return a facet's values in the order shown; fixed ones also where no project has them."""
    return named_values(facet.key, facet.values, language=language, edition=edition)


def _heat_rows(region: Facet, category: Facet, names: dict[str, list[NamedValue]]) -> tuple[HeatRow, ...]:
    table = _cross_counts(region, category)
    region_index = {value: index for index, value in enumerate(region.values)}
    category_index = {value: index for index, value in enumerate(category.values)}
    totals = np.bincount(region.main[region.main >= 0], minlength=len(region.values))
    unstated = int((region.counts == 0).sum())
    listed = [(named.value, named.label, region_index.get(named.value)) for named in names[region.key]]
    if unstated:
        listed.append((NOT_STATED, _("Not stated"), len(region.values)))
    most = max(1, int(table[: len(region.values)].max(initial=0)))
    rows = []
    for value, label, row in listed:
        counts = [
            int(table[row, category_index[named.value]]) if row is not None and named.value in category_index else 0
            for named in names[category.key]
        ]
        cells = tuple(
            HeatCell(named, count, 0 if not count else 1 + min(SHADES - 1, (count - 1) * SHADES // most))
            for named, count in zip(names[category.key], counts, strict=True)
        )
        total = unstated if value == NOT_STATED else int(totals[row]) if row is not None else 0
        rows.append(HeatRow(value, label, cells, total))
    return tuple(rows)


def _cross_counts(region: Facet, category: Facet) -> Integers:
    """Return how many nodes each pair of values has, shape (regions + 1, categories); the last row states no region."""
    of_item = np.repeat(np.where(region.main >= 0, region.main, len(region.values)), category.counts)
    columns = max(1, len(category.values))
    flat = np.bincount(of_item * columns + category.items, minlength=(len(region.values) + 1) * columns)
    return flat.reshape(len(region.values) + 1, columns)


def _gaps(rows: Sequence[HeatRow]) -> tuple[Gap, ...]:
    """Return the categories that are missing in some region that has projects, those missing in most regions first."""
    stated = [row for row in rows if row.value != NOT_STATED]
    if not stated:
        return ()
    gaps = [
        Gap(cell.category, tuple(row.label for row in stated if not row.cells[column].count))
        for column, cell in enumerate(stated[0].cells)
    ]
    return tuple(sorted((gap for gap in gaps if gap.regions), key=lambda gap: -len(gap.regions)))


def _languages(facet: Facet | None, language: str) -> list[NamedCount]:
    if facet is None:
        return []
    counts = np.bincount(facet.items, minlength=len(facet.values)).tolist()
    names = {named.value: named.label for named in named_values(facet.key, facet.values, language=language)}
    pairs = [(value, count) for value, count in zip(facet.values, counts, strict=True) if count]
    pairs.sort(key=lambda pair: (-pair[1], pair[0]))
    most = max((count for _value, count in pairs), default=1)
    return [NamedCount(value, names.get(value, value), count, round(100 * count / most)) for value, count in pairs]


def _months() -> tuple[MonthCount, ...]:
    """Return how many projects came in each month that any came in, the last two years of these; one query."""
    months = Project.objects.public().order_by().annotate(month=TruncMonth("created_at")).values("month")
    total, rows = 0, []
    for row in months.annotate(count=Count("pk")).order_by("month"):
        total += row["count"]
        rows.append((row["month"].date(), row["count"], total))
    return tuple(MonthCount(month, count, sum_, round(100 * sum_ / max(1, total))) for month, count, sum_ in rows)[
        -MOST_MONTHS:
    ]
