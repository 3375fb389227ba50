"""Addresses of what people agreed to."""

from django.urls import path

from skillsnet.calls import consent_views

urlpatterns = [path("<int:pk>/consents/", consent_views.consents, name="consents")]
