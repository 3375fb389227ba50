"""What the fields of two compared records are called, and their values in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillsnet.intake.enums import TargetField
from skillsnet.intake.queries.lists import code_name
from skillsnet.intake.queries.questions import NUMBER

# Fields whose values are codes of a list, by the target field whose list it is.
CODED = {
    "type": "organisation_type",
    "country": "country",
    "stage": "stage",
    "status": "status",
    "languages": "languages",
    "beneficiaries": "beneficiaries",
    "categories": "category",
}
RECORD_FIELD_LABELS: dict[str, TargetField | Promise] = {
    "name": TargetField.ORGANISATION,
    "type": TargetField.ORGANISATION_TYPE,
    "external_id": TargetField.ORGANISATION_ID,
    "categories": TargetField.CATEGORY,
    "contact": TargetField.CONTACT_NAME,
    "extra": gettext_lazy("Extra fields"),
    NUMBER: TargetField.EXTERNAL_ID,
}


def in_words(name: str, value: str) -> str:
    """Return a field's value as people read it."""
    if name not in CODED or not value:
        return value
    return "; ".join(code_name(CODED[name], code) for code in value.split("; "))


def record_field_label(name: str) -> str:
    """Return what a field is called."""
    if name == "city":
        return _("City")
    label = RECORD_FIELD_LABELS.get(name) or TargetField(name)
    return str(label.label if isinstance(label, TargetField) else label)
