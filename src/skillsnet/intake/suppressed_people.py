"""Rows without the people whose addresses are suppressed: no file brings somebody back who asked to be removed."""

from collections.abc import Sequence
from dataclasses import replace

from skillsnet.core.intake.parsed_rows import ParsedPerson, ParsedProject
from skillsnet.core.intake.removed_people import without_address, without_people
from skillsnet.participants.enums import REMOVING, SuppressionReason
from skillsnet.participants.suppression import name_marker, suppressed_addresses


def without_suppressed(projects: Sequence[ParsedProject]) -> list[ParsedProject]:
    """Return projects without the people who asked to be removed or left, and without addresses of somebody else.

    One query for each 900 addresses; the same order.
    """
    addresses = {person.email for project in projects for person in project.people if person.email}
    reasons = suppressed_addresses(sorted(addresses))
    return [_without(project, reasons) for project in projects] if reasons else list(projects)


def _without(project: ParsedProject, reasons: dict[str, SuppressionReason]) -> ParsedProject:
    people = {person: reasons.get(person.email) for person in project.people}
    removed = [person for person, reason in people.items() if _is_removed(person, reason)]
    if not any(reason in (*REMOVING, SuppressionReason.NOT_ME) for reason in people.values()):
        return project
    within = project.organisation.key if project.organisation else project.key
    remaining = [
        without_address(person, within=within) if reason == SuppressionReason.NOT_ME else person
        for person, reason in people.items()
        if person not in removed
    ]
    project = without_people(project, removed, marker_of=name_marker) if removed else project
    return replace(project, contact=remaining[0] if remaining else None, other_people=tuple(remaining[1:]))


def _is_removed(person: ParsedPerson, reason: SuppressionReason | None) -> bool:
    return reason in REMOVING or (reason == SuppressionReason.NOT_ME and not person.name)
