"""The app's registration."""

from django.apps import AppConfig


class FacetsConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.facets"
