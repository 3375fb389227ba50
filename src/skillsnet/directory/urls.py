"""Addresses of the directory, the profiles, selections, the categories and the countries."""

from django.urls import path

from skillsnet.directory import edition_views, selection_views, sheet_views, views
from skillsnet.taxonomy import converters as converters

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("directory/only/", selection_views.directory_only, name="directory_only"),
    path("directory.csv", sheet_views.directory_csv, name="directory_csv"),
    path("directory.xlsx", sheet_views.directory_xlsx, name="directory_xlsx"),
    path("participants/<int:pk>/", views.participant, name="participant"),
    path("participants/<int:pk>/sheet/", views.participant_sheet, name="participant_sheet"),
    path("categories/", views.categories, name="categories"),
    path("categories/changes/", edition_views.category_changes, name="category_changes"),
    path("categories/edition-<int:number>/", edition_views.edition_page, name="category_edition"),
    path(
        "categories/edition-<int:number>.<edition_form:form>", edition_views.edition_download, name="edition_download"
    ),
    path("categories/edition-<int:number>-changes.csv", edition_views.changes_download, name="changes_download"),
    path("categories/edition-<int:number>/<int:place>/", edition_views.category_by_number, name="category_by_number"),
    path("categories/edition-<int:number>/<slug:slug>/", views.category_in_edition, name="category_in_edition"),
    path("categories/<slug:slug>/", views.category, name="category"),
    path("countries/", views.countries, name="countries"),
    path("countries/<str:code>/", views.country, name="country"),
]
