"""Addresses of the outbox."""

from django.urls import path

from skillsnet.outbox import views

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("again/", views.all_again, name="outbox_all_again"),
    path("<int:pk>/again/", views.again, name="outbox_again"),
]
