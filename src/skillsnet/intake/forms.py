"""Forms of an import: the file, and what its columns mean."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from skillsnet.calls.models import Call
from skillsnet.intake.enums import Meaning
from skillsnet.intake.models import ImportRun

SAMPLES = 3


class UploadForm(forms.Form):
    """A file, and the call whose proposals it holds."""

    file = forms.FileField(
        label=_("The spreadsheet"),
        help_text=_(".xlsx or .csv, as the call’s platform exports it. Nothing is written before you have seen it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt,.xls,.ods"}),
        allow_empty_file=True,
    )
    call = forms.ModelChoiceField(
        label=_("Which call is it from?"),
        queryset=Call.objects.order_by("title", "slug"),
        required=False,
        empty_label=_("A new call"),
    )
    new_title = forms.CharField(
        label=_("Title of the new call"),
        max_length=200,
        required=False,
        help_text=_("Only when the call is not in the list yet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A call is shown by its title, not by its slug.
        self.fields["call"].label_from_instance = lambda call: call.title  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("call") and not slugify(cleaned.get("new_title", "")):
            self.add_error("new_title", _("Choose a call, or write the new one’s title in Latin letters."))
        return cleaned

    @property
    def new_slug(self) -> str:
        """The slug of a new call, made from its title."""
        return slugify(self.cleaned_data["new_title"])[:80].strip("-")


class ColumnsForm(forms.Form):
    """What each column of the file means."""

    def __init__(self, run: ImportRun, *args: Any, cells: Sequence[Sequence[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        self.samples: dict[str, list[str]] = {}
        for index, column in enumerate(run.header):
            name = f"column-{index}"
            self.fields[name] = forms.ChoiceField(
                label=column, choices=Meaning.choices, initial=run.mapping[column], required=True
            )
            filled = (row[index] for row in cells if index < len(row) and row[index])
            self.samples[name] = list(dict.fromkeys(filled))[:SAMPLES]

    def rows(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Return each column's field with sample cells."""
        return [(self[name], samples) for name, samples in self.samples.items()]

    @property
    def mapping(self) -> dict[str, str]:
        """What was chosen, by column name."""
        return {column: self.cleaned_data[f"column-{i}"] for i, column in enumerate(self.run.header)}
