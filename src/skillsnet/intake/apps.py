"""The app's registration."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.intake"
