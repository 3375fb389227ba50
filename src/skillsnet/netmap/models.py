"""The map's payloads as they were last built."""

from django.db import models


class MapVersion(models.Model):
    """One build of the map: a cache that can be thrown away and made again from the data."""

    data_version = models.PositiveBigIntegerField()
    edition = models.PositiveSmallIntegerField(
        default=0, help_text="An earlier edition's number; 0 for the one in force."
    )
    nodes_name = models.CharField(max_length=80)
    names_name = models.CharField(max_length=80)
    proposal_count = models.PositiveIntegerField()
    built_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-data_version", "edition"]
        constraints = [models.UniqueConstraint(fields=["data_version", "edition"], name="map_of_data_and_edition_once")]

    def __str__(self) -> str:
        return f"map of data version {self.data_version}"
