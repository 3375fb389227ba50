"""Addresses of the accounts, for facilitators."""

from django.urls import path

from skillsnet.accounts import facilitator_views as views

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("record/", views.account_record, name="account_record"),
    path("<int:pk>/", views.change, name="account_change"),
]
