"""The counter that every change of the network's data moves on."""

from django.db.models import F

from skillsnet.calls.models import DataVersion


def move_data_version() -> None:
    """Count one change; call it inside the transaction of the change."""
    DataVersion.objects.get_or_create(only=1)
    DataVersion.objects.filter(only=1).update(number=F("number") + 1)


def data_version() -> int:
    """Return the number of changes so far."""
    return DataVersion.objects.filter(only=1).values_list("number", flat=True).first() or 0
