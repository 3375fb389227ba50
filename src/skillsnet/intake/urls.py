"""Addresses of imports."""

from django.urls import path

from skillsnet.intake import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("new/", views.import_new, name="import_new"),
    path("<int:pk>/columns/", views.import_columns, name="import_columns"),
    path("<int:pk>/preview/", views.import_preview, name="import_preview"),
    path("<int:pk>/commit/", views.import_commit, name="import_commit"),
    path("<int:pk>/", views.import_progress, name="import_progress"),
    path("<int:pk>/undo/", views.import_undo, name="import_undo"),
    path("<int:pk>/left-out.csv", views.import_rejected, name="import_rejected"),
]
