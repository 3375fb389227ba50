"""Reading calls, their projects and extra fields, and what people agreed to show."""

from skillsnet.calls.queries.calls import example_calls, has_title, named_call
from skillsnet.calls.queries.columns import extra_columns
from skillsnet.calls.queries.consents import field_consents, past_consents
from skillsnet.calls.queries.fields import (
    counted_fields,
    extra_numbers,
    extra_values,
    facet_fields_for,
    fields_for,
    value_words,
)
from skillsnet.calls.queries.news import NewsView, news_of
from skillsnet.calls.queries.projects import (
    PROJECT_FIELDS,
    TITLE_END,
    decided_by_people,
    linked_projects,
    public_text,
    public_texts,
    snapshots,
    title_for,
)
from skillsnet.calls.queries.publication import (
    PublicationView,
    kept_off_projects,
    kept_off_views,
    publication_view,
)
from skillsnet.calls.queries.traits import (
    TRAIT_FIELDS,
    domain_of,
    organisation_traits,
    trait_number,
    trait_numbers,
    traits_of,
)
from skillsnet.calls.queries.versions import changes_since, data_version
from skillsnet.calls.queries.withheld_names import outdated_withheld_names, projects_naming

__all__ = [
    "PROJECT_FIELDS",
    "TITLE_END",
    "TRAIT_FIELDS",
    "NewsView",
    "PublicationView",
    "changes_since",
    "counted_fields",
    "data_version",
    "decided_by_people",
    "domain_of",
    "example_calls",
    "extra_columns",
    "extra_numbers",
    "extra_values",
    "facet_fields_for",
    "field_consents",
    "fields_for",
    "has_title",
    "kept_off_projects",
    "kept_off_views",
    "linked_projects",
    "named_call",
    "news_of",
    "organisation_traits",
    "outdated_withheld_names",
    "past_consents",
    "projects_naming",
    "public_text",
    "public_texts",
    "publication_view",
    "snapshots",
    "title_for",
    "trait_number",
    "trait_numbers",
    "traits_of",
    "value_words",
]
