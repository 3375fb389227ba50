"""Column names: made different from each other, known, or in need of the heading above them."""

import re
from collections.abc import Sequence
from typing import Final

from skillsnet.core.intake.column_meanings import is_column_name
from skillsnet.core.intake.values import column_letters
from skillsnet.core.text import fold

# Names that say nothing without the heading above them.
NEEDS_HEADING: Final = frozenset(
    fold(name)
    for name in (
        *("name", "first name", "last name", "surname", "family name", "full name", "title", "id", "number", "email"),
        *("e-mail", "mail", "email address", "phone", "telephone", "tel", "mobile", "fax", "position", "function"),
        *("role", "job title", "description", "nom", "prénom", "nom et prénom", "titre", "courriel", "adresse e-mail"),
        *("téléphone", "tél", "fonction", "poste", "nombre", "apellido", "apellidos", "título", "correo"),
        *("correo electrónico", "teléfono", "cargo", "función", "nome", "الاسم", "البريد الإلكتروني", "الهاتف"),
    )
)
# Names that can stand for themselves, but belong to a person or an organisation where the heading names one.
NEEDS_OWNER: Final = frozenset(
    fold(name)
    for name in (
        *("type", "country", "city", "town", "address", "website", "web", "language", "languages", "gender", "status"),
        *("pays", "ville", "adresse", "site web", "langue", "langues", "país", "ciudad", "dirección", "sitio web"),
        *("tipo", "idioma", "idiomas", "البلد", "العنوان", "الموقع"),
    )
)
OWNER_HEADING: Final = re.compile(
    r"\b(contact|person|people|organi[sz]ation|institution|company|partner|lead|representative|focal|personne|"
    r"organisme|partenaire|responsable|persona|contacto|organizacion|socio|empresa|coordinator|signatory)"
)


def unique_names(row: Sequence[str], *, width: int) -> tuple[str, ...]:
    """Return column names that each stand for one column.

    Parameters
    ----------
    row
        Cells of the header row.
    width
        Number of columns of the whole sheet.

    Returns
    -------
    tuple of str
        Names in one line each; repeated ones numbered, missing ones made from the column's letters.

    Examples
    --------
    >>> unique_names(["Name", "", "Name"], width=3)
    ('Name', 'Column B', 'Name (2)')
    """
    names: dict[str, None] = {}
    for index in range(width):
        name = " ".join(row[index].split()) if index < len(row) else ""
        base = name or f"Column {column_letters(index)}"
        unique, count = base, 2
        while unique in names:
            unique, count = f"{base} ({count})", count + 1
        names[unique] = None
    return tuple(names)


def count_known_names(names: Sequence[str]) -> int:
    """Return how many names are words that a call's export uses for its columns.

    Parameters
    ----------
    names
        Column names.

    Returns
    -------
    int
        At most the number of different names.
    """
    return sum(1 for name in set(names) if is_column_name(name) or fold(name) in NEEDS_HEADING | NEEDS_OWNER)
