"""Changing by hand what the network shows: values of fields, declared links, and whole projects."""

from skillsnet.revisions.actions.links import add_link, change_link, put_link_back, remove_link
from skillsnet.revisions.actions.redaction import redact_revisions
from skillsnet.revisions.actions.removals import delete_removed_projects, put_project_back, remove_project
from skillsnet.revisions.actions.revising import ChangedMeanwhile, restore, revise

__all__ = [
    "ChangedMeanwhile",
    "add_link",
    "change_link",
    "delete_removed_projects",
    "put_link_back",
    "put_project_back",
    "redact_revisions",
    "remove_link",
    "remove_project",
    "restore",
    "revise",
]
