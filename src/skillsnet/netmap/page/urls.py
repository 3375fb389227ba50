"""Addresses of the map's page, and of the map on other websites."""

from django.urls import path

from skillsnet.netmap.page import views

urlpatterns = [
    path("", views.map_page, name="map"),
    path("metrics/", views.metrics, name="map_metrics"),
    path("matches/", views.matches, name="map_matches"),
    path("embed/", views.embed, name="map_embed"),
    path("files/<str:name>", views.map_file, name="map_file"),
]
