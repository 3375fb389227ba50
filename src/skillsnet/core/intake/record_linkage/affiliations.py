"""Affiliations cut to the organisation: "Dept. of X, Faculty of Y, University of Z, City, Country"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from skillsnet.core.intake.record_linkage.aliases import place_of
from skillsnet.core.intake.record_linkage.normalisation import words_in
from skillsnet.core.intake.record_linkage.word_lists import legal_forms, lines_of, list_words
from skillsnet.core.text import fold

# Fewer parts than this are a name with something beside it, which `aliases` reads.
MIN_PARTS: Final = 3
# Nobody writes more; each is read word by word.
MAX_PARTS: Final = 12
MAX_CHARS: Final = 400
# A name with commas in it has no more parts.
MAX_SPAN: Final = 3
HAS_DEPARTMENTS: Final = 5
_BODY: Final = 3
_UNIT: Final = 1
_ADDRESS: Final = 0
# A part without a telling word: the organisation where it comes first, else a city.
_PLAIN: Final = 2
_PARTING = re.compile(r"\s*[,;،；，|\n]\s*|\s+[-–—]\s+")
_MAIL = re.compile(r"\S+@\S+")
_LEAD_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}\)?|[a-z*†‡§¹²³])[.)]?\s+(?=[A-ZÀ-Þ])")
_AND: Final = frozenset(("and", "et", "y", "e", "und", "en", "og", "och", "i", "и"))
_DIGIT = re.compile(r"\d")
_STATE = re.compile(r"^[A-Z]{2,3}\.?$")


@dataclass(frozen=True, slots=True)
class AffiliationParts:
    """What an affiliation says.

    Attributes
    ----------
    organisation
        The organisation's name as written.
    unit
        The department, faculty or laboratory within it, folded; empty where none is named.
    city
        The city of its address, folded; empty where none is recognised.
    country
        Code of the country of its address; empty where none is named.
    alternatives
        Other parts, and neighbouring ones together, that may be the name instead.
    """

    organisation: str
    unit: str
    city: str
    country: str
    alternatives: tuple[str, ...] = ()


def split_affiliation(text: str) -> AffiliationParts | None:
    """Return an affiliation's organisation, unit, city and country; None for a name that is no affiliation.

    Parameters
    ----------
    text
        What stands as an organisation's name, in any language and script.

    Returns
    -------
    AffiliationParts or None
        None where nothing after or before the organisation shows that it is one: a name with its campus ("University of
        California, Berkeley") and a unit with its whole ("Faculty of Law, University of Tolan") stay as they are, since
        the first is told apart by it and the second is a part.

    Notes
    -----
    The parts between commas are ranked by the words they hold (`affiliation_heads.txt`): a university before a
    hospital, ministry or company, those before an institute or centre, departments last. Of equal ranks the later one
    is the wider one, but of two universities the first. Parts behind it are its address. O(length).

    Examples
    --------
    >>> affiliation = split_affiliation("Dept. of Arts, Faculty of Education, University of Tolan, Tolan, Kenya")
    >>> affiliation.organisation, affiliation.unit, affiliation.city, affiliation.country
    ('University of Tolan', 'dept of arts faculty of education', 'tolan', 'KE')
    >>> split_affiliation("University of California, Berkeley") is None
    True
    """
    if len(text) > MAX_CHARS or not _PARTING.search(text):
        return None
    parts = _parts(text)
    if not MIN_PARTS <= len(parts) <= MAX_PARTS:
        return None
    ranks = [_rank(part) for part in parts]
    size = _body_size(parts, ranks)
    position = _organisation(ranks[:size])
    if position is None:
        return None
    behind = list(zip(parts, ranks, strict=True))[position + 1 :]
    country, has_address, city = _read_address(behind)
    if not (country or has_address or position >= MIN_PARTS - 1) or not (position or has_address or city):
        return None
    unit = " ".join(word for part in parts[:position] for word in words_in(part))
    return AffiliationParts(
        parts[position].strip(" ."), fold(unit), city, country, _spans(parts[:size], ranks, position)
    )


def _body_size(parts: Sequence[str], ranks: Sequence[int]) -> int:
    """Return how many parts stand before the address: the country, what has digits or streets, and one city."""
    size = len(ranks)
    while size > 1 and ranks[size - 1] == _ADDRESS:
        size -= 1
    _, _, city = _read_address(list(zip(parts, ranks, strict=True))[size:])
    return size - 1 if size > 1 and ranks[size - 1] == _PLAIN and not city else size


def _spans(parts: Sequence[str], ranks: Sequence[int], position: int) -> tuple[str, ...]:
    """Return the other parts, and neighbours together, that may be the organisation's name; no department alone."""
    spans = []
    for start in range(len(parts)):
        for end in range(start + 1, min(len(parts), start + MAX_SPAN) + 1):
            is_alone = end == start + 1
            if not (is_alone and (start == position or ranks[start] <= _UNIT)):
                spans.append(", ".join(parts[start:end]))
    return tuple(spans)


def _parts(text: str) -> list[str]:
    """Return the parts between commas; a list within a name ("Science, Education and Sports") is one part."""
    plain = _LEAD_NUMBER.sub("", _MAIL.sub("", text)).strip(" .;,")
    parts: list[str] = []
    for part in _PARTING.split(plain):
        if parts and words_in(part) in legal_forms()[0]:
            parts[-1] = f"{parts[-1]}, {part}"
            continue
        ends_list = len(parts) > 0 and _rank(part) == _PLAIN and any(word in _AND for word in words_in(part)[1:-1])
        if ends_list and _rank(parts[-1]) not in (_ADDRESS, HAS_DEPARTMENTS):
            start = len(parts) - 1
            if _rank(parts[start]) == _PLAIN and start and _rank(parts[start - 1]) not in (_ADDRESS, HAS_DEPARTMENTS):
                start -= 1
            parts[start:] = [", ".join((*parts[start:], part))]
        elif part.strip():
            parts.append(part)
    return parts


def _organisation(ranks: Sequence[int]) -> int | None:
    """Return the position of the organisation among the parts before the address; None where nothing shows it."""
    bodies = [rank for rank in ranks if rank > _PLAIN]
    if not bodies:
        plain = [position for position, rank in enumerate(ranks) if rank == _PLAIN]
        units = [position for position, rank in enumerate(ranks) if rank == _UNIT]
        return next(iter([*plain, *units[-1:]]), None)
    positions = [position for position, rank in enumerate(ranks) if rank == max(bodies)]
    return positions[0] if max(bodies) >= HAS_DEPARTMENTS - 1 else positions[-1]


def _rank(part: str) -> int:
    words = words_in(part)
    if not words or place_of(part) or _STATE.match(part.strip()):
        return _ADDRESS
    ranks = [_heads()[word] for word in words if word in _heads()]
    if _heads().get(words[0]) == _UNIT:
        return _UNIT
    if _DIGIT.search(part) or any(word in list_words("address_words") for word in words):
        # "Université Paris 8" is a university for all its digit.
        return HAS_DEPARTMENTS if HAS_DEPARTMENTS in ranks else _ADDRESS
    if any(words[-size:] in legal_forms()[0] for size in (1, 2) if len(words) > size):
        return max([HAS_DEPARTMENTS - 1, *ranks])
    if not ranks:
        return _BODY if len(words) == 1 and part.strip().isupper() and len(words[0]) > 2 else _PLAIN
    return max(ranks)


def _read_address(parts: Sequence[tuple[str, int]]) -> tuple[str, bool, str]:
    """Return the country, whether there is a street, box or postcode, and the city of the parts of an address."""
    country, has_address, city = "", False, ""
    for part, rank in parts:
        code = place_of(part.strip(" ."))
        if code:
            country = code
        elif _DIGIT.search(part):
            has_address = True
            words = [word for word in words_in(part) if not _DIGIT.search(word) and word != "cedex"]
            is_street = any(word in list_words("address_words") for word in words)
            city = city or ("" if is_street or not words else " ".join(words))
        elif rank == _ADDRESS:
            has_address = True
        elif rank == _PLAIN:
            city = city or " ".join(words_in(part))
    return country, has_address, city


@cache
def _heads() -> Mapping[str, int]:
    """Return the rank of each telling word; the highest where a word has several."""
    ranks: dict[str, int] = {}
    for line in lines_of("affiliation_heads"):
        rank, *words = line.split()
        for word in words:
            ranks[fold(word)] = max(int(rank), ranks.get(fold(word), 0))
    return ranks
