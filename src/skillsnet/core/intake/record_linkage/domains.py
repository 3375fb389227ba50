"""The domain of a web or mail address that belongs to the organisation itself."""

import re
from functools import cache, lru_cache
from typing import Final
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from skillsnet.core.intake.record_linkage.word_lists import list_words

# The Domain Name System's own limit, RFC 1035.
MAX_HOST_CHARS: Final = 253
# A two-letter last label is a country's, ISO 3166.
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
    The registrable domain of the Public Suffix List (publicsuffix.org), from the copy in the package
    `publicsuffixlist`. Its private section counts: whoever has a name under a company's domain (``eu.org``,
    ``wixstudio.com``) shares it with no other customer. The list is read at the first call, once for each process
    (30 ms, 1.2 MB). O(length).

    Examples
    --------
    >>> own_domain("https://www.lse.ac.uk/about"), own_domain("Ada@mail.ilo.org"), own_domain("ada@gmail.com")
    ('lse.ac.uk', 'ilo.org', '')
    >>> own_domain("https://www.lincoln.k12.ca.us/"), own_domain("https://city.tokyo.jp")
    ('lincoln.k12.ca.us', 'city.tokyo.jp')
    """
    labels = _host(link_or_address).split(".")
    if len(labels) < 2 or any(not _LABEL.match(label) for label in labels) or labels[-1].isdigit():
        return ""
    domain = _public_suffixes().privatesuffix(".".join(labels))
    return "" if domain is None or domain.startswith("www.") or _is_shared(labels) else domain


@cache
def _public_suffixes() -> PublicSuffixList:
    """Return the list; internationalised suffixes in letters alone, as `_host` gives them."""
    return PublicSuffixList(accept_encoded_idn=False)


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


def _is_shared(labels: list[str]) -> bool:
    names, everywhere = _shared()
    return any(
        ".".join(labels[start:]) in names
        or (labels[start] in everywhere and _is_everybodys_ending(labels[start + 1 :]))
        for start in range(len(labels))
    )


def _is_everybodys_ending(labels: list[str]) -> bool:
    """Return whether labels are "com" or a country's suffix, under which a provider has a branch."""
    if labels == ["com"]:
        return True
    is_country = bool(labels) and len(labels[-1]) == COUNTRY_LABEL_CHARS
    return is_country and _public_suffixes().is_public(".".join(labels))
