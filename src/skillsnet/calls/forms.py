"""The form that makes columns an extra field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillsnet.calls.enums import FieldKind
from skillsnet.calls.field_actions import FieldDraft
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
    ("|", _("Bar |")),
    ("/", _("Slash /")),
    (NEW_LINE, _("New line")),
]


class ExtraFieldForm(forms.Form):
    """What an extra field is called, which columns it is read from and how, and who may see it."""

    label = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("As readers see it above the values, in the language of most of them."),
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose several where calls named the same question differently; the first that is filled counts."),
    )
    kind = forms.ChoiceField(label=_("What a cell holds"), choices=FieldKind.choices, widget=forms.RadioSelect)
    separator = forms.ChoiceField(
        label=_("What stands between several values"), choices=SEPARATORS, required=False, initial=";"
    )
    audience = forms.ChoiceField(
        label=_("Who may see and filter by it"),
        choices=AUDIENCES,
        widget=forms.RadioSelect,
        help_text=_("Look at all values first: what names a person stays with facilitators."),
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

    field = forms.ChoiceField(label=_("What may be seen"), choices=list(FIELD_LABELS.items()))
    audience = forms.ChoiceField(label=_("Who may see it"), choices=SHOWN_TO)
    source = forms.CharField(
        label=_("Where the person said so"),
        max_length=SOURCE_LETTERS,
        help_text=_("For example: mail of 3 May."),
        error_messages={"required": _("Write where the person said so, so that others can check it.")},
    )
