"""Addresses of a member's own profile."""

from django.urls import path

from skillsnet.membership.views import checking, joining, leaving, looks, my_data, places, profiles

urlpatterns = [
    path("", profiles.profile, name="profile"),
    path("confirm/", checking.profile_confirm, name="profile_confirm"),
    path("data/", my_data.profile_data, name="profile_data"),
    path("data/my-data.json", my_data.profile_data_file, name="profile_data_file"),
    path("delete/", leaving.profile_delete, name="profile_delete"),
    path("looks/", looks.profile_looks, name="profile_looks"),
    path("organisations/<int:pk>/", places.organisation_people, name="organisation_people"),
    path("separate/<int:pk>/", joining.profile_separate, name="profile_separate"),
    path("visibility/", profiles.visibility, name="profile_visibility"),
]
