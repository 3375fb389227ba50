"""The form that makes columns an extra field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillsnet.calls.actions.fields import FieldDraft
from skillsnet.calls.enums import FieldKind
from skillsnet.core.text import clean
from skillsnet.participants.enums import Audience
from skillsnet.participants.models import SOURCE_LETTERS
from skillsnet.participants.visibility import FIELD_LABELS

CONSENT_AUDIENCES = [(audience.value, audience.label) for audience in (Audience.MEMBERS, Audience.PUBLIC)]
FIELD_AUDIENCES = [(Audience.FACILITATORS.value, Audience.FACILITATORS.label), *CONSENT_AUDIENCES]
# A browser sends a line's end in its own way, so that the form has a word for it.
NEW_LINE = "line"
SEPARATORS = [
    (";", _("Semicolon ;")),
    (",", _("Comma ,")),
    ("|", _("Vertical bar |")),
    ("/", _("Slash /")),
    (NEW_LINE, _("New line")),
]


class ExtraFieldForm(forms.Form):
    """What an extra field is called, which columns it is read from and how, and who may see it."""

    label = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("The name that readers see above the values. Write it in the language that most readers use."),
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Choose more than one column if calls used different names for the same question. The first "
            "column with a value is used."
        ),
    )
    kind = forms.ChoiceField(label=_("What a cell contains"), choices=FieldKind.choices, widget=forms.RadioSelect)
    separator = forms.ChoiceField(label=_("Separator"), choices=SEPARATORS, required=False, initial=";")
    audience = forms.ChoiceField(
        label=_("Who can see it and filter by it"),
        choices=FIELD_AUDIENCES,
        widget=forms.RadioSelect,
        help_text=_("Check all values first. If a value names a person, choose “Facilitators”."),
    )

    def __init__(self, *args: Any, columns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = forms.MultipleChoiceField(choices=[(name, name) for name in columns]).choices
        column_field = self.fields["columns"]
        if isinstance(column_field, forms.MultipleChoiceField):
            column_field.choices = choices

    def draft(self) -> FieldDraft:
        """Return the field as it was filled in; the form must be valid."""
        answers = self.cleaned_data
        return FieldDraft(
            label=" ".join(clean(answers["label"]).split()),
            columns=tuple(answers["columns"]),
            kind=answers["kind"],
            audience=answers["audience"],
            separator="\n" if answers["separator"] == NEW_LINE else answers["separator"] or ";",
        )


class ConsentForm(forms.Form):
    """What a person said: which field of theirs may be shown, to whom, and where they said so."""

    field = forms.ChoiceField(label=_("Information to show"), choices=list(FIELD_LABELS.items()))
    audience = forms.ChoiceField(label=_("Who can see this"), choices=CONSENT_AUDIENCES)
    source = forms.CharField(
        label=_("Source of the consent"),
        max_length=SOURCE_LETTERS,
        help_text=_("For example: mail of 3 May."),
        error_messages={"required": _("Enter the source of the consent, so that others can check it.")},
    )
