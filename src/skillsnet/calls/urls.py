"""Addresses of the extra fields."""

from django.urls import path

from skillsnet.calls.views import fields

urlpatterns = [
    path("", fields.fields, name="extra_fields"),
    path("new/", fields.field_new, name="extra_field_new"),
    path("<slug:slug>/", fields.field_edit, name="extra_field"),
    path("<slug:slug>/withdraw/", fields.field_withdraw, name="extra_field_withdraw"),
]
