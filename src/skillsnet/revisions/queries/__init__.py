"""Reading what was changed, removed and linked by hand."""

from skillsnet.revisions.queries.links import frequent_kinds, link_revisions_of, projects_called
from skillsnet.revisions.queries.revisions import (
    RevisedFields,
    field_values,
    readable_value,
    removal_forecast,
    removals,
    removed_projects,
    revised_fields,
    revisions_of,
    stored_value,
)

__all__ = [
    "RevisedFields",
    "field_values",
    "frequent_kinds",
    "link_revisions_of",
    "projects_called",
    "readable_value",
    "removal_forecast",
    "removals",
    "removed_projects",
    "revised_fields",
    "revisions_of",
    "stored_value",
]
