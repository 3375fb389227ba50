"""The app's registration."""

from django.apps import AppConfig


class CodesignConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.codesign"
