"""Who submits what, and who belongs to whom: the structure that a table of participants has in its columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from skillsnet.core.interchange.kumu.columns import stated_organisation
from skillsnet.core.interchange.kumu.kinds import (
    ORGANISATION,
    PERSON,
    PROJECT,
    kind_of,
    says_aiding,
    says_belonging,
    says_nothing,
    says_owning,
)
from skillsnet.core.interchange.kumu.values import Connection, Element, KumuProject, Notebook
from skillsnet.core.text import fold

Links = list[tuple[Connection, str]]


@dataclass
class Roles:
    """The roles of a project's elements, all by their refs.

    Attributes
    ----------
    kinds
        `organisation`, `person`, `project` or empty.
    organisation_of
        A project's organisation.
    people_of
        The persons who belong to an organisation or project, contact persons first.
    hosts_of
        The organisations and projects that a person belongs to, the foremost first.
    used_connections
        The connections that say so.
    """

    kinds: dict[str, str]
    organisation_of: dict[str, str] = field(default_factory=dict)
    people_of: dict[str, list[str]] = field(default_factory=dict)
    hosts_of: dict[str, list[str]] = field(default_factory=dict)
    used_connections: set[str] = field(default_factory=set)


def find_roles(kumu: KumuProject, notebook: Notebook) -> Roles:
    """Return the roles of a project's elements.

    Parameters
    ----------
    kumu
        Elements and connections.
    notebook
        Takes what was concluded without a word that says so.

    Returns
    -------
    Roles
        A project's organisation is the first connected one that a word says submits it, else the only one connected
        that no word says helps from outside, else the one that its own field names, else the only one its persons
        belong to. A person belongs to what a word or a plain line says; without one, to the first organisation or
        project whose only person it is.

    Notes
    -----
    Elements of unknown type take part as projects do, but an organisation is theirs by a word only. O(size).

    Examples
    --------
    >>> from skillsnet.core.interchange.kumu import read_document
    >>> roles = find_roles(read_document({
    ...     "elements": [{"label": "Atelier Ada", "type": "NGO"}, {"label": "Pocket mentors", "type": "Project"}],
    ...     "connections": [{"from": "Atelier Ada", "to": "Pocket mentors", "type": "Submitted"}],
    ... }), Notebook())
    >>> roles.organisation_of
    {'Pocket mentors': 'Atelier Ada'}
    """
    roles = Roles({element.ref: kind_of(element.type) for element in kumu.elements})
    links = _links_by_element(kumu.connections, roles.kinds)
    labels = {element.ref: element.label for element in kumu.elements}
    _set_organisations(kumu.elements, links, roles, labels, notebook)
    _set_named_organisations(kumu.elements, roles)
    _set_people(kumu.elements, links, roles, labels, notebook)
    _set_organisations_of_people(kumu.elements, roles)
    return roles


def _links_by_element(connections: Iterable[Connection], kinds: Mapping[str, str]) -> dict[str, Links]:
    """Return what each project has of organisations, and each person of both."""
    links: dict[str, Links] = {}
    for connection in connections:
        for end, other_end in ((connection.source, connection.target), (connection.target, connection.source)):
            is_theirs = kinds[other_end] != PERSON if kinds[end] == PERSON else kinds[other_end] == ORGANISATION
            if kinds[end] != ORGANISATION and is_theirs:
                links.setdefault(end, []).append((connection, other_end))
    return links


def _set_organisations(
    elements: Iterable[Element],
    links: Mapping[str, Links],
    roles: Roles,
    labels: Mapping[str, str],
    notebook: Notebook,
) -> None:
    for element in elements:
        kind = roles.kinds[element.ref]
        if kind in (PERSON, ORGANISATION):
            continue
        links_here = links.get(element.ref, [])
        owning_links = [
            (connection, organisation) for connection, organisation in links_here if says_owning(connection)
        ]
        if not owning_links and kind == PROJECT:
            owning_links = [
                (connection, organisation) for connection, organisation in links_here if not says_aiding(connection)
            ]
            if len({organisation for _, organisation in owning_links}) != 1:
                continue
            if not all(says_nothing(connection) for connection, _ in owning_links):
                notebook.add(
                    "organisation_concluded", f"{labels[owning_links[0][1]]}: {element.label}", element.location
                )
        if owning_links:
            first_organisation = owning_links[0][1]
            roles.organisation_of[element.ref] = first_organisation
            roles.used_connections.update(
                connection.ref for connection, organisation in owning_links if organisation == first_organisation
            )


def _set_named_organisations(elements: Iterable[Element], roles: Roles) -> None:
    """Let a project without a connected organisation have the only one with the name that its own field says."""
    refs_by_name: dict[str, list[str]] = {}
    for element in elements:
        if roles.kinds[element.ref] == ORGANISATION and element.label:
            refs_by_name.setdefault(fold(element.label), []).append(element.ref)
    for element in elements:
        if roles.kinds[element.ref] == PROJECT and element.ref not in roles.organisation_of:
            refs = refs_by_name.get(fold(stated_organisation(element)), [])
            if len(refs) == 1:
                roles.organisation_of[element.ref] = refs[0]


def _set_people(
    elements: Iterable[Element],
    links: Mapping[str, Links],
    roles: Roles,
    labels: Mapping[str, str],
    notebook: Notebook,
) -> None:
    people = [element for element in elements if roles.kinds[element.ref] == PERSON]
    company: dict[str, set[str]] = {}
    for person in people:
        for _, host in links.get(person.ref, []):
            company.setdefault(host, set()).add(person.ref)
    contacts: dict[str, list[str]] = {}
    for person in people:
        person_links = links.get(person.ref, [])
        host_links = [
            (connection, host)
            for connection, host in person_links
            if says_belonging(connection) or says_nothing(connection)
        ]
        if not host_links:
            only = next((host for _, host in person_links if len(company[host]) == 1), None)
            host_links = [(connection, host) for connection, host in person_links if host == only]
            if host_links:
                notebook.add("person_concluded", f"{labels[host_links[0][1]]}: {person.label}", person.location)
        for connection, host in host_links:
            roles.used_connections.add(connection.ref)
            _add_once(roles.hosts_of.setdefault(person.ref, []), host)
            is_contact = "contact" in fold(f"{connection.type} {connection.label}")
            _add_once((contacts if is_contact else roles.people_of).setdefault(host, []), person.ref)
    for host, first in contacts.items():
        members = roles.people_of.get(host, [])
        roles.people_of[host] = [*first, *(person for person in members if person not in first)]


def _add_once(items: list[str], item: str) -> None:
    if item not in items:
        items.append(item)


def _set_organisations_of_people(elements: Iterable[Element], roles: Roles) -> None:
    for element in elements:
        if roles.kinds[element.ref] != PROJECT or element.ref in roles.organisation_of:
            continue
        people = roles.people_of.get(element.ref, [])
        theirs = {
            host for person in people for host in roles.hosts_of.get(person, []) if roles.kinds[host] == ORGANISATION
        }
        if len(theirs) == 1:
            roles.organisation_of[element.ref] = theirs.pop()
