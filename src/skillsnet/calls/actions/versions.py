"""Moving the version of the network's data on, with which whatever is derived from them compares."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string

from skillsnet.calls.models import ChangedProject, DataVersion

# Of a change of more projects it is not kept which; of more rows the older half is forgotten.
MAX_CHANGED_IDS, MAX_CHANGE_ROWS = 500, 5000


def lock_version() -> None:
    """Keep other writers of the network's data waiting until this transaction ends: none makes a thing twice."""
    DataVersion.objects.get_or_create(pk=1, defaults={"number": 0})
    DataVersion.objects.select_for_update().get(pk=1)


def increment_version(project_ids: Sequence[int] | None = None) -> None:
    """Say that the network's data changed, and which projects; call inside the transaction that changes them.

    None means that any may have changed. Of more than `MAX_CHANGED_IDS` it is not kept which. Whoever is derived from
    the data is asked to follow once they are written (`settings.AFTER_EACH_CHANGE`).
    """
    transaction.on_commit(_ask_to_follow, robust=True)
    DataVersion.objects.get_or_create(pk=1, defaults={"number": 0})
    DataVersion.objects.filter(pk=1).update(number=F("number") + 1)
    number = DataVersion.objects.values_list("number", flat=True).get(pk=1)
    if project_ids is None or len(project_ids) > MAX_CHANGED_IDS:
        DataVersion.objects.filter(pk=1).update(whole_number=number)
        ChangedProject.objects.filter(number__lte=number).delete()
        return
    changes = [ChangedProject(number=number, project_number=pk) for pk in sorted(set(project_ids))]
    ChangedProject.objects.bulk_create(changes)
    if ChangedProject.objects.count() > MAX_CHANGE_ROWS:
        _forget_changes()


def _forget_changes() -> None:
    """Forget which projects the older versions changed: what is derived from before them is made anew as a whole."""
    newest = ChangedProject.objects.order_by("-number", "-pk").values_list("number", flat=True)
    last_number = newest[MAX_CHANGE_ROWS // 2]
    ChangedProject.objects.filter(number__lte=last_number).delete()
    DataVersion.objects.filter(pk=1, whole_number__lt=last_number).update(whole_number=last_number)


def _ask_to_follow() -> None:
    for path in settings.AFTER_EACH_CHANGE:
        import_string(path)()
