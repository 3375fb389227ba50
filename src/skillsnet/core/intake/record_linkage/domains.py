"""The domain of a web or mail address that belongs to the organisation itself."""

import re
from functools import cache, lru_cache
from typing import Final
from urllib.parse import urlsplit

from skillsnet.core.intake.record_linkage.word_lists import list_words

# The Domain Name System's own limit, RFC 1035.
MAX_HOST_CHARS: Final = 253
# A two-letter last label is a country's, ISO 3166; below it stand labels such as "co" and "ac".
COUNTRY_LABEL_CHARS: Final = 2
_LABEL = re.compile(r"^[^\W_](?:[\w-]{0,61}[^\W_])?$")


@lru_cache(maxsize=4_096)
def own_domain(link_or_address: str) -> str:
    """Return the domain that an organisation's web or mail address stands under, when it is its own.

    Parameters
    ----------
    link_or_address : str
        A web address, with or without scheme, or a mail address, with or without ``mailto:``.

    Returns
    -------
    str
        The domain in lower case, such as ``who.int`` or ``uonbi.ac.ke``; internationalised names in letters. Empty for
        what is no address, for numbers (IP addresses), for mail providers, social networks, code hosts and page
        builders, and for reserved example names. Never raises.

    Notes
    -----
    The registrable domain in the sense of the Public Suffix List (publicsuffix.org), without the list of some ten
    thousand lines: below a country's label, the short labels of `second_levels.txt` count as part of the suffix.
    Countries with suffixes by region (``k12.ca.us``, ``tokyo.jp``) are read one label too short, so that two of their
    bodies may seem to share a domain; a shared domain alone is therefore never enough for `likeness`. O(length).

    Examples
    --------
    >>> own_domain("https://www.lse.ac.uk/about"), own_domain("Ada@mail.ilo.org"), own_domain("ada@gmail.com")
    ('lse.ac.uk', 'ilo.org', '')
    """
    labels = _host(link_or_address).split(".")
    if len(labels) < 2 or any(not _LABEL.match(label) for label in labels) or labels[-1].isdigit():
        return ""
    label_count = 3 if len(labels[-1]) == COUNTRY_LABEL_CHARS and labels[-2] in list_words("second_levels") else 2
    if len(labels) < label_count or labels[-label_count] == "www" or _is_shared(labels, owner=labels[-label_count]):
        return ""
    return ".".join(labels[-label_count:])


def _host(text: str) -> str:
    """Return the host of an address in lower case, its labels in letters; empty when there is none."""
    text = text.strip().lower().removeprefix("mailto:")
    if "://" not in text:
        text = "//" + text
    try:
        host = (urlsplit(text).hostname or "").strip(".")
    except ValueError:
        return ""
    if len(host) > MAX_HOST_CHARS or any(sign.isspace() for sign in host):
        return ""
    return ".".join(_in_letters(label) for label in host.split("."))


def _in_letters(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


@cache
def _shared() -> tuple[frozenset[str], frozenset[str]]:
    """Return the shared hosts, and those shared under every country's ending."""
    names = list_words("shared_hosts")
    return names, frozenset(name.removesuffix(".*") for name in names if name.endswith(".*"))


def _is_shared(labels: list[str], *, owner: str) -> bool:
    names, everywhere = _shared()
    is_country = len(labels[-1]) == COUNTRY_LABEL_CHARS
    return ((is_country or labels[-1] == "com") and owner in everywhere) or any(
        ".".join(labels[start:]) in names for start in range(len(labels))
    )
