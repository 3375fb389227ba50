"""The app's registration."""

from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.revisions"
