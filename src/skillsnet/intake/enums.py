"""States of an import and of its rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """The life of an import."""

    MAPPING = "mapping", _("Columns to be checked")
    PREVIEW = "preview", _("Ready to commit")
    COMMITTING = "committing", _("Being written")
    COMMITTED = "committed", _("On the map")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    FAILED = "failed", _("Stopped by a fault")


NEXT = {
    RunState.MAPPING: {RunState.PREVIEW},
    RunState.PREVIEW: {RunState.MAPPING, RunState.COMMITTING},
    RunState.COMMITTING: {RunState.COMMITTED, RunState.FAILED, RunState.COMMITTING},
    RunState.COMMITTED: {RunState.UNDOING},
    RunState.UNDOING: {RunState.UNDONE, RunState.FAILED, RunState.UNDOING},
    RunState.UNDONE: {RunState.PREVIEW},
    RunState.FAILED: {RunState.COMMITTING, RunState.UNDOING, RunState.PREVIEW},
}


class RowState(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", _("New")
    UPDATED = "updated", _("Updates")
    UNCHANGED = "unchanged", _("Unchanged")
    DUPLICATE = "duplicate", _("Stands twice in the file")
    ERROR = "error", _("Refused")


class Meaning(models.TextChoices):
    """What a column of the file means, in words; the values are those of `skillsnet.core.intake.MEANINGS`."""

    TITLE = "title", _("Title of the proposal")
    SUMMARY = "summary", _("Summary")
    MORE_TEXT = "more_text", _("More text for the summary")
    ORGANISATION = "organisation", _("Organisation")
    ORGANISATION_TYPE = "organisation_type", _("Type of organisation")
    COUNTRY = "country", _("Country")
    LANGUAGES = "languages", _("Languages")
    BENEFICIARIES = "beneficiaries", _("Whom it is for")
    CATEGORY = "category", _("Category chosen by the applicant")
    STAGE = "stage", _("Stage")
    STATUS = "status", _("Status in the call")
    WEBSITE = "website", _("Website")
    SUBMITTED_ON = "submitted_on", _("Date of submission")
    EXTERNAL_ID = "external_id", _("The platform’s number of the proposal")
    CONTACT_NAME = "contact_name", _("Contact person: name")
    CONTACT_EMAIL = "contact_email", _("Contact person: e-mail address")
    CONTACT_PHONE = "contact_phone", _("Contact person: telephone")
    CONTACT_POSITION = "contact_position", _("Contact person: position")
    EXTRA = "extra", _("Keep as an extra field")
    IGNORE = "ignore", _("Leave out")
