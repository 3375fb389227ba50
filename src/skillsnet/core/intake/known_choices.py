"""Values of the lists that the network knows, as they may stand among the choices of a cell."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from skillsnet.core.geo import find_country, find_language
from skillsnet.core.taxonomy.lists import find_values
from skillsnet.core.text import fold

MAX_CHARS: Final = 120


def known_choices(target_field: str, *, categories: Mapping[str, tuple[str, ...]]) -> Callable[[str], bool]:
    """Return what tells whether a text is a known value of a target field.

    Parameters
    ----------
    target_field
        One of `skillsnet.core.intake.target_fields.TARGET_FIELDS`, without its number.
    categories
        Folded names of categories; see `ResolvedValues`.

    Returns
    -------
    callable
        From a text to whether it is known; nothing is, for a field without a list.
    """
    if target_field == "category":
        return lambda text: fold(text) in categories
    return _VALUE_TESTS.get(target_field, lambda text: False)


@lru_cache(maxsize=4096)
def _is_language(text: str) -> bool:
    return len(text) <= MAX_CHARS and find_language(text).kind == "value"


@lru_cache(maxsize=4096)
def _is_country(text: str) -> bool:
    return len(text) <= MAX_CHARS and find_country(text).kind == "value"


@lru_cache(maxsize=4096)
def _is_beneficiary(text: str) -> bool:
    return len(text) <= MAX_CHARS and bool(find_values("beneficiaries", text))


_VALUE_TESTS: Final[Mapping[str, Callable[[str], bool]]] = {
    "languages": _is_language,
    "country": _is_country,
    "beneficiaries": _is_beneficiary,
}
