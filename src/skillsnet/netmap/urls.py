"""Addresses of the map."""

from django.urls import path

from skillsnet.netmap import picture_views, views

urlpatterns = [
    path("", views.map_page, name="map"),
    path("matches/", views.matches, name="map_matches"),
    path("picture.svg", picture_views.picture_svg, name="map_picture_svg"),
    path("picture.png", picture_views.picture_png, name="map_picture_png"),
    path("files/<str:name>", views.map_file, name="map_file"),
]
