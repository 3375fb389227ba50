"""Writing organisations, people and who belongs where, many at a time, and making two organisations one."""

from skillsnet.participants.actions.merges import answer_different, merge_organisations, undo_merge
from skillsnet.participants.actions.organisations import (
    remove_names,
    remove_organisations,
    restore_organisations,
    upsert_organisations,
)
from skillsnet.participants.actions.people import (
    PERSON_FIELDS,
    differs,
    is_claimed,
    remove_affiliations,
    remove_people,
    restore_people,
    settle_affiliations,
    upsert_people,
)
from skillsnet.participants.actions.upserts import UpsertResult

__all__ = [
    "PERSON_FIELDS",
    "UpsertResult",
    "answer_different",
    "differs",
    "is_claimed",
    "merge_organisations",
    "remove_affiliations",
    "remove_names",
    "remove_organisations",
    "remove_people",
    "restore_organisations",
    "restore_people",
    "settle_affiliations",
    "undo_merge",
    "upsert_organisations",
    "upsert_people",
]
