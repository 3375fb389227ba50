"""Changing by hand what the network shows: values of fields, and whole projects."""

from skillsnet.revisions.actions.redaction import redact_revisions
from skillsnet.revisions.actions.removals import delete_removed_projects, put_project_back, remove_project
from skillsnet.revisions.actions.revising import ChangedMeanwhile, restore, revise

__all__ = [
    "ChangedMeanwhile",
    "delete_removed_projects",
    "put_project_back",
    "redact_revisions",
    "remove_project",
    "restore",
    "revise",
]
