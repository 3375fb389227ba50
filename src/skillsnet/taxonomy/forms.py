"""Forms of taxonomies: a new one, a category, what became of the old categories, and the last day for comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillsnet.core.taxonomy import CategoryDocument, CategoryWords, Change, EditionDocument
from skillsnet.core.taxonomy.documents import MAX_NAME_CHARS, MAX_NUMBER, MAX_TEXT_CHARS, SLUG, WORDS
from skillsnet.core.taxonomy.suggestions import COLOURS
from skillsnet.core.text import clean
from skillsnet.taxonomy.actions.categories import CategoryValues
from skillsnet.taxonomy.enums import CorrespondenceKind
from skillsnet.taxonomy.rules import default_language
from skillsnet.taxonomy.sentences import titles_in

_SLUG_HELP = gettext_lazy("Used in web addresses and files. Use letters without accents, digits and hyphens.")
_slug_validator = RegexValidator(
    rf"\A(?:{SLUG.pattern})\Z",
    gettext_lazy("Use letters without accents, digits, hyphens and underscores only, at most 80."),
)
WORD_LABELS = {
    "name": gettext_lazy("Name"),
    "definition": gettext_lazy("Definition"),
    "includes": gettext_lazy("What is included"),
    "excludes": gettext_lazy("What is not included"),
    "examples": gettext_lazy("Examples"),
}


class CleanCharField(forms.CharField):
    """A text without the characters that no page may hold."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


def slug_field() -> forms.CharField:
    """Return a field for a short name."""
    return CleanCharField(label=_("Short name"), max_length=80, help_text=_SLUG_HELP, validators=[_slug_validator])


class VersionedForm(forms.Form):
    """A form that remembers on which state it was filled in."""

    def renew(self, *, version: int) -> None:
        """Take the current state: who sends the form again has read what happened."""
        self.data = {**dict(self.data.items()), "version": str(version)}


class TaxonomyForm(forms.Form):
    """A new taxonomy: what it is called, and what may stand in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"] = slug_field()
        for code, name in settings.LANGUAGES:
            self.fields[f"name_{code}"] = CleanCharField(
                label=_("Name in %(language)s") % {"language": name},
                max_length=MAX_NAME_CHARS,
                required=code == default_language(),
            )
        self.fields["is_multi_valued"] = forms.BooleanField(
            label=_("A project can be in several of its categories"), required=False, initial=True
        )
        self.fields["is_tree"] = forms.BooleanField(label=_("A category can be below another category"), required=False)

    @property
    def names(self) -> dict[str, str]:
        """The names that were given, per language."""
        names = {code: self.cleaned_data[f"name_{code}"] for code, _name in settings.LANGUAGES}
        return {code: name for code, name in names.items() if name}


@dataclass(frozen=True)
class LanguageFields:
    """The fields of a category in one language."""

    name: str
    fields: Sequence[forms.BoundField]
    is_default: bool
    is_missing: bool
    has_errors: bool


def word_field(part: str, code: str, *, is_required: bool = True) -> forms.CharField:
    """Return the field for a part of a category's words in a language; the name in the default one is required."""
    is_name, is_default = part == "name", code == default_language()
    help_text = _("Required before the edition is published. Write a sentence, not one word.")
    widget = forms.TextInput() if is_name else forms.Textarea(attrs={"rows": 4 if part == "definition" else 2})
    widget.attrs |= {"lang": code, "dir": "auto"}
    return CleanCharField(
        label=str(WORD_LABELS[part]),
        max_length=MAX_NAME_CHARS if is_name else MAX_TEXT_CHARS,
        required=is_name and is_default and is_required,
        help_text=help_text if part == "definition" and is_default else "",
        widget=widget,
    )


def language_fields(form: forms.Form, parts: Sequence[str]) -> list[LanguageFields]:
    """Return a form's fields for words, language by language, the default language first."""
    languages = sorted(settings.LANGUAGES, key=lambda language: language[0] != default_language())
    return [
        LanguageFields(
            name=str(name),
            fields=[form[f"{part}_{code}"] for part in parts],
            is_default=code == default_language(),
            is_missing=not all(form[f"{part}_{code}"].value() for part in parts if part in ("name", "definition")),
            has_errors=any(form[f"{part}_{code}"].errors for part in parts),
        )
        for code, name in languages
    ]


class CategoryForm(VersionedForm):
    """A category of a draft, with its words in every language of the network."""

    def __init__(
        self, *args: Any, edition: EditionDocument, category: CategoryDocument, is_tree: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.category = category
        most = max(COLOURS, *(other.colour for other in edition.categories))
        self.fields["slug"] = slug_field()
        self.fields["number"] = forms.IntegerField(
            label=_("Number"), min_value=1, max_value=MAX_NUMBER,
            help_text=_("Its number in this edition. The short name stays the same in later editions."),
        )  # fmt: skip
        self.fields["order"] = forms.IntegerField(label=_("Position in the list"), min_value=1, max_value=MAX_NUMBER)
        self.fields["mark"] = CleanCharField(
            label=_("Mark"),
            max_length=3,
            help_text=_("One to three characters, shown where there is no space for the name."),
        )
        self.fields["colour"] = forms.TypedChoiceField(
            label=_("Colour"), coerce=int, choices=[(number, str(number)) for number in range(1, most + 1)],
        )  # fmt: skip
        if is_tree:
            titles = titles_in(edition)
            parent_slugs = [other.slug for other in edition.categories if other.slug != category.slug]
            self.fields["parent"] = forms.ChoiceField(
                label=_("Parent category"), required=False,
                choices=[("", _("None (top level)")), *((slug, titles[slug]) for slug in parent_slugs)],
            )  # fmt: skip
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
        for code, _name in settings.LANGUAGES:
            self._add_words(code)

    def _add_words(self, code: str) -> None:
        for part in WORDS:
            self.fields[f"{part}_{code}"] = word_field(part, code)

    @property
    def languages(self) -> list[LanguageFields]:
        """The fields of each language, and whether anything is missing there."""
        return language_fields(self, WORDS)

    @property
    def values(self) -> CategoryValues:
        """What the category is to be."""
        data = self.cleaned_data
        words = {
            code: CategoryWords(**{part: data[f"{part}_{code}"] for part in WORDS})
            for code, _name in settings.LANGUAGES
        }
        # Words in a language that the form does not show stay.
        other_languages = {code: text for code, text in self.category.texts.items() if code not in words}
        return CategoryValues(
            slug=data["slug"],
            number=data["number"],
            mark=data["mark"],
            colour=data["colour"],
            order=data["order"],
            parent=data.get("parent", ""),
            words={**other_languages, **{code: text for code, text in words.items() if any(vars(text).values())}},
        )


def category_initial(category: CategoryDocument, *, order: int, version: int) -> dict[str, str | int]:
    """Return what a form shows of a category as it is."""
    words = {f"{part}_{code}": getattr(text, part) for code, text in category.texts.items() for part in WORDS}
    properties = {"slug": category.slug, "number": category.number, "mark": category.mark, "colour": category.colour}
    return {**properties, "parent": category.parent or "", "order": order, "version": version, **words}


class ChangeForm(forms.Form):
    """One row of the correspondence; without a kind it says nothing."""

    def __init__(
        self, *args: Any, olds: Mapping[str, str], news: Mapping[str, str], kinds: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old"] = forms.ChoiceField(
            choices=[("", ""), *olds.items()], required=False, widget=forms.HiddenInput
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("What happened to it"), required=False,
            choices=[("", _("Not recorded")), *((kind, CorrespondenceKind(kind).label) for kind in kinds)],
        )  # fmt: skip
        self.fields["new"] = forms.ChoiceField(
            label=_("Category in this edition"), required=False, choices=[("", _("None")), *news.items()]
        )
        for code, name in settings.LANGUAGES:
            self.fields[f"reason_{code}"] = CleanCharField(
                label=_("Reason in %(language)s") % {"language": name}, required=False, max_length=MAX_TEXT_CHARS,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": "auto"}),
            )  # fmt: skip

    @property
    def reasons(self) -> list[forms.BoundField]:
        """The fields for the reason, the default language's first."""
        codes = [default_language(), *(code for code, _name in settings.LANGUAGES if code != default_language())]
        return [self[f"reason_{code}"] for code in codes]

    def change(self, *, edition: int) -> Change | None:
        """Return what the row says, or None when it says nothing."""
        data = self.cleaned_data
        if not data["kind"]:
            return None
        reasons = {code: data[f"reason_{code}"] for code, _name in settings.LANGUAGES}
        return Change(
            old=data["old"] or None,
            new=data["new"] or None,
            kind=data["kind"],
            reasons={code: reason for code, reason in reasons.items() if reason},
            edition=edition,
        )


def change_initial(change: Change) -> dict[str, str]:
    """Return what a row shows of a change as it is."""
    reasons = {f"reason_{code}": reason for code, reason in change.reasons.items()}
    return {"old": change.old or "", "new": change.new or "", "kind": change.kind, **reasons}


class OpenForm(forms.Form):
    """The last day for comments."""

    until = forms.DateField(
        label=gettext_lazy("Open for comment until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class NoteForm(VersionedForm):
    """How an edition came about, per language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        for code, name in settings.LANGUAGES:
            self.fields[f"note_{code}"] = CleanCharField(
                label=_("Note in %(language)s") % {"language": name}, required=False, max_length=MAX_TEXT_CHARS,
                widget=forms.Textarea(attrs={"rows": 4, "lang": code, "dir": "auto"}),
            )  # fmt: skip

    @property
    def notes(self) -> dict[str, str]:
        """The notes that were written, per language."""
        return {code: self.cleaned_data[f"note_{code}"] for code, _name in settings.LANGUAGES}
