"""Addresses of the network as files of other tools."""

from django.urls import path

from skillsnet.netmap.exports import views

urlpatterns = [
    path("network.json", views.network_as_json, name="map_json"),
    path("network.gexf", views.network_as_gexf, name="map_gexf"),
    path("network.graphml", views.network_as_graphml, name="map_graphml"),
    path("kumu.xlsx", views.kumu_as_xlsx, name="map_kumu_xlsx"),
    path("kumu.json", views.kumu_as_json, name="map_kumu_json"),
]
