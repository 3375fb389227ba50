"""Addresses of putting an edition in force."""

from django.urls import path

from skillsnet.publication import views

EDITION = "<slug:slug>/edition-<int:number>"
urlpatterns = [
    path(f"{EDITION}/moves/", views.edition_moves, name="edition_moves"),
    path(f"{EDITION}/moves/work-out/", views.edition_preview, name="edition_preview"),
    path(f"{EDITION}/moves/progress/", views.edition_preview_progress, name="edition_preview_progress"),
    path(f"{EDITION}/publish/", views.edition_publish, name="edition_publish"),
    path(f"{EDITION}/publication/", views.edition_publication, name="edition_publication"),
    path("publications/<int:pk>/", views.publication_page, name="publication"),
    path("publications/<int:pk>/progress/", views.publication_progress, name="publication_progress"),
    path("publications/<int:pk>/undo/", views.publication_undo, name="publication_undo"),
    path("publications/<int:pk>/letters/", views.publication_letters, name="publication_letters"),
]
