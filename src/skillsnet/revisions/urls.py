"""Addresses under which things are changed by hand."""

from django.urls import path

from skillsnet.revisions import views

urlpatterns = [
    path("<slug:kind>/<int:pk>/", views.edit, name="edit"),
    path("<slug:kind>/<int:pk>/<int:revision>/restore/", views.put_back, name="revision_restore"),
]
