"""Addresses of the directory, the profiles, the categories and the countries."""

from django.urls import path

from skillsnet.directory import views

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("directory.csv", views.directory_csv, name="directory_csv"),
    path("directory.xlsx", views.directory_xlsx, name="directory_xlsx"),
    path("participants/<int:pk>/", views.participant, name="participant"),
    path("participants/<int:pk>/sheet/", views.participant_sheet, name="participant_sheet"),
    path("categories/", views.categories, name="categories"),
    path("categories/edition-<int:number>/<slug:slug>/", views.category_in_edition, name="category_in_edition"),
    path("categories/<slug:slug>/", views.category, name="category"),
    path("countries/", views.countries, name="countries"),
    path("countries/<str:code>/", views.country, name="country"),
]
