"""The forms in which a facilitator adds one project, one organisation without a project, or one person, by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from skillsnet.calls.enums import Beneficiary, Stage
from skillsnet.calls.models import Call
from skillsnet.core.geo import country_name, language_name
from skillsnet.participants.enums import OrganisationType
from skillsnet.web.fields import NOT_STATED, CountriesField, LanguagesField, LineField, country_choices

MAX_SUMMARY_LETTERS = 30_000
# How a cell holds several values, in the language that every reader of cells knows.
SEPARATOR, CELL_LANGUAGE = "; ", "en"


class ProjectForm(forms.Form):
    """What one row of a call's file says."""

    call = forms.ModelChoiceField(
        label=_("Call"), queryset=Call.objects.filter(removal=None).order_by("title", "slug"), empty_label=None
    )
    title = LineField(label=_("Title of the project"), max_length=500)
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=MAX_SUMMARY_LETTERS, widget=forms.Textarea(attrs={"rows": 8})
    )
    organisation = LineField(
        label=_("Organisation"),
        required=False,
        max_length=300,
        help_text=_("Write the full name. If it may already be in the network, you are asked."),
    )
    organisation_type = forms.ChoiceField(
        label=_("Type of organisation"), required=False, choices=[NOT_STATED, *OrganisationType.choices]
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    work_countries = CountriesField(
        label=_("Countries of work"),
        help_text=_("Enter one country per line. Leave this empty if the project works only in the country above."),
    )
    languages = LanguagesField(label=_("Working languages"), help_text=_("Enter one language per line."))
    beneficiaries = forms.MultipleChoiceField(
        label=_("Beneficiaries"),
        required=False,
        choices=Beneficiary.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[NOT_STATED, *Stage.choices])
    website = forms.URLField(label=_("Website"), required=False, max_length=500, assume_scheme="https")
    contact_name = LineField(label=_("Contact person"), required=False, max_length=200)
    contact_email = forms.EmailField(
        label=_("Mail address"),
        required=False,
        help_text=_("Only facilitators see the contact person until that person agrees to be shown."),
    )
    contact_phone = LineField(label=_("Telephone"), required=False, max_length=60)
    contact_position = LineField(label=_("Position"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["call"].label_from_instance = lambda call: call.title  # type: ignore[attr-defined]
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]

    def cells(self) -> dict[str, str]:
        """Return what is filled in as a file's row would hold it, by target field; the form must be valid."""
        with override(CELL_LANGUAGE):
            cells = {name: self._cell(name) for name in self.fields if name != "call"}
        return {name: cell for name, cell in cells.items() if cell}

    def _cell(self, name: str) -> str:
        value = self.cleaned_data[name]
        if name == "country":
            return country_name(value, CELL_LANGUAGE) if value else ""
        if name == "work_countries":
            return SEPARATOR.join(country_name(code, CELL_LANGUAGE) for code in value)
        if name == "languages":
            return SEPARATOR.join(language_name(code, CELL_LANGUAGE) for code in value)
        labels: dict[str, dict[str, Any]] = {
            "organisation_type": dict(OrganisationType.choices),
            "beneficiaries": dict(Beneficiary.choices),
            "stage": dict(Stage.choices),
        }
        if name not in labels:
            return str(value)
        codes = value if isinstance(value, list) else [value]
        return SEPARATOR.join(str(labels[name][code]) for code in codes if code)


class OrganisationForm(ProjectForm):
    """What one row of a list of organisations says: without a title the row is the organisation itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "stage"):
            del self.fields[name]
        self.fields["organisation"].required = True
        self.fields["call"].label = _("Call or list that it belongs to")
        self.fields["summary"].label = _("What the organisation does")
        self.order_fields(["call", "organisation", "organisation_type", "country", "summary"])


class PersonForm(OrganisationForm):
    """What one row of a list of people says: who somebody is, and the organisation that they belong to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("summary", "work_countries", "languages", "beneficiaries", "website"):
            del self.fields[name]
        self.fields["contact_name"].label = _("Name")
        self.order_fields(
            ["call", "contact_name", "contact_email", "contact_phone", "contact_position", "organisation"]
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a person who has neither name nor address."""
        answers = super().clean() or {}
        if not answers.get("contact_name") and not answers.get("contact_email") and not self.errors:
            self.add_error("contact_name", _("Enter a name or a mail address."))
        return answers
