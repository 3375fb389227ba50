"""The app's registration."""

from django.apps import AppConfig


class NetmapConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.netmap"
