"""Addresses of the directory, the profiles, selections, the categories and the countries."""

from django.urls import path
from django.views.generic import RedirectView

from skillsnet.directory.views import categories, countries, editions, network_export, projects, selections, sheets
from skillsnet.taxonomy import converters as converters

urlpatterns = [
    path("directory/", projects.directory, name="directory"),
    path("directory/only/", selections.directory_only, name="directory_only"),
    path("directory.csv", sheets.directory_csv, name="directory_csv"),
    path("directory.xlsx", sheets.directory_xlsx, name="directory_xlsx"),
    path("facilitate/export/", network_export.network_export, name="network_export"),
    path("projects/<int:pk>/", projects.project, name="project"),
    path("projects/<int:pk>/sheet/", projects.project_sheet, name="project_sheet"),
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
    path("categories/", categories.category_list, name="categories"),
    path("categories/changes/", editions.category_changes, name="category_changes"),
    path("categories/edition-<int:number>/", editions.edition_page, name="category_edition"),
    path("categories/edition-<int:number>.<edition_form:form>", editions.edition_download, name="edition_download"),
    path("categories/edition-<int:number>-changes.csv", editions.changes_download, name="changes_download"),
    path("categories/edition-<int:number>/<int:position>/", editions.category_by_number, name="category_by_number"),
    path("categories/edition-<int:number>/<slug:slug>/", categories.category_in_edition, name="category_in_edition"),
    path("categories/<slug:slug>/", categories.category_detail, name="category"),
    path("countries/", countries.country_list, name="countries"),
    path("countries/<str:code>/", countries.country_detail, name="country"),
]
