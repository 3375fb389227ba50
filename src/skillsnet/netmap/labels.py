"""What the map's facets and numbers are called in the reader's language."""

from collections.abc import Sequence

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.queries import fields_for
from skillsnet.facets.enums import FIELD_PREFIX, FacetKey, NumberKey
from skillsnet.facets.names import named_values


def facet_labels(viewer: Viewer, language: str) -> dict[str, str]:
    """Return the names of all facets the viewer may see, by key; one query."""
    fields = {FIELD_PREFIX + field.slug: field.label(language) for field in fields_for(viewer)}
    return {choice.value: str(choice.label) for choice in FacetKey} | fields


def number_labels(viewer: Viewer, language: str) -> dict[str, str]:
    """Return the names of all numbers by which nodes may be sized, by key; one query."""
    fields = {FIELD_PREFIX + field.slug: field.label(language) for field in fields_for(viewer)}
    return {choice.value: str(choice.label) for choice in NumberKey} | fields


def value_labels(key: str, values: Sequence[str], language: str, *, edition: int | None = None) -> list[str]:
    """Return the names of a facet's values, in their order; at most the queries of the categories."""
    labels = {name.value: name.label for name in named_values(key, values, language=language, edition=edition)}
    return [labels.get(value, value) for value in values]
