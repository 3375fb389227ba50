"""The forms of deciding, blind annotation, and asking for a correction."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from skillsnet.db.limits import MAX_ID
from skillsnet.taxonomy.models import Category, Edition
from skillsnet.taxonomy.queries import categories_of, current_edition

CANNOT_TELL = "cannot_tell"
NO_MAIN = _("Choose a main category first, or choose “Not enough information in the text”.")
SAMPLE_SIZE = 20


def _category_choices(edition: Edition | None, language: str) -> list[tuple[str, str]]:
    return [(str(category.id), category.name) for category in categories_of(edition, language)]


def _in_order(ids: Sequence[str]) -> list[Category]:
    by_id = {str(category.pk): category for category in Category.objects.filter(pk__in=ids)}
    return [by_id[pk] for pk in dict.fromkeys(ids)]


# What the fields were called in forms of the former version, which a browser may still show after an upgrade.
FORMER_NAMES = {"expected_latest_id": "seen", "secondary": "others", "requested_category": "wanted"}


class _FormOfEarlierPages(forms.Form):
    """A form that reads what a page of the former version sends as well."""

    def add_prefix(self, field_name: str) -> str:
        """Return the name under which a field was sent."""
        name, former_name = super().add_prefix(field_name), FORMER_NAMES.get(field_name, "")
        return former_name if former_name in self.data and name not in self.data else name


class CategoriesForm(_FormOfEarlierPages):
    """One main category, and any others; `expected_latest_id` is the latest decision that the page knew, 0 for none."""

    expected_latest_id = forms.IntegerField(min_value=0, max_value=MAX_ID, widget=forms.HiddenInput)
    primary = forms.ChoiceField(label=_("Main category"))
    secondary = forms.MultipleChoiceField(
        label=_("Other categories"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, language: str, edition: Edition | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = _category_choices(edition or current_edition(), language)
        self.fields["primary"].choices = choices  # type: ignore[attr-defined]
        self.fields["secondary"].choices = choices  # type: ignore[attr-defined]

    def categories(self) -> list[Category]:
        """Return the chosen categories, the main one first."""
        return _in_order([self.cleaned_data["primary"], *self.cleaned_data["secondary"]])


class AnswerForm(CategoriesForm):
    """An answer of the queue: the selected categories, or that the text has not enough information."""

    answer = forms.ChoiceField(choices=[(name, name) for name in ("placed", CANNOT_TELL, "keep")])
    expected_latest_id = forms.IntegerField(min_value=0, max_value=MAX_ID, required=False)
    note = forms.CharField(max_length=2000, required=False)

    def __init__(self, *args: object, language: str, edition: Edition | None = None, **kwargs: object) -> None:
        super().__init__(*args, language=language, edition=edition, **kwargs)
        self.fields["primary"].required = False

    def clean(self) -> dict[str, object]:
        """Ask for a main category where one is needed."""
        values = super().clean() or {}
        if values.get("answer") == "placed" and not values.get("primary") and "primary" not in self.errors:
            self.add_error("primary", forms.ValidationError(NO_MAIN))
        return values

    def categories(self) -> list[Category]:
        """Return the selected categories, the main one first; none for every other answer."""
        return super().categories() if self.cleaned_data["answer"] == "placed" else []

    def problem(self) -> str:
        """Return the first thing that is wrong, as a sentence."""
        return str(next((problem for problems in self.errors.values() for problem in problems), ""))


class StartAnnotationForm(forms.Form):
    """An annotation round that is to start."""

    title = forms.CharField(label=_("Name of the annotation round"), max_length=160)
    size = forms.IntegerField(
        label=_("Number of projects"),
        min_value=2,
        max_value=500,
        initial=SAMPLE_SIZE,
        help_text=_(
            "Chosen at random from the projects that need a decision. With fewer than ten, it is hard to "
            "measure agreement."
        ),
    )


class CorrectionForm(_FormOfEarlierPages):
    """What a member asks for."""

    reason = forms.CharField(
        label=_("Why are the categories wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Write one or two sentences. Only facilitators of the network read them."),
        error_messages={
            "required": _("Explain in one sentence why the categories are wrong, so that a facilitator can understand.")
        },
    )
    requested_category = forms.ChoiceField(label=_("Category that fits better"), required=False)

    def __init__(self, *args: object, language: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = _category_choices(current_edition(), language)
        self.fields["requested_category"].choices = [("", _("I do not know")), *choices]  # type: ignore[attr-defined]

    def category(self) -> Category | None:
        """Return the category that the member names, if any."""
        return Category.objects.filter(pk=self.cleaned_data["requested_category"] or 0).first()
