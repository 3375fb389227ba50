"""States of an import and of its rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """The life of an import."""

    READING = "reading", _("Reading the file")
    REFUSED = "refused", _("Could not be read")
    MAPPING = "mapping", _("Columns to check")
    PREVIEWING = "previewing", _("Comparing the rows")
    PREVIEW = "preview", _("Ready to import")
    COMMITTING = "committing", _("Importing")
    COMMITTED = "committed", _("Imported")
    UNDOING = "undoing", _("Undoing")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Stopped by an error")


NEXT = {
    RunState.READING: {RunState.MAPPING, RunState.REFUSED, RunState.FAILED, RunState.READING},
    RunState.REFUSED: set(),
    RunState.MAPPING: {RunState.READING, RunState.PREVIEWING},
    RunState.PREVIEWING: {RunState.PREVIEW, RunState.FAILED, RunState.PREVIEWING},
    RunState.PREVIEW: {
        RunState.READING,
        RunState.MAPPING,
        RunState.PREVIEWING,
        RunState.COMMITTING,
        RunState.UNDOING,
    },
    RunState.COMMITTING: {RunState.COMMITTED, RunState.FAILED, RunState.COMMITTING},
    RunState.COMMITTED: {RunState.UNDOING, RunState.PREVIEWING},
    RunState.UNDOING: {RunState.UNDONE, RunState.FAILED, RunState.UNDOING},
    # Nothing of its file is left to be looked at again; what stays on the map can still be taken back.
    RunState.UNDONE: {RunState.UNDOING},
    RunState.FAILED: {RunState.READING, RunState.PREVIEWING, RunState.COMMITTING, RunState.UNDOING},
}
WORKING = (RunState.READING, RunState.PREVIEWING, RunState.COMMITTING, RunState.UNDOING)


class RowState(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", _("New")
    UPDATED = "updated", _("Update")
    UNCHANGED = "unchanged", _("Unchanged")
    NEEDS_DECISION = "asks", _("Possible duplicate")
    DUPLICATE = "duplicate", _("Duplicate row in this file")
    ERROR = "error", _("Cannot be imported")
    SKIPPED = "skipped", _("Not a project")


WRITTEN_STATES = (RowState.NEW, RowState.UPDATED, RowState.UNCHANGED)


class RowKind(models.TextChoices):
    """What a row of the file holds."""

    PROJECT = "project", _("Project")
    LINK = "link", _("Link")


class TargetField(models.TextChoices):
    """What a column of the file means, in words; the values are those of `skillsnet.core.intake.TARGET_FIELDS`."""

    TITLE = "title", _("Project title")
    SUMMARY = "summary", _("Summary")
    MORE_TEXT = "more_text", _("More text for the summary")
    ORGANISATION = "organisation", _("Organisation")
    ORGANISATION_ID = "organisation_id", _("Organisation number in another system")
    ORGANISATION_TYPE = "organisation_type", _("Type of organisation")
    ORGANISATION_WEBSITE = "organisation_website", _("Website of the organisation")
    COUNTRY = "country", _("Country")
    WORK_COUNTRIES = "work_countries", _("Countries of work")
    LANGUAGES = "languages", _("Languages")
    BENEFICIARIES = "beneficiaries", _("Beneficiaries")
    CATEGORY = "category", _("Category chosen by the participant")
    STAGE = "stage", _("Stage")
    STATUS = "status", _("Status in the call")
    WEBSITE = "website", _("Website")
    MAY_PUBLISH = "may_publish", _("May be shown on public pages")
    MAY_CONTACT = "may_contact", _("Others may contact them")
    SUBMITTED_ON = "submitted_on", _("Date of submission")
    EXTERNAL_ID = "external_id", _("Project number on the call’s platform")
    CONTACT_NAME = "contact_name", _("Contact person: name")
    CONTACT_EMAIL = "contact_email", _("Contact person: mail address")
    CONTACT_PHONE = "contact_phone", _("Contact person: telephone")
    CONTACT_POSITION = "contact_position", _("Contact person: position")
    EXTRA = "extra", _("Keep as an extra field")
    IGNORE = "ignore", _("Leave out")


def target_field_label(target_field: str) -> str:
    """Return a target field in words, with the number of a further person or project."""
    base, _separator, number = target_field.partition("#")
    label = str(TargetField(base).label)
    return f"{label} · {number}" if number else label
