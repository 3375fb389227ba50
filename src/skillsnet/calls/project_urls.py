"""Addresses of the projects that are kept off public pages."""

from django.urls import path

from skillsnet.calls.views import publication

urlpatterns = [
    path("", publication.kept_off, name="kept_off_projects"),
    path("<int:pk>/publication/", publication.publication, name="project_publication"),
]
