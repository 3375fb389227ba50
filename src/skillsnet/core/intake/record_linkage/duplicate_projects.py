"""Whether a row's project is one that exists already, or that of an earlier row, under another number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from skillsnet.core.intake.answers import DuplicateAnswer
from skillsnet.core.intake.duplicate_questions import DuplicateQuestion
from skillsnet.core.intake.parsed_rows import ParsedProject
from skillsnet.core.intake.record_linkage.row_projects import RowProject
from skillsnet.core.text import tokens

# What two rows of one project have in common: the words of the title, and who submitted it.
Signature = tuple[str, str]
NO_ANSWER: Final = DuplicateAnswer()


class ExistingProject(NamedTuple):
    """An existing project of the call."""

    id: int
    key: str
    external_id: str


class LinkedProject(NamedTuple):
    """A row's project under the key of the one it is, and the question whether it is another one."""

    project: ParsedProject
    question: DuplicateQuestion | None


class _FirstTitle(NamedTuple):
    """The first row of a signature, with the hash of what it says."""

    position: int
    number: int
    key: str
    external_id: str
    content: int


@dataclass(frozen=True)
class ExistingProjects:
    """What is known of a call's existing projects for a batch of rows.

    Attributes
    ----------
    keys
        Those of the batch's keys that exist.
    by_signature
        Projects of the batch's organisations and contact people.
    by_id
        Projects that somebody said rows of the batch are.
    """

    keys: frozenset[str]
    by_signature: Mapping[Signature, ExistingProject]
    by_id: Mapping[int, ExistingProject] = field(default_factory=dict)


class DuplicateProjects:
    """Finds the rows of a file whose projects exist, or came before, under another number; batch by batch.

    Parameters
    ----------
    answers
        What was answered, by the key of the project that was asked about.
    """

    def __init__(self, answers: Mapping[str, DuplicateAnswer]) -> None:
        self._answers = answers
        # By the signature's hash, since a large file has very many titles.
        self._first_rows: dict[int, _FirstTitle] = {}

    def answered_ids(self, rows: Sequence[RowProject]) -> set[int]:
        """Return the ids of existing projects that somebody said rows of these are."""
        answers = (self._answers.get(row.project.key, NO_ANSWER) for row in rows)
        return {answer.id for answer in answers if answer.id}

    def link(self, rows: Sequence[RowProject], existing: ExistingProjects) -> dict[int, LinkedProject]:
        """Return each row's project as what it is found to be, by the row's position.

        A row without a number of its own that has the title and the organisation of an existing project is that
        project: it takes on its key, and nobody is asked.
        """
        return {row.position: self._link(row, existing) for row in rows}

    def _link(self, row: RowProject, existing: ExistingProjects) -> LinkedProject:
        project = row.project
        signature, answer = signature_of(project), self._answers.get(project.key)
        question = None
        if answer is not None and answer.id:
            project = _as_answered(project, answer, existing.by_id.get(answer.id))
        elif signature is not None and answer is None and not project.is_separate and project.key not in existing.keys:
            project, question = self._compare(project, signature, existing.by_signature.get(signature))
        if signature is not None:
            first = _FirstTitle(row.position, row.number, project.key, project.external_id, hash_of(row.project))
            self._first_rows.setdefault(hash(signature), first)
        return LinkedProject(project, question)

    def _compare(self, project: ParsedProject, signature: Signature, existing: ExistingProject | None) -> LinkedProject:
        """Return the project as the one it is, or with the question whether it is; both without an answer."""
        if existing is not None:
            if project.external_id and existing.external_id:
                question = DuplicateQuestion(existing.id, existing.key, 0, 0, existing.external_id)
                return LinkedProject(project, question)
            external_id = project.external_id or existing.external_id
            return LinkedProject(replace(project, key=existing.key, external_id=external_id), None)
        first = self._first_rows.get(hash(signature))
        if first is None or first.key == project.key:
            return LinkedProject(project, None)
        # A row that says nothing else is skipped as the same; one that does is never dropped unasked.
        is_asked = (project.external_id and first.external_id) or first.content != hash_of(project)
        if is_asked:
            question = DuplicateQuestion(None, first.key, first.number, first.position, first.external_id)
            return LinkedProject(project, question)
        return LinkedProject(replace(project, key=first.key), None)


def hash_of(project: ParsedProject) -> int:
    """Return a number that two rows have in common where they say the same of a project, but for who sent it."""
    contact = project.contact
    return hash(
        (
            *(project.summary, project.country, project.stage, project.status, project.website, project.submitted_on),
            *(project.languages, project.beneficiaries, project.categories, project.work_countries),
            (contact.name, contact.email, contact.phone) if contact else None,
            tuple(sorted(project.extra.items())),
        )
    )


def _as_answered(project: ParsedProject, answer: DuplicateAnswer, existing: ExistingProject | None) -> ParsedProject:
    """Return the row's project as the one that somebody chose, with the fields that they chose."""
    if existing is None:
        return project
    return replace(project, key=existing.key, external_id=existing.external_id, take=answer.take)


def signature_of(project: ParsedProject) -> Signature | None:
    """Return what two rows of one project have in common; None where a project says too little for that."""
    if project.organisation:
        identity = project.organisation.known_identity
        owner = organisation_owner(identity.id) if identity.id else f"key {identity.key}"
    elif project.contact and project.contact.email:
        owner = person_owner(project.contact.key)
    else:
        return None
    return make_signature(project.title, owner=owner)


def make_signature(title: str, *, owner: str) -> Signature | None:
    """Return the signature of a title and an owner; None for a title without words."""
    words = " ".join(tokens(title))
    return (words, owner) if words else None


def organisation_owner(pk: int) -> str:
    """Return an existing organisation as the owner in a signature."""
    return f"id {pk}"


def person_owner(key: str) -> str:
    """Return a person as the owner in a signature."""
    return f"person {key}"
