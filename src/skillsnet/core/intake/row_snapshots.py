"""What writing a row replaced and made, kept so that it can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, NotRequired, TypedDict

# Rows that were written before there was a version lack it, and what was added since; their shape is the same.
VERSION: Final = 2

# A project's values in JSON, as `calls.queries.snapshots` gives them.
ProjectValues = Mapping[str, object]
Affiliation = tuple[int, int]
# Fields of a project that earlier versions did not have, with what stands for "not stated".
ADDED_FIELDS: Final[ProjectValues] = {
    "may_publish": "",
    "may_contact": "",
    "work_countries": [],
    "kind": "project",
}


class StoredChange(TypedDict):
    """A `RecordChange`."""

    id: int
    is_made: NotRequired[bool]
    was: NotRequired[dict[str, str] | None]
    now: NotRequired[dict[str, str]]


class StoredSnapshot(TypedDict, total=False):
    """A `RowSnapshot`."""

    version: int
    was: dict[str, object] | None
    now: dict[str, object]
    organisations: list[StoredChange]
    people: list[StoredChange]
    names: list[str]
    named: list[int]
    affiliations: list[list[int]]
    consents: list[int]
    link: int
    tie: StoredChange


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What a row did to an organisation, a person or a link: it was made, or values of it were replaced.

    Attributes
    ----------
    id
        Of the record.
    is_made
        Whether the row made it.
    previous
        The values that the row replaced; None where it replaced none.
    current
        The values that the row gave in their place.
    """

    id: int
    is_made: bool = False
    previous: Mapping[str, str] | None = None
    current: Mapping[str, str] | None = None

    def to_json(self) -> StoredChange:
        """Return the change as a JSON object."""
        previous = None if self.previous is None else dict(self.previous)
        return {"id": self.id, "is_made": self.is_made, "was": previous, "now": dict(self.current or {})}

    @classmethod
    def from_json(cls, json_object: StoredChange) -> "RecordChange":
        """Return the change that was stored."""
        return cls(
            json_object["id"], json_object.get("is_made", False), json_object.get("was"), json_object.get("now", {})
        )


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """The values a project had before a row was written, None where the row made it, and those it has since."""

    previous: ProjectValues | None
    current: ProjectValues


@dataclass(frozen=True, slots=True)
class RowSnapshot:
    """What writing a row did.

    Attributes
    ----------
    project
        What became of the row's project; None for rows of links, and for those that only gave consents.
    organisations, people
        What became of them; each is kept with the first row that met it.
    names
        Keys of other ways of writing an organisation's name that were added.
    named_people
        Ids of people whom the project names since, besides its contact person.
    affiliations
        Pairs of person and organisation that were added.
    consents
        Ids of the consents that were given with the row.
    made_link, changed_link
        The id of the link that was made, or what became of an existing one.
    """

    project: ProjectChange | None = None
    organisations: tuple[RecordChange, ...] = ()
    people: tuple[RecordChange, ...] = ()
    names: tuple[str, ...] = ()
    named_people: tuple[int, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    consents: tuple[int, ...] = ()
    made_link: int | None = None
    changed_link: RecordChange | None = None

    @property
    def previous(self) -> ProjectValues | None:
        """The values that the project had before; None where the row made it, or is about none."""
        return self.project.previous if self.project else None

    @property
    def has_made_project(self) -> bool:
        """Whether the row made its project."""
        return self.project is not None and self.project.previous is None

    def without_consents(self) -> "RowSnapshot":
        """Return the snapshot of a row whose consents were taken back."""
        return replace(self, consents=())

    def to_json(self) -> StoredSnapshot:
        """Return the snapshot as a JSON object; the keys of what the row is not about are left out."""
        json_object: StoredSnapshot = {"version": VERSION}
        if self.project is not None:
            json_object["was"] = None if self.project.previous is None else dict(self.project.previous)
            json_object["now"] = dict(self.project.current)
            json_object["organisations"] = [change.to_json() for change in self.organisations]
            json_object["people"] = [change.to_json() for change in self.people]
            json_object["names"] = list(self.names)
            json_object["named"] = list(self.named_people)
            json_object["affiliations"] = [list(pair) for pair in self.affiliations]
        if self.consents:
            json_object["consents"] = list(self.consents)
        if self.made_link is not None:
            json_object["link"] = self.made_link
        if self.changed_link is not None:
            json_object["tie"] = self.changed_link.to_json()
        return json_object

    @classmethod
    def from_json(cls, json_object: StoredSnapshot | None) -> "RowSnapshot":
        """Return the snapshot that this or an earlier version stored; an empty one for None."""
        if json_object is None:
            return NO_SNAPSHOT
        return cls(
            project=_project_change(json_object) if "was" in json_object else None,
            organisations=tuple(map(RecordChange.from_json, json_object.get("organisations", ()))),
            people=tuple(map(RecordChange.from_json, json_object.get("people", ()))),
            names=tuple(json_object.get("names", ())),
            named_people=tuple(json_object.get("named", ())),
            affiliations=tuple((person, organisation) for person, organisation in json_object.get("affiliations", ())),
            consents=tuple(json_object.get("consents", ())),
            made_link=json_object.get("link"),
            changed_link=RecordChange.from_json(json_object["tie"]) if "tie" in json_object else None,
        )


def _project_change(json_object: StoredSnapshot) -> ProjectChange:
    previous = json_object["was"]
    return ProjectChange(
        None if previous is None else {**ADDED_FIELDS, **previous}, {**ADDED_FIELDS, **json_object["now"]}
    )


def organisation_id_in(values: ProjectValues) -> int | None:
    """Return the organisation of a project in its values."""
    return _id_in(values, "organisation_id")


def contact_id_in(values: ProjectValues) -> int | None:
    """Return the contact person of a project in its values."""
    return _id_in(values, "contact_id")


def _id_in(values: ProjectValues, name: str) -> int | None:
    pk = values[name]
    return pk if isinstance(pk, int) else None


NO_SNAPSHOT: Final = RowSnapshot()
