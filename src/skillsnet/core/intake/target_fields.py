"""What a column of a call's export may mean, and the words that headers use for it."""

from collections.abc import Iterable
from typing import Final

SINGLE: Final = (
    "external_id",
    "submitted_on",
    "organisation",
    "organisation_id",
    "organisation_type",
    "organisation_website",
    "country",
    "contact_name",
    "contact_email",
    "contact_phone",
    "contact_position",
    "title",
    "summary",
    "stage",
    "status",
    "website",
    "may_publish",
    "may_contact",
)
MULTIPLE: Final = ("work_countries", "languages", "more_text", "beneficiaries", "category", "ignore", "extra")
TARGET_FIELDS: Final = (*SINGLE, *MULTIPLE)
# What a row may say again for a second, third, … person or project, as `contact_name#2`.
OF_PEOPLE: Final = ("contact_name", "contact_email", "contact_phone", "contact_position")
OF_PROJECTS: Final = ("title", "external_id", "summary", "more_text", "category", "beneficiaries", "stage", "website")
LAST_ORDINAL: Final = 5
# Columns that are given the same target field are joined with these; of the others the first filled cell counts.
JOINED_WITH: Final = {
    "title": " – ",
    "organisation": " – ",
    "external_id": "-",
    "organisation_id": "-",
    "contact_name": " ",
    "contact_phone": "; ",
    "contact_position": ", ",
}


def lists_organisations(target_fields: Iterable[str]) -> bool:
    """Return whether columns name organisations and no projects, so that each row is an organisation.

    Parameters
    ----------
    target_fields
        What the columns, and the parts of columns, hold.

    Returns
    -------
    bool
        True with an organisation and without a title.

    Examples
    --------
    >>> lists_organisations(["organisation", "country"]), lists_organisations(["title", "organisation"])
    (True, False)
    """
    base_fields = {target_field.partition("#")[0] for target_field in target_fields}
    return "organisation" in base_fields and "title" not in base_fields


def split_target_field(target_field: str) -> tuple[str, int] | None:
    """Return a target field without its number, and the number.

    Parameters
    ----------
    target_field
        One of `TARGET_FIELDS`, or one that a row can have several times with its number: `contact_name#2`.

    Returns
    -------
    (str, int) or None
        The number is 1 where none is written; None for what is no target field.

    Examples
    --------
    >>> split_target_field("title"), split_target_field("contact_name#2"), split_target_field("country#2")
    (('title', 1), ('contact_name', 2), None)
    """
    base, _, number = target_field.partition("#")
    if base not in TARGET_FIELDS:
        return None
    if not number:
        return (base, 1) if base == target_field else None
    is_known = number in [str(n) for n in range(2, LAST_ORDINAL + 1)] and base in OF_PEOPLE + OF_PROJECTS
    return (base, int(number)) if is_known else None


# What our own file of rows that were left out writes over its first two columns.
OWN_HEADERS: Final = (
    *("row", "why it was skipped", "ligne", "pourquoi elle a ete ignoree", "fila", "por que se omitio"),
    *("الصف", "سبب تخطيه"),
    # As earlier versions wrote them.
    *("why it was left out", "pourquoi elle a ete laissee de cote", "por que quedo fuera"),
)
