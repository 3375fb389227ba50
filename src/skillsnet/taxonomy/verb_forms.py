"""The forms of the verbs of a category: rename, reword, split, merge, retire and add."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from skillsnet.core.taxonomy import CategoryDocument, CategoryWords, EditionDocument, Kind
from skillsnet.core.taxonomy.documents import MAX_TEXT_CHARS, WORDS
from skillsnet.core.taxonomy.drafts import Draft
from skillsnet.core.taxonomy.operations import Scope
from skillsnet.core.taxonomy.suggestions import free_colours
from skillsnet.core.taxonomy.values import GOING_ON
from skillsnet.taxonomy.actions.categories import CategoryValues
from skillsnet.taxonomy.forms import (
    CleanCharField,
    LanguageFields,
    VersionedForm,
    language_fields,
    slug_field,
    word_field,
)
from skillsnet.taxonomy.rules import default_language
from skillsnet.taxonomy.sentences import titles_in

TEXTS = tuple(part for part in WORDS if part != "name")
MAX_PARTS = 3
LEAST_PARTS = 2
PART_PREFIX = "part-%d"


@dataclass(frozen=True)
class ColourChoice:
    """A colour to choose, and the name of the category that has it already, if one has."""

    number: int
    holder: str
    is_chosen: bool


class VerbForm(VersionedForm):
    """What is done to a category, and why."""

    def __init__(self, data: Any, *, draft: Draft, category: CategoryDocument | None, version: int = 0) -> None:
        super().__init__(data, initial={"version": version})
        self.draft, self.category = draft, category
        self.add_fields()
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=version)
        for code, name in settings.LANGUAGES:
            is_default = code == default_language()
            self.fields[f"reason_{code}"] = CleanCharField(
                label=_("Reason") if is_default else _("Reason in %(language)s") % {"language": name},
                required=False, max_length=MAX_TEXT_CHARS,
                help_text=_("Members read it when their project moves.") if is_default else "",
                widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": "auto"}),
            )  # fmt: skip

    def add_fields(self) -> None:
        """Add the fields of the verb."""

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """The fields that are shown at once."""
        return []

    @property
    def languages(self) -> list[LanguageFields]:
        """The words in languages other than the default one."""
        return []

    @property
    def reason_fields(self) -> list[forms.BoundField]:
        """The fields for the reason, the default language's first."""
        codes = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != default_language())
        return [self[f"reason_{code}"] for code in codes]

    @property
    def reasons(self) -> dict[str, str]:
        """The reason, per language in which it was written."""
        reasons = {code: self.cleaned_data[f"reason_{code}"] for code, _name in settings.LANGUAGES}
        return {code: reason for code, reason in reasons.items() if reason}

    @property
    def version(self) -> int:
        """The version of the category on which it was filled in."""
        return int(self.cleaned_data["version"] or 0)

    def texts_of(self, code: str) -> CategoryWords:
        """Return the category's words in a language."""
        texts = self.category.texts if self.category else {}
        return texts.get(code, CategoryWords(""))


class RenameForm(VerbForm):
    """Another name."""

    def add_fields(self) -> None:
        for code, _name in settings.LANGUAGES:
            self.fields[f"name_{code}"] = word_field("name", code)
            self.initial[f"name_{code}"] = self.texts_of(code).name

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[f"name_{default_language()}"]]

    @property
    def languages(self) -> list[LanguageFields]:
        return [language for language in language_fields(self, ["name"]) if not language.is_default]

    @property
    def names(self) -> dict[str, str]:
        """The names, per language."""
        return {code: self.cleaned_data[f"name_{code}"] for code, _name in settings.LANGUAGES}


class RewordForm(VerbForm):
    """Another definition, and whether it covers more or less."""

    def add_fields(self) -> None:
        for code, _name in settings.LANGUAGES:
            for part in TEXTS:
                self.fields[f"{part}_{code}"] = word_field(part, code)
                self.initial[f"{part}_{code}"] = getattr(self.texts_of(code), part)
        slug = self.category.slug if self.category else ""
        kinds = {change.kind for change in self.draft.changes if change.new == slug}
        if not kinds & GOING_ON:
            return
        self.fields["scope"] = forms.ChoiceField(
            label=_("What the category covers now"), widget=forms.RadioSelect,
            choices=[
                (Scope.SAME, _("The same as before, in other words. Its projects move with it.")),
                (Scope.MORE, _("More than before. Its projects move with it.")),
                (Scope.LESS, _("Less than before. Its projects go to the review queue.")),
            ],
        )  # fmt: skip
        stated = {Kind.WIDENED: Scope.MORE, Kind.NARROWED: Scope.LESS}
        self.initial["scope"] = next((scope for kind, scope in stated.items() if kind in kinds), Scope.SAME)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        names = [f"{part}_{default_language()}" for part in TEXTS]
        return [self[name] for name in [*names, "scope"] if name in self.fields]

    @property
    def languages(self) -> list[LanguageFields]:
        return [language for language in language_fields(self, TEXTS) if not language.is_default]

    @property
    def words(self) -> dict[str, CategoryWords]:
        """The words, per language, without the names."""
        data = self.cleaned_data
        return {
            code: CategoryWords("", **{part: data[f"{part}_{code}"] for part in TEXTS})
            for code, _name in settings.LANGUAGES
        }

    @property
    def scope(self) -> Scope:
        """What the category covers."""
        return Scope(self.cleaned_data.get("scope", Scope.SAME))


class MergeForm(VerbForm):
    """The category that stays, and what it is called then."""

    def add_fields(self) -> None:
        titles = titles_in(EditionDocument(self.draft.number, self.draft.categories))
        slug = self.category.slug if self.category else ""
        self.fields["into"] = forms.ChoiceField(
            label=_("Merge into"), widget=forms.RadioSelect,
            choices=[
                (other.slug, f"{other.number}. {titles[other.slug]}")
                for other in self.draft.categories
                if other.slug != slug
            ],
            error_messages={"required": _("Choose the category that stays.")},
        )  # fmt: skip
        for code, _name in settings.LANGUAGES:
            field = word_field("name", code, is_required=False)
            field.label = _("New name of the category that stays")
            field.help_text = _("Leave this empty to keep its name.") if code == default_language() else ""
            self.fields[f"name_{code}"] = field

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self["into"], self[f"name_{default_language()}"]]

    @property
    def languages(self) -> list[LanguageFields]:
        return [language for language in language_fields(self, ["name"]) if not language.is_default]

    @property
    def into(self) -> str:
        """The short name of the category that stays."""
        return str(self.cleaned_data["into"])

    @property
    def names(self) -> dict[str, str]:
        """The new names, per language in which one was written."""
        names = {code: self.cleaned_data[f"name_{code}"] for code, _name in settings.LANGUAGES}
        return {code: name for code, name in names.items() if name}


class RetireForm(VerbForm):
    """Why a category goes."""


class PartForm(forms.Form):
    """A category that is new: its words, and what is suggested if it is left open."""

    def __init__(
        self,
        data: Any,
        *,
        draft: Draft,
        prefix: str | None = None,
        initial: Mapping[str, str | int] | None = None,
        is_optional: bool = False,
        is_tree: bool = False,
        leaving: Sequence[str] = (),
    ) -> None:
        super().__init__(data, prefix=prefix, initial=dict(initial or {}))
        self.draft, self.leaving, self.is_optional = draft, leaving, is_optional
        for code, _name in settings.LANGUAGES:
            for part in WORDS:
                self.fields[f"{part}_{code}"] = word_field(part, code, is_required=not is_optional)
        self.fields["slug"] = slug_field()
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Leave this empty to have it made from the name.")
        self.fields["mark"] = CleanCharField(
            label=_("Mark"), max_length=3, required=False,
            help_text=_("One to three characters. Leave this empty to have it made from the name."),
        )  # fmt: skip
        self.fields["colour"] = forms.TypedChoiceField(
            label=_("Colour"), coerce=int, required=False,
            choices=[(choice.number, str(choice.number)) for choice in self.colours],
        )  # fmt: skip
        if is_tree:
            titles = titles_in(EditionDocument(draft.number, draft.categories))
            self.fields["parent"] = forms.ChoiceField(
                label=_("Parent category"), required=False, choices=[("", _("None (top level)")), *titles.items()]
            )

    @property
    def colours(self) -> list[ColourChoice]:
        """The colours, those that are free first."""
        free = free_colours(self.draft, without=self.leaving)
        titles = titles_in(EditionDocument(self.draft.number, self.draft.categories))
        holders = {category.colour: titles[category.slug] for category in self.draft.categories}
        numbers = [*free, *sorted(set(holders) - set(free))]
        chosen = str(self.data.get(self.add_prefix("colour")) or self.initial.get("colour", ""))
        return [
            ColourChoice(number, "" if number in free else holders[number], str(number) == chosen)
            for number in numbers
        ]  # fmt: skip

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """The name and the definition in the default language, and the parent."""
        names = [f"name_{default_language()}", f"definition_{default_language()}"]
        return [self[name] for name in [*names, *(["parent"] if "parent" in self.fields else [])]]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        """The other words in the default language."""
        return [self[f"{part}_{default_language()}"] for part in WORDS[2:]]

    @property
    def languages(self) -> list[LanguageFields]:
        """The words in the other languages."""
        return [language for language in language_fields(self, WORDS) if not language.is_default]

    @property
    def has_further_errors(self) -> bool:
        """Whether anything is wrong with a field that is not shown at once."""
        return bool(set(self.errors) - {field.name for field in self.first_fields})

    @property
    def is_blank(self) -> bool:
        """Whether a part that may be left out was left out."""
        return self.is_optional and not any(self.cleaned_data.get(f"name_{code}") for code, _n in settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        """Refuse a part without a name that has a definition."""
        answers = super().clean() or {}
        name, definition = f"name_{default_language()}", f"definition_{default_language()}"
        if self.is_optional and answers.get(definition) and not answers.get(name) and name not in self.errors:
            self.add_error(name, _("Give this part a name, or empty its definition."))
        return answers

    @property
    def values(self) -> CategoryValues:
        """What the category is to be; what was left empty is open."""
        data = self.cleaned_data
        words = {
            code: CategoryWords(**{part: data[f"{part}_{code}"] for part in WORDS})
            for code, _name in settings.LANGUAGES
        }
        return CategoryValues(
            words={code: text for code, text in words.items() if any(vars(text).values())},
            slug=data["slug"],
            mark=data["mark"],
            colour=int(data["colour"] or 0),
            parent=data.get("parent", ""),
        )


class SplitForm(VerbForm):
    """The parts of a category, the first one with its words."""

    def add_fields(self) -> None:
        data = self.data if self.is_bound else None
        slug = self.category.slug if self.category else ""
        self.parts = [
            PartForm(
                data, draft=self.draft, prefix=PART_PREFIX % number, leaving=[slug],
                initial=self._initial() if number == 1 else {}, is_optional=number > LEAST_PARTS,
            )
            for number in range(1, MAX_PARTS + 1)
        ]  # fmt: skip

    def _initial(self) -> dict[str, str | int]:
        if self.category is None:
            return {}
        words = {f"{part}_{code}": getattr(text, part) for code, text in self.category.texts.items() for part in WORDS}
        return {**words, "colour": self.category.colour}

    def is_valid(self) -> bool:
        """Return whether the reason and every part are valid."""
        are_valid = [part.is_valid() for part in self.parts]
        return super().is_valid() and all(are_valid)

    @property
    def values(self) -> list[CategoryValues]:
        """The parts that were filled in."""
        return [part.values for part in self.parts if not part.is_blank]


class AddForm(VerbForm):
    """A category that comes from no earlier one."""

    def __init__(self, data: Any, *, draft: Draft, is_tree: bool) -> None:
        self.part = PartForm(data, draft=draft, is_tree=is_tree)
        super().__init__(data, draft=draft, category=None)

    @property
    def parts(self) -> list[PartForm]:
        """The one part."""
        return [self.part]

    def is_valid(self) -> bool:
        """Return whether the reason and the category are valid."""
        is_part_valid = self.part.is_valid()
        return super().is_valid() and is_part_valid
