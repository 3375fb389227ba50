"""The app's registration."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.membership"
