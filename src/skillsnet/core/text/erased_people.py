"""Taking somebody out of texts and of JSON values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from skillsnet.core.text.names import is_name, redact_name
from skillsnet.core.text.unmasked import MARKER

# Digits from which two numbers that are written in different ways are one number.
LEAST_DIGITS: Final = 7


@dataclass(frozen=True)
class ErasedPerson:
    """What a file may say of somebody who is erased; empty texts for what is not known.

    Attributes
    ----------
    name, email, phone, position, former_names
        As the platform kept them.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    position: str = ""
    former_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name, and those before it."""
        return tuple(filter(None, (self.name, *self.former_names)))

    def cell(self, text: str) -> str:
        """Return a cell without the person: empty where it says nothing else, with a marker where they stood.

        Parameters
        ----------
        text
            A cell of a file, or any other text.

        Examples
        --------
        >>> ada = ErasedPerson("Ada Diallo", "ada@example.org", "+254 799 123456", "Director")
        >>> ada.cell("DIALLO Ada"), ada.cell("+254799123456"), ada.cell("Write to Ada Diallo, Ada@example.org")
        ('', '', 'Write to […], […]')
        """
        stripped = text.strip()
        if stripped and (
            stripped.lower() == self.email.lower()
            or stripped == self.position
            or any(is_name(stripped, name) for name in self.names)
            or self._is_number(stripped)
        ):
            return ""
        return self.words(text)

    def words(self, text: str) -> str:
        """Return a text with a marker wherever a name, the address or the number stands."""
        # An address holds parts of a name.
        for detail in filter(None, (self.email, self.phone)):
            text = re.sub(re.escape(detail), MARKER, text, flags=re.IGNORECASE)
        for name in self.names:
            text = redact_name(text, name)
        return text

    def _is_number(self, text: str) -> bool:
        digits = re.sub(r"\D", "", self.phone)
        return len(digits) >= LEAST_DIGITS and re.sub(r"[\s()/.+-]", "", text) == digits


def without_person(value: Any, person: ErasedPerson) -> Any:
    """Return a JSON value without a person: in each text of it, and in the names of its parts.

    Parameters
    ----------
    value
        Any JSON value.
    person
        Whom to leave out.

    Examples
    --------
    >>> without_person({"rows": [["Ada Diallo", "Kenya"], 3], "Ada Diallo": None}, ErasedPerson("Ada Diallo"))
    {'rows': [['', 'Kenya'], 3], '[…]': None}

    Notes
    -----
    O(letters of the value).
    """
    return _mapped(value, person.cell, person.words)


def _mapped(value: Any, of_text: Callable[[str], str], of_name: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {of_name(name): _mapped(part, of_text, of_name) for name, part in value.items()}
    if isinstance(value, list):
        return [_mapped(part, of_text, of_name) for part in value]
    return of_text(value) if isinstance(value, str) else value
