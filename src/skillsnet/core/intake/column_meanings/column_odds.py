"""The odds of each meaning for one column: what its name says, times how its cells look."""

from collections.abc import Mapping
from typing import Final

from skillsnet.core.intake.column_meanings.cell_evidence import cell_factor
from skillsnet.core.intake.column_meanings.cell_profiles import CellProfile
from skillsnet.core.intake.column_meanings.readings import HeaderReading
from skillsnet.core.intake.column_meanings.vocabulary import header_words

# A column that is filled in fewer rows than this share is hardly the title, or another of the key meanings.
MIN_FILL: Final = 0.4
SPARSE_FACTOR: Final = 0.3
# What a number of the rows is called; one that counts them may be of the spreadsheet alone.
_ROW_NUMBER_WORDS: Final = frozenset(
    ["n", "no", "nr", "num", "s", "sl", "sr", "lp", "l", "p", "lfd", "п", "а", "α", "rb", "sno", "slno", "srno"]
)
ROW_NUMBER_FACTOR: Final = 0.2
# A register's own key, before the numbers of a contract or of another list.
_KEY_WORDS: Final = (["id"],)
KEY_FACTOR: Final = 1.3
# What every project should have: asked for where no column surely has it.
# With the least share that a column must have to be asked about.
KEY_MEANINGS: Final = {"title": 0.08, "organisation": 0.08, "summary": 0.08, "country": 0.12, "external_id": 0.12}
# What a name that says nothing leaves to the cells.
_BLANK_NAME: Final[Mapping[str, float]] = {
    "extra": 0.4,
    "title": 0.06,
    "organisation": 0.06,
    "contact_name": 0.04,
    "contact_email": 0.06,
    "contact_phone": 0.03,
    "country": 0.06,
    "summary": 0.06,
    "external_id": 0.05,
    "website": 0.05,
    "submitted_on": 0.03,
    "languages": 0.03,
    "organisation_type": 0.02,
    "beneficiaries": 0.03,
    "stage": 0.01,
    "category": 0.05,
}
# What any meaning is worth that the name does not speak for: little, and less where it says something else.
_UNSPOKEN: Final = 0.008
_DENIED: Final = 0.0008


def column_odds(
    name: str, reading: HeaderReading, header: Mapping[str, float], profile: CellProfile
) -> dict[str, float]:
    """Return the odds of each meaning.

    Parameters
    ----------
    name
        The column's name.
    reading, header
        What was read in it, and the weights of the meanings that it says; none where it says nothing.
    profile
        What its cells look like.

    Returns
    -------
    dict of str to float
        Meaning to odds, above 0, not adding up to anything.
    """
    base = header or _BLANK_NAME
    unspoken = _DENIED if header.get("extra", 0.0) > 0.5 else _UNSPOKEN
    if header and reading.coverage < 0.5:
        # Most of the name is not understood: the cells may say something else.
        unspoken = max(unspoken, 0.03)
    odds = {meaning: weight * cell_factor(meaning, profile) for meaning, weight in base.items()}
    if profile.different:
        for meaning in _BLANK_NAME:
            if meaning not in odds:
                odds[meaning] = unspoken * cell_factor(meaning, profile)
    if reading.ordinal == 1 and profile.fill < MIN_FILL:
        # What a list is about stands in nearly every row.
        for meaning in {*KEY_MEANINGS, "category"} & odds.keys():
            odds[meaning] *= SPARSE_FACTOR
    if profile.counts_up and _is_row_number(name, reading):
        odds["external_id"] *= ROW_NUMBER_FACTOR
    elif header_words(name) in _KEY_WORDS and not profile.counts_up and "external_id" in odds:
        odds["external_id"] *= KEY_FACTOR
    return odds


def _is_row_number(name: str, reading: HeaderReading) -> bool:
    return reading.concepts == ("number",) and _ROW_NUMBER_WORDS.issuperset(header_words(name))
