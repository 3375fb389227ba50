"""Reading the version of the network's data, and what changed since."""

from skillsnet.calls.models import ChangedProject, DataVersion


def data_version() -> int:
    """Return the number that every change of the network's data moves on."""
    number = DataVersion.objects.filter(pk=1).values_list("number", flat=True).first()
    return number or 0


def changes_since(number: int) -> set[int] | None:
    """Return which projects changed after a version of the data; None when any may have."""
    whole_number = DataVersion.objects.filter(pk=1).values_list("whole_number", flat=True).first()
    if whole_number is not None and whole_number > number:
        return None
    later = ChangedProject.objects.filter(number__gt=number).order_by("number", "pk")
    return set(later.values_list("project_number", flat=True))
