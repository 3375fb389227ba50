"""Addresses of the map."""

from django.urls import path

from skillsnet.netmap import views

urlpatterns = [
    path("", views.map_page, name="map"),
    path("matches/", views.matches, name="map_matches"),
    path("files/<str:name>", views.map_file, name="map_file"),
]
