"""People whom a row names in its own texts, and organisations that are one person."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from skillsnet.core.intake.record_linkage.unnamed import is_self_description
from skillsnet.core.text import fold
from skillsnet.core.text.names import address_names, is_name, may_hold, name_forms, names_in

# The type of an organisation that is one person.
INDIVIDUAL: Final = "individual"


class Named(NamedTuple):
    """Where a row names one of its people: the field, or `extra` with its column, and the passage."""

    field: str
    column: str
    passage: str
    person: str


def is_one_person(organisation: Mapping[str, Any] | None, people: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether an organisation without a type is one of the row's people, or says that it is one person."""
    if organisation is None or organisation["type"]:
        return False
    name = organisation["name"]
    return is_self_description(name) or any(is_name(name, person["name"]) for person in people if person["name"])


def named_people(parsed: Mapping[str, Any], people: Iterable[Mapping[str, Any]]) -> list[Named]:
    """Return where a row's texts name its people: title, summary, organisation, websites, extra columns.

    What an individual is called is a person's name by itself, and shown to nobody.

    Parameters
    ----------
    parsed : mapping
        What a row says of a project.
    people : iterable of mapping
        Those of its people, with `key` and `name`, whose names are not public.

    Returns
    -------
    list of Named
        Each passage once a field.

    Notes
    -----
    O(letters of the texts + words of the texts that hold all parts of a name).
    """
    organisation = parsed["organisation"]
    if organisation is None or organisation["type"] == INDIVIDUAL:
        organisation = {"name": "", "website": ""}
    texts = [(field, "", parsed[field]) for field in ("title", "summary")]
    texts.append(("organisation", "", organisation["name"]))
    texts += [("extra", column, part) for column, cell in parsed["extra"].items() for part in _parts(cell)]
    folded = [(field, column, text, fold(text)) for field, column, text in texts if text]
    sites = (("website", parsed["website"]), ("organisation_website", organisation["website"]))
    found: dict[Named, None] = {}
    for person in people:
        name, key = person["name"], person["key"]
        forms = name_forms(name)
        for field, column, text, held in folded if forms else ():
            if may_hold(held, forms):
                found |= {Named(field, column, passage, key): None for passage in names_in(text, name)}
        found |= {Named(field, "", site, key): None for field, site in sites if site and address_names(site, name)}
    return list(found)


def _parts(cell: Any) -> list[str]:
    return [str(part) for part in cell] if isinstance(cell, list) else [str(cell)]
