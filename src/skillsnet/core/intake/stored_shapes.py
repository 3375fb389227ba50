"""The shapes in which the values of an import are stored as JSON, in the present version."""

from typing import Final, Literal, NotRequired, TypedDict, final

# Of parsed rows and of answers. What was stored before there was a version is read by `first_version`.
VERSION: Final = 2

Certainty = Literal["sure", "likely"]
# How an organisation was found: by its key, surely by likeness, by an answer; `asks` waits for one, `new` is none of
# those that are known.
How = Literal["exact", "sure", "chosen", "asks", "new"]
# What a row holds: a project, or an organisation without one.
RecordKind = Literal["project", "organisation"]


class StoredProblem(TypedDict):
    """A `RowProblem`."""

    code: str
    column: str
    value: str
    params: dict[str, str | int]
    severity: Literal["error", "warning"]


class StoredCandidate(TypedDict):
    """An `OrganisationCandidate`."""

    id: int | None
    key: str
    name: str
    row_number: int
    position: int
    certainty: Certainty
    score: float
    reasons: list[list[str]]


class StoredIdentity(TypedDict):
    """An `OrganisationIdentity`."""

    id: int | None
    key: str
    how: How
    name: str
    reasons: list[list[str]]
    candidates: list[StoredCandidate]
    take: list[str]
    keep: list[str]


class StoredPerson(TypedDict):
    """A `ParsedPerson`."""

    key: str
    name: str
    email: str
    phone: str
    position: str
    owned: NotRequired[list[str]]


class StoredOrganisation(TypedDict):
    """A `ParsedOrganisation`."""

    key: str
    name: str
    type: str
    country: str
    external_id: str
    website: str
    city: NotRequired[str]
    identity: NotRequired[StoredIdentity]
    owned: NotRequired[list[str]]
    traits: NotRequired[list[int]]


class StoredProject(TypedDict):
    """A `ParsedProject`."""

    key: str
    external_id: str
    title: str
    summary: str
    language: str
    country: str
    region: str
    organisation: StoredOrganisation | None
    contact: StoredPerson | None
    other_people: list[StoredPerson]
    languages: list[str]
    beneficiaries: list[str]
    stage: str
    status: str
    website: str
    submitted_on: str | None
    categories: list[str]
    extra: dict[str, str]
    take: NotRequired[list[str]]
    # Rows that were stored before there were these fields lack them.
    work_countries: NotRequired[list[str]]
    may_publish: NotRequired[str]
    may_contact: NotRequired[str]
    is_separate: NotRequired[bool]
    kind: NotRequired[RecordKind]


class StoredLink(TypedDict):
    """A `ParsedLink`; each end is the number and the label of a project."""

    source: list[str]
    target: list[str]
    kind: str
    label: str
    direction: str
    strength: str
    is_repeated: NotRequired[bool]


class StoredQuestion(TypedDict):
    """A `DuplicateQuestion`."""

    id: int | None
    key: str
    row_number: int
    position: int
    external_id: str


class StoredRepeat(TypedDict):
    """A `RowRepeat`."""

    position: int
    row_number: int


@final
class StoredRow(TypedDict):
    """A `ParsedRow`."""

    version: int
    project: NotRequired[StoredProject]
    link: NotRequired[StoredLink]
    question: NotRequired[StoredQuestion]
    faults: NotRequired[dict[str, list[str | int]]]
    skip: NotRequired[str]
    warned_rows: NotRequired[list[int]]
    named_people: NotRequired[list[str]]
    repeat: NotRequired[StoredRepeat]


class StoredReference(TypedDict):
    """An `OrganisationReference`."""

    id: int | None
    key: str


class StoredOrganisationAnswer(TypedDict):
    """An `OrganisationAnswer`."""

    id: int | None
    key: str
    take: list[str]
    keep: list[str]
    is_new: bool
    different: list[StoredReference]
    # Answers that were stored before there were these lack them.
    name: NotRequired[str]
    other_name: NotRequired[str]


class StoredDuplicateAnswer(TypedDict):
    """A `DuplicateAnswer`."""

    id: int | None
    key: str
    position: int
    take: list[str]
    is_new: bool
    title: NotRequired[str]
    other_key: NotRequired[str]


class StoredNameAnswers(TypedDict, total=False):
    """A `NameAnswers`: for all rows, for single ones by position, and who answered last."""

    all: str
    rows: dict[str, str]
    by: int | None


@final
class StoredAnswers(TypedDict):
    """A `RunAnswers`."""

    version: int
    values: dict[str, dict[str, str]]
    organisations: dict[str, StoredOrganisationAnswer]
    projects: dict[str, StoredDuplicateAnswer]
    names: NotRequired[StoredNameAnswers]
    draft_steps: NotRequired[list[int]]


class StoredSplit(TypedDict):
    """A `ColumnSplit`."""

    at: str
    rest: list[str]
    options: NotRequired[list[str]]


class StoredValue(TypedDict):
    """An `UnmatchedValue`."""

    meaning: str
    value: str
    rows: int
    near: list[str]
    column: str
