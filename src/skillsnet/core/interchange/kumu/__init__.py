"""Kumu's files (blueprints, backups, spreadsheets) to plain values, and those to rows of a call's table."""

from skillsnet.core.interchange.kumu.documents import is_kumu_document, read_document
from skillsnet.core.interchange.kumu.participants import participant_rows
from skillsnet.core.interchange.kumu.tables import are_kumu_tables, read_tables
from skillsnet.core.interchange.kumu.values import (
    Connection,
    Element,
    KumuProject,
    KumuSheet,
    LinkEnd,
    LinkRow,
    Note,
    NotKumu,
    ParticipantRow,
    Participants,
)

__all__ = [
    "Connection",
    "Element",
    "KumuProject",
    "KumuSheet",
    "LinkEnd",
    "LinkRow",
    "NotKumu",
    "Note",
    "ParticipantRow",
    "Participants",
    "are_kumu_tables",
    "is_kumu_document",
    "participant_rows",
    "read_document",
    "read_tables",
]
