"""The forms in which facilitators change a project, an organisation, a person or a call."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillsnet.calls.enums import Beneficiary, LinkDirection, ProjectStatus, Stage
from skillsnet.calls.models import Call, Project
from skillsnet.core.text import clean
from skillsnet.db.limits import MAX_ID
from skillsnet.participants.enums import OrganisationType
from skillsnet.participants.models import Organisation, Person
from skillsnet.revisions.rules import Subject, Value, labels_of
from skillsnet.web.fields import (
    NOT_STATED,
    CountriesField,
    LanguagesField,
    LineField,
    country_choices,
    language_choices,
)

SALT = "skillsnet.revisions.shown"
MAX_SUMMARY_LETTERS = 50_000


class _Day(forms.DateField):
    """A day as the database keeps it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        return day.isoformat() if isinstance(day, date) else ""


class RevisionForm(forms.Form):
    """The fields of a subject as they stand, with what they were when they were shown, signed."""

    shown_values = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, subject: Subject, data: Any, *, current: Mapping[str, Value]) -> None:
        super().__init__(data, initial={**current, "shown_values": self.seal(current)})
        for name, label in labels_of(subject).items():
            self.fields[name].label = str(label)
            if isinstance(field := self.fields[name], forms.ChoiceField) and name in ("country", "language"):
                self._offer_codes(field, name, value=str(current[name]))

    @staticmethod
    def _offer_codes(field: forms.ChoiceField, name: str, *, value: str) -> None:
        """Offer all codes by name, and one that is in no list any more: it need not be changed with the rest."""
        choices = country_choices() if name == "country" else language_choices()
        if value not in dict(choices):
            choices.append((value, value))
        field.choices = choices

    @staticmethod
    def seal(values: Mapping[str, Value]) -> str:
        """Return values as a text that comes back as it is, or not at all."""
        return signing.dumps(dict(values), salt=SALT, compress=True)

    def clean_shown_values(self) -> dict[str, Value]:
        """Return the values that were shown; the form is refused when they cannot be read."""
        try:
            return cast(dict[str, Value], signing.loads(self.cleaned_data["shown_values"], salt=SALT))
        except (signing.BadSignature, json.JSONDecodeError) as error:
            message = _("This page is out of date. Load it again and repeat your changes.")
            raise forms.ValidationError(message) from error

    def show(self, values: Mapping[str, Value]) -> None:
        """Count values as shown once the form is sent again, as they are shown beside what was written."""
        data = cast(QueryDict, self.data).copy()
        data["shown_values"] = self.seal({**self.cleaned_data["shown_values"], **values})
        self.data = data

    def values(self) -> dict[str, Value]:
        """Return what was filled in, shaped like `queries.field_values`; the form must be valid."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "shown_values"}


class ProjectRevisionForm(RevisionForm):
    """A project's fields."""

    title = LineField(max_length=500)
    summary = forms.CharField(required=False, max_length=MAX_SUMMARY_LETTERS, widget=forms.Textarea(attrs={"rows": 10}))
    language = forms.ChoiceField(required=False)
    country = forms.ChoiceField(required=False)
    work_countries = CountriesField(
        help_text=gettext_lazy(
            "Enter one country per line. Leave this empty if the project works only in the country above."
        ),
    )
    languages = LanguagesField(help_text=gettext_lazy("Enter one language per line."))
    beneficiaries = forms.MultipleChoiceField(
        required=False, choices=Beneficiary.choices, widget=forms.CheckboxSelectMultiple
    )
    stage = forms.ChoiceField(required=False, choices=[NOT_STATED, *Stage.choices])
    status = forms.ChoiceField(
        choices=ProjectStatus.choices,
        help_text=gettext_lazy("A withdrawn project is not shown on any page."),
    )
    website = forms.URLField(required=False, max_length=500, assume_scheme="https")
    submitted_on = _Day(required=False)
    external_id = LineField(required=False, max_length=120)

    def clean_summary(self) -> str:
        """Return the text with one kind of line end."""
        return "\n".join(clean(str(self.cleaned_data["summary"])).splitlines()).strip()


class OrganisationRevisionForm(RevisionForm):
    """An organisation's fields."""

    name = LineField(max_length=300)
    type = forms.ChoiceField(required=False, choices=[NOT_STATED, *OrganisationType.choices])
    country = forms.ChoiceField(required=False)
    city = LineField(required=False, max_length=120)
    website = forms.URLField(required=False, max_length=500, assume_scheme="https")
    external_id = LineField(required=False, max_length=120)


class PersonRevisionForm(RevisionForm):
    """A person's fields; somebody has a name or an address."""

    name = LineField(required=False, max_length=200)
    email = forms.EmailField(required=False, max_length=254)
    phone = LineField(required=False, max_length=60)
    position = LineField(required=False, max_length=200)

    def clean_email(self) -> str:
        """Return the address in lower case, as it is kept."""
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        """Refuse a person who has neither name nor address."""
        answers = super().clean() or {}
        if not answers.get("name") and not answers.get("email") and not self.errors:
            self.add_error("name", _("Enter a name or a mail address."))
        return answers


class CallRevisionForm(RevisionForm):
    """A call's fields."""

    title = LineField(max_length=200)
    opened_on = _Day(required=False)
    closed_on = _Day(required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a call that closes before it opens."""
        answers = super().clean() or {}
        opened_on, closed_on = answers.get("opened_on"), answers.get("closed_on")
        if opened_on and closed_on and closed_on < opened_on:
            self.add_error("closed_on", _("Enter a day that is not before the day the call opened."))
        return answers


FORMS: dict[type[Subject], type[RevisionForm]] = {
    Project: ProjectRevisionForm,
    Organisation: OrganisationRevisionForm,
    Person: PersonRevisionForm,
    Call: CallRevisionForm,
}


def form_for(subject: Subject, data: Any, *, current: Mapping[str, Value]) -> RevisionForm:
    """Return the form of a subject's kind."""
    return FORMS[type(subject)](subject, data, current=current)


class NewLinkForm(forms.Form):
    """A link to be declared: the name of the other project, or the one that was chosen, and the kind of link."""

    name = LineField(label=gettext_lazy("Project or organisation"), max_length=500)
    target = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    stated_kind = LineField(label=gettext_lazy("Another kind of link"), required=False, max_length=120)
    usual_kind = LineField(required=False, max_length=120)

    @property
    def kind(self) -> str:
        """The kind of link: the button that was used, or what was written."""
        return str(self.cleaned_data["usual_kind"] or self.cleaned_data["stated_kind"])


class LinkForm(forms.Form):
    """What is said of a declared link."""

    kind = LineField(label=gettext_lazy("Kind of link"), required=False, max_length=120)
    label = LineField(
        label=gettext_lazy("Label"), required=False, max_length=200, help_text=gettext_lazy("Only facilitators see it.")
    )
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=LinkDirection.choices)
    strength = LineField(label=gettext_lazy("Strength"), required=False, max_length=40)
