"""Finding the country, or the several countries, that a text names."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from skillsnet.core.geo.countries import countries, region_of, subregion_of
from skillsnet.core.geo.names import MAX_NAME_CHARS, UNKNOWN, NameMatch, folded_name, near_codes
from skillsnet.core.geo.regions import find_region

# Platforms cut long names at 30, 32, 40 characters; a shorter beginning could be cut from several names.
MIN_CUT_CHARS: Final = 22
# Shorter names are words and codes as often as countries.
MIN_PART_CHARS: Final = 4
_FLAG_A: Final = 0x1F1E6
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_NOTE: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_FORMER_NOTE: Final = re.compile(
    r"^(?:fmr|former|formerly|ex|previously|since|until|dissolved|anciennement|ancien|ancienne|antes|antiguamente|"
    r"anterior|سابقا)\b"
)
_FORMER_LEAD: Final = re.compile(r"^(?:the\s+)?(?:former|fmr\.?|formerly|ex)[\s-]+", re.IGNORECASE)
_AND: Final = re.compile(r"\s*(?:[,;/|+&\n]|\b(?:and|et|y|e|und|و)\b)\s*", re.IGNORECASE)
# Words for a kind of state, before the name proper, in English, French, Spanish and Portuguese.
_ADJECTIVES: Final = (
    "islamic|democratic|people s|peoples|socialist|federal|federative|federated|united|independent|sovereign|"
    "plurinational|bolivarian|oriental|arab|hashemite|co operative|cooperative|great|"
    "islamique|democratique|populaire|federale|socialiste|unie|arabe|"
    "islamica|democratica|popular|federativa|bolivariana|socialista|unida|cooperativa"
)
_STATES: Final = (
    "republic|kingdom|state|states|union|commonwealth|principality|sultanate|emirate|grand duchy|federation|rep|"
    "republique|royaume|etat|etats|union|principaute|sultanat|federation|"
    "republica|reino|estado|estados|principado|sultanato|federacion|uniao"
)
_OF: Final = "of the|of|des|du|del|de la|de las|de los|de l|de|d|do|da"
_LONG_FORM: Final = re.compile(rf"^(?:(?:{_ADJECTIVES}) )*(?:{_STATES})(?: (?:{_ADJECTIVES}))*(?: (?:{_OF}))+ (.+)$")
# What remains of these long forms is the name of two countries or of another one, so it is proposed, not taken.
_SHARED: Final = {
    "korea": ("KR", "KP"),
    "coree": ("KR", "KP"),
    "corea": ("KR", "KP"),
    "congo": ("CG", "CD"),
    "china": ("CN", "TW"),
    "chine": ("CN", "TW"),
    "virgin islands": ("VG", "VI"),
    "yugoslavia": ("RS", "ME"),
    "yougoslavie": ("RS", "ME"),
    "serbia and montenegro": ("RS", "ME"),
    "czechoslovakia": ("CZ", "SK"),
    "netherlands antilles": ("CW", "SX", "BQ"),
    "car": ("CF",),
}
# These are contested in their long form only; alone they are a country's own name.
_CONTESTED: Final = frozenset(_SHARED) - {"congo", "china", "chine"}


@cache
def _in_force() -> Mapping[str, str]:
    codes_by_name: dict[str, str] = {}
    for code, country in countries().items():
        for name in (code, country.iso3, *country.names):
            codes_by_name.setdefault(folded_name(name), code)
    return codes_by_name


@cache
def _codes_by_name() -> Mapping[str, str]:
    """Return the code for every plain name; a name in force wins over another country's alias."""
    codes_by_name = dict(_in_force())
    for code, country in countries().items():
        for alias in country.aliases:
            codes_by_name.setdefault(folded_name(alias), code)
    return {name: code for name, code in codes_by_name.items() if name and name not in _CONTESTED}


@cache
def _further_codes() -> Mapping[str, str]:
    """Return the code for every plain name of `further_names.txt`, which are looked up whole and never proposed."""
    text = (resources.files(__package__) / "further_names.txt").read_text(encoding="utf-8")
    lines = (line.partition(": ") for line in text.splitlines() if not line.startswith("#"))
    return {name: code for code, _, names in lines for name in names.split(", ")}


def find_country(name: str) -> NameMatch:
    """Return the country a text names.

    Parameters
    ----------
    name : str
        A name in any form: short or long, in force or former, in nine languages, ISO code, cut short, turned round
        at a comma, with a note in brackets, or a flag; or its usual name in 27 further languages.

    Returns
    -------
    NameMatch
        Kind ``value`` with the ISO 3166-1 alpha-2 code; kind ``region`` for a name or a list of several countries,
        with the slugs of region and subregion where they lie in one and a list's members as suggestions; or
        ``unknown`` with near codes to propose.

    Notes
    -----
    Exact tables first, then rules that strip words for a kind of state; likeness only proposes. What could be two
    countries ("Korea", "Republic of China") is proposed too. O(1) for known names, O(number of names) otherwise.

    Examples
    --------
    >>> find_country("Republic of Chile").code, find_country("Kenia").how, find_country("Western Africa").kind
    ('CL', 'exact', 'region')
    >>> find_country("Keneya")
    NameMatch(code='', kind='unknown', suggestions=('KE',), how='', subregion='')
    """
    name = _without_flags(name)
    plain_name = folded_name(name[: 4 * MAX_NAME_CHARS])
    if not plain_name:
        return UNKNOWN
    return (
        _by_exact_name(plain_name)
        or _without_note(name)
        or _by_exact_name(_comma_reversed(name))
        or _region(name)
        or _list_of_countries(name)
        or _long_form(plain_name)
        or _long_form(_comma_reversed(name))
        or _cut_name(name)
        or NameMatch(code="", kind="unknown", suggestions=_near(name, plain_name))
    )


def _without_flags(name: str) -> str:
    """Return a name without the flags beside it; a flag alone as the code that its letters spell."""
    if not _FLAG.search(name):
        return name
    codes = ["".join(chr(ord(letter) - _FLAG_A + ord("A")) for letter in flag) for flag in _FLAG.findall(name)]
    return _FLAG.sub(" ", name).strip() or ", ".join(codes)


def _by_exact_name(form: str) -> NameMatch | None:
    """Return the country whose own name or alias this is, letter for letter."""
    if form in _CONTESTED:
        return NameMatch(code="", kind="unknown", suggestions=_SHARED[form])
    code = _code_of_name(form)
    if not code:
        return None
    return NameMatch(code=code, kind="value", how="exact" if form in _in_force() else "alias")


def _without_note(name: str) -> NameMatch | None:
    """Return the country before a note in brackets, unless the note names another one."""
    notes = [folded_name(note) for note in _NOTE.findall(name)]
    bare = folded_name(_FORMER_LEAD.sub("", _NOTE.sub(" ", name)))
    if not bare or bare == folded_name(name):
        return None
    code = _codes_by_name().get(bare) or _code_of_long_form(bare)
    if not code:
        return None
    codes = {_codes_by_name().get(note) for note in notes if not _FORMER_NOTE.match(note)} - {None, code}
    if codes:
        return NameMatch(code="", kind="unknown", suggestions=(code, *sorted(filter(None, codes))))
    return NameMatch(code=code, kind="value", how="alias")


def _comma_reversed(name: str) -> str:
    """Return "Macedonia, Republic of North" as "republic of north macedonia"; empty without a comma."""
    head, comma, tail = name.partition(",")
    return folded_name(f"{tail} {head}") if comma else ""


def _region(name: str) -> NameMatch | None:
    region = find_region(name)
    return None if region is None else NameMatch(code=region[0], kind="region", subregion=region[1])


def _list_of_countries(name: str) -> NameMatch | None:
    """Return the common region of a list of countries; None when a part of it is no country."""
    parts = [part for part in _AND.split(name) if part]
    codes = tuple(dict.fromkeys(_code_of_name(folded_name(part)) for part in parts))
    if len(codes) < 2 or "" in codes:
        return None
    return NameMatch(
        code=_only({region_of(code) for code in codes}),
        kind="region",
        suggestions=codes,
        subregion=_only({subregion_of(code) for code in codes}),
    )


def _code_of_name(form: str) -> str:
    return _codes_by_name().get(form) or _further_codes().get(form, "")


def _only(slugs: set[str]) -> str:
    return slugs.pop() if len(slugs) == 1 else ""


def _long_form(form: str) -> NameMatch | None:
    core = _core_of(form)
    if core in _SHARED:
        return NameMatch(code="", kind="unknown", suggestions=_SHARED[core])
    code = _codes_by_name().get(core)
    return NameMatch(code=code, kind="value", how="long") if code else None


def _core_of(form: str) -> str:
    match = _LONG_FORM.match(form)
    return folded_name(match[1]) if match else ""


def _code_of_long_form(form: str) -> str:
    core = _core_of(form)
    return "" if core in _SHARED else _codes_by_name().get(core, "")


def _cut_name(name: str) -> NameMatch | None:
    """Return the one country that has a name beginning like this."""
    form = folded_name(name)
    if len(form) < MIN_CUT_CHARS:
        return None
    core = _core_of(form)
    starts = {code for full, code in _codes_by_name().items() if full.startswith(form)}
    if not starts and len(core) >= MIN_CUT_CHARS // 2:
        starts = {code for full, code in _codes_by_name().items() if full.startswith(core)}
    return NameMatch(code=starts.pop(), kind="value", how="alias") if len(starts) == 1 else None


def _near(name: str, plain_name: str) -> tuple[str, ...]:
    """Return the codes to propose: countries named in a part of the text, then near names."""
    parts: Sequence[str] = [folded_name(part) for part in _AND.split(name[:MAX_NAME_CHARS])]
    inside = (_codes_by_name()[part] for part in parts if len(part) > 2 and part in _codes_by_name())
    core = _core_of(plain_name)
    near = near_codes(plain_name, _codes_by_name()) or (near_codes(core, _codes_by_name()) if core else ())
    return tuple(dict.fromkeys((*inside, *_at_an_end(plain_name), *near)))[:3]


def _at_an_end(plain_name: str) -> tuple[str, ...]:
    """Return the codes of the longest country name that begins or ends a text, as in "Lagos Nigeria" or "C.A.R."."""
    words = plain_name.split()
    if len(words) > 1 and all(len(word) == 1 for word in words):
        initials = "".join(words)
        return _SHARED.get(initials, tuple(filter(None, (_codes_by_name().get(initials),))))
    for count in range(len(words) - 1, 0, -1):
        for form in (" ".join(words[-count:]), " ".join(words[:count])):
            if form in _SHARED:
                return _SHARED[form]
            if len(form) >= MIN_PART_CHARS and form in _codes_by_name():
                return (_codes_by_name()[form],)
    return ()
