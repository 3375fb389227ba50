"""Files that hold a taxonomy: JSON, SKOS and spreadsheets, all read by the same sandbox as a call's export."""

import logging
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, BinaryIO

from skillsnet.core.errors import Invalid
from skillsnet.core.interchange.category_tables import changes_from_rows, edition_from_rows, is_change_table
from skillsnet.core.taxonomy import Change, EditionDocument, TaxonomyDocument, TaxonomyProblem, Unreadable
from skillsnet.core.taxonomy.documents import MAX_DOCUMENT_BYTES
from skillsnet.intake.readers import MAX_WALL_SECONDS, read_cell_tables, run_sandbox, shown_name
from skillsnet.intake.sandbox.jobs import Job
from skillsnet.intake.sandbox.limits import CPU_SECONDS, DATA_BYTES, MEBIBYTE
from skillsnet.intake.sandbox.taxonomy_protocol import TaxonomyAnswer
from skillsnet.taxonomy.file_sentences import file_sentences

SKOS_SUFFIXES = (".ttl", ".rdf", ".xml", ".owl", ".nt")
TABLE_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")
SUFFIXES = (".json", *SKOS_SUFFIXES, *TABLE_SUFFIXES)
# What a document of the largest size becomes when each of its letters is written as six.
MAX_ANSWER_CHARS = 8 * MAX_DOCUMENT_BYTES

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class DraftFile:
    """What a file says a draft is to be; `changes` is None where it says nothing about them.

    `remarks` says what of the file has no place in it.
    """

    edition: EditionDocument
    changes: tuple[Change, ...] | None
    remarks: tuple[TaxonomyProblem, ...] = ()


def read_taxonomy_file(
    file: BinaryIO, *, name: str, slug: str = "", title: str = "", scheme: str = ""
) -> TaxonomyDocument:
    """Return the taxonomy a file holds, or raise `Invalid`; a spreadsheet is one edition and needs a name.

    `scheme` names the one to read, where a SKOS file has several.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in TABLE_SUFFIXES:
        edition = read_draft(file, name=name, number=1).edition
        is_tree = any(category.parent for category in edition.categories)
        names = {"en": title or slug}
        return TaxonomyDocument(names, (edition,), (), slug, is_tree=is_tree)
    try:
        return _read_document(file, suffix, scheme=scheme)
    except Unreadable as error:
        raise Invalid(file_sentences(error.problems, name=shown_name(name))) from error


def read_draft(file: BinaryIO, *, name: str, number: int, scheme: str = "") -> DraftFile:
    """Return what a file says an edition is to be: of several editions the one of that number, or the last."""
    suffix = PurePath(name).suffix.lower()
    try:
        if suffix in TABLE_SUFFIXES:
            return _draft_from_tables(read_cell_tables(file, name=name), number=number)
        document = _read_document(file, suffix, scheme=scheme)
        if not document.editions:
            raise Unreadable(TaxonomyProblem("no_edition"))
    except Unreadable as error:
        raise Invalid(file_sentences(error.problems, name=shown_name(name))) from error
    edition = document.edition(number) or document.editions[-1]
    changes = document.changes_of(edition.number)
    return DraftFile(edition, changes or None, document.remarks)


def _read_document(file: BinaryIO, suffix: str, *, scheme: str = "") -> TaxonomyDocument:
    """Return the taxonomy that a process of its own found in the file; nothing of the file is parsed in this one."""
    if suffix not in SUFFIXES:
        raise Unreadable(TaxonomyProblem("suffix"))
    with tempfile.TemporaryFile() as copy, tempfile.TemporaryFile("w+", encoding="ascii") as lines:
        content = file.read(MAX_DOCUMENT_BYTES + 1)
        if len(content) > MAX_DOCUMENT_BYTES:
            raise Unreadable(TaxonomyProblem("too_large", value=str(MAX_DOCUMENT_BYTES // MEBIBYTE)))
        copy.write(content)
        del content
        copy.seek(0)
        kind = "taxonomy_rdf" if suffix in SKOS_SUFFIXES else "taxonomy_json"
        _run_job(copy, lines, Job(kind=kind, scheme=scheme))
        lines.seek(0)
        line = lines.read(MAX_ANSWER_CHARS + 1)
    if len(line) > MAX_ANSWER_CHARS:
        raise Unreadable(TaxonomyProblem("too_many", value="the file"))
    answer = TaxonomyAnswer.from_line(line)
    if answer.document is None:
        raise Unreadable(answer.problems)
    return answer.document


def _run_job(copy: IO[bytes], lines: IO[str], job: Job) -> None:
    """Let the sandbox read the file; where it reached a limit, say which."""
    try:
        sandbox_exit = run_sandbox(copy, lines, job)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(TaxonomyProblem("too_slow", value=str(MAX_WALL_SECONDS))) from error
    if sandbox_exit.code == 0:
        return
    # Which limit and where, for staff; never what the file holds.
    logger.warning("The sandbox ended with %s %s", sandbox_exit.code, sandbox_exit.cause)
    if sandbox_exit.code < 0:
        raise Unreadable(TaxonomyProblem("too_slow", value=str(CPU_SECONDS)))
    last = sandbox_exit.last_line
    if "MemoryError" in sandbox_exit.stderr or last == "refused: too_slow" or last.startswith("memory allocation"):
        raise Unreadable(TaxonomyProblem("too_much_memory", value=str(DATA_BYTES // MEBIBYTE)))
    raise Unreadable(TaxonomyProblem("not_rdf" if job.kind == "taxonomy_rdf" else "not_json"))


def _draft_from_tables(tables: Sequence[list[list[str]]], *, number: int) -> DraftFile:
    """Return the edition of the first table of categories, and the changes of the first table of those."""
    categories = next((table for table in tables if table and not is_change_table(table)), [])
    changes = next((table for table in tables if is_change_table(table) and len(table) > 1), None)
    return DraftFile(
        edition=edition_from_rows(categories, number=number),
        changes=changes_from_rows(changes, edition=number) if changes is not None else None,
    )
