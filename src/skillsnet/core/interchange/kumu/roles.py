"""Who submits what, and who belongs to whom: the structure that a table of participants has in its columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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

Ties = list[tuple[Connection, str]]


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
    used
        The connections that say so.
    """

    kinds: dict[str, str]
    organisation_of: dict[str, str] = field(default_factory=dict)
    people_of: dict[str, list[str]] = field(default_factory=dict)
    hosts_of: dict[str, list[str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


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
        that no word says helps from outside, else the only one its persons belong to. A person belongs to what a
        word or a plain line says; without one, to the first organisation or project whose only person it is.

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
    ties = _ties(kumu.connections, roles.kinds)
    labels = {element.ref: element.label for element in kumu.elements}
    _set_organisations(kumu.elements, ties, roles, labels, notebook)
    _set_people(kumu.elements, ties, roles, labels, notebook)
    _set_organisations_of_people(kumu.elements, roles)
    return roles


def _ties(connections: Iterable[Connection], kinds: Mapping[str, str]) -> dict[str, Ties]:
    """Return what each project has of organisations, and each person of both."""
    ties: dict[str, Ties] = {}
    for connection in connections:
        for end, other in ((connection.source, connection.target), (connection.target, connection.source)):
            is_theirs = kinds[other] != PERSON if kinds[end] == PERSON else kinds[other] == ORGANISATION
            if kinds[end] != ORGANISATION and is_theirs:
                ties.setdefault(end, []).append((connection, other))
    return ties


def _set_organisations(
    elements: Iterable[Element],
    ties: Mapping[str, Ties],
    roles: Roles,
    labels: Mapping[str, str],
    notebook: Notebook,
) -> None:
    for element in elements:
        kind = roles.kinds[element.ref]
        if kind in (PERSON, ORGANISATION):
            continue
        own = ties.get(element.ref, [])
        told = [(connection, other) for connection, other in own if says_owning(connection)]
        if not told and kind == PROJECT:
            told = [(connection, other) for connection, other in own if not says_aiding(connection)]
            if len({other for _, other in told}) != 1:
                continue
            if not all(says_nothing(connection) for connection, _ in told):
                notebook.add("organisation_concluded", f"{labels[told[0][1]]}: {element.label}", element.place)
        if told:
            chosen = told[0][1]
            roles.organisation_of[element.ref] = chosen
            roles.used.update(connection.ref for connection, other in told if other == chosen)


def _set_people(
    elements: Iterable[Element],
    ties: Mapping[str, Ties],
    roles: Roles,
    labels: Mapping[str, str],
    notebook: Notebook,
) -> None:
    people = [element for element in elements if roles.kinds[element.ref] == PERSON]
    company: dict[str, set[str]] = {}
    for person in people:
        for _, host in ties.get(person.ref, []):
            company.setdefault(host, set()).add(person.ref)
    named: dict[str, list[str]] = {}
    for person in people:
        own = ties.get(person.ref, [])
        told = [
            (connection, host) for connection, host in own if says_belonging(connection) or says_nothing(connection)
        ]
        if not told:
            only = next((host for _, host in own if len(company[host]) == 1), None)
            told = [(connection, host) for connection, host in own if host == only]
            if told:
                notebook.add("person_concluded", f"{labels[told[0][1]]}: {person.label}", person.place)
        for connection, host in told:
            roles.used.add(connection.ref)
            _add_once(roles.hosts_of.setdefault(person.ref, []), host)
            is_contact = "contact" in fold(f"{connection.type} {connection.label}")
            _add_once((named if is_contact else roles.people_of).setdefault(host, []), person.ref)
    for host, first in named.items():
        others = roles.people_of.get(host, [])
        roles.people_of[host] = [*first, *(person for person in others if person not in first)]


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
