"""Addresses under which things are changed by hand."""

from django.urls import path

from skillsnet.revisions.views import links, removals, revising

urlpatterns = [
    path("removed/", removals.removed, name="removed_items"),
    path("projects/<int:pk>/links/add/", links.link_new, name="link_new"),
    path("projects/<int:pk>/links/names/", links.link_names, name="link_names"),
    path("links/<int:pk>/", links.link_edit, name="link_edit"),
    path("links/<int:pk>/remove/", links.link_remove, name="link_remove"),
    path("links/<int:pk>/put-back/", links.link_put_back, name="link_put_back"),
    path("<slug:kind>/<int:pk>/", revising.edit, name="edit"),
    path("<slug:kind>/<int:pk>/remove/", removals.subject_remove, name="subject_remove"),
    path("<slug:kind>/<int:pk>/put-back/", removals.subject_put_back, name="subject_put_back"),
    path("<slug:kind>/<int:pk>/<int:revision>/restore/", revising.put_back, name="revision_restore"),
]
