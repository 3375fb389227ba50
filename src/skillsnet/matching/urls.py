"""Addresses of the facilitators' suggestions."""

from django.urls import path

from skillsnet.matching import views

urlpatterns = [path("<int:pk>/", views.organisation_suggestions, name="organisation_suggestions")]
