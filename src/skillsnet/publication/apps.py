"""The app's registration."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.publication"
