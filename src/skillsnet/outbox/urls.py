"""Addresses of the outbox."""

from django.urls import path

from skillsnet.outbox import views

urlpatterns = [path("", views.outbox, name="outbox")]
