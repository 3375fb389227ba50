"""Kumu's files (blueprints, backups, spreadsheets) to plain values, and those to rows of a call's table."""

from skillsnet.core.interchange.kumu.applicants import applicant_rows
from skillsnet.core.interchange.kumu.documents import is_kumu_document, read_document
from skillsnet.core.interchange.kumu.tables import are_kumu_tables, read_tables
from skillsnet.core.interchange.kumu.values import (
    ApplicantRow,
    Applicants,
    Connection,
    Element,
    LinkEnd,
    LinkRow,
    Note,
    NotKumu,
    Project,
    Table,
)

__all__ = [
    "ApplicantRow",
    "Applicants",
    "Connection",
    "Element",
    "LinkEnd",
    "LinkRow",
    "NotKumu",
    "Note",
    "Project",
    "Table",
    "applicant_rows",
    "are_kumu_tables",
    "is_kumu_document",
    "read_document",
    "read_tables",
]
