"""What makes two rows the same project, organisation or person."""

import hashlib
from typing import Final

from skillsnet.core.text import fold

MAX_FOLDED_CHARS: Final = 240


def project_key(*, external_id: str, title: str, organisation: str) -> str:
    """Return what makes a project one within its call.

    Parameters
    ----------
    external_id
        The platform's own number; empty when the file has none.
    title, organisation
        Names as they stand in the file; they count when there is no number.

    Returns
    -------
    str
        At most 320 characters.
    """
    if external_id:
        return f"id:{external_id}"
    return f"title:{_shorten_with_digest(fold(title) + '|' + fold(organisation))}"


def plain_number(number: str) -> str:
    """Return a platform's number without the decimals that a spreadsheet put behind it.

    Parameters
    ----------
    number
        As it stands in the file.

    Returns
    -------
    str
        The number before `.0`, `.00` …; anything else as it is.

    Examples
    --------
    >>> plain_number("1001.0"), plain_number("1001.5"), plain_number("A-7.0")
    ('1001', '1001.5', 'A-7.0')
    """
    before, dot, decimals = number.partition(".")
    return before if dot and before.isdecimal() and decimals and not decimals.strip("0") else number


def listed_key(*, external_id: str, organisation: str) -> str:
    """Return what makes an organisation without a project one within its call; never the key of a project.

    Parameters
    ----------
    external_id
        The platform's own number; empty when the file has none.
    organisation
        The organisation's key; it counts when there is no number.

    Returns
    -------
    str
        At most 320 characters.

    Examples
    --------
    >>> listed_key(external_id="M7", organisation="ada collective|KE")
    'organisation:id:M7'
    """
    return f"organisation:id:{external_id}" if external_id else f"organisation:{organisation}"


def organisation_key(name: str, *, country: str, city: str = "", domain: str = "") -> str:
    """Return what makes an organisation one: its folded name and country, and its city and site where a row says them.

    Rows of one name with other cities or sites are compared with each other, as they may be two bodies.

    Parameters
    ----------
    name
        The name as it stands in the file.
    country
        ISO 3166-1 alpha-2 code; empty when not stated.
    city
        The city of its seat, as written; empty when not stated.
    domain
        The domain of its own website; empty when not stated.

    Returns
    -------
    str
        At most 280 characters.
    """
    key = f"{_shorten_with_digest(' '.join(fold(name).split()))}|{country}"
    return f"{key}|{_digest(f'{fold(city)}|{domain}')}" if city or domain else key


def personal_key(key: str, *, of: str) -> str:
    """Return an organisation's key made one person's own, for names that many people give themselves.

    Parameters
    ----------
    key
        The key by name and country.
    of
        What makes the person, or the project, one; it cannot be read out of the result.

    Returns
    -------
    str
        The key with 16 more characters behind it.
    """
    return f"{key}|{_digest(of)}"


def person_key(*, email: str, name: str, within: str) -> str:
    """Return what makes a person one: the address, or the name within an organisation.

    Parameters
    ----------
    email
        Address in lower case; empty when not stated.
    name
        The name as it stands in the file.
    within
        The organisation's key, or the project's where there is no organisation.

    Returns
    -------
    str
        At most 600 characters.
    """
    if email:
        return f"mail:{email}"
    return f"name:{_shorten_with_digest(folded_name(name))}|{within}"


def mailbox_key(key: str, *, name: str) -> str:
    """Return a key by address made one person's own, for somebody who uses another person's mailbox.

    Parameters
    ----------
    key
        The key by the address alone, which is the first one's.
    name
        The name as it stands in the file.

    Returns
    -------
    str
        At most 600 characters.

    Examples
    --------
    >>> mailbox_key("mail:info@example.org", name="Zuri Sample")
    'mail:info@example.org|zuri sample'
    """
    return f"{key}|{_shorten_with_digest(folded_name(name))}"


def folded_name(name: str) -> str:
    """Return a person's name as it is compared: case, accents and spaces do not matter.

    Examples
    --------
    >>> folded_name(" ADA  Diállo ")
    'ada diallo'
    """
    return " ".join(fold(name).split())


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _shorten_with_digest(text: str) -> str:
    """Return the text, its end replaced by a digest when it is long, so that long ones stay different."""
    if len(text) <= MAX_FOLDED_CHARS + 17:
        return text
    return f"{text[:MAX_FOLDED_CHARS]}#{hashlib.sha256(text.encode()).hexdigest()[:16]}"
