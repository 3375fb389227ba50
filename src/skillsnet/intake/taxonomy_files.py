"""Files that hold a taxonomy: JSON, SKOS, and spreadsheets read by the same sandbox as a call's export."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from skillsnet.core.interchange.category_tables import changes_from_rows, edition_from_rows, is_change_table
from skillsnet.core.interchange.skos import from_skos
from skillsnet.core.taxonomy import Change, EditionDocument, Problem, TaxonomyDocument, Unreadable, from_json
from skillsnet.core.taxonomy.documents import MAX_DOCUMENT_BYTES
from skillsnet.intake.readers import read_tables, shown_name
from skillsnet.taxonomy.file_sentences import file_sentences
from skillsnet.web.errors import Invalid

SKOS_SUFFIXES = (".ttl", ".rdf", ".xml", ".owl", ".nt")
TABLE_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")
SUFFIXES = (".json", *SKOS_SUFFIXES, *TABLE_SUFFIXES)


@dataclass(frozen=True)
class DraftFile:
    """What a file says a draft is to be; `changes` is None where it says nothing about them."""

    edition: EditionDocument
    changes: tuple[Change, ...] | None


def read_taxonomy(file: BinaryIO, *, name: str, slug: str = "", title: str = "") -> TaxonomyDocument:
    """Return the taxonomy a file holds, or raise `Invalid`; a spreadsheet is one edition and needs a name."""
    suffix = PurePath(name).suffix.lower()
    if suffix in TABLE_SUFFIXES:
        found = read_draft(file, name=name, number=1)
        is_tree = any(category.parent for category in found.edition.categories)
        names = {"en": title or slug}
        return TaxonomyDocument(names, (found.edition,), (), slug, is_tree=is_tree)
    try:
        return _document(file, suffix)
    except Unreadable as refused:
        raise Invalid(file_sentences(refused.problems, name=shown_name(name))) from refused


def read_draft(file: BinaryIO, *, name: str, number: int) -> DraftFile:
    """Return what a file says an edition is to be: of several editions the one of that number, or the last."""
    suffix = PurePath(name).suffix.lower()
    try:
        if suffix in TABLE_SUFFIXES:
            return _from_tables(read_tables(file, name=name), number=number)
        document = _document(file, suffix)
        if not document.editions:
            raise Unreadable(Problem("no_edition"))
    except Unreadable as refused:
        raise Invalid(file_sentences(refused.problems, name=shown_name(name))) from refused
    edition = document.edition(number) or document.editions[-1]
    changes = document.changes_of(edition.number)
    return DraftFile(edition, changes or None)


def _document(file: BinaryIO, suffix: str) -> TaxonomyDocument:
    if suffix not in SUFFIXES:
        raise Unreadable(Problem("suffix"))
    content = file.read(MAX_DOCUMENT_BYTES + 1)
    if len(content) > MAX_DOCUMENT_BYTES:
        raise Unreadable(Problem("too_large", value=str(MAX_DOCUMENT_BYTES // 1024 // 1024)))
    if suffix in SKOS_SUFFIXES:
        return from_skos(content)
    try:
        return from_json(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(Problem("not_utf8")) from error


def _from_tables(tables: Sequence[list[list[str]]], *, number: int) -> DraftFile:
    """Return the edition of the first table of categories, and the changes of the first table of those."""
    categories = next((table for table in tables if table and not is_change_table(table)), [])
    changes = next((table for table in tables if is_change_table(table) and len(table) > 1), None)
    return DraftFile(
        edition=edition_from_rows(categories, number=number),
        changes=changes_from_rows(changes, edition=number) if changes is not None else None,
    )
