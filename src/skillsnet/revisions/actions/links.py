"""Drawing, changing and removing a declared link by hand, and putting a removed one back."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.calls.actions import data_changed, index_projects, lock_version
from skillsnet.calls.enums import LinkDirection
from skillsnet.calls.models import Link, Project
from skillsnet.core.errors import Invalid
from skillsnet.participants.texts import words_for_computing
from skillsnet.revisions.models import LINK_FIELDS, LinkRevision
from skillsnet.revisions.rules import why_not_edit


@transaction.atomic
def add_link(source_id: int, target_id: int, values: Mapping[str, str], *, by: int | None) -> Link:
    """Declare a link between two projects; `Invalid` when it cannot be or is there already.

    `values` holds any of kind, label, direction and strength.
    """
    lock_version()
    _refuse(source_id, target_id)
    link = Link(source_id=source_id, target_id=target_id, **values)
    _refuse_second(link)
    link.save()
    _note(link, before={}, after=link_values(link), by=by)
    return link


@transaction.atomic
def change_link(link_id: int, values: Mapping[str, str], *, by: int | None) -> bool:
    """Change a declared link, and return whether anything changed; `Invalid` when another one says the same."""
    lock_version()
    link = Link.objects.select_for_update().get(pk=link_id)
    before = link_values(link)
    after = {**before, **values}
    if after == before:
        return False
    for name, value in values.items():
        setattr(link, name, value)
    _refuse_second(link)
    link.save(update_fields=list(values))
    _note(link, before=before, after=after, by=by)
    return True


@transaction.atomic
def remove_link(link_id: int, *, by: int | None) -> None:
    """Remove a declared link; it can be put back as long as both projects are there."""
    lock_version()
    link = Link.objects.select_for_update().filter(pk=link_id).first()
    if link is None:
        raise Invalid(_("This link has already been removed."))
    before = link_values(link)
    link.delete()
    _note(link, before=before, after={}, by=by)


@transaction.atomic
def put_link_back(revision: LinkRevision, *, by: int | None) -> Link:
    """Declare a link again that was removed; `Invalid` when it is there again already."""
    return add_link(revision.source_id, revision.target_id, words_for_computing(revision.before), by=by)


def link_values(link: Link) -> dict[str, str]:
    """Return what is said of a link, by the names of its fields."""
    return {name: words_for_computing(getattr(link, name)) for name in LINK_FIELDS}


def _refuse(source_id: int, target_id: int) -> None:
    if source_id == target_id:
        raise Invalid(_("A project cannot have a link to itself. Choose another project."))
    for project in Project.objects.select_related("removal").filter(pk__in=[source_id, target_id]).order_by("pk"):
        if reason := why_not_edit(project):
            raise Invalid(reason)


def _refuse_second(link: Link) -> None:
    """Refuse a link that is there already, also seen from its other end where it has no direction."""
    same = Q(source=link.source_id, target=link.target_id)
    if link.direction != LinkDirection.DIRECTED:
        same |= Q(source=link.target_id, target=link.source_id, direction=link.direction)
    kind = words_for_computing(link.kind)
    if Link.objects.filter(same, kind=kind).exclude(pk=link.pk).exists():
        raise Invalid(_("These two projects already have this link. Choose another kind of link."))


def _note(link: Link, *, before: Mapping[str, str], after: Mapping[str, str], by: int | None) -> None:
    """Keep what was done, and tell everything that is made of links."""
    ids = sorted([link.source_id, link.target_id])
    LinkRevision.objects.create(
        source_id=link.source_id, target_id=link.target_id, before=dict(before), after=dict(after), by_id=by
    )
    act = "change" if before and after else "add" if after else "remove"
    record(f"revisions.{act}_link", subject=f"project:{link.source_id}", by=by, target=link.target_id)
    index_projects(ids)
    data_changed(ids)
