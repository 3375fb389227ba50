"""Writing calls, projects, extra fields and consents, and telling the rest of the platform that they changed."""

from skillsnet.calls.actions.calls import make_call, open_call, remove_empty_call
from skillsnet.calls.actions.consents import (
    give_consent,
    give_names,
    look_for_names_once,
    names_changed,
    take_back_names,
    withdraw_consent,
)
from skillsnet.calls.actions.fields import FieldDraft, add_field, change_field, derive_extra_values, withdraw_field
from skillsnet.calls.actions.follow_ups import data_changed, run_follow_ups, words_changed
from skillsnet.calls.actions.links import declare_links
from skillsnet.calls.actions.news import add_news, change_news, delete_news
from skillsnet.calls.actions.projects import make_projects, remove_projects, rewrite_projects
from skillsnet.calls.actions.publication import (
    drop_decisions_to_show,
    publication_changed,
    put_back_on_pages,
    take_off_pages,
)
from skillsnet.calls.actions.redaction import redact_person
from skillsnet.calls.actions.search_documents import forget_removed_words, index_projects
from skillsnet.calls.actions.traits import add_traits, index_missing_organisations, index_organisations
from skillsnet.calls.actions.versions import increment_version, lock_version
from skillsnet.calls.actions.withheld_names import derive_withheld

__all__ = [
    "FieldDraft",
    "add_field",
    "add_news",
    "add_traits",
    "change_field",
    "change_news",
    "data_changed",
    "declare_links",
    "delete_news",
    "derive_extra_values",
    "derive_withheld",
    "drop_decisions_to_show",
    "forget_removed_words",
    "give_consent",
    "give_names",
    "increment_version",
    "index_missing_organisations",
    "index_organisations",
    "index_projects",
    "lock_version",
    "look_for_names_once",
    "make_call",
    "make_projects",
    "names_changed",
    "open_call",
    "publication_changed",
    "put_back_on_pages",
    "redact_person",
    "remove_empty_call",
    "remove_projects",
    "rewrite_projects",
    "run_follow_ups",
    "take_back_names",
    "take_off_pages",
    "withdraw_consent",
    "withdraw_field",
    "words_changed",
]
