"""Languages by code and by name, in English, French, Spanish, Arabic and their own tongue."""

from functools import cache

from babel import Locale, UnknownLocaleError

from skillsnet.core.geo.names import UNKNOWN, Match, near_codes
from skillsnet.core.text import fold

_NAMING = ("en", "fr", "es", "ar", "pt", "de")
_MORE_NAMES = {
    "kiswahili": "sw", "farsi": "fa", "dari": "fa", "mandarin": "zh", "castellano": "es", "castilian": "es",
    "bahasa": "id", "bahasa indonesia": "id", "tagalog": "fil", "creole": "ht", "creole haitien": "ht",
    "kinyarwanda": "rw", "kirundi": "rn", "chichewa": "ny", "isizulu": "zu", "luganda": "lg", "khmer": "km",
    "haitian creole": "ht", "norwegian": "no", "flemish": "nl", "moldovan": "ro", "serbo croatian": "sh",
}  # fmt: skip

# Languages of whole peoples that CLDR gives no name (ISO 639-3), in English and their own form.
_UNNAMED = {
    "bcl": "Central Bikol", "bft": "Balti", "cak": "Kaqchikel", "dag": "Dagbani", "grt": "Garo", "kbp": "Kabiyè",
    "kek": "Q’eqchi’", "lgg": "Lugbara", "mam": "Mam", "mfs": "Mexican Sign Language", "mix": "Mixtec",
    "mnk": "Mandinka", "ndc": "Ndau", "rad": "Rade", "toi": "Tonga", "tsg": "Tausug", "tzo": "Tzotzil",
    "xuu": "Kxoe", "yua": "Yucatec Maya",
}  # fmt: skip


@cache
def _names(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language, sep="-").languages)
    except (UnknownLocaleError, ValueError):
        return {}


@cache
def _by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in _NAMING:
        for code, name in _names(language).items():
            if "_" not in code and "-" not in code and len(code) <= 3:
                names.setdefault(fold(name), code)
    for code in [code for code in _names("en") if len(code) <= 3 and "_" not in code]:
        names.setdefault(code, code)
        if own := _names(code).get(code):
            names.setdefault(fold(own), code)
    unnamed = {fold(name): code for code, name in _UNNAMED.items()}
    return {**names, **{code: code for code in _UNNAMED}, **unnamed, **_MORE_NAMES}


def find_language(name: str) -> Match:
    """Return the language a text names, by code or name; near names are proposed, not taken.

    Examples
    --------
    >>> find_language("Français").code, find_language("Kiswahili").code
    ('fr', 'sw')
    """
    folded = " ".join(fold(name).replace("-", " ").split())
    if not folded:
        return UNKNOWN
    code = _by_name().get(folded) or _by_name().get(folded.split("(")[0].strip())
    if code:
        return Match(code=code, kind="value")
    return Match(code="", kind="unknown", suggestions=near_codes(folded, _by_name()))


def language_name(code: str, language: str) -> str:
    """Return a language's name in a language, in English where CLDR has none, or the code itself when unknown."""
    return _names(language).get(code) or _names("en").get(code) or _UNNAMED.get(code, code)
