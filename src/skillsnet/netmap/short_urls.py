"""Short addresses of the map."""

from django.urls import path

from skillsnet.netmap import share_views

urlpatterns = [path("<str:code>", share_views.short, name="map_short_link")]
