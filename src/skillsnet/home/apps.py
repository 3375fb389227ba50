"""The app's registration."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.home"
