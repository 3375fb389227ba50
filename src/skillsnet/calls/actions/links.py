"""Writing declared links between projects."""

from collections.abc import Iterable

from django.db import transaction

from skillsnet.calls.actions.follow_ups import data_changed
from skillsnet.calls.actions.versions import lock_version
from skillsnet.calls.models import Call, Link, Project


def declare_links(call: Call, rows: Iterable[tuple[str, ...]]) -> int:
    """Write declared links between projects of a call: the numbers of both as the call's platform gave them, and what
    ties them; ends that are not there are left out. Returns how many there are now.
    """
    ids = dict(Project.objects.filter(call=call).order_by("pk").values_list("external_id", "pk"))
    made = [
        Link(source_id=ids[source], target_id=ids[target], kind=kind)
        for source, target, kind in rows
        if source in ids and target in ids and source != target
    ]
    with transaction.atomic():
        lock_version()
        Link.objects.bulk_create(made, ignore_conflicts=True)
        data_changed(sorted({end for link in made for end in (link.source_id, link.target_id)}))
    return Link.objects.filter(source__call=call).count()
