"""A member's second profile made a part of their first, and taken out of it again."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.calls.actions import lock_version, names_changed
from skillsnet.calls.models import NamedPerson, Project
from skillsnet.core.errors import Invalid
from skillsnet.membership.actions.claiming import end_invitation, lock_invitation
from skillsnet.membership.enums import InvitationState
from skillsnet.membership.rules import SEPARABLE_FOR, why_not_join, why_not_separate
from skillsnet.participants.actions import settle_owners
from skillsnet.participants.audiences import PersonField
from skillsnet.participants.models import Affiliation, Person, ProfileMerge
from skillsnet.participants.visibility import PERSON_FIELDS
from skillsnet.revisions.actions import revise


@transaction.atomic
def join_profiles(digest: str, *, take: Collection[PersonField], by: int) -> ProfileMerge:
    """Make the profile that a link opens a part of the member's own; its projects and organisations follow.

    `take` names the fields whose values come along; where the member's own says nothing, the other's value does too.
    Who may see a field stays as the member chose. `LinkUnusable` where the link opens nothing, `Invalid` where the
    two cannot be joined; nothing is written then.
    """
    invitation, duplicate = lock_invitation(digest)
    survivor = Person.objects.select_for_update().filter(user=by).first()
    if survivor is None:
        raise Invalid([_("Your account has no profile yet. Claim this one instead.")])
    if reason := why_not_join(duplicate):
        raise Invalid([reason])
    fields = {*take, *(name for name in PERSON_FIELDS if not getattr(survivor, name))}
    values = {str(name): str(getattr(duplicate, name)) for name in PERSON_FIELDS if name in fields}
    now = {name: value for name, value in values.items() if value}
    before = {name: getattr(survivor, name) for name in now}
    merge = ProfileMerge(survivor=survivor, duplicate=duplicate, before=before, now=now)
    merge.former_names = _other_names(survivor, duplicate)
    revise(survivor, now, by=by)
    _keep_former_names(merge)
    _follow(merge)
    merge.save()
    duplicate.merged_into, duplicate.is_removed = survivor, True
    duplicate.save(update_fields=["merged_into", "is_removed"])
    end_invitation(invitation, InvitationState.CLAIMED)
    record("membership.join_profiles", subject=f"person:{survivor.pk}", by=by, gone=duplicate.pk, merge=merge.pk)
    names_changed([survivor.pk, duplicate.pk])
    return merge


@transaction.atomic
def separate_profiles(merge_id: int, *, by: int) -> ProfileMerge:
    """Make two profiles of one again: what followed goes back, unless it has been changed since.

    The other profile belongs to nobody then, as before it was joined. `Invalid` where it is too late, or not theirs.
    """
    lock_version()
    merge = ProfileMerge.objects.select_for_update().filter(pk=merge_id, survivor__user=by).first()
    if merge is None:
        raise Invalid([_("The profiles have already been separated.")])
    if reason := why_not_separate(merge):
        raise Invalid([reason])
    survivor, duplicate = (
        Person.objects.select_for_update().get(pk=pk) for pk in (merge.survivor_id, merge.duplicate_id)
    )
    duplicate.merged_into, duplicate.is_removed = None, False
    duplicate.save(update_fields=["merged_into", "is_removed"])
    Project.objects.filter(pk__in=merge.moved_projects, contact=survivor).update(contact=duplicate)
    NamedPerson.objects.filter(project__in=merge.added_names, person=duplicate).delete()
    affiliations = Affiliation.objects.filter(pk__in=merge.added_affiliations, person=survivor)
    organisation_ids = list(affiliations.order_by("pk").values_list("organisation_id", flat=True))
    affiliations.delete()
    settle_owners(organisation_ids)
    restored = revise(survivor, _values_to_restore(merge, survivor), by=by)
    _drop_former_names(merge, is_name_restored="name" in restored)
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    record("membership.separate_profiles", subject=f"person:{survivor.pk}", by=by, gone=duplicate.pk, merge=merge.pk)
    names_changed([survivor.pk, duplicate.pk])
    return merge


@transaction.atomic
def forget_joined() -> int:
    """Let go of what was only kept to separate two profiles that stay one now; return how many merges held values.

    Of the other profile its name stays, which is withheld from texts, and its key, by which files find the member.
    """
    late_merges = ProfileMerge.objects.filter(merged_at__lt=timezone.now() - SEPARABLE_FOR)
    people = Person.objects.filter(
        merged_into__isnull=False, pk__in=late_merges.filter(undone_at=None).values("duplicate")
    )
    people.exclude(name="").exclude(email="").update(email="")
    people.exclude(phone="", position="").update(phone="", position="")
    return late_merges.exclude(before={}, now={}).update(before={}, now={})


def _follow(merge: ProfileMerge) -> None:
    """Let projects and places follow, and keep the other name out of the texts of those projects as before."""
    survivor, duplicate = merge.survivor, merge.duplicate
    projects = list(Project.objects.filter(contact=duplicate).order_by("pk").values_list("pk", flat=True))
    Project.objects.filter(pk__in=projects).update(contact=survivor)
    merge.moved_projects = projects
    named = NamedPerson.objects.filter(project__in=projects, person=duplicate).order_by()
    without_name = sorted(set(projects) - set(named.values_list("project_id", flat=True)))
    NamedPerson.objects.bulk_create(NamedPerson(project_id=pk, person=duplicate) for pk in without_name)
    merge.added_names = without_name
    organisation_ids = set(
        Affiliation.objects.filter(person=duplicate).order_by().values_list("organisation_id", flat=True)
    )
    organisation_ids -= set(
        Affiliation.objects.filter(person=survivor).order_by().values_list("organisation_id", flat=True)
    )
    affiliations = Affiliation.objects.bulk_create(
        Affiliation(person=survivor, organisation_id=pk) for pk in sorted(organisation_ids)
    )
    merge.added_affiliations = [affiliation.pk for affiliation in affiliations]
    settle_owners(organisation_ids)


def _other_names(survivor: Person, duplicate: Person) -> list[str]:
    """Return the names of the other profile that are not names of the member's own yet."""
    known_names = {survivor.name, *survivor.former_names, ""}
    return [name for name in dict.fromkeys((*duplicate.former_names, duplicate.name)) if name not in known_names]


def _keep_former_names(merge: ProfileMerge) -> None:
    """Let the other profile's names be former names of the member's: texts that follow may hold them."""
    survivor = merge.survivor
    survivor.refresh_from_db()
    for name in merge.former_names:
        survivor.keep_former_name(name)
    survivor.save(update_fields=["former_names"])


def _drop_former_names(merge: ProfileMerge, *, is_name_restored: bool) -> None:
    """Take back what `_keep_former_names` did; a name that the member had in the meantime, and changed, stays."""
    survivor = merge.survivor
    survivor.refresh_from_db()
    stays = "" if is_name_restored else merge.now.get("name", "")
    dropped_names = set(merge.former_names) - {stays}
    survivor.former_names = [name for name in survivor.former_names if name not in dropped_names]
    survivor.save(update_fields=["former_names"])


def _values_to_restore(merge: ProfileMerge, survivor: Person) -> dict[str, str]:
    """Return the values to put back; one that the member changed since stays."""
    return {name: value for name, value in merge.before.items() if getattr(survivor, name) == merge.now[name]}
