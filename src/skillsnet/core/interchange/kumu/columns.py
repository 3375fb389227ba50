"""The columns of the table of participants, and which of Kumu's fields go into them."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Final

from skillsnet.core.interchange.kumu.texts import plain_name
from skillsnet.core.interchange.kumu.values import Element

PROJECT_ID: Final = "Proposal ID"
TITLE: Final = "Proposal title"
SUMMARY: Final = "Summary"
ORGANISATION_NAME: Final = "Organisation name"
ORGANISATION_ID: Final = "Organisation ID"
ORGANISATION_TYPE: Final = "Type of organisation"
ORGANISATION_WEBSITE: Final = "Organisation website"
COUNTRY: Final = "Country"
LANGUAGES: Final = "Languages"
BENEFICIARIES: Final = "Target group / beneficiaries"
CATEGORY: Final = "Category"
WEBSITE: Final = "Website"
CONTACT: Final = ("Contact person", "Contact e-mail", "Phone", "Position")
OF_ORGANISATION: Final = (ORGANISATION_NAME, ORGANISATION_TYPE)
ELEMENT_TYPE: Final = "Element type"
# Every table has these, filled or not: an empty one keeps a look-alike among the other columns from its meaning.
HEADERS: Final = (
    *(PROJECT_ID, TITLE, SUMMARY, ORGANISATION_NAME, ORGANISATION_ID, ORGANISATION_TYPE, ORGANISATION_WEBSITE),
    *(COUNTRY, LANGUAGES, *CONTACT, BENEFICIARIES, CATEGORY, "Stage", "Status", WEBSITE),
    "Submission date",
)
MAX_PEOPLE: Final = 3
# Names of fields, the surest first, that fill a column; compared by their folded words.
_NAMES: Final = {
    SUMMARY: ("description", "summary", "abstract", "resume", "resumen", "descripcion", "ملخص", "وصف", "الوصف"),
    ORGANISATION_NAME: (
        *("organisation", "organization", "organisation name", "organization name", "applicant", "institution"),
        *("organisme", "nom de l organisation", "organizacion", "entidad", "nombre de la organizacion"),
    ),
    ORGANISATION_TYPE: (
        *("organisation type", "organization type", "type of organisation", "type of organization", "legal form"),
        *("type d organisation", "tipo de organizacion"),
    ),
    COUNTRY: ("country", "pays", "pais", "nation", "بلد", "البلد", "الدولة"),
    LANGUAGES: (
        *("languages", "language", "working languages", "working language", "langues", "langue", "langues de travail"),
        *("idiomas", "idioma", "lenguas", "لغات", "اللغات", "لغة", "اللغة"),
    ),
    "Contact person": ("contact person", "contact name", "contact", "personne de contact", "persona de contacto"),
    "Contact e-mail": (
        *("email", "e mail", "mail", "email address", "e mail address", "contact email", "contact e mail", "courriel"),
        *("adresse e mail", "correo", "correo electronico", "البريد الإلكتروني"),
    ),
    "Phone": ("phone", "telephone", "phone number", "mobile", "contact phone", "tel", "telefono", "هاتف", "الهاتف"),
    "Position": ("position", "job title", "role", "function", "fonction", "poste", "cargo", "puesto"),
    BENEFICIARIES: (
        *("beneficiaries", "target group", "target groups", "target group beneficiaries", "target population"),
        *("beneficiaires", "groupe cible", "groupes cibles", "public cible", "beneficiarios", "grupo destinatario"),
    ),
    CATEGORY: (
        *("category", "categories", "categorie", "categoria", "categorias", "tags", "themes", "theme", "thematique"),
        "tema",
    ),
    "Stage": ("stage", "project stage", "stade", "etapa"),
    "Status": ("status", "application status", "statut", "estado"),
    WEBSITE: ("url", "website", "web site", "homepage", "web page", "link", "site web", "sitio web", "pagina web"),
    "Submission date": ("submission date", "submitted on", "date submitted", "date de soumission", "fecha de envio"),
}
# Beside a field of categories these are what they say.
_TAGS: Final = ("tags", "themes")
_WITHIN: Final = (ORGANISATION_TYPE, COUNTRY, LANGUAGES, BENEFICIARIES, *CONTACT, WEBSITE)

Cells = dict[str, str]


def join_values(values: Sequence[str]) -> str:
    """Return the cell for a field's values.

    Parameters
    ----------
    values
        Texts.

    Returns
    -------
    str
        The texts with a pipe between them.

    Examples
    --------
    >>> join_values(("English", "French"))
    'English | French'
    """
    return " | ".join(values)


def own_cells(element: Element, *, without: Sequence[str]) -> tuple[Cells, Cells]:
    """Return what an element's fields put into the columns of its own row, and what is left by name.

    Parameters
    ----------
    element
        The element that the row is about.
    without
        Columns that something surer fills; fields that would fill them are left.

    Returns
    -------
    (dict, dict)
        Column to cell, and field name to cell for the fields that no column takes; "(field)" stands behind the names
        that would be mistaken for a column.

    Examples
    --------
    >>> fields = {"Tags": ("A", "B"), "Stage 1": ("x",), "Title": ("T",), "Proposal ID": ("7",)}
    >>> own_cells(Element("p1", "p1", "Pocket mentors", "Project", fields, ("elements", 1)), without=())
    ({'Category': 'A | B'}, {'Stage 1': 'x', 'Title': 'T', 'Proposal ID (field)': '7'})
    """
    cells, other_cells = _split_fields(element, [column for column in _NAMES if column not in without])
    return cells, {_distinguish(name, "field"): cell for name, cell in other_cells.items()}


def stated_organisation(element: Element) -> str:
    """Return the name of the organisation that an element's own field says, or an empty text.

    Parameters
    ----------
    element
        An element of any kind.

    Returns
    -------
    str
        As written.

    Examples
    --------
    >>> stated_organisation(Element("p", "", "Loom", "Project", {"Organisation": ("Atelier Ada",)}, ("elements", 1)))
    'Atelier Ada'
    """
    return _split_fields(element, [ORGANISATION_NAME])[0].get(ORGANISATION_NAME, "")


def organisation_cells(organisation: Element, cells: Cells) -> tuple[Cells, Cells]:
    """Return what an organisation's fields add to the row of its project, and what is left by name.

    Parameters
    ----------
    organisation
        The project's organisation.
    cells
        The row so far; what it says already stays, and a contact it names stays the only one.

    Returns
    -------
    (dict, dict)
        As for `own_cells`; what is left and would be taken for the project's gets "(organisation)" behind its name.

    Examples
    --------
    >>> fields = {"Country": ("Peru",), "Tags": ("A",), "Region": ("Americas",)}
    >>> organisation_cells(Element("o1", "o1", "Atelier Ada", "NGO", fields, ("elements", 1)), {"Country": "Kenya"})
    ({}, {'Country (organisation)': 'Peru', 'Tags (organisation)': 'A', 'Region': 'Americas'})
    """
    filled_columns = {*cells, *(CONTACT if any(column in cells for column in CONTACT) else ())} - {WEBSITE}
    added, other_cells = _split_fields(organisation, [column for column in _WITHIN if column not in filled_columns])
    if WEBSITE in added:
        added[ORGANISATION_WEBSITE] = added.pop(WEBSITE)
    return added, {_distinguish(name, "organisation", used_names=cells): cell for name, cell in other_cells.items()}


def person_cells(person: Element, *, number: int) -> tuple[Cells, Cells]:
    """Return what a person's fields put into the columns of a contact, and what is left by name.

    Parameters
    ----------
    person
        A contact person.
    number
        Which of the row's contact persons, from 1.

    Returns
    -------
    (dict, dict)
        As for `own_cells`; the columns of later persons have their number, and what is left has "(contact person)".

    Examples
    --------
    >>> fields = {"Email": ("bo@example.org",), "Tags": ("A",)}
    >>> person_cells(Element("b", "", "Bo", "Person", fields, ("elements", 1)), number=2)
    ({'Contact person 2': 'Bo', 'Contact e-mail 2': 'bo@example.org'}, {'Tags (contact person 2)': 'A'})
    """
    own_columns, other_cells = _split_fields(person, CONTACT[1:])
    suffix = f" {number}" if number > 1 else ""
    cells = {f"{CONTACT[0]}{suffix}": person.label} if person.label else {}
    cells |= {f"{column}{suffix}": cell for column, cell in own_columns.items()}
    return cells, {f"{name} (contact person{suffix})": cell for name, cell in other_cells.items()}


def contact_headers(people: int) -> tuple[str, ...]:
    """Return the columns of the contact persons after the first.

    Parameters
    ----------
    people
        Number of contact persons in the row that has most.

    Returns
    -------
    tuple of str
        Four columns for each.

    Examples
    --------
    >>> contact_headers(2)
    ('Contact person 2', 'Contact e-mail 2', 'Phone 2', 'Position 2')
    """
    return tuple(f"{column} {number}" for number in range(2, min(people, MAX_PEOPLE) + 1) for column in CONTACT)


def _split_fields(element: Element, columns: Sequence[str]) -> tuple[Cells, Cells]:
    """Return the cells of the columns that the element's fields fill, and of its other fields."""
    by_words: dict[str, str] = {}
    for name in element.fields:
        by_words.setdefault(plain_name(name), name)
    field_of_column: dict[str, str] = {}
    for column in columns:
        field_name = next((by_words[words] for words in _column_names(column) if words in by_words), None)
        if field_name is not None:
            field_of_column[column] = field_name
    if CONTACT[0] in columns and not field_of_column.keys() & set(CONTACT[:2]):
        # A telephone number or a role without a name or an address is nobody's.
        field_of_column = {column: name for column, name in field_of_column.items() if column not in CONTACT}
    cells = {column: join_values(element.fields[name]) for column, name in field_of_column.items()}
    used_fields = set(field_of_column.values())
    return cells, {name: join_values(values) for name, values in element.fields.items() if name not in used_fields}


@cache
def _column_names(column: str) -> tuple[str, ...]:
    return tuple(plain_name(name) for name in (*_NAMES.get(column, ()), column))


def _distinguish(name: str, suffix: str, *, used_names: Collection[str] = ()) -> str:
    """Return a column name that is not taken for one of the table's own."""
    is_mistakable = plain_name(name) in _reserved() and not (suffix == "field" and plain_name(name) in _TAGS)
    return f"{name} ({suffix})" if is_mistakable or name in used_names else name


@cache
def _reserved() -> frozenset[str]:
    return frozenset(
        words for column in (*HEADERS, ELEMENT_TYPE, *contact_headers(MAX_PEOPLE)) for words in _column_names(column)
    )
