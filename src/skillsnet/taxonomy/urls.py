"""Addresses of the facilitators' work on taxonomies and their editions."""

from django.urls import path

from skillsnet.taxonomy import converters as converters
from skillsnet.taxonomy.views import categories, changes, editions, files, taxonomies, verbs

EDITION = "<slug:slug>/edition-<int:number>"
urlpatterns = [
    path("", taxonomies.taxonomy_list, name="taxonomies"),
    path("new/", taxonomies.taxonomy_new, name="taxonomy_new"),
    path("shipped/<slug:slug>/", taxonomies.scheme_install, name="scheme_install"),
    path("<slug:slug>.<taxonomy_form:form>", taxonomies.taxonomy_export, name="taxonomy_export"),
    path("<slug:slug>/", taxonomies.taxonomy_page, name="taxonomy"),
    path(f"{EDITION}.<edition_form:form>", files.edition_export, name="edition_export"),
    path(f"{EDITION}-changes.csv", files.changes_export, name="edition_changes_export"),
    path(f"{EDITION}/", editions.edition, name="edition"),
    path(f"{EDITION}/open/", editions.edition_open, name="edition_open"),
    path(f"{EDITION}/close/", editions.edition_close, name="edition_close"),
    path(f"{EDITION}/delete/", editions.edition_delete, name="edition_delete"),
    path(f"{EDITION}/note/", editions.edition_note, name="edition_note"),
    path(f"{EDITION}/changes/", changes.edition_changes, name="edition_changes"),
    path(f"{EDITION}/add/", verbs.category_new, name="category_new"),
    path(f"{EDITION}/categories/<slug:category>/", categories.category_edit, name="category_edit"),
    path(f"{EDITION}/categories/<slug:category>/<category_verb:verb>/", verbs.category_verb, name="category_verb"),
    path(f"{EDITION}/steps/<int:step>/undo/", verbs.draft_step_undo, name="draft_step_undo"),
]
