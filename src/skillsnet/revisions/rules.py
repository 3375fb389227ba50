"""Which fields can be changed by hand, what they are called, and when not."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillsnet.calls.models import Call, Project
from skillsnet.participants.models import Organisation, Person
from skillsnet.participants.visibility import FIELD_LABELS
from skillsnet.revisions.models import Removal

Subject: TypeAlias = Project | Organisation | Person | Call
Value: TypeAlias = str | list[str]

PROJECT_LABELS: Mapping[str, Promise] = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "language": gettext_lazy("Language of the text"),
    "country": gettext_lazy("Country"),
    "work_countries": gettext_lazy("Countries of work"),
    "languages": gettext_lazy("Working languages"),
    "beneficiaries": gettext_lazy("Beneficiaries"),
    "stage": gettext_lazy("Stage"),
    "status": gettext_lazy("Status in the call"),
    "website": gettext_lazy("Website"),
    "submitted_on": gettext_lazy("Submitted on"),
    "external_id": gettext_lazy("Submission number"),
}
ORGANISATION_LABELS: Mapping[str, Promise] = {
    "name": gettext_lazy("Name"),
    "type": gettext_lazy("Type of organisation"),
    "country": gettext_lazy("Country"),
    "city": gettext_lazy("City"),
    "website": gettext_lazy("Website"),
    "external_id": gettext_lazy("Number in another system"),
}
PERSON_LABELS: Mapping[str, Promise] = {str(name): label for name, label in FIELD_LABELS.items()}
CALL_LABELS: Mapping[str, Promise] = {
    "title": gettext_lazy("Title"),
    "opened_on": gettext_lazy("Opened on"),
    "closed_on": gettext_lazy("Closed on"),
}

# What stands for each kind of subject in the addresses of its pages.
ADDRESS_KINDS: Mapping[type[Subject], str] = {
    Project: "projects",
    Organisation: "organisations",
    Person: "people",
    Call: "calls",
}


def labels_of(subject: Subject) -> Mapping[str, Promise]:
    """Return the names of the subject's fields that can be changed, in the order of the page."""
    if isinstance(subject, Project):
        return PROJECT_LABELS
    if isinstance(subject, Organisation):
        return ORGANISATION_LABELS
    return PERSON_LABELS if isinstance(subject, Person) else CALL_LABELS


def column_of(subject: Subject) -> str:
    """Return the column in which a revision names the subject."""
    return type(subject).__name__.lower()


def why_not_edit(subject: Subject, *, by: int | None = None) -> str:
    """Return why the subject cannot be changed by hand now, or an empty text; whose profile it is may change it."""
    if isinstance(subject, Person) and _is_claimed(subject) and (by is None or by != subject.user_id):
        return _("This profile belongs to a member. Only the member can change it.")
    if hasattr(subject, "removal"):
        return _("It has been removed. Put it back before you edit it.")
    return _why_merged(subject)


def why_not_remove(subject: Subject) -> str:
    """Return why a subject cannot be removed, or an empty text."""
    if hasattr(subject, "removal"):
        return _("It has already been removed.")
    if isinstance(subject, Person) and _is_claimed(subject):
        return _("This profile belongs to a member. Only the member can remove it.")
    return _why_merged(subject)


def deleted_at(removal: Removal) -> datetime:
    """Return from when on what was removed is deleted for good."""
    return removal.removed_at + timedelta(days=settings.RETENTION_DAYS["removed item"])


def is_due(removal: Removal) -> bool:
    """Return whether what was removed is deleted for good now."""
    return deleted_at(removal) < timezone.now()


def why_not_put_back(removal: Removal) -> str:
    """Return why what was removed cannot be put back by itself, or an empty text."""
    project = removal.project
    if project is None:
        # Some of its projects may be gone already: the deletion goes on where it stopped.
        has_parts = removal.organisation_id is not None or removal.call_id is not None
        return _("It is being deleted and can no longer be put back.") if has_parts and is_due(removal) else ""
    if hasattr(project.organisation, "removal"):
        return _("The organisation of this project has been removed. Put the organisation back first.")
    return (
        _("The call of this project has been removed. Put the call back first.")
        if hasattr(project.call, "removal")
        else ""
    )


def _is_claimed(person: Person) -> bool:
    return person.user_id is not None or person.claimed_at is not None


def _why_merged(subject: Subject) -> str:
    if isinstance(subject, Project) and subject.merged_into_id is not None:
        return _("The project has since been merged into another project. Undo that merge first.")
    if isinstance(subject, Person) and subject.merged_into_id is not None:
        return _("This profile was joined with a member’s. Only the member can change it.")
    if isinstance(subject, Organisation) and subject.merged_into_id is not None:
        return _("This organisation was merged into another one. Edit that one, or undo the merge first.")
    return ""
