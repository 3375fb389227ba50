"""How much the cells of a column speak for each meaning."""

from collections.abc import Callable, Mapping
from typing import Final

from skillsnet.core.intake.column_meanings.cell_profiles import CellProfile

# Factors of the odds: 1 says nothing, above 1 speaks for a meaning, below against it.
LONG_TEXT_CHARS: Final = 150
TITLE_CHARS: Final = 220
# I, II, 3a: numbers of categories that only the file's author can read.
NUMERAL_CHARS: Final = 3
COUNTRY_CODE_CHARS: Final = 2
SENTENCE_WORDS: Final = 6
NEVER: Final = 0.01
# What is surely called a title or an organisation may be short: "P1", "B-12".
CODE_NAME: Final = 0.1


def cell_factor(meaning: str, profile: CellProfile) -> float:
    """Return by how much the cells raise or lower the odds of a meaning.

    Parameters
    ----------
    meaning
        A target field without number.
    profile
        What the column's cells look like.

    Returns
    -------
    float
        Above 0; 1 without cells or where cells tell nothing of the meaning.
    """
    weigh = _FACTORS.get(meaning)
    return weigh(profile) if weigh is not None and profile.different else 1.0


def _email(profile: CellProfile) -> float:
    fitting = profile.share("email")
    return 60.0 if fitting >= 0.7 else 4.0 if fitting >= 0.25 else 0.02


def _link(profile: CellProfile) -> float:
    fitting = profile.share("link")
    return 25.0 if fitting >= 0.7 else 3.0 if fitting >= 0.25 else 0.02


def _phone(profile: CellProfile) -> float:
    fitting = profile.share("phone")
    if fitting >= 0.6 and profile.share("date") < 0.2:
        # Digits alone may be an amount or a number of anything: then the name has to say so.
        return 1.0 if profile.share("digits") >= 0.8 else 8.0
    return 1.0 if fitting >= 0.2 else 0.05


def _submitted_on(profile: CellProfile) -> float:
    fitting = profile.share("date")
    if fitting >= 0.6:
        return 9.0 if profile.share("time") >= 0.6 else 2.5
    # A spreadsheet may give the numbers of days.
    return 0.4 if profile.share("number") >= 0.8 and profile.share("year") < 0.5 else 0.03


def _country(profile: CellProfile) -> float:
    fitting = profile.share("country")
    if fitting < 0.75 and profile.share("permission") >= 0.75:
        # "No" is Norway's code, and beside "Yes" it is none.
        return NEVER
    if fitting >= 0.75 and profile.mean_chars <= COUNTRY_CODE_CHARS:
        # States and provinces have the same two letters as countries.
        return 6.0
    return 25.0 if fitting >= 0.75 else 2.0 if fitting >= 0.25 else 0.03


def _languages(profile: CellProfile) -> float:
    fitting = profile.share("language")
    if profile.share("country") > fitting:
        return 0.1
    return 15.0 if fitting >= 0.75 else 1.5 if fitting >= 0.25 else 0.1


def _listed(kind: str, *, otherwise: float) -> Callable[[CellProfile], float]:
    def factor(profile: CellProfile) -> float:
        if profile.share("number") >= 0.6:
            return NEVER
        fitting = profile.share(kind)
        return 12.0 if fitting >= 0.75 else 2.0 if fitting >= 0.25 else otherwise

    return factor


def _external_id(profile: CellProfile) -> float:
    if profile.share("code") < 0.6:
        return 0.06 if profile.mean_words > 3 or profile.letters > 0.9 else 0.4
    if profile.has_many and profile.distinct < 0.6:
        return 0.1
    if profile.share("year") >= 0.8 or profile.share("link") + profile.share("email") >= 0.5:
        return 0.05
    return 0.8 if profile.share("phone") >= 0.9 or profile.counts_up else 2.0


def _organisation_id(profile: CellProfile) -> float:
    return 1.5 if profile.share("code") >= 0.6 else 0.15


def _is_no_name(profile: CellProfile) -> bool:
    """Whether the cells are figures, addresses, dates, countries or ticks, which no name is."""
    if any(profile.share(kind) >= 0.6 for kind in ("number", "email", "link", "date", "year", "tick")):
        return True
    return profile.share("country") >= 0.7 or profile.share("code") >= 0.8


def _is_of_codes(profile: CellProfile) -> bool:
    """Whether the cells are codes and no plain figures, dates or addresses."""
    return profile.share("code") >= 0.8 and not any(
        profile.share(kind) >= 0.3 for kind in ("number", "digits", "email", "link", "date", "year", "phone")
    )


def _title(profile: CellProfile) -> float:
    if _is_no_name(profile):
        return CODE_NAME if _is_of_codes(profile) else NEVER
    factor = 0.03 if profile.mean_chars > 2 * TITLE_CHARS else 0.25 if profile.mean_chars > TITLE_CHARS else 1.0
    if profile.has_many:
        factor *= 0.15 if profile.distinct < 0.4 else 0.6 if profile.distinct < 0.7 else 1.6
    if profile.share("body") >= 0.35:
        factor *= 0.25
    if profile.share("person") >= 0.7 and profile.mean_words <= 3.2:
        factor *= 0.45
    if 2.5 <= profile.mean_words <= 25 and profile.share("body") < 0.2:
        factor *= 1.8
    if profile.sentences >= 0.6 and profile.mean_words > 8:
        factor *= 0.5
    return factor


def _organisation(profile: CellProfile) -> float:
    if _is_no_name(profile):
        return CODE_NAME if _is_of_codes(profile) else NEVER
    if profile.share("organisation_types") >= 0.75:
        # Few who write "freelancer" for the name of their organisation do not make the column another.
        return NEVER if profile.has_many else 0.3
    factor = 0.05 if profile.mean_chars > LONG_TEXT_CHARS else 1.0
    bodies = profile.share("body")
    factor *= 7.0 if bodies >= 0.35 else 2.5 if bodies >= 0.15 else 0.6 if profile.has_many else 0.9
    if profile.has_many and len(profile.different) <= 2 + profile.count // 20:
        factor *= 0.3
    if bodies < 0.1 and profile.share("person") >= 0.8:
        factor *= 0.35
    if bodies < 0.15 and profile.mean_words > 7:
        factor *= 0.3
    return factor


def _contact_name(profile: CellProfile) -> float:
    if _is_no_name(profile) or profile.mean_chars > 80:
        return NEVER
    people, bodies = profile.share("person"), profile.share("body")
    if bodies >= 0.3:
        return 0.06
    if profile.has_many and len(profile.different) <= 2 + profile.count // 20:
        return 0.2
    if people >= 0.7:
        return 5.0
    return 1.0 if people >= 0.4 or profile.mean_words <= 1.5 else 0.1


def _summary(profile: CellProfile) -> float:
    chars = profile.mean_chars
    if any(profile.share(kind) >= 0.6 for kind in ("number", "email", "link", "date", "tick", "code")):
        return NEVER
    factor = 10.0 if chars >= LONG_TEXT_CHARS else 2.0 if chars >= 60 else 0.8 if chars >= 25 else 0.4
    if chars < LONG_TEXT_CHARS and profile.sentences >= 0.6 and profile.mean_words >= SENTENCE_WORDS:
        factor *= 1.6
    if profile.has_many and profile.distinct < 0.5:
        factor *= 0.1
    return factor


def _more_text(profile: CellProfile) -> float:
    chars = profile.mean_chars
    if any(profile.share(kind) >= 0.6 for kind in ("number", "email", "link", "date", "tick", "code")):
        return 0.05
    return 3.0 if chars >= 60 else 0.8 if chars >= 20 else 0.2


def _category(profile: CellProfile) -> float:
    if any(profile.share(kind) >= 0.6 for kind in ("number", "email", "link", "date", "tick")):
        return 0.15
    if profile.mean_chars > TITLE_CHARS:
        return 0.1
    if profile.mean_chars <= NUMERAL_CHARS:
        return 0.3 if profile.repeats and profile.letters >= 1 else 0.1
    if profile.share("code") >= 0.6:
        return 0.08
    if not profile.has_many:
        return 1.0
    if profile.distinct < 0.85:
        return 3.0 if profile.repeats else 1.5 if profile.distinct < 0.5 else 1.0
    return 0.1 if profile.mean_words > SENTENCE_WORDS else 0.4


def _position(profile: CellProfile) -> float:
    if any(profile.share(kind) >= 0.6 for kind in ("number", "email", "link", "date", "tick", "country")):
        return 0.03
    return 0.1 if profile.mean_chars > 80 else 1.0


_FACTORS: Final[Mapping[str, Callable[[CellProfile], float]]] = {
    "contact_email": _email,
    "website": _link,
    "organisation_website": _link,
    "contact_phone": _phone,
    "submitted_on": _submitted_on,
    "country": _country,
    "work_countries": _country,
    "languages": _languages,
    "stage": _listed("stages", otherwise=0.02),
    "status": _listed("project_statuses", otherwise=0.02),
    "organisation_type": _listed("organisation_types", otherwise=0.5),
    "beneficiaries": _listed("beneficiaries", otherwise=0.5),
    "external_id": _external_id,
    "organisation_id": _organisation_id,
    "title": _title,
    "organisation": _organisation,
    "contact_name": _contact_name,
    "summary": _summary,
    "more_text": _more_text,
    "category": _category,
    "contact_position": _position,
}
