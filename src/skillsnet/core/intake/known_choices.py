"""Values of the lists that the network knows, as they may stand among the choices of a cell."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from skillsnet.core.geo import find_country, find_language
from skillsnet.core.taxonomy.lists import find_value
from skillsnet.core.text import fold

MAX_CHARS: Final = 120
MAX_LANGUAGE_CHARS: Final = 50
_LISTED: Final = re.compile(r"[(\[]([^()\[\]]+)[)\]]|:([^:()\[\]]+)$")
_BETWEEN: Final = re.compile(r"[,،;/|]|\s(?:or|ou|o|and|et|y)\s")


def known_choices(
    target_field: str, *, categories: Mapping[str, tuple[str, ...]], header: str = ""
) -> Callable[[str], bool]:
    """Return what tells whether a text is a known value of a target field, or one that the column's name lists.

    Parameters
    ----------
    target_field
        One of `skillsnet.core.intake.target_fields.TARGET_FIELDS`, without its number.
    categories
        Folded names of categories; see `ResolvedValues`.
    header
        The column's name, such as `Target group (youth, women, farmers)`.

    Returns
    -------
    callable
        From a text to whether it is known; nothing is, for a field without a list.
    """
    options = header_options(header)
    if target_field == "category":
        return lambda text: fold(text) in categories or fold(text) in options
    is_listed = _VALUE_TESTS.get(target_field, lambda text: False)
    return lambda text: is_listed(text) or fold(text) in options


def header_options(header: str) -> frozenset[str]:
    """Return the options that a column's name lists in brackets or after a colon, folded; at least two.

    Examples
    --------
    >>> sorted(header_options("Target group (youth, women / girls)")), header_options("Languages (optional)")
    (['girls', 'women', 'youth'], frozenset())
    """
    lists = [match.group(1) or match.group(2) or "" for match in _LISTED.finditer(header)]
    pieces = {piece for listed in lists for part in _BETWEEN.split(listed) if (piece := fold(part.strip(" .?")))}
    return frozenset(pieces) if len(pieces) > 1 else frozenset()


@lru_cache(maxsize=4096)
def _is_language(text: str) -> bool:
    return len(text) <= MAX_LANGUAGE_CHARS and find_language(text).kind == "value"


@lru_cache(maxsize=4096)
def _is_country(text: str) -> bool:
    return len(text) <= MAX_CHARS and find_country(text).kind == "value"


@lru_cache(maxsize=4096)
def _is_beneficiary(text: str) -> bool:
    return len(text) <= MAX_CHARS and find_value("beneficiaries", text) is not None


_VALUE_TESTS: Final[Mapping[str, Callable[[str], bool]]] = {
    "languages": _is_language,
    "country": _is_country,
    "beneficiaries": _is_beneficiary,
}
