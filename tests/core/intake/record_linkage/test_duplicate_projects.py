"""Whether a row's project exists, or came before, under another number."""

from skillsnet.core.intake.answers import DuplicateAnswer
from skillsnet.core.intake.duplicate_questions import DuplicateQuestion
from skillsnet.core.intake.identities import OrganisationIdentity
from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedPerson, ParsedProject
from skillsnet.core.intake.record_linkage.duplicate_projects import (
    DuplicateProjects,
    ExistingProject,
    ExistingProjects,
    make_signature,
    signature_of,
)
from skillsnet.core.intake.record_linkage.row_projects import RowProject

FORGE = ParsedOrganisation(key="forge|KE", name="Forge", identity=OrganisationIdentity(7, "forge|KE", "exact"))
NONE_EXIST = ExistingProjects(frozenset(), {})


def _row(position: int, external_id: str, title: str = "Welding") -> RowProject:
    key = f"id:{external_id}" if external_id else f"title:{title}"
    return RowProject(position, position // 10, ParsedProject(key, external_id, title, organisation=FORGE))


def _existing(external_id: str) -> ExistingProjects:
    signature = make_signature("Welding", owner="id 7")
    assert signature is not None
    return ExistingProjects(frozenset(), {signature: ExistingProject(3, "id:3", external_id)})


def test_a_row_without_a_number_is_the_existing_project_of_its_title() -> None:
    linked = DuplicateProjects({}).link([_row(10, "")], _existing("3"))[10]
    assert (linked.project.key, linked.project.external_id, linked.question) == ("id:3", "3", None)


def test_two_numbers_are_asked_about() -> None:
    duplicates = DuplicateProjects({})
    assert duplicates.link([_row(10, "1")], _existing("3"))[10].question == DuplicateQuestion(3, "id:3", 0, 0, "3")
    # A row of the same batch, or of a later one, is compared with the first of its title.
    assert duplicates.link([_row(20, "2")], NONE_EXIST)[20].question == DuplicateQuestion(None, "id:1", 1, 10, "1")
    assert duplicates.link([_row(30, "")], NONE_EXIST)[30].project.key == "id:1"


def test_a_key_that_exists_is_its_own_project() -> None:
    existing = ExistingProjects(frozenset({"id:1"}), _existing("3").by_signature)
    assert DuplicateProjects({}).link([_row(10, "1")], existing)[10] == (_row(10, "1").project, None)


def test_what_somebody_answered_is_not_asked_again() -> None:
    answers = {"id:1": DuplicateAnswer(3, "id:3", take=("title",)), "id:2": DuplicateAnswer(is_new=True)}
    existing = ExistingProjects(frozenset(), _existing("3").by_signature, {3: ExistingProject(3, "id:3", "3")})
    duplicates = DuplicateProjects(answers)
    assert duplicates.answered_ids([_row(10, "1"), _row(20, "2")]) == {3}
    linked = duplicates.link([_row(10, "1"), _row(20, "2")], existing)
    assert (linked[10].project.key, linked[10].project.take, linked[10].question) == ("id:3", ("title",), None)
    assert linked[20] == (_row(20, "2").project, None)


def test_a_project_says_enough_with_a_title_and_who_submitted_it() -> None:
    ada = ParsedPerson("mail:ada@example.org", "Ada", "ada@example.org")
    assert signature_of(ParsedProject("k", title="Pumps!", contact=ada)) == ("pumps", "person mail:ada@example.org")
    assert signature_of(ParsedProject("k", title="Pumps", contact=ParsedPerson("name:bo|k", "Bo"))) is None
    assert signature_of(ParsedProject("k", title="…", contact=ada)) is None
