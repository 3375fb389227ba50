"""People whom a row names in its own texts, and organisations that are one person."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedPerson, ParsedProject
from skillsnet.core.intake.record_linkage.unnamed import is_self_description
from skillsnet.core.text import fold
from skillsnet.core.text.names import address_names, is_name, may_hold, name_forms, names_in

# The type of an organisation that is one person.
INDIVIDUAL: Final = "individual"


class NameMention(NamedTuple):
    """Where a row names one of its people: the field, or `extra` with its column, and the passage."""

    field: str
    column: str
    passage: str
    person: str


def is_one_person(organisation: ParsedOrganisation | None, people: Iterable[ParsedPerson]) -> bool:
    """Return whether an organisation without a type is one of the row's people, or says that it is one person."""
    if organisation is None or organisation.type:
        return False
    name = organisation.name
    return is_self_description(name) or any(is_name(name, person.name) for person in people if person.name)


def find_name_mentions(project: ParsedProject, people: Iterable[ParsedPerson]) -> list[NameMention]:
    """Return where a row's texts name its people: title, summary, organisation, websites, extra columns.

    What an individual is called is a person's name by itself, and shown to nobody.

    Parameters
    ----------
    project : ParsedProject
        What a row says of a project.
    people : iterable of ParsedPerson
        Those of its people whose names are not public.

    Returns
    -------
    list of NameMention
        Each passage once a field.

    Notes
    -----
    O(letters of the texts + words of the texts that hold all parts of a name).
    """
    organisation = project.organisation
    is_shown = organisation is not None and organisation.type != INDIVIDUAL
    name, website = (organisation.name, organisation.website) if organisation and is_shown else ("", "")
    texts = [("title", "", project.title), ("summary", "", project.summary), ("organisation", "", name)]
    texts += [("extra", column, cell) for column, cell in project.extra.items()]
    folded_texts = [(field, column, text, fold(text)) for field, column, text in texts if text]
    sites = (("website", project.website), ("organisation_website", website))
    mentions: dict[NameMention, None] = {}
    for person in people:
        forms = name_forms(person.name)
        for field, column, text, folded_text in folded_texts if forms else ():
            if may_hold(folded_text, forms):
                passages = names_in(text, person.name)
                mentions |= {NameMention(field, column, passage, person.key): None for passage in passages}
        mentions |= {
            NameMention(field, "", site, person.key): None
            for field, site in sites
            if site and address_names(site, person.name)
        }
    return list(mentions)
