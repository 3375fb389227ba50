"""Names of people in a cell: who is named there, and whether two names may be one person's."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from skillsnet.core.intake.choice_atoms import hard_parts
from skillsnet.core.intake.values import find_address
from skillsnet.core.text import fold, split_note, tokens

# How alike two spellings of one name are, in per cent.
MIN_LIKENESS: Final = 90.0
_ADDRESS: Final = re.compile(r"[<(\[]?\s*(?:mailto:)?([\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+)\s*[>)\]]?")
# Spanish "y" and Portuguese "e" join surnames, so they join no people.
_AND: Final = re.compile(r"\s+(?:and|et|und|&|و)\s+|\s+/\s+", re.IGNORECASE)
# Without one of these a cell names one person and no address.
_SEVERAL: Final = re.compile(r"[;؛；|•\r\n\t/&,،@]|\s(?:and|et|und|و)\s", re.IGNORECASE)
_COMMA: Final = re.compile(r"\s*[,،]\s*")
_POSITION_WORDS: Final = frozenset(
    fold(
        "director directora directeur directrice manager gerente officer coordinator coordinador coordinadora "
        "coordinateur coordinatrice president presidente president présidente ceo cto founder fondateur fondatrice "
        "fundador fundadora head chief lead chair secretary secrétaire secretario secretaria responsable assistant "
        "professor team staff office department équipe equipo project programme program chargé chargée مدير مديرة"
    ).split()
)
_AROUND: Final = " ,;:|/-–—<>()[]"


class NamedContact(NamedTuple):
    """Somebody whom a cell names, with the mail address that stands beside the name."""

    name: str
    email: str = ""


def split_people(cell: str, *, count: int = 0, has_lists: bool = False) -> list[NamedContact]:
    """Return the people whom a cell names.

    Parameters
    ----------
    cell
        Text such as `Ada Sample; Bo Sample`, `Ada Sample and Bo Sample` or `Ada Sample <ada@example.org>`.
    count
        How many people there are where that is known, as from as many addresses: then commas part names too.
    has_lists
        Whether commas part full names in this column; see `has_lists_of_names`.

    Returns
    -------
    list of NamedContact
        At least one for a cell with a name. A cell comes apart at "and" or a slash only between full names, and at
        commas only between full names in a column of lists, or with a note or an address behind each: `Sample, Ada`
        is one person.

    Examples
    --------
    >>> [person.name for person in split_people("Ada Sample (director) and Bo Sample")]
    ['Ada Sample (director)', 'Bo Sample']
    >>> split_people("'t Hart, Jan <jan@example.org>")
    [NamedContact(name="'t Hart, Jan", email='jan@example.org')]
    """
    if not _SEVERAL.search(cell):
        name = " ".join(cell.split())
        return [NamedContact(name)] if name else []
    people: list[NamedContact] = []
    for part in hard_parts(cell):
        names = _parts_between(part, _AND)
        pieces = [piece for name in names for piece in _parts_at_commas(name, count=count, has_lists=has_lists)]
        people += [_contact(piece) for piece in pieces]
    return [person for person in people if person.name or person.email]


def _parts_between(text: str, pattern: re.Pattern[str]) -> list[str]:
    parts = [part for part in pattern.split(text) if part.strip()]
    return parts if len(parts) > 1 and all(map(_is_full_name, parts)) else [text]


def has_lists_of_names(cells: Iterable[str]) -> bool:
    """Return whether commas part the names of several people in a column, rather than surname and first name.

    Parameters
    ----------
    cells
        The column's cells.

    Returns
    -------
    bool
        False where most filled cells have one comma, or where most commas have a single word beside them.

    Examples
    --------
    >>> has_lists_of_names(["Ada Sample, Bo Sample", "Cy Sample", "Di Sample"]), has_lists_of_names(["Sample, Ada"])
    (True, False)
    """
    filled = [cell for cell in cells if cell.strip()]
    with_commas = [_COMMA.split(cell) for cell in filled if _COMMA.search(cell)]
    single = sum(1 for parts in with_commas if len(parts) == 2)
    full = sum(1 for parts in with_commas if all(map(_is_full_name, parts)))
    return bool(with_commas) and full * 2 > len(with_commas) and single * 2 <= len(filled)


def _parts_at_commas(text: str, *, count: int, has_lists: bool) -> list[str]:
    parts = [part for part in _COMMA.split(text) if part]
    if len(parts) < 2 or not all(map(_is_full_name, parts)):
        return [text]
    has_notes = all(_ADDRESS.search(part) or part != _without_note(part) for part in parts)
    return parts if has_lists or has_notes or len(parts) == count else [text]


def _is_full_name(text: str) -> bool:
    """Whether a text is a first name and a surname, and no position."""
    words = tokens(_without_note(_ADDRESS.sub(" ", text)))
    return len(words) >= 2 and not any(word in _POSITION_WORDS or word.isdigit() for word in words)


def _without_note(text: str) -> str:
    return split_note(text)[0] if text.rstrip().endswith((")", "]")) else text


def _contact(text: str) -> NamedContact:
    match = _ADDRESS.search(text)
    email = find_address(match[1]) if match else None
    if match is None or email is None:
        return NamedContact(text)
    name = f"{text[: match.start()]} {text[match.end() :]}"
    return NamedContact(" ".join(name.split()).strip(_AROUND), email)


def may_be_one_person(first: str, second: str) -> bool:
    """Return whether two names may be one person's, written in two ways.

    Parameters
    ----------
    first, second
        Names; an empty one may be anybody's.

    Returns
    -------
    bool
        True where one says no more than the other, or where they differ in a letter or two; false for two people
        who use one mailbox.

    Notes
    -----
    The normalised edit similarity of rapidfuzz's `ratio` over words in alphabetical order.

    Examples
    --------
    >>> may_be_one_person("Ada Diallo", "DIALLO, Ada"), may_be_one_person("Ada Sample", "Zuri Sample")
    (True, False)
    """
    left, right = set(tokens(first)), set(tokens(second))
    if left <= right or right <= left:
        return True
    return fuzz.ratio(" ".join(sorted(left)), " ".join(sorted(right))) >= MIN_LIKENESS or fold(first) == fold(second)
