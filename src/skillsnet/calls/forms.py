"""The form that makes columns an extra field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillsnet.calls.actions import FieldDraft
from skillsnet.calls.enums import FieldKind
from skillsnet.core.text import clean
from skillsnet.participants.enums import Audience
from skillsnet.participants.models import SOURCE_LETTERS
from skillsnet.participants.visibility import FIELD_LABELS

AUDIENCES = [(one.value, one.label) for one in (Audience.FACILITATORS, Audience.MEMBERS, Audience.PUBLIC)]
SHOWN_TO = [(one.value, one.label) for one in (Audience.MEMBERS, Audience.PUBLIC)]
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
        choices=AUDIENCES,
        widget=forms.RadioSelect,
        help_text=_("Check all values first. If a value names a person, choose “Facilitators”."),
    )

    def __init__(self, *args: Any, columns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = forms.MultipleChoiceField(choices=[(name, name) for name in columns]).choices
        chosen = self.fields["columns"]
        if isinstance(chosen, forms.MultipleChoiceField):
            chosen.choices = choices

    def draft(self) -> FieldDraft:
        """Return what was said; the form must be valid."""
        said = self.cleaned_data
        return FieldDraft(
            label=" ".join(clean(said["label"]).split()),
            columns=tuple(said["columns"]),
            kind=said["kind"],
            audience=said["audience"],
            separator="\n" if said["separator"] == NEW_LINE else said["separator"] or ";",
        )


class ConsentForm(forms.Form):
    """What a person said: which field of theirs may be shown, to whom, and where they said so."""

    field = forms.ChoiceField(label=_("Information to show"), choices=list(FIELD_LABELS.items()))
    audience = forms.ChoiceField(label=_("Who can see this"), choices=SHOWN_TO)
    source = forms.CharField(
        label=_("Source of the consent"),
        max_length=SOURCE_LETTERS,
        help_text=_("For example: mail of 3 May."),
        error_messages={"required": _("Enter the source of the consent, so that others can check it.")},
    )
