"""In what order the directory lists projects, and what it groups them by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListOrder(models.TextChoices):
    """The orders of the list; without one, the best hits of a search come first, and else projects by name."""

    NAME = "name", _("Name")
    COUNTRY = "country", _("Country")
    NEWEST = "newest", _("Newest first")


class ListSections(models.TextChoices):
    """What the list may be grouped by."""

    COUNTRY = "country", _("Country")
    CATEGORY = "category", _("Main category")
    REGION = "region", _("Region")
