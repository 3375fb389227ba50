"""Short addresses of the map."""

from django.urls import path

from skillsnet.netmap.short_links import views

urlpatterns = [path("<str:code>", views.short, name="map_short_link")]
