"""The sections of a form: what column names have before the question itself."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from skillsnet.core.intake.column_meanings.readings import BEARERS, read_header

# What a section of a form may be about, for its name to be a heading.
_SECTION_CONCEPTS: Final = BEARERS | {"unit", "legal_name", "description", "describe", "other", "group"}
_HEADING_ENDS: Final = ("/", " >> ", "::", ": ", " - ", " – ", ".")


def common_headings(names: Sequence[str], *, language: str = "") -> list[tuple[str, str]]:
    """Return each column name as a heading that several names begin with, and the rest.

    Parameters
    ----------
    names
        Column names.
    language
        As for `read_header`.

    Returns
    -------
    list of tuple of str
        Heading and rest; an empty heading where there is none, or where it says more than whose the rest is.

    Examples
    --------
    >>> common_headings(["Contact/Name", "Contact/E-mail", "Country/Region"])
    [('Contact', 'Name'), ('Contact', 'E-mail'), ('', 'Country/Region')]
    """
    beginnings = Counter(
        beginning for name in names for beginning in {heading for heading, _rest in _split_names(name)}
    )
    return [
        next(
            (
                (heading.rstrip(" /:.-–>"), rest)
                for heading, rest in _split_names(name)
                if beginnings[heading] > 1 and _is_section(heading, language=language)
            ),
            ("", name),
        )
        for name in names
    ]


def _split_names(name: str) -> list[tuple[str, str]]:
    """Return the ways in which a name may be a heading and the rest, the longest heading first."""
    ends = {name.rfind(sign) + len(sign) for sign in _HEADING_ENDS if name.rfind(sign) > 0}
    ends |= {name.find(sign) + len(sign) for sign in _HEADING_ENDS if name.find(sign) > 0}
    return [(name[:end], name[end:].strip()) for end in sorted(ends, reverse=True) if name[end:].strip()]


def _is_section(heading: str, *, language: str) -> bool:
    concepts = read_header(heading, language=language).concepts
    return _SECTION_CONCEPTS.issuperset(concepts)
