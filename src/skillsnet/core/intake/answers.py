"""What was answered about an import: what values mean, whether records are the same, and whose names are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from skillsnet.core.intake.first_version import OldAnswers, upgrade_answers
from skillsnet.core.intake.stored_shapes import (
    VERSION,
    StoredAnswers,
    StoredDuplicateAnswer,
    StoredNameAnswers,
    StoredOrganisationAnswer,
)
from skillsnet.core.text import fold

# In place of a code: a value stays as it is in the file, among the extra fields, and nobody is asked about it again.
LEFT_AS_IS: Final = "*"


def folded_value(value: str) -> str:
    """Return a value as its meaning is kept under: in one case, without accents, one space between words."""
    return fold(" ".join(value.split()))


@dataclass(frozen=True, slots=True)
class OrganisationReference:
    """An organisation that somebody was asked about: its id where it exists, and the key it has or will have."""

    id: int | None
    key: str


@dataclass(frozen=True, slots=True)
class OrganisationAnswer:
    """Which organisation a row's is.

    Attributes
    ----------
    id, key
        The one it is: an existing one by id, or that of an earlier row by key.
    take, keep
        Fields to take from the file, and to leave as they are.
    is_new
        It is none of those that were asked about.
    different
        Those it is not.
    name, other_name
        What the row's is called, and the one it is; for the list of answers, empty in older ones.
    """

    id: int | None = None
    key: str = ""
    take: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    is_new: bool = False
    different: tuple[OrganisationReference, ...] = ()
    name: str = ""
    other_name: str = ""

    def to_json(self) -> StoredOrganisationAnswer:
        """Return the answer as a JSON object."""
        return {
            "id": self.id,
            "key": self.key,
            "take": list(self.take),
            "keep": list(self.keep),
            "is_new": self.is_new,
            "different": [{"id": reference.id, "key": reference.key} for reference in self.different],
            "name": self.name,
            "other_name": self.other_name,
        }

    @classmethod
    def from_json(cls, json_object: StoredOrganisationAnswer) -> "OrganisationAnswer":
        """Return the answer that `to_json` gave."""
        different = tuple(OrganisationReference(item["id"], item["key"]) for item in json_object["different"])
        return cls(
            id=json_object["id"],
            key=json_object["key"],
            take=tuple(json_object["take"]),
            keep=tuple(json_object["keep"]),
            is_new=json_object["is_new"],
            different=different,
            name=json_object.get("name", ""),
            other_name=json_object.get("other_name", ""),
        )


@dataclass(frozen=True, slots=True)
class DuplicateAnswer:
    """Whether a row's project is the one that was asked about.

    Attributes
    ----------
    id, key
        The project it is: an existing one by id, or that of an earlier row by key.
    position
        Of the row that was asked about.
    take
        Fields of the other project that the row changes.
    is_new
        It is another project.
    title
        What the row's is called, for the list of answers; empty in older answers.
    other_key
        The project that it is not, where it is another one.
    """

    id: int | None = None
    key: str = ""
    position: int = 0
    take: tuple[str, ...] = ()
    is_new: bool = False
    title: str = ""
    other_key: str = ""

    def to_json(self) -> StoredDuplicateAnswer:
        """Return the answer as a JSON object."""
        return {
            "id": self.id,
            "key": self.key,
            "position": self.position,
            "take": list(self.take),
            "is_new": self.is_new,
            "title": self.title,
            "other_key": self.other_key,
        }

    @classmethod
    def from_json(cls, json_object: StoredDuplicateAnswer) -> "DuplicateAnswer":
        """Return the answer that `to_json` gave."""
        return cls(
            json_object["id"],
            json_object["key"],
            json_object["position"],
            tuple(json_object["take"]),
            json_object["is_new"],
            json_object.get("title", ""),
            json_object.get("other_key", ""),
        )


@dataclass(frozen=True)
class NameAnswers:
    """Whether the names of people in a run's rows are shown: how it is known that they agreed; empty for held back.

    Attributes
    ----------
    everywhere
        The answer for all rows.
    rows
        Answers for single rows by their position; they go before the one for all.
    by
        Who answered last.
    """

    everywhere: str = ""
    rows: Mapping[int, str] = field(default_factory=dict)
    by: int | None = None

    def source(self, position: int) -> str:
        """Return how it is known that the people of a row agreed; empty for held back."""
        return self.rows.get(position, self.everywhere)

    @property
    def shows_any(self) -> bool:
        """Whether anybody's name is to be shown."""
        return bool(self.everywhere or any(self.rows.values()))

    @property
    def held_positions(self) -> list[int]:
        """Return the positions of the rows whose people somebody said are held back."""
        return sorted(position for position, source in self.rows.items() if not source)

    def with_row(self, position: int, source: str | None) -> "NameAnswers":
        """Return the answers with another one for a row; None leaves it to the answer for all rows."""
        rows = {at: answer for at, answer in self.rows.items() if at != position}
        return replace(self, rows=rows if source is None else {**rows, position: source})

    def to_json(self) -> StoredNameAnswers:
        """Return the answers as a JSON object."""
        rows = {str(position): source for position, source in self.rows.items()}
        return {"all": self.everywhere, "rows": rows, "by": self.by}

    @classmethod
    def from_json(cls, json_object: StoredNameAnswers) -> "NameAnswers":
        """Return the answers that `to_json` gave, of any version."""
        rows = {int(position): source for position, source in json_object.get("rows", {}).items()}
        return cls(json_object.get("all", ""), rows, json_object.get("by"))


@dataclass(frozen=True)
class RunAnswers:
    """Everything that was answered about an import.

    Attributes
    ----------
    values
        Target field to folded value to the code that somebody chose for it; an empty code for "not stated".
    organisations, projects
        Answers by the key of the organisation, or of the project, that was asked about.
    names
        Whether the names of people are shown; None while nobody answered.
    draft_steps
        Ids of the steps by which values became categories of a draft; they are undone with the import.
    """

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    organisations: Mapping[str, OrganisationAnswer] = field(default_factory=dict)
    projects: Mapping[str, DuplicateAnswer] = field(default_factory=dict)
    names: NameAnswers | None = None
    draft_steps: tuple[int, ...] = ()

    @property
    def name_answers(self) -> NameAnswers:
        """The answers about names; while there are none, names are held back."""
        return self.names or NameAnswers()

    def with_value(self, target_field: str, value: str, *, code: str) -> "RunAnswers":
        """Return the answers with what a folded value of a field means, or that it stays as it is."""
        codes = {**self.values.get(target_field, {}), value: code}
        return replace(self, values={**self.values, target_field: codes})

    def leaves(self, target_field: str, value: str) -> bool:
        """Whether a value of a field stays as it is in the file."""
        return self.values.get(target_field, {}).get(folded_value(value)) == LEFT_AS_IS

    @property
    def left_count(self) -> int:
        """How many values stay as they are in the file."""
        return sum(code == LEFT_AS_IS for codes in self.values.values() for code in codes.values())

    def without_left_values(self) -> "RunAnswers":
        """Return the answers without those that values stay as they are; these are asked about again."""
        values = {
            name: {value: code for value, code in codes.items() if code != LEFT_AS_IS}
            for name, codes in self.values.items()
        }
        return replace(self, values=values)

    def with_organisations(self, answers: Mapping[str, OrganisationAnswer]) -> "RunAnswers":
        """Return the answers with more of them about organisations."""
        return replace(self, organisations={**self.organisations, **answers})

    def with_projects(self, answers: Mapping[str, DuplicateAnswer]) -> "RunAnswers":
        """Return the answers with more of them about projects."""
        return replace(self, projects={**self.projects, **answers})

    def without_organisation(self, key: str) -> "RunAnswers":
        """Return the answers without those about an organisation, under any of its keys; it is asked about again."""
        name = self.organisations[key].name if key in self.organisations else ""
        organisations = self.organisations.items()
        is_gone = {other for other, answer in organisations if other == key or (name and answer.name == name)}
        return replace(self, organisations={other: answer for other, answer in organisations if other not in is_gone})

    def without_project(self, key: str) -> "RunAnswers":
        """Return the answers without the one about a project; it is asked about again."""
        return replace(self, projects={other: answer for other, answer in self.projects.items() if other != key})

    def to_json(self) -> StoredAnswers:
        """Return the answers as a JSON object."""
        json_object: StoredAnswers = {
            "version": VERSION,
            "values": {name: dict(codes) for name, codes in self.values.items()},
            "organisations": {key: answer.to_json() for key, answer in self.organisations.items()},
            "projects": {key: answer.to_json() for key, answer in self.projects.items()},
        }
        if self.names is not None:
            json_object["names"] = self.names.to_json()
        if self.draft_steps:
            json_object["draft_steps"] = list(self.draft_steps)
        return json_object

    @classmethod
    def from_json(cls, json_object: StoredAnswers | OldAnswers) -> "RunAnswers":
        """Return the answers that this or an earlier version stored; an empty object holds none."""
        current = json_object if "version" in json_object else upgrade_answers(json_object)
        organisations = current["organisations"].items()
        return cls(
            values=current["values"],
            organisations={key: OrganisationAnswer.from_json(answer) for key, answer in organisations},
            projects={key: DuplicateAnswer.from_json(answer) for key, answer in current["projects"].items()},
            names=NameAnswers.from_json(current["names"]) if "names" in current else None,
            draft_steps=tuple(current.get("draft_steps", ())),
        )
