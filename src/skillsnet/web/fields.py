"""Fields of forms that several apps have: lines of words, countries and languages by their names."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from skillsnet.core.geo import country_codes, country_name, find_country, find_language, language_codes, language_name
from skillsnet.core.geo.names import NameMatch
from skillsnet.core.text import clean
from skillsnet.web.lists import join_list

NOT_STATED = ("", gettext_lazy("Not stated"))


def _sorted_names(codes: tuple[str, ...], name: Callable[[str, str], str]) -> list[tuple[str, str]]:
    language = get_language() or "en"
    names = [(code, name(code, language)) for code in codes]
    return [("", str(NOT_STATED[1])), *sorted(names, key=lambda item: item[1].casefold())]


def country_choices() -> list[tuple[str, str]]:
    """Return the codes and names of all countries in the reader's language, none first."""
    return _sorted_names(country_codes(), country_name)


def language_choices() -> list[tuple[str, str]]:
    """Return the codes and names of all languages in the reader's language, none first."""
    return _sorted_names(language_codes(), language_name)


class LineField(forms.CharField):
    """One line of words, blanks and signs that nobody sees left out."""

    def clean(self, value: Any) -> str:
        """Return the words with single blanks between them."""
        return str(super().clean(" ".join(clean(str(value or "")).split())))


class _NamesField(forms.CharField):
    """Several names or codes, one a line; cleaned to a list of codes, each once."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(
        self, find: Callable[[str], NameMatch], name_of: Callable[[str, str], str], unknown: Promise, **kwargs: Any
    ) -> None:
        super().__init__(required=False, **kwargs)
        self.find, self.name_of, self.unknown = find, name_of, unknown

    def prepare_value(self, value: Any) -> Any:
        """Return codes as the reader's names for them; what somebody typed stays as it is."""
        language = get_language() or "en"
        return "\n".join(self.name_of(code, language) for code in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the codes; `ValidationError` with a sentence for each line that names nothing or several things."""
        lines = (" ".join(line.split()) for line in clean(str(value or "")).splitlines())
        matches = {line: self.find(line) for line in lines if line}
        problems = [self._problem(line, match) for line, match in matches.items() if match.kind != "value"]
        if problems:
            raise forms.ValidationError(problems)
        return list(dict.fromkeys(match.code for match in matches.values()))

    def _problem(self, line: str, match: NameMatch) -> str:
        language = get_language() or "en"
        names = join_list([self.name_of(code, language) for code in match.suggestions[:3]])
        sentence = str(self.unknown) % {"name": line}
        return f"{sentence} {_('Did you mean: %(names)s?') % {'names': names}}" if names else sentence


class CountriesField(_NamesField):
    """Several countries."""

    def __init__(self, **kwargs: Any) -> None:
        unknown = gettext_lazy("“%(name)s” is not a country in our list. Write its name or its two-letter code.")
        super().__init__(find_country, country_name, unknown, **kwargs)


class LanguagesField(_NamesField):
    """Several languages."""

    def __init__(self, **kwargs: Any) -> None:
        unknown = gettext_lazy("“%(name)s” is not a language in our list. Write its name or its code.")
        super().__init__(find_language, language_name, unknown, **kwargs)
