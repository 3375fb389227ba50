"""Taxonomies as files: JSON, SKOS and spreadsheets."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import xlsxwriter
from django.conf import settings

from skillsnet.core.interchange.category_tables import category_rows, change_rows
from skillsnet.core.interchange.skos import to_skos
from skillsnet.core.taxonomy import Change, EditionDocument, to_json
from skillsnet.taxonomy.models import Edition, Taxonomy
from skillsnet.taxonomy.queries import changes_into, edition_before, edition_document, taxonomy_document
from skillsnet.web.sheets import escape_formula

TYPES: Final = {
    "json": "application/json",
    "ttl": "text/turtle; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Where an address below which categories have theirs is not known.
NO_BASE: Final = "urn:skillsnet:taxonomy:"
SLUG_WIDTH, TEXT_WIDTH = 28, 48


@dataclass(frozen=True)
class File:
    """A file to send or to write."""

    name: str
    type: str
    content: bytes


def taxonomy_file(taxonomy: Taxonomy, *, form: str, base: str = NO_BASE) -> File:
    """Return a whole taxonomy, all its editions, as `json`, `ttl` or `rdf`."""
    document = taxonomy_document(taxonomy)
    base = base if base != NO_BASE else f"{NO_BASE}{taxonomy.slug}/"
    text = to_json(document) if form == "json" else to_skos(document, base=base, form=form)
    return File(f"{taxonomy.slug}.{form}", TYPES[form], text.encode())


def edition_file(edition: Edition, *, form: str, base: str = NO_BASE) -> File:
    """Return one edition with what it changed, in any of `TYPES`; a CSV holds the categories alone."""
    name = f"{edition.taxonomy.slug}-{edition.number}"
    if form in ("json", "ttl", "rdf"):
        document = taxonomy_document(edition.taxonomy, numbers=[edition.number])
        base = base if base != NO_BASE else f"{NO_BASE}{edition.taxonomy.slug}/"
        text = to_json(document) if form == "json" else to_skos(document, base=base, form=form)
        return File(f"{name}.{form}", TYPES[form], text.encode())
    content = edition_document(edition)
    if form == "csv":
        return File(f"{name}.csv", TYPES["csv"], _csv(category_rows(content, languages=languages())))
    changes = changes_into(edition, before=edition_before(edition))
    return File(f"{name}.xlsx", TYPES["xlsx"], _workbook(content, changes))


def changes_file(edition: Edition) -> File:
    """Return what an edition changed, as CSV."""
    rows = change_rows(changes_into(edition, before=edition_before(edition)), languages=languages())
    return File(f"{edition.taxonomy.slug}-{edition.number}-changes.csv", TYPES["csv"], _csv(rows))


def languages() -> tuple[str, ...]:
    """Return the codes of the network's languages."""
    return tuple(code for code, _ in settings.LANGUAGES)


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    target = io.StringIO()
    target.write("\ufeff")
    csv.writer(target).writerows([escape_formula(cell) for cell in row] for row in rows)
    return target.getvalue().encode()


def _workbook(edition: EditionDocument, changes: Sequence[Change]) -> bytes:
    """Return a workbook of text cells only: a sheet of categories and one of changes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    tables = {
        "categories": category_rows(edition, languages=languages()),
        "changes": change_rows(changes, languages=languages()),
    }
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 1, SLUG_WIDTH)
        sheet.set_column(3 if name == "changes" else 5, len(rows[0]) - 1, TEXT_WIDTH)
        for row_number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(row_number, column, cell, wrapped if row_number else bold)
    book.close()
    return target.getvalue()
