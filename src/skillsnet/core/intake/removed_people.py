"""People of a row whose address is not stored any more: what the row says once they are left out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from skillsnet.core.intake.keys import person_key
from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedPerson, ParsedProject
from skillsnet.core.text.names import address_names, is_name, redact_name


def without_people(
    project: ParsedProject, removed: Collection[ParsedPerson], *, marker_of: Callable[[str], str]
) -> ParsedProject:
    """Return a project without some of its people: neither their details nor their names in its texts.

    Parameters
    ----------
    project
        A project as a row says it.
    removed
        Those of its people who are left out.
    marker_of
        Gives what stands for a name in keys; other names have other ones, so that keys stay different.

    Returns
    -------
    ParsedProject
        The same project. An organisation that is one of the removed people is left out too. The keys of the project
        and its organisation hold the marker instead of the name, as those of stored ones do.

    Notes
    -----
    O(letters of its texts × removed people).
    """
    people = [person for person in project.people if person not in removed]
    names = [person.name for person in removed if person.name]
    return replace(
        project,
        key=_key_without(project.key, names, marker_of),
        contact=people[0] if people else None,
        other_people=tuple(people[1:]),
        title=_redacted(project.title, names),
        summary=_redacted(project.summary, names),
        website=_site_without(project.website, names),
        extra=_cells_without(project.extra, names),
        organisation=_organisation_without(project.organisation, names, marker_of),
    )


def without_address(person: ParsedPerson, *, within: str) -> ParsedPerson:
    """Return a person who has a name as the row says them without their address.

    Parameters
    ----------
    person
        A person with a name.
    within
        The organisation's key, or the project's where there is no organisation.
    """
    key = person_key(email="", name=person.name, within=within)
    return replace(person, email="", key=key, owned=tuple(name for name in person.owned if name != "email"))


def _redacted(text: str, names: Collection[str]) -> str:
    for name in names:
        text = redact_name(text, name)
    return text


def _site_without(site: str, names: Collection[str]) -> str:
    return "" if any(address_names(site, name) for name in names) else site


def _cells_without(cells: Mapping[str, str], names: Collection[str]) -> Mapping[str, str]:
    return {column: _redacted(cell, names) for column, cell in cells.items()} if names else cells


def _key_without(key: str, names: Collection[str], marker_of: Callable[[str], str]) -> str:
    for name in names:
        key = redact_name(key, name, marker=marker_of(name))
    return key


def _organisation_without(
    organisation: ParsedOrganisation | None, names: Collection[str], marker_of: Callable[[str], str]
) -> ParsedOrganisation | None:
    if organisation is None or any(is_name(organisation.name, name) for name in names):
        return None
    website = _site_without(organisation.website, names)
    key = _key_without(organisation.key, names, marker_of)
    return replace(organisation, key=key, name=_redacted(organisation.name, names), website=website)
