"""Addresses of a member's own profile."""

from django.urls import path

from skillsnet.membership.views import profiles

urlpatterns = [
    path("", profiles.profile, name="profile"),
    path("visibility/", profiles.visibility, name="profile_visibility"),
]
