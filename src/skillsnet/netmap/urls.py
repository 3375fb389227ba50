"""Addresses of the map."""

from django.urls import path

from skillsnet.netmap import export_views, picture_views, share_views, views

urlpatterns = [
    path("", views.map_page, name="map"),
    path("metrics/", views.metrics, name="map_metrics"),
    path("matches/", views.matches, name="map_matches"),
    path("embed/", share_views.embed, name="map_embed"),
    path("short/", share_views.shorten, name="map_short"),
    path("picture.svg", picture_views.picture_svg, name="map_picture_svg"),
    path("picture.png", picture_views.picture_png, name="map_picture_png"),
    path("network.json", export_views.network_as_json, name="map_json"),
    path("network.gexf", export_views.network_as_gexf, name="map_gexf"),
    path("network.graphml", export_views.network_as_graphml, name="map_graphml"),
    path("kumu.xlsx", export_views.kumu_as_xlsx, name="map_kumu_xlsx"),
    path("kumu.json", export_views.kumu_as_json, name="map_kumu_json"),
    path("files/<str:name>", views.map_file, name="map_file"),
]
