"""Where a row says that a project has its seat, and where it works."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from skillsnet.core.geo import NamedCountries, find_countries, find_country
from skillsnet.core.intake.mapped_cells import MappedCells, MappedColumn
from skillsnet.core.intake.values import is_blank
from skillsnet.core.text import tokens

# Longer than any name of a country; looking for a likeness in more is wasted.
MAX_NAME_CHARS: Final = 120
# What columns with the city of an organisation are called, folded.
_CITY_COLUMNS: Final = frozenset(
    {
        *("city", "town", "city town", "city or town", "town city", "organisation city", "city of organisation"),
        *("headquarters city", "city of headquarters", "hq city", "ville", "localite", "commune", "ville du siege"),
        *("ciudad", "localidad", "municipio", "ciudad de la sede", "cidade", "citta", "comune", "stadt", "ort"),
        *("stad", "plaats", "woonplaats", "miasto", "город", "πολη", "مدينه", "المدينه"),
    }
)


@dataclass(frozen=True)
class RowPlaces:
    """Where a project has its seat and works.

    `organisation` is the country of its organisation where that is sure, `city` the city of its seat as written.
    """

    seat: str = ""
    work: tuple[str, ...] = ()
    organisation: str = ""
    city: str = ""


def parse_places(mapped: MappedCells) -> RowPlaces:
    """Return the seat, its city and the countries of work that a row states; see `_parse_countries`."""
    return replace(_parse_countries(mapped), city=_city(mapped))


def _city(mapped: MappedCells) -> str:
    """Return the city that an extra column says, which stays an extra field as well."""
    cells = (cell for name, cell in mapped.extra.items() if _folded(name) in _CITY_COLUMNS)
    city = next((" ".join(cell.split()) for cell in cells if cell), "")
    return city if len(city) <= MAX_NAME_CHARS else ""


def _parse_countries(mapped: MappedCells) -> RowPlaces:
    """Return the seat and the countries of work that a row states.

    Of several countries in the cell of the seat none is marked as it, the first places the project, and nothing is
    said about the organisation's.
    """
    stated = _work_countries(mapped)
    column, cell = mapped.cell_of("country")
    if column is None:
        return RowPlaces(seat=stated[0] if stated else "", work=stated)
    chosen_code = mapped.chosen_code("country", cell)
    named = NamedCountries((chosen_code,)) if chosen_code else find_countries(cell) if chosen_code is None else None
    if named is None:
        if chosen_code is None:
            _report_country(mapped, column, cell, code="country_unknown")
        return RowPlaces(seat=stated[0] if stated else "", work=stated)
    if len(named.codes) == 1:
        return RowPlaces(named.codes[0], stated, named.codes[0])
    if not named.seat:
        mapped.report("country_several", column, cell, seat=named.codes[0])
    work = tuple(dict.fromkeys((*named.work, *stated)))
    return RowPlaces(named.seat or named.codes[0], work, named.seat)


def _work_countries(mapped: MappedCells) -> tuple[str, ...]:
    """Return the countries of work of the row's own columns; what is no country is reported."""
    codes: list[str] = []
    for column, value in mapped.values_of("work_countries"):
        chosen_code = mapped.chosen_code("work_countries", value)
        if chosen_code is not None:
            codes += [chosen_code] if chosen_code else []
        elif named := find_countries(value):
            codes += named.codes
        elif not is_blank(value):
            _report_country(mapped, column, value, code="work_country_unknown")
            mapped.keep_cell("work_countries", column)
    return tuple(dict.fromkeys(codes))


def _folded(name: str) -> str:
    return " ".join(tokens(name))


def _report_country(mapped: MappedCells, column: MappedColumn, cell: str, *, code: str) -> None:
    _, kind, near = _find_country(cell)
    if kind == "region":
        mapped.report("country_is_region" if code == "country_unknown" else "work_country_is_region", column, cell)
    else:
        mapped.report(code, column, cell, near=near)


@lru_cache(maxsize=8192)
def _find_country(cell: str) -> tuple[str, str, str]:
    """Return code, kind and near codes; the same few names come in every row, and looking one up is dear."""
    if len(cell) > MAX_NAME_CHARS:
        return "", "unknown", ""
    match = find_country(cell)
    return match.code if match.kind == "value" else "", match.kind, "|".join(match.suggestions)
