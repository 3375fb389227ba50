"""The app's registration."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.matching"
