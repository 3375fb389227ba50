"""Whether a row's project is one that exists already, or that of an earlier row, under another number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from skillsnet.core.intake.answers import DuplicateAnswer
from skillsnet.core.intake.duplicate_questions import DuplicateQuestion
from skillsnet.core.intake.parsed_rows import ParsedProject
from skillsnet.core.intake.record_linkage.project_likeness import ProjectTraits, project_likeness
from skillsnet.core.intake.record_linkage.row_projects import RowProject
from skillsnet.core.text import tokens

# What two rows of one project have in common: the words of the title, and who submitted it.
Signature = tuple[str, str]
NO_ANSWER: Final = DuplicateAnswer()
# An organisation with more projects than that in a file sends in different ones.
MAX_COMPARED: Final = 40
MAX_COMPARED_CHARS: Final = 400
# Stands for the words of the title where an organisation without a project is called: it is one however it is written.
_LISTED: Final = "|organisation"


class ExistingProject(NamedTuple):
    """An existing project of the call."""

    id: int
    key: str
    external_id: str
    organisation_id: int | None = None


class LinkedProject(NamedTuple):
    """A row's project under the key of the one it is, and the question whether it is another one."""

    project: ParsedProject
    question: DuplicateQuestion | None


class SimilarProject(NamedTuple):
    """An existing project of an organisation or a person of the rows, with what it is compared by."""

    project: ExistingProject
    traits: ProjectTraits


class _EarlierProject(NamedTuple):
    """A project of an earlier row, with what it is compared by."""

    position: int
    number: int
    key: str
    traits: ProjectTraits


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
    similar
        Projects of the organisations and contact people of those rows whose keys do not exist, by owner.
    """

    keys: frozenset[str]
    by_signature: Mapping[Signature, ExistingProject]
    by_id: Mapping[int, ExistingProject] = field(default_factory=dict)
    similar: Mapping[str, Sequence[SimilarProject]] = field(default_factory=dict)


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
        # Projects without a number by the hash of an owner: a number says itself that two are two.
        self._earlier: dict[int, list[_EarlierProject]] = {}

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
        if question is None and answer is None and not project.is_separate:
            question = self._ask_about_similar(row, project, existing)
        self._note(row)
        return LinkedProject(project, question)

    def _ask_about_similar(
        self, row: RowProject, project: ParsedProject, existing: ExistingProjects
    ) -> DuplicateQuestion | None:
        """Return the question whether a new project is one with nearly its title, or nearly its text; None for most."""
        if project.kind != "project" or project.key in existing.keys or project.key != row.project.key:
            return None
        traits, best = traits_of(project), None
        best_score = 0.0
        for owner in owners_of(project):
            for other in existing.similar.get(owner, ()):
                likeness = project_likeness(traits, other.traits)
                if likeness and likeness.score > best_score and not (project.external_id and other.project.external_id):
                    best_score = likeness.score
                    best = DuplicateQuestion(other.project.id, other.project.key, 0, 0, other.project.external_id)
            for earlier in self._earlier.get(hash(owner), ()) if not project.external_id else ():
                likeness = project_likeness(traits, earlier.traits)
                if likeness and likeness.score > best_score and earlier.key != project.key:
                    best_score = likeness.score
                    best = DuplicateQuestion(None, earlier.key, earlier.number, earlier.position, "")
        return best

    def _note(self, row: RowProject) -> None:
        """Keep a row's project for later ones to be compared with."""
        project = row.project
        if project.external_id or project.kind != "project":
            return
        traits = traits_of(project)
        shortened = replace(traits, summary=traits.summary[:MAX_COMPARED_CHARS])
        for owner in owners_of(project):
            of_owner = self._earlier.setdefault(hash(owner), [])
            if len(of_owner) < MAX_COMPARED:
                of_owner.append(_EarlierProject(row.position, row.number, project.key, shortened))

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
    if "organisation" not in answer.take and project.organisation_id != existing.organisation_id:
        # Nothing is made of an organisation that nobody wanted.
        project = replace(project, organisation=None)
    return replace(project, key=existing.key, external_id=existing.external_id, take=answer.take)


def signature_of(project: ParsedProject) -> Signature | None:
    """Return what two rows of one project have in common; None where a project says too little for that."""
    if project.organisation:
        owner = _organisation_owner(project)
    elif project.contact and project.contact.email:
        owner = person_owner(project.contact.key)
    else:
        return None
    return make_signature(project.title, owner=owner, kind=project.kind)


def owners_of(project: ParsedProject) -> list[str]:
    """Return the organisation and the contact person of a row's project, as owners of signatures."""
    owners = [_organisation_owner(project)] if project.organisation else []
    return [*owners, person_owner(project.contact.key)] if project.contact and project.contact.email else owners


def _organisation_owner(project: ParsedProject) -> str:
    if project.organisation is None:
        return ""
    identity = project.organisation.known_identity
    return organisation_owner(identity.id) if identity.id else f"key {identity.key}"


def traits_of(project: ParsedProject) -> ProjectTraits:
    """Return what a row's project is compared by."""
    contact = project.contact
    return ProjectTraits(
        title=project.title,
        summary=project.summary,
        owner=_organisation_owner(project),
        contact=person_owner(contact.key) if contact and contact.email else "",
        country=project.country,
    )


def make_signature(title: str, *, owner: str, kind: str = "project") -> Signature | None:
    """Return the signature of a title and an owner; None for a title without words."""
    words = " ".join(tokens(title)) if kind == "project" else _LISTED
    return (words, owner) if words else None


def organisation_owner(pk: int) -> str:
    """Return an existing organisation as the owner in a signature."""
    return f"id {pk}"


def person_owner(key: str) -> str:
    """Return a person as the owner in a signature."""
    return f"person {key}"
