"""The app's registration."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.calls"
