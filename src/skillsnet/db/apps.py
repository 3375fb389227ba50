"""The app's registration."""

from django.apps import AppConfig


class DbConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.db"
