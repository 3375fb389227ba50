"""The app's registration."""

from django.apps import AppConfig


class ClassificationConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.classification"
