"""The map's files as they were last built, and who builds them."""

from typing import NotRequired, TypedDict

from django.conf import settings
from django.db import models
from django.utils import timezone

from skillsnet.core.origins import LONGEST_ORIGIN
from skillsnet.netmap.enums import MapAudience

# The key of the single row of builders.
BUILDER_PK = 1
# Letters of a short link's code at most.
LONGEST_CODE = 40


class MapFiles(TypedDict):
    """The names of a map's files, `places` by grouping; and which numbers the file of links holds."""

    nodes: str
    links: str
    names: str
    places: dict[str, str]
    numbers: NotRequired[list[str]]


class MapVersion(models.Model):
    """One build of the map for an audience: a cache that can be thrown away and made again from the data."""

    data_version = models.PositiveBigIntegerField()
    edition = models.PositiveSmallIntegerField(
        default=0, help_text="An earlier edition's number; 0 for the one in force."
    )
    audience = models.CharField(max_length=10, choices=MapAudience.choices, default=MapAudience.PUBLIC)
    files = models.JSONField(default=dict, help_text="Names of the files: nodes, links, names, and places by grouping.")
    patches = models.PositiveSmallIntegerField(
        default=0, help_text="How often only what changed was made anew since everything was laid out."
    )
    measures = models.JSONField(default=dict, help_text="What was measured of the network, for the sentences about it.")
    project_count = models.PositiveIntegerField()
    built_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-data_version", "edition", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["data_version", "edition", "audience"], name="map_of_data_once"),
            models.CheckConstraint(condition=models.Q(audience__in=MapAudience.values), name="map_audience_known"),
        ]

    def __str__(self) -> str:
        return f"map of data version {self.data_version} for {self.audience}"

    @property
    def nodes_name(self) -> str:
        """The name of the first file."""
        return str(self.files["nodes"])

    @property
    def file_names(self) -> set[str]:
        """The names of all files."""
        files: MapFiles = self.files
        return {*files["places"].values(), files["nodes"], files["links"], files["names"]}


class MapBuilder(models.Model):
    """Whoever builds maps, one at a time: a single row, whose lease is taken over once its heart has stopped."""

    lease = models.PositiveBigIntegerField(default=0, help_text="Grows each time a builder takes it up.")
    heartbeat_at = models.DateTimeField(null=True, blank=True, help_text="Of the builder at work; none between two.")
    failed_at = models.DateTimeField(null=True, blank=True, help_text="When the last one ended by a fault of ours.")
    tries = models.PositiveIntegerField(default=0, help_text="Builders in a row that did not come to an end.")
    request_count = models.PositiveBigIntegerField(default=0, help_text="How often a map was asked for anew.")
    served_count = models.PositiveBigIntegerField(default=0, help_text="Of these requests, how many are built.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=BUILDER_PK), name="one_map_builder")]

    def __str__(self) -> str:
        return f"builder of maps, lease {self.lease}"


class EmbeddingSite(models.Model):
    """A website that a facilitator allows to show the map in a frame."""

    origin = models.CharField(max_length=LONGEST_ORIGIN, unique=True, help_text="Scheme, host and port.")
    allowed_at = models.DateTimeField(auto_now_add=True)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["origin"]

    def __str__(self) -> str:
        return self.origin


class ShortLink(models.Model):
    """A short address of a state of the map; its code is made of the state, so that a state has one code for ever."""

    code = models.CharField(max_length=LONGEST_CODE, unique=True)
    query = models.CharField(max_length=2000, help_text="The address's query: known keys only, always in one order.")
    created_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(default=timezone.now, db_index=True, help_text="When it was last asked for.")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
