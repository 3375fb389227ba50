"""Addresses of what people agreed to."""

from django.urls import path

from skillsnet.calls import consent_views

urlpatterns = [
    path("<int:pk>/consents/", consent_views.consents, name="consents"),
    path("<int:pk>/consents/<slug:field>/withdraw/", consent_views.withdraw, name="consent_withdraw"),
]
