"""The facets people filter by, the groupings of the map, and what its points may be coloured and sized by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# The value for what was not stated, in addresses and forms.
NOT_STATED = "-"
# What the key of an extra field's facet begins with; its slug follows.
FIELD_PREFIX = "field-"


class FacetKey(models.TextChoices):
    """What a list or the map can be filtered by besides the extra fields, in the order shown."""

    CATEGORY = "category", _("Category")
    ISSUE = "issue", _("Issue")
    REGION = "region", _("Region")
    SUBREGION = "subregion", _("Subregion")
    COUNTRY = "country", _("Country")
    WORK = "work", _("Countries of work")
    LANGUAGE = "language", _("Language")
    BENEFICIARY = "beneficiary", _("Beneficiaries")
    TYPE = "type", _("Type of organisation")
    STAGE = "stage", _("Stage")
    CALL = "call", _("Call")
    KIND = "kind", _("Kind")


# Of these a project may have several values, so that a reader may ask for any or for all of them.
MULTI = (FacetKey.CATEGORY, FacetKey.WORK, FacetKey.LANGUAGE, FacetKey.BENEFICIARY)
# The facet within whose values each of a facet's values lies.
WITHIN = {FacetKey.COUNTRY: FacetKey.SUBREGION, FacetKey.SUBREGION: FacetKey.REGION}


class SearchMode(models.TextChoices):
    """How the words of a search are meant, where an address says it: as they are typed alone, or as a text."""

    EXACT = "exact"
    TEXT = "text"


class Grouping(models.TextChoices):
    """What the map can be arranged by besides the extra fields."""

    CATEGORY = "category", _("Category")
    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    SUBREGION = "subregion", _("Subregion")
    WORK = "work", _("Countries of work")
    LANGUAGE = "language", _("Language")
    BENEFICIARY = "beneficiary", _("Beneficiaries")
    TYPE = "type", _("Type of organisation")
    STAGE = "stage", _("Stage")
    CALL = "call", _("Call")
    ISSUE = "issue", _("Issue")
    PLACE = "place", _("Place")
    LINKS = "ties", _("Links")


# The facet of a grouping where it is not the one of the same name; none for links, which have no hubs.
FACET_OF_GROUPING = {Grouping.PLACE: FacetKey.COUNTRY, Grouping.LINKS: None}


class NumberKey(models.TextChoices):
    """What the map's points can be sized by besides the extra fields that are numbers."""

    LINKS = "ties", _("Declared links")
    SIMILAR = "similar", _("Similar projects")
    BRIDGE = "bridge", _("Bridges between neighbourhoods")
