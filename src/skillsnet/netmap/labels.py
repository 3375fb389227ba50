"""What the map's facets and numbers are called in the reader's language."""

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.queries import fields_for
from skillsnet.facets.enums import FIELD_PREFIX, FacetKey, NumberKey


def facet_labels(viewer: Viewer, language: str) -> dict[str, str]:
    """Return the names of all facets the viewer may see, by key; one query."""
    fields = {FIELD_PREFIX + field.slug: field.label(language) for field in fields_for(viewer)}
    return {choice.value: str(choice.label) for choice in FacetKey} | fields


def number_labels(viewer: Viewer, language: str) -> dict[str, str]:
    """Return the names of all numbers by which points may be sized, by key; one query."""
    fields = {FIELD_PREFIX + field.slug: field.label(language) for field in fields_for(viewer)}
    return {choice.value: str(choice.label) for choice in NumberKey} | fields
