"""The forms of inviting, claiming and of a member's own page."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypedDict, cast

from django import forms
from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillsnet.calls.models import MOST_NEWS_LETTERS
from skillsnet.core.text import clean
from skillsnet.db.limits import MAX_ID
from skillsnet.membership.enums import AskedThrough
from skillsnet.membership.mail_texts import MailText, why_not_use
from skillsnet.membership.mails import text_of
from skillsnet.membership.models import Campaign
from skillsnet.membership.rules import LATEST_REMINDER_DAYS, why_not_remind
from skillsnet.participants.audiences import PersonField
from skillsnet.participants.enums import Audience, EditingRight
from skillsnet.participants.visibility import FIELD_LABELS, PERSON_FIELDS
from skillsnet.revisions.rules import Value
from skillsnet.web.fields import LineField, country_choices, language_choices

SALT = "skillsnet.membership.shown"
Values = Mapping[str, Mapping[str, Value]]
# Who may see a field.
AUDIENCES = [
    (Audience.ONLY_ME.value, Audience.ONLY_ME.label),
    (
        Audience.CONNECTIONS.value,
        gettext_lazy("Connections, one by one. Nobody sees it until you connect with somebody and show it to them."),
    ),
    *((audience.value, audience.label) for audience in (Audience.FACILITATORS, Audience.MEMBERS, Audience.PUBLIC)),
]
# What is offered to somebody who has not chosen yet.
SUGGESTED: Mapping[PersonField, str] = {
    "name": Audience.MEMBERS.value,
    "position": Audience.MEMBERS.value,
    "email": Audience.FACILITATORS.value,
    "phone": Audience.FACILITATORS.value,
}
MAX_BODY_LETTERS = 10_000
KEEP, TAKE = "keep", "take"


class CampaignValues(TypedDict):
    """What a facilitator wrote of a round of invitations."""

    title: str
    pace_an_hour: int
    reminder_days: tuple[int, ...]
    texts: dict[str, MailText]


class InvitationForm(forms.Form):
    """In which language somebody is invited."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"), choices=settings.LANGUAGES)


class AllowAgainForm(forms.Form):
    """Who asked to be invited again, and how."""

    address = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254)
    asked_through = forms.ChoiceField(
        label=gettext_lazy("How did the person ask?"), choices=AskedThrough.choices, widget=forms.RadioSelect
    )


class OtherAddressForm(forms.Form):
    """An address other than the invited one."""

    email = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254)

    def clean_email(self) -> str:
        """Return the address in lower case, as it is kept."""
        return str(self.cleaned_data["email"]).lower()


class HandedOverCodeForm(forms.Form):
    """The code that a facilitator handed over."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Eight letters, for example BCDF-GHJK. Capitals and dashes do not matter."),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        ),
    )


class JoinForm(forms.Form):
    """Which of two profiles' values stay, where they differ."""

    def __init__(self, data: Any, *, mine: Mapping[PersonField, str], theirs: Mapping[PersonField, str]) -> None:
        super().__init__(data)
        for name in PERSON_FIELDS:
            if mine[name] and theirs[name] and mine[name] != theirs[name]:
                self.fields[name] = forms.ChoiceField(
                    label=str(FIELD_LABELS[name]),
                    choices=[(KEEP, mine[name]), (TAKE, theirs[name])],
                    widget=forms.RadioSelect,
                    initial=KEEP,
                )

    def fields_to_take(self) -> set[PersonField]:
        """Return the fields whose values come from the other profile; the form must be valid."""
        return {name for name in PERSON_FIELDS if self.cleaned_data.get(name) == TAKE}


class AboutForm(forms.Form):
    """Who a member is, and the fields of their organisation that they may correct."""

    name = LineField(label=gettext_lazy("Your name"), max_length=200)
    position = LineField(label=gettext_lazy("Your position"), max_length=200, required=False)
    organisation_name = LineField(label=gettext_lazy("Name of the organisation"), max_length=300)
    organisation_country = forms.ChoiceField(label=gettext_lazy("Country of the organisation"), required=False)
    organisation_website = forms.URLField(
        label=gettext_lazy("Website of the organisation"), required=False, max_length=500, assume_scheme="https"
    )
    shown_values = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, current: Values) -> None:
        fields = {f"organisation_{name}": value for name, value in current.get("organisation", {}).items()}
        seal = signing.dumps({kind: dict(values) for kind, values in current.items()}, salt=SALT, compress=True)
        super().__init__(data, initial={**current["person"], **fields, "shown_values": seal})
        for name in ("name", "country", "website"):
            if f"organisation_{name}" not in fields:
                del self.fields[f"organisation_{name}"]
        country = self.fields.get("organisation_country")
        if isinstance(country, forms.ChoiceField):
            country.choices = country_choices()

    def clean_shown_values(self) -> Values:
        """Return the values that were shown; the form is refused when they cannot be read."""
        try:
            return cast(Values, signing.loads(self.cleaned_data["shown_values"], salt=SALT))
        except (signing.BadSignature, json.JSONDecodeError) as error:
            message = _("This page is out of date. Load it again and repeat your changes.")
            raise forms.ValidationError(message) from error

    def values(self) -> Values:
        """Return what was filled in, shaped like what was shown; the form must be valid."""
        answers, shown = self.cleaned_data, self.cleaned_data["shown_values"]
        return {
            "person": {name: answers[name] for name in shown["person"]},
            "organisation": {
                name: answers.get(f"organisation_{name}", value)
                for name, value in shown.get("organisation", {}).items()
            },
        }


class PlaceForm(forms.Form):
    """What is done with a colleague's place in an organisation."""

    affiliation = forms.IntegerField(min_value=1, max_value=MAX_ID)
    act = forms.ChoiceField(choices=[(name, name) for name in ("right", "hand_over", "end", "renew")])
    right = forms.ChoiceField(choices=[("", ""), *EditingRight.choices], required=False)


class AudiencesForm(forms.Form):
    """Who may see each field of a person."""

    def __init__(self, data: Any, *, current: Mapping[PersonField, str]) -> None:
        super().__init__(data)
        for name in PERSON_FIELDS:
            self.fields[name] = forms.ChoiceField(
                label=str(FIELD_LABELS[name]), choices=AUDIENCES, widget=forms.RadioSelect, initial=current[name]
            )

    def audiences(self) -> dict[PersonField, str]:
        """Return who may see each field; the form must be valid."""
        return {name: self.cleaned_data[name] for name in PERSON_FIELDS}


class CampaignForm(forms.Form):
    """The mail of a round of invitations in each language, and its pace."""

    title = LineField(
        label=gettext_lazy("Name of this round"),
        max_length=120,
        help_text=gettext_lazy("Only facilitators see it. For example: Core Group, first wave."),
    )
    pace_an_hour = forms.IntegerField(
        label=gettext_lazy("Mails an hour"),
        min_value=1,
        max_value=2000,
        initial=60,
        help_text=gettext_lazy("Ask whoever runs your mail server how many it takes. Slower is safer."),
    )
    first_reminder_days = forms.IntegerField(
        label=gettext_lazy("First reminder after (days)"),
        required=False,
        min_value=1,
        max_value=LATEST_REMINDER_DAYS,
        initial=7,
        help_text=gettext_lazy("Only people who have not answered get it. Leave empty for no reminders."),
    )
    second_reminder_days = forms.IntegerField(
        label=gettext_lazy("Second reminder after (days)"),
        required=False,
        min_value=1,
        max_value=LATEST_REMINDER_DAYS,
        initial=14,
        help_text=gettext_lazy("Counted from the invitation. It is the last one. Leave empty for one reminder."),
    )

    def __init__(self, data: Any, *, campaign: Campaign | None = None) -> None:
        initial: dict[str, object] = {name: getattr(campaign, name) for name in self.base_fields} if campaign else {}
        super().__init__(data, initial=initial)
        for code, language in settings.LANGUAGES:
            text = text_of(campaign, code)
            values = {"language": str(language)}
            self.fields[f"subject_{code}"] = LineField(
                label=_("Subject (%(language)s)") % values, max_length=200, initial=text.subject
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % values,
                max_length=MAX_BODY_LETTERS,
                initial=text.body,
                widget=forms.Textarea({"rows": 12, "lang": code, "dir": "auto"}),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a second reminder before the first, and a wrong placeholder, each at its field."""
        answers = super().clean() or {}
        first, second = answers.get("first_reminder_days"), answers.get("second_reminder_days")
        if second and not first and "first_reminder_days" not in self.errors:
            self.add_error("first_reminder_days", _("Set the first reminder too, or leave both empty."))
        elif first and second and (reason := why_not_remind([first, second])):
            self.add_error("second_reminder_days", reason)
        for code, _language in settings.LANGUAGES:
            text = MailText(answers.get(f"subject_{code}", ""), answers.get(f"body_{code}", ""))
            if text.subject and text.body and (reasons := why_not_use(text)):
                self.add_error(f"body_{code}", reasons)
        return answers

    def values(self) -> CampaignValues:
        """Return what was filled in; the form must be valid."""
        answers = self.cleaned_data
        texts = {
            code: MailText(answers[f"subject_{code}"], "\n".join(clean(answers[f"body_{code}"]).splitlines()) + "\n")
            for code, _language in settings.LANGUAGES
        }
        days = (answers["first_reminder_days"], answers["second_reminder_days"])
        return {
            "title": answers["title"],
            "pace_an_hour": answers["pace_an_hour"],
            "reminder_days": tuple(number for number in days if number),
            "texts": texts,
        }


class NewsForm(forms.Form):
    """A short dated update of a project."""

    text = forms.CharField(
        label=gettext_lazy("What is new?"),
        max_length=MOST_NEWS_LETTERS,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy(
            "600 letters at most. Everyone can read it. Mail addresses, telephone numbers and the names of people who "
            "have not agreed to show them are hidden."
        ),
    )
    happened_on = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the text"), required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["language"]).choices = language_choices()

    def clean_text(self) -> str:
        """Return the text with one kind of line end."""
        text = "\n".join(clean(str(self.cleaned_data["text"])).splitlines()).strip()
        if not text:
            raise forms.ValidationError(_("Write what is new."))
        return text

    def clean_happened_on(self) -> date:
        """Return the day, which is not to come."""
        day = cast(date, self.cleaned_data["happened_on"])
        if day > timezone.localdate() + timedelta(days=1):
            raise forms.ValidationError(
                _("“%(day)s” is still to come. News says what has happened. Choose today or an earlier day.")
                % {"day": date_format(day)}
            )
        return day

    def take_version(self, version: str) -> None:
        """Count what is stored now as shown once the form is sent again."""
        data = cast(QueryDict, self.data).copy()
        data["version"] = version
        self.data = data

    def values(self) -> "NewsValues":
        """Return what was written; the form must be valid."""
        return {
            "text": self.cleaned_data["text"],
            "happened_on": self.cleaned_data["happened_on"],
            "language": self.cleaned_data["language"],
        }


class NewsValues(TypedDict):
    """What somebody wrote as news."""

    text: str
    happened_on: date
    language: str
