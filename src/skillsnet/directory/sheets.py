"""The directory as a sheet: what is seen, one row for each project."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from skillsnet.core.geo import country_name, language_name, region_name
from skillsnet.directory.queries.project_cards import ProjectCard
from skillsnet.web.sheets import escape_formula

# The most letters a cell of a workbook holds.
CELL_LETTERS = 32_767
# In characters, as spreadsheets count widths.
TITLE_WIDTH, OTHER_WIDTH = 48, 24
SEPARATOR = "; "


def header(fields: Sequence[str] = ()) -> list[str]:
    """Return the names of the columns, those of extra fields last; the import knows the others again."""
    return [
        _("Project title"),
        _("Organisation"),
        _("Type of organisation"),
        _("Country"),
        _("Region"),
        _("Languages"),
        _("Beneficiaries"),
        _("Stage"),
        _("Categories"),
        _("Categories confirmed"),
        _("Summary"),
        _("Website"),
        _("Call"),
        _("Countries of work"),
        _("Page"),
        *fields,
    ]


def cells(card: ProjectCard, fields: Sequence[str] = (), *, language: str, page: str) -> list[str]:
    """Return a project's cells, in the columns' order; `fields` are the slugs of the extra fields."""
    stated = {stated_value.slug: stated_value.value for stated_value in card.extra}
    return [
        # The sheet is read again as it is written: an organisation has no project there.
        "" if card.is_organisation else card.title,
        card.organisation,
        card.type,
        country_name(card.country, language) if card.country else "",
        region_name(card.region, language) if card.region else "",
        SEPARATOR.join(language_name(code, language) for code in card.languages),
        SEPARATOR.join(card.beneficiaries),
        card.stage,
        SEPARATOR.join(placement.category.name for placement in card.placements),
        _("suggested") if card.is_suggested else (_("confirmed") if card.placements else ""),
        card.summary,
        card.website,
        card.call,
        SEPARATOR.join(country_name(code, language) for code in card.work_countries),
        page,
        *(stated.get(slug, "") for slug in fields),
    ]


def csv_lines(rows: Iterable[list[str]]) -> Iterator[str]:
    """Yield the lines of a CSV file that spreadsheets open as UTF-8 and calculate nothing in."""
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([escape_formula(cell) for cell in row])
        yield line.getvalue()


def workbook(rows: Iterable[list[str]]) -> bytes:
    """Return an .xlsx file of text cells only; longer texts than a cell holds end in an ellipsis."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, TITLE_WIDTH)
    for row_index, row in enumerate(rows):
        if not row_index:
            sheet.set_column(1, len(row) - 1, OTHER_WIDTH)
        for column, cell in enumerate(row):
            sheet.write_string(row_index, column, _truncate(cell), None if row_index else bold)
    book.close()
    return target.getvalue()


def _truncate(cell: str) -> str:
    return cell if len(cell) <= CELL_LETTERS else cell[: CELL_LETTERS - 1] + "…"
