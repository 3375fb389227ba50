"""Addresses of the page on which websites are allowed to show the map."""

from django.urls import path

from skillsnet.netmap.embedding import views

urlpatterns = [
    path("", views.embedding, name="embedding_sites"),
    path("<int:pk>/remove/", views.embedding_remove, name="embedding_site_remove"),
]
