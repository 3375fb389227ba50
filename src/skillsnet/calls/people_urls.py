"""Addresses of what people agreed to."""

from django.urls import path

from skillsnet.calls.views import consents

urlpatterns = [
    path("<int:pk>/consents/", consents.consents, name="consents"),
    path("<int:pk>/consents/<slug:field>/withdraw/", consents.withdraw, name="consent_withdraw"),
]
