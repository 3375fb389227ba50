"""Reading what was changed, removed and linked by hand."""

from skillsnet.revisions.queries.links import frequent_kinds, link_revisions_of, projects_called
from skillsnet.revisions.queries.removals import removal_forecast, removals, removed_items, subject_name
from skillsnet.revisions.queries.revisions import (
    RevisedFields,
    field_values,
    readable_value,
    revised_fields,
    revisions_of,
    stored_value,
)
from skillsnet.revisions.queries.subject_projects import subject_projects

__all__ = [
    "RevisedFields",
    "field_values",
    "frequent_kinds",
    "link_revisions_of",
    "projects_called",
    "readable_value",
    "removal_forecast",
    "removals",
    "removed_items",
    "revised_fields",
    "revisions_of",
    "stored_value",
    "subject_name",
    "subject_projects",
]
