"""Addresses under which things are changed by hand."""

from django.urls import path

from skillsnet.revisions.views import removals, revising

urlpatterns = [
    path("removed/", removals.removed, name="removed_projects"),
    path("projects/<int:pk>/remove/", removals.remove, name="project_remove"),
    path("projects/<int:pk>/put-back/", removals.put_back, name="project_put_back"),
    path("<slug:kind>/<int:pk>/", revising.edit, name="edit"),
    path("<slug:kind>/<int:pk>/<int:revision>/restore/", revising.put_back, name="revision_restore"),
]
