"""Addresses of the map, room by room."""

from django.urls import include, path

from skillsnet.netmap.short_links.views import shorten

urlpatterns = [
    path("", include("skillsnet.netmap.page.urls")),
    path("", include("skillsnet.netmap.pictures.urls")),
    path("", include("skillsnet.netmap.exports.urls")),
    path("short/", shorten, name="map_short"),
]
