"""The app's registration."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.taxonomy"
