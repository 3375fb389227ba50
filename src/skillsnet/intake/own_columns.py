"""The columns of the sheet of projects that the platform itself wrote, by the names that it gives them."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import override

from skillsnet.core.intake.column_meanings import Guess
from skillsnet.core.intake.target_fields import LAST_ORDINAL, OF_PEOPLE
from skillsnet.core.text import fold
from skillsnet.intake.enums import TargetField, target_field_label

# The columns of the sheet, in order; the contact person's stand again for each further person.
OWN_FIELDS: tuple[str, ...] = (
    *("external_id", "title", "summary", "organisation", "organisation_id", "organisation_type"),
    *("organisation_website", "country", "work_countries", "languages", "beneficiaries", "category", "stage", "status"),
    *("website", "submitted_on", "may_publish", "may_contact", *OF_PEOPLE),
    *(f"{field}#{number}" for number in range(2, LAST_ORDINAL + 1) for field in OF_PEOPLE),
)
# A file of others hardly names so many columns in exactly these words.
LEAST_OWN_COLUMNS = 18
CERTAIN = 1.0


def own_guesses(header: Sequence[str]) -> dict[str, Guess]:
    """Return what each column of the platform's own sheet of projects means; empty for any other file.

    What it names otherwise is a column of a call's file, kept as an extra field.
    """
    for code, _name in settings.LANGUAGES:
        with override(code):
            fields = {fold(target_field_label(field)): field for field in OWN_FIELDS}
        known_fields = {name: fields[fold(name)] for name in header if fold(name) in fields}
        if len(known_fields) >= LEAST_OWN_COLUMNS:
            return {name: Guess(known_fields.get(name, TargetField.EXTRA.value), CERTAIN, "header") for name in header}
    return {}
