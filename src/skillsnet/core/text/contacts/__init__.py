"""Finding and hiding the ways to reach a person in texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from skillsnet.core.text.contacts.mail import addresses
from skillsnet.core.text.contacts.numbers import numbers
from skillsnet.core.text.contacts.plain import readable_text
from skillsnet.core.text.contacts.profiles import handles, profiles


class ContactKind(StrEnum):
    """By what a person is reached."""

    MAIL = "mail"
    PROFILE = "profile"
    HANDLE = "handle"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach a person: where it stands in a text, and its kind."""

    start: int
    end: int
    kind: ContactKind


def find_contacts(text: str, *, country: str = "") -> Sequence[Contact]:
    """Return the mail addresses, telephone numbers, profiles and handles in a text.

    Parameters
    ----------
    text : str
        Any text.
    country : str
        Code of the country the text is from (ISO 3166-1 alpha-2), which tells local numbers; "" when not known.

    Returns
    -------
    sequence of Contact
        In the order of the text, without overlaps; of overlapping ones the first kind of `ContactKind` stands.

    Notes
    -----
    O(length): every repetition of every pattern is bounded. Digits of all scripts, full-width signs, HTML entities and
    unseen characters are read as what they stand for. Numbers are checked with libphonenumber's plans.

    Examples
    --------
    >>> [contact.kind.value for contact in find_contacts("ada at example dot org, @ada_l, Tlf 612 345 681")]
    ['mail', 'handle', 'phone']
    """
    plain_text = readable_text(text)
    lowered = plain_text.text.lower()
    spans = [(*span, ContactKind.MAIL) for span in addresses(plain_text.text, lowered=lowered)]
    spans += [(*span, ContactKind.PROFILE) for span in profiles(plain_text.text, lowered=lowered)]
    spans += [(*span, ContactKind.HANDLE) for span in handles(plain_text.text)]
    spans += [(*span, ContactKind.PHONE) for span in numbers(plain_text.text, country=country)]
    return _apart([Contact(*plain_text.span(start, end), kind) for start, end, kind in spans]) if spans else ()


def mask_contacts(text: str, *, country: str = "", marker: str = "[…]") -> str:
    """Return the text with the ways to reach a person replaced by a marker.

    Parameters
    ----------
    text : str
        Any text.
    country : str
        Code of the country the text is from (ISO 3166-1 alpha-2), which tells local numbers; "" when not known.
    marker : str
        What stands in their place.

    Returns
    -------
    str
        The text; years, amounts, dates and the numbers of things stay.

    Notes
    -----
    A safety net for free text, not a proof: a number spelled in words stays. O(length).

    Examples
    --------
    >>> mask_contacts("Write to ada@example.org or +221 77 123 45 67; since 2019, 1 200 000 trained.")
    'Write to […] or […]; since 2019, 1 200 000 trained.'
    """
    contacts = find_contacts(text, country=country)
    if not contacts:
        return text
    parts, copied_to = [], 0
    for contact in contacts:
        parts += [text[copied_to : contact.start], marker]
        copied_to = contact.end
    return "".join([*parts, text[copied_to:]])


def _apart(contacts: list[Contact]) -> Sequence[Contact]:
    """Return contacts in order, those that overlap made one."""
    ranks = {kind: rank for rank, kind in enumerate(ContactKind)}
    apart: list[Contact] = []
    for contact in sorted(contacts, key=lambda each: (each.start, each.end, ranks[each.kind])):
        if apart and contact.start < apart[-1].end:
            last = apart[-1]
            kind = min(last.kind, contact.kind, key=ranks.__getitem__)
            apart[-1] = Contact(last.start, max(last.end, contact.end), kind)
        else:
            apart.append(contact)
    return tuple(apart)
