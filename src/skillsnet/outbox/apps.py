"""The app's registration."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.outbox"
