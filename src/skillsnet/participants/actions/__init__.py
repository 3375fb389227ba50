"""Writing organisations, people and who belongs where, many at a time, and making two organisations one."""

from skillsnet.participants.actions.connections import connect, disconnect, open_fields
from skillsnet.participants.actions.declines import drop_address, lift_suppression, suppress
from skillsnet.participants.actions.merges import answer_different, merge_organisations, undo_merge
from skillsnet.participants.actions.organisations import (
    remove_names,
    remove_organisations,
    restore_organisations,
    upsert_organisations,
)
from skillsnet.participants.actions.people import (
    add_affiliations,
    differs,
    is_claimed,
    remove_affiliations,
    remove_people,
    restore_people,
    upsert_people,
)
from skillsnet.participants.actions.places import (
    end_place,
    give_right,
    hand_ownership_over,
    renew_place,
    settle_owners,
)
from skillsnet.participants.actions.upserts import (
    FILLED_IN,
    ORGANISATION_FIELDS,
    OrganisationItem,
    PersonItem,
    UpsertResult,
)
from skillsnet.participants.visibility import PERSON_FIELDS

__all__ = [
    "FILLED_IN",
    "ORGANISATION_FIELDS",
    "PERSON_FIELDS",
    "OrganisationItem",
    "PersonItem",
    "UpsertResult",
    "add_affiliations",
    "answer_different",
    "connect",
    "differs",
    "disconnect",
    "drop_address",
    "end_place",
    "give_right",
    "hand_ownership_over",
    "is_claimed",
    "lift_suppression",
    "merge_organisations",
    "open_fields",
    "remove_affiliations",
    "remove_names",
    "remove_organisations",
    "remove_people",
    "renew_place",
    "restore_organisations",
    "restore_people",
    "settle_owners",
    "suppress",
    "undo_merge",
    "upsert_organisations",
    "upsert_people",
]
