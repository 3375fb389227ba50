"""The map's files as they were last built."""

from django.db import models

from skillsnet.netmap.enums import MapAudience


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
    proposal_count = models.PositiveIntegerField()
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
        return {*self.files["places"].values(), *(self.files[kind] for kind in ("nodes", "links", "names"))}


class ShortLink(models.Model):
    """A short address of a state of the map; its code is made of the state, so that a state has one code for ever."""

    code = models.CharField(max_length=40, unique=True)
    query = models.CharField(max_length=2000, help_text="The address's query: known keys only, always in one order.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
