"""What a row of a file was parsed into: a project with its organisation and people, or a link between two projects."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from skillsnet.core.cell_faults import CellFault, cell_faults_from_json
from skillsnet.core.intake.duplicate_questions import DuplicateQuestion, RowRepeat
from skillsnet.core.intake.first_version import OldRow, upgrade_row
from skillsnet.core.intake.identities import OrganisationCandidate, OrganisationIdentity
from skillsnet.core.intake.stored_shapes import (
    VERSION,
    RecordKind,
    StoredLink,
    StoredOrganisation,
    StoredPerson,
    StoredProject,
    StoredRow,
)

# Number and label of a project at one end of a link.
LinkEnd = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ParsedPerson:
    """A person whom a row names; `owned` are the fields that this row is the first of its file to fill in."""

    key: str
    name: str
    email: str = ""
    phone: str = ""
    position: str = ""
    owned: tuple[str, ...] = ()

    def to_json(self) -> StoredPerson:
        """Return the person as a JSON object."""
        return {
            "key": self.key,
            "name": self.name,
            "email": self.email,
            "phone": self.phone,
            "position": self.position,
            "owned": list(self.owned),
        }

    @classmethod
    def from_json(cls, json_object: StoredPerson) -> "ParsedPerson":
        """Return the person that `to_json` gave."""
        return cls(
            key=json_object["key"],
            name=json_object["name"],
            email=json_object["email"],
            phone=json_object["phone"],
            position=json_object["position"],
            owned=tuple(json_object.get("owned", ())),
        )


@dataclass(frozen=True, slots=True)
class ParsedOrganisation:
    """An organisation that a row names.

    Attributes
    ----------
    key
        What makes it one by what the row says; see `organisation_key`.
    identity
        What it was found to be; None until it was looked for.
    owned
        The fields that this row is the first of its file to fill in.
    traits
        Numbers of the block keys by which it may be found; see `block_keys`.
    """

    key: str
    name: str
    type: str = ""
    country: str = ""
    external_id: str = ""
    website: str = ""
    city: str = ""
    identity: OrganisationIdentity | None = None
    owned: tuple[str, ...] = ()
    traits: tuple[int, ...] = ()

    @property
    def known_identity(self) -> OrganisationIdentity:
        """What it was found to be; while it was not looked for, a new one under its own key."""
        return self.identity or OrganisationIdentity(None, self.key, "new")

    @property
    def candidates(self) -> tuple[OrganisationCandidate, ...]:
        """The organisations that somebody is asked about."""
        return self.identity.candidates if self.identity else ()

    def to_json(self) -> StoredOrganisation:
        """Return the organisation as a JSON object."""
        json_object: StoredOrganisation = {
            "key": self.key,
            "name": self.name,
            "type": self.type,
            "country": self.country,
            "external_id": self.external_id,
            "website": self.website,
            "city": self.city,
            "owned": list(self.owned),
            "traits": list(self.traits),
        }
        if self.identity is not None:
            json_object["identity"] = self.identity.to_json()
        return json_object

    @classmethod
    def from_json(cls, json_object: StoredOrganisation) -> "ParsedOrganisation":
        """Return the organisation that `to_json` gave."""
        return cls(
            key=json_object["key"],
            name=json_object["name"],
            type=json_object["type"],
            country=json_object["country"],
            external_id=json_object["external_id"],
            website=json_object["website"],
            city=json_object.get("city", ""),
            identity=OrganisationIdentity.from_json(json_object["identity"]) if "identity" in json_object else None,
            owned=tuple(json_object.get("owned", ())),
            traits=tuple(json_object.get("traits", ())),
        )


@dataclass(frozen=True, slots=True)
class ParsedProject:
    """A project as a row says it; see docs/reference/import-columns.md.

    Attributes
    ----------
    key
        What makes it one within its call; see `project_key`.
    contact, other_people
        The contact person, and whom the row names besides.
    categories
        Slugs where the name is known, as they are written where it is not.
    extra
        Values that have no field of their own, by column name.
    country, work_countries
        Its seat, and where it works where the row says more than that; codes.
    may_publish, may_contact
        What the row permits: `yes`, `no`, `unclear`; empty where no column asks.
    kind
        `project`, or `organisation` for one without a project: its title is the organisation's name.
    take
        Where somebody said that it is an existing project: the fields that the row changes of it. None otherwise.
    is_separate
        Whether it is a project of its own though another one has its title and organisation, or its number.
    """

    key: str
    external_id: str = ""
    title: str = ""
    summary: str = ""
    language: str = ""
    country: str = ""
    region: str = ""
    work_countries: tuple[str, ...] = ()
    organisation: ParsedOrganisation | None = None
    contact: ParsedPerson | None = None
    other_people: tuple[ParsedPerson, ...] = ()
    languages: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    stage: str = ""
    status: str = ""
    website: str = ""
    submitted_on: str | None = None
    may_publish: str = ""
    may_contact: str = ""
    categories: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    kind: RecordKind = "project"
    take: tuple[str, ...] | None = None
    is_separate: bool = False

    @property
    def people(self) -> tuple[ParsedPerson, ...]:
        """Every person the row names, the contact person first."""
        return (self.contact, *self.other_people) if self.contact else ()

    @property
    def organisation_id(self) -> int | None:
        """The id of the existing organisation that the project's was found to be."""
        return self.organisation.known_identity.id if self.organisation else None

    def with_fields_of(self, other: "ParsedProject", names: Iterable[str]) -> "ParsedProject":
        """Return the project with the values that another one has in some fields."""
        return replace(self, **{name: getattr(other, name) for name in names})

    def to_json(self) -> StoredProject:
        """Return the project as a JSON object."""
        json_object: StoredProject = {
            "key": self.key,
            "external_id": self.external_id,
            "title": self.title,
            "summary": self.summary,
            "language": self.language,
            "country": self.country,
            "region": self.region,
            "work_countries": list(self.work_countries),
            "organisation": self.organisation.to_json() if self.organisation else None,
            "contact": self.contact.to_json() if self.contact else None,
            "other_people": [person.to_json() for person in self.other_people],
            "languages": list(self.languages),
            "beneficiaries": list(self.beneficiaries),
            "stage": self.stage,
            "status": self.status,
            "website": self.website,
            "submitted_on": self.submitted_on,
            "may_publish": self.may_publish,
            "may_contact": self.may_contact,
            "categories": list(self.categories),
            "extra": dict(self.extra),
            "kind": self.kind,
        }
        if self.take is not None:
            json_object["take"] = list(self.take)
        if self.is_separate:
            json_object["is_separate"] = True
        return json_object

    @classmethod
    def from_json(cls, json_object: StoredProject) -> "ParsedProject":
        """Return the project that `to_json` gave."""
        organisation, contact = json_object["organisation"], json_object["contact"]
        return cls(
            key=json_object["key"],
            external_id=json_object["external_id"],
            title=json_object["title"],
            summary=json_object["summary"],
            language=json_object["language"],
            country=json_object["country"],
            region=json_object["region"],
            work_countries=tuple(json_object.get("work_countries", ())),
            organisation=ParsedOrganisation.from_json(organisation) if organisation else None,
            contact=ParsedPerson.from_json(contact) if contact else None,
            other_people=tuple(map(ParsedPerson.from_json, json_object["other_people"])),
            languages=tuple(json_object["languages"]),
            beneficiaries=tuple(json_object["beneficiaries"]),
            stage=json_object["stage"],
            status=json_object["status"],
            website=json_object["website"],
            submitted_on=json_object["submitted_on"],
            may_publish=json_object.get("may_publish", ""),
            may_contact=json_object.get("may_contact", ""),
            categories=tuple(json_object["categories"]),
            extra=json_object["extra"],
            kind=json_object.get("kind", "project"),
            take=tuple(json_object["take"]) if "take" in json_object else None,
            is_separate=json_object.get("is_separate", False),
        )


@dataclass(frozen=True, slots=True)
class ParsedLink:
    """A link between two projects of a file; `is_repeated` where an earlier row says the same one already."""

    source: LinkEnd
    target: LinkEnd
    kind: str
    label: str
    direction: str
    strength: str
    is_repeated: bool = False

    @property
    def ends(self) -> tuple[LinkEnd, LinkEnd]:
        """The source and the target."""
        return self.source, self.target

    def to_json(self) -> StoredLink:
        """Return the link as a JSON object."""
        return {
            "source": list(self.source),
            "target": list(self.target),
            "kind": self.kind,
            "label": self.label,
            "direction": self.direction,
            "strength": self.strength,
            "is_repeated": self.is_repeated,
        }

    @classmethod
    def from_json(cls, json_object: StoredLink) -> "ParsedLink":
        """Return the link that `to_json` gave."""
        (source_id, source_label), (target_id, target_label) = json_object["source"], json_object["target"]
        return cls(
            source=(source_id, source_label),
            target=(target_id, target_label),
            kind=json_object["kind"],
            label=json_object["label"],
            direction=json_object["direction"],
            strength=json_object["strength"],
            is_repeated=json_object.get("is_repeated", False),
        )


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """Everything that is stored with a row of a file beside its cells.

    Attributes
    ----------
    project, link
        What the row holds; both None until it is parsed, and for rows that are skipped.
    question
        The project that the row's may be, where somebody has to say so.
    faults
        Column position (as text) to what keeps the cell from being taken whole.
    skip
        Why the row is no data; see `non_data_rows`. Empty for one that is.
    warned_rows
        Numbers of the rows at which values of this row were warned about.
    named_people
        Keys of the people of the row whom its own texts name.
    repeat
        The row whose project it has too, with other values; None for most rows.
    """

    project: ParsedProject | None = None
    link: ParsedLink | None = None
    question: DuplicateQuestion | None = None
    faults: Mapping[str, CellFault] = field(default_factory=dict)
    skip: str = ""
    warned_rows: tuple[int, ...] = ()
    named_people: tuple[str, ...] = ()
    repeat: RowRepeat | None = None

    @property
    def organisation(self) -> ParsedOrganisation | None:
        """The organisation of the row's project."""
        return self.project.organisation if self.project else None

    def to_json(self) -> StoredRow:
        """Return the row as a JSON object of the present version; what is empty is left out."""
        json_object: StoredRow = {"version": VERSION}
        if self.project is not None:
            json_object["project"] = self.project.to_json()
        if self.link is not None:
            json_object["link"] = self.link.to_json()
        if self.question is not None:
            json_object["question"] = self.question.to_json()
        if self.faults:
            json_object["faults"] = {column: list(fault) for column, fault in self.faults.items()}
        if self.skip:
            json_object["skip"] = self.skip
        if self.warned_rows:
            json_object["warned_rows"] = list(self.warned_rows)
        if self.named_people:
            json_object["named_people"] = list(self.named_people)
        if self.repeat is not None:
            json_object["repeat"] = self.repeat.to_json()
        return json_object

    @classmethod
    def from_json(cls, json_object: StoredRow | OldRow) -> "ParsedRow":
        """Return the row that this or an earlier version stored."""
        current = json_object if "version" in json_object else upgrade_row(json_object)
        return cls(
            project=ParsedProject.from_json(current["project"]) if "project" in current else None,
            link=ParsedLink.from_json(current["link"]) if "link" in current else None,
            question=DuplicateQuestion.from_json(current["question"]) if "question" in current else None,
            faults=cell_faults_from_json(current.get("faults", {})),
            skip=current.get("skip", ""),
            warned_rows=tuple(current.get("warned_rows", ())),
            named_people=tuple(current.get("named_people", ())),
            repeat=RowRepeat.from_json(current["repeat"]) if "repeat" in current else None,
        )
