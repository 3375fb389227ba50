"""The app's registration."""

from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.participants"
