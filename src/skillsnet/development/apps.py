"""The app's registration."""

from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.development"
