"""The facets people filter by, and the groupings of the map."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# The value that stands for what was not stated, in addresses and forms.
NOT_STATED = "-"


class FacetKey(models.TextChoices):
    """What a list or the map can be filtered by, in the order shown."""

    CATEGORY = "category", _("Category")
    REGION = "region", _("Region")
    COUNTRY = "country", _("Country")
    LANGUAGE = "language", _("Language")
    BENEFICIARY = "beneficiary", _("For whom")
    TYPE = "type", _("Type of organisation")
    STAGE = "stage", _("Stage")
    CALL = "call", _("Call")


class Grouping(models.TextChoices):
    """What the map can be arranged by."""

    CATEGORY = "category", _("Category")
    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    LANGUAGE = "language", _("Language")
