"""The app's registration."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.directory"
