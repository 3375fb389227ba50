"""Addresses of the map's picture."""

from django.urls import path

from skillsnet.netmap.pictures import views

urlpatterns = [
    path("picture.svg", views.picture_svg, name="map_picture_svg"),
    path("picture.png", views.picture_png, name="map_picture_png"),
]
