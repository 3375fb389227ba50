"""Parsed rows and answers as they were stored before they had a version, brought into the present shape."""

from typing import TypedDict, final

from skillsnet.core.intake.stored_shapes import (
    VERSION,
    Certainty,
    How,
    StoredAnswers,
    StoredCandidate,
    StoredDuplicateAnswer,
    StoredLink,
    StoredNameAnswers,
    StoredOrganisation,
    StoredOrganisationAnswer,
    StoredPerson,
    StoredProject,
    StoredQuestion,
    StoredRow,
)


class OldPerson(TypedDict, total=False):
    key: str
    name: str
    email: str
    phone: str
    position: str
    owns: list[str]


class OldOther(TypedDict, total=False):
    id: int | None
    key: str
    name: str
    row: int
    place: int
    certainty: Certainty
    score: float
    reasons: list[list[str]]


class OldIdentity(TypedDict, total=False):
    id: int | None
    key: str
    how: How
    name: str
    reasons: list[list[str]]


OldOrganisation = TypedDict(
    "OldOrganisation",
    {
        "key": str,
        "name": str,
        "type": str,
        "country": str,
        "external_id": str,
        "website": str,
        "is": OldIdentity,
        "asks": list[OldOther],
        "take": list[str],
        "leave": list[str],
        "owns": list[str],
        "traits": list[int],
    },
    total=False,
)


class OldQuestion(TypedDict, total=False):
    id: int | None
    key: str
    row: int
    place: int
    number: str


OldChoice = TypedDict(
    "OldChoice",
    {
        "id": int | None,
        "key": str,
        "place": int,
        "take": list[str],
        "leave": list[str],
        "new": bool,
        "not": list[OldOther],
    },
    total=False,
)


@final
class OldRow(TypedDict, total=False):
    """A parsed row: the values of its project or its link, and what was noted about the row, side by side."""

    key: str
    external_id: str
    title: str
    summary: str
    language: str
    country: str
    region: str
    organisation: OldOrganisation | None
    contact: OldPerson | None
    others: list[OldPerson]
    languages: list[str]
    beneficiaries: list[str]
    stage: str
    status: str
    website: str
    submitted_on: str | None
    categories: list[str]
    extra: dict[str, str]
    take: list[str]
    asks: OldQuestion
    link: StoredLink
    is_again: bool
    faults: dict[str, list[str | int]]
    skip: str
    said_at: list[int]
    naming: list[str]


@final
class OldAnswers(TypedDict, total=False):
    """What was answered about an import."""

    values: dict[str, dict[str, str]]
    organisations: dict[str, OldChoice]
    projects: dict[str, OldChoice]
    names: StoredNameAnswers


def upgrade_row(old: OldRow) -> StoredRow:
    """Return a parsed row of the first version in the present shape.

    Examples
    --------
    >>> upgrade_row({"faults": {}, "skip": "total"})
    {'version': 2, 'faults': {}, 'skip': 'total'}
    """
    row: StoredRow = {"version": VERSION, "faults": old.get("faults", {})}
    if "key" in old:
        row["project"] = _project(old)
    if "link" in old:
        row["link"] = {**old["link"], "is_repeated": old.get("is_again", False)}
    if old.get("asks"):
        row["question"] = _question(old["asks"])
    if old.get("skip"):
        row["skip"] = old["skip"]
    if old.get("said_at"):
        row["warned_rows"] = old["said_at"]
    if old.get("naming"):
        row["named_people"] = old["naming"]
    return row


def upgrade_answers(old: OldAnswers) -> StoredAnswers:
    """Return the answers of the first version in the present shape.

    Examples
    --------
    >>> upgrade_answers({})
    {'version': 2, 'values': {}, 'organisations': {}, 'projects': {}}
    """
    answers: StoredAnswers = {
        "version": VERSION,
        "values": old.get("values", {}),
        "organisations": {key: _organisation_answer(choice) for key, choice in old.get("organisations", {}).items()},
        "projects": {key: _project_answer(choice) for key, choice in old.get("projects", {}).items()},
    }
    if "names" in old:
        answers["names"] = old["names"]
    return answers


def _project(old: OldRow) -> StoredProject:
    contact, organisation = old.get("contact"), old.get("organisation")
    project: StoredProject = {
        "key": old["key"],
        "external_id": old.get("external_id", ""),
        "title": old.get("title", ""),
        "summary": old.get("summary", ""),
        "language": old.get("language", ""),
        "country": old.get("country", ""),
        "region": old.get("region", ""),
        "organisation": _organisation(organisation) if organisation else None,
        "contact": _person(contact) if contact else None,
        "other_people": [_person(person) for person in old.get("others", ())],
        "languages": old.get("languages", []),
        "beneficiaries": old.get("beneficiaries", []),
        "stage": old.get("stage", ""),
        "status": old.get("status", ""),
        "website": old.get("website", ""),
        "submitted_on": old.get("submitted_on"),
        "categories": old.get("categories", []),
        "extra": old.get("extra", {}),
    }
    if old.get("take") is not None:
        project["take"] = old["take"]
    return project


def _person(old: OldPerson) -> StoredPerson:
    return {
        "key": old["key"],
        "name": old.get("name", ""),
        "email": old.get("email", ""),
        "phone": old.get("phone", ""),
        "position": old.get("position", ""),
        "owned": old.get("owns", []),
    }


def _organisation(old: OldOrganisation) -> StoredOrganisation:
    organisation: StoredOrganisation = {
        "key": old["key"],
        "name": old["name"],
        "type": old.get("type", ""),
        "country": old.get("country", ""),
        "external_id": old.get("external_id", ""),
        "website": old.get("website", ""),
        "owned": old.get("owns", []),
        "traits": old.get("traits", []),
    }
    identity = old.get("is")
    if identity is not None:
        organisation["identity"] = {
            "id": identity.get("id"),
            "key": identity["key"],
            "how": identity.get("how", "new"),
            "name": identity.get("name", ""),
            "reasons": identity.get("reasons", []),
            "candidates": [_candidate(other) for other in old.get("asks", ())],
            "take": old.get("take", []),
            "keep": old.get("leave", []),
        }
    return organisation


def _candidate(old: OldOther) -> StoredCandidate:
    return {
        "id": old.get("id"),
        "key": old.get("key", ""),
        "name": old.get("name", ""),
        "row_number": old.get("row", 0),
        "position": old.get("place", 0),
        "certainty": old.get("certainty", "likely"),
        "score": old.get("score", 0.0),
        "reasons": old.get("reasons", []),
    }


def _question(old: OldQuestion) -> StoredQuestion:
    return {
        "id": old.get("id"),
        "key": old["key"],
        "row_number": old.get("row", 0),
        "position": old.get("place", 0),
        "external_id": old.get("number", ""),
    }


def _organisation_answer(old: OldChoice) -> StoredOrganisationAnswer:
    return {
        "id": old.get("id"),
        "key": old.get("key", ""),
        "take": old.get("take", []),
        "keep": old.get("leave", []),
        "is_new": old.get("new", False),
        "different": [{"id": other.get("id"), "key": other.get("key", "")} for other in old.get("not", ())],
    }


def _project_answer(old: OldChoice) -> StoredDuplicateAnswer:
    return {
        "id": old.get("id"),
        "key": old.get("key", ""),
        "position": old.get("place", 0),
        "take": old.get("take", []),
        "is_new": old.get("new", False),
    }
