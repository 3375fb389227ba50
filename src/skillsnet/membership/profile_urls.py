"""Addresses of a member's own profile."""

from django.urls import path

from skillsnet.membership.views import joining, profiles

urlpatterns = [
    path("", profiles.profile, name="profile"),
    path("separate/<int:pk>/", joining.profile_separate, name="profile_separate"),
    path("visibility/", profiles.visibility, name="profile_visibility"),
]
