"""Changing by hand what the network shows: values of fields, declared links, and whole subjects."""

from skillsnet.revisions.actions.deletions import delete_removed
from skillsnet.revisions.actions.links import add_link, change_link, put_link_back, remove_link
from skillsnet.revisions.actions.redaction import delete_redacted, redact_revisions, texts_changed
from skillsnet.revisions.actions.removals import put_back, remove, remove_with_subjects
from skillsnet.revisions.actions.revising import ChangedMeanwhile, restore, revise

__all__ = [
    "ChangedMeanwhile",
    "add_link",
    "change_link",
    "delete_redacted",
    "delete_removed",
    "put_back",
    "put_link_back",
    "redact_revisions",
    "remove",
    "remove_link",
    "remove_with_subjects",
    "restore",
    "revise",
    "texts_changed",
]
