"""Addresses of the directory, the profiles, selections, the categories and the countries."""

from django.urls import path
from django.views.generic import RedirectView

from skillsnet.directory import edition_views, selection_views, sheet_views, views
from skillsnet.taxonomy import converters as converters

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("directory/only/", selection_views.directory_only, name="directory_only"),
    path("directory.csv", sheet_views.directory_csv, name="directory_csv"),
    path("directory.xlsx", sheet_views.directory_xlsx, name="directory_xlsx"),
    path("projects/<int:pk>/", views.project, name="project"),
    path("projects/<int:pk>/sheet/", views.project_sheet, name="project_sheet"),
    # As they were called before: links in mails and on other sites lead here still.
    path(
        "participants/<int:pk>/",
        RedirectView.as_view(pattern_name="project", permanent=True, query_string=True),
        name="former_project",
    ),
    path(
        "participants/<int:pk>/sheet/",
        RedirectView.as_view(pattern_name="project_sheet", permanent=True, query_string=True),
        name="former_project_sheet",
    ),
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
