"""Addresses of the extra fields."""

from django.urls import path

from skillsnet.calls import views

urlpatterns = [
    path("", views.fields, name="extra_fields"),
    path("new/", views.field_new, name="extra_field_new"),
    path("<slug:slug>/", views.field_edit, name="extra_field"),
    path("<slug:slug>/withdraw/", views.field_withdraw, name="extra_field_withdraw"),
]
