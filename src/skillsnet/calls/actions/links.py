"""Writing declared links between projects."""

from collections.abc import Iterable

from django.db import transaction

from skillsnet.calls.actions.follow_ups import data_changed
from skillsnet.calls.actions.versions import lock_version
from skillsnet.calls.models import Call, Link, Project


def declare_links(call: Call, rows: Iterable[tuple[str, ...]]) -> int:
    """Write declared links between projects of a call and return how many there are now.

    A row holds the numbers of both projects as the call's platform gave them, and the kind of link; a row with an end
    that does not exist is left out.
    """
    ids = dict(Project.objects.filter(call=call).order_by("pk").values_list("external_id", "pk"))
    links = [
        Link(source_id=ids[source], target_id=ids[target], kind=kind)
        for source, target, kind in rows
        if source in ids and target in ids and source != target
    ]
    with transaction.atomic():
        lock_version()
        Link.objects.bulk_create(links, ignore_conflicts=True)
        data_changed(sorted({end for link in links for end in (link.source_id, link.target_id)}))
    return Link.objects.filter(source__call=call).count()
