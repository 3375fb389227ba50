"""Two projects found later to be one: asked about, merged, two again, and remembered by the next file."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.actions import index_projects, remove_projects
from skillsnet.calls.models import Link, NamedPerson, Project
from skillsnet.calls.queries import snapshots
from skillsnet.core.errors import Invalid
from skillsnet.intake.actions import answer_all_new, commit, preview, undo
from skillsnet.intake.actions.project_merging import (
    answer_different_projects,
    ask_about_projects,
    merge_projects,
    undo_project_merge,
)
from skillsnet.intake.models import ImportRow, ImportRun, ProjectMerge, ProjectQuestion
from skillsnet.intake.queries.project_pairs import possible_duplicate_projects
from skillsnet.participants.texts import text_for
from tests.factories import make_organisation, make_person, make_project
from tests.intake.sheets import photograph, previewed

pytestmark = pytest.mark.django_db

HEADER = ("ID", "Title", "Organisation", "Country", "Summary", "E-mail", "Stage")
FIRST = ("1", "Port schol", "Forge Bo", "Ghana", "On the quay.", "bo@example.org", "")
SECOND = ("2", "Port school", "Forge Bo", "Ghana", "On the quay, and in the yard.", "bo@example.org", "Pilot")


def _states(run: ImportRun) -> list[str]:
    return list(ImportRow.objects.filter(run=run).order_by("position").values_list("state", flat=True))


@pytest.fixture
def pair() -> tuple[Project, Project]:
    """Two projects of one organisation that an import wrote."""
    commit(previewed([HEADER, FIRST, SECOND]), by=None)
    first, second = Project.objects.order_by("external_id")
    return first, second


@pytest.mark.medium
def test_pairs_are_asked_about_once_and_not_again_once_they_are_answered(pair: tuple[Project, Project]) -> None:
    assert [ask_about_projects(), ask_about_projects([pair[0].pk])] == [1, 0]
    question = ProjectQuestion.objects.get()
    assert [code for code, _value in question.reasons] == ["near_title", "same_organisation", "same_address"]
    answer_different_projects(*pair, by=None)
    assert (ask_about_projects(), ProjectQuestion.objects.get().answer) == (0, "different")


@pytest.mark.medium
def test_what_somebody_kept_apart_is_not_asked_about() -> None:
    header = ("Title", "Organisation", "Country", "Amount awarded")
    run = previewed([header, *((("Night school", "Forge Bo", "Ghana", amount)) for amount in ("1", "2", "3"))])
    answer_all_new(run, by=None)
    commit(preview(run), by=None)
    assert (Project.objects.count(), ask_about_projects()) == (3, 0)


@pytest.mark.medium
def test_a_no_to_an_imports_question_is_kept() -> None:
    header = ("Title", "Organisation", "Country", "E-mail")
    commit(previewed([header, ("Port schol", "Forge Bo", "Ghana", "")]), by=None)
    run = previewed([header, ("Port school", "Forge Bo", "Ghana", "")])
    answer_all_new(run, by=None)
    commit(preview(run), by=None)
    assert [question.answer for question in ProjectQuestion.objects.all()] == ["different"]
    assert (Project.objects.count(), ask_about_projects()) == (2, 0)


@pytest.mark.medium
def test_values_links_and_people_follow_and_undo_restores_everything(pair: tuple[Project, Project]) -> None:
    first, second = pair
    third = make_project("Elsewhere", call=first.call)
    NamedPerson.objects.create(project=second, person=make_person("Cy"))
    for source, target in ((second, third), (third, second), (first, second), (first, third)):
        Link.objects.create(source=source, target=target, kind="works with")
    index_projects([first.pk, second.pk, third.pk])
    before, named = photograph(without=("updated_at",)), list(NamedPerson.objects.values_list("project", "person"))
    merge = merge_projects(first, second, take=["title"], by=None)
    values = snapshots([Project.objects.get(pk=first.pk)])[first.pk]
    assert [values[name] for name in ("title", "summary", "stage", "external_id")] == [
        "Port school",
        "On the quay.",
        "pilot",
        "1",
    ]
    assert set(Link.objects.values_list("source", "target")) == {(first.pk, third.pk), (third.pk, first.pk)}
    assert Project.objects.public().filter(pk__in=[first.pk, second.pk]).get() == first
    undo_project_merge(merge, by=None)
    after = photograph(without=("updated_at",))
    links = [
        sorted((row["source_id"], row["target_id"], row["kind"]) for row in picture.pop("Link"))
        for picture in (before, after)
    ]
    assert links[0] == links[1]
    assert (after, list(NamedPerson.objects.values_list("project", "person"))) == (before, named)


@pytest.mark.medium
def test_what_was_changed_since_a_merge_stays_when_it_is_undone(pair: tuple[Project, Project]) -> None:
    first, second = pair
    merge = merge_projects(first, second, take=["title"], by=None)
    Project.objects.filter(pk=first.pk).update(title="Harbour school")
    undo_project_merge(merge, by=None)
    assert text_for(Project.objects.get(pk=first.pk).title, OPERATOR) == "Harbour school"


@pytest.mark.medium
def test_merges_out_of_turn_of_another_call_and_of_one_with_itself_are_refused(pair: tuple[Project, Project]) -> None:
    first, second = pair
    third = make_project("Port school too", call=first.call)
    merge = merge_projects(first, second, take=[], by=None)
    with pytest.raises(Invalid, match="already part of another"):
        merge_projects(third, second, take=[], by=None)
    with pytest.raises(Invalid, match="with itself"):
        merge_projects(first, first, take=[], by=None)
    later = merge_projects(first, third, take=[], by=None)
    with pytest.raises(Invalid, match="Undo that merge first"):
        undo_project_merge(merge, by=None)
    undo_project_merge(later, by=None)
    undo_project_merge(merge, by=None)
    with pytest.raises(Invalid, match="already been undone"):
        undo_project_merge(merge, by=None)


@pytest.mark.medium
def test_the_next_file_neither_doubles_nor_undoes_what_was_merged(pair: tuple[Project, Project]) -> None:
    merge_projects(*pair, take=["title"], by=None)
    again = previewed([HEADER, FIRST, SECOND])
    assert _states(again) == ["unchanged", "duplicate"]
    assert [problem["code"] for row in ImportRow.objects.filter(run=again) for problem in row.problems] == [
        "project_merged"
    ]
    corrected = previewed([HEADER, (*FIRST[:4], "On the new quay.", *FIRST[5:])])
    assert _states(corrected) == ["updated"]


@pytest.mark.medium
def test_an_import_is_taken_back_once_its_merge_is_undone(pair: tuple[Project, Project]) -> None:
    merge, run = merge_projects(*pair, take=["title"], by=None), ImportRun.objects.get()
    assert undo(run, by=None).counts["kept"] == 2
    undo_project_merge(merge, by=None)
    assert undo(run, by=None).counts["kept"] == 0
    assert (Project.objects.count(), ProjectMerge.objects.count()) == (0, 0)


@pytest.mark.medium
def test_a_removed_project_is_not_asked_about_and_takes_along_what_was_merged_into_it(
    facilitator_client: Client, pair: tuple[Project, Project]
) -> None:
    first, second = pair
    ask_about_projects()
    Project.objects.filter(pk=second.pk).update(status="withdrawn")
    assert (list(possible_duplicate_projects()), ask_about_projects()) == ([], 0)
    address = reverse("project_compare", args=[first.pk, second.pk])
    assert facilitator_client.get(address).status_code == 404
    Project.objects.filter(pk=second.pk).update(status="submitted")
    merge_projects(first, second, take=[], by=None)
    remove_projects([first.pk])
    assert (Project.objects.count(), ProjectMerge.objects.count()) == (0, 0)


@pytest.mark.medium
def test_a_no_of_either_side_keeps_the_project_off_public_pages(pair: tuple[Project, Project]) -> None:
    first, second = pair
    Project.objects.filter(pk=second.pk).update(may_publish="no")
    merge_projects(first, Project.objects.get(pk=second.pk), take=[], by=None)
    assert not Project.objects.public().exists()


@pytest.mark.medium
def test_pages_lead_from_the_question_to_the_merge_and_back(
    facilitator_client: Client, pair: tuple[Project, Project]
) -> None:
    first, second = pair
    ask_about_projects()
    assert "1 pair of projects may be duplicates." in facilitator_client.get(reverse("facilitate")).text
    listed = facilitator_client.get(reverse("project_questions")).text
    address = reverse("project_compare", args=[first.pk, second.pk])
    assert address in listed
    page = facilitator_client.get(address).text
    assert [text in page for text in ("Port schol", "Port school", "nearly the same title", ">1<", ">2<")] == [True] * 5
    assert facilitator_client.post(address, {}).status_code == 422
    answer = {"answer": "same", "keep": "right", "take-summary": "left"}
    assert facilitator_client.post(address, answer)["Location"] == reverse("project_answers")
    assert facilitator_client.post(address, answer)["Location"] == reverse("project_answers")
    second.refresh_from_db()
    assert text_for(second.summary, OPERATOR) == "On the quay."
    assert facilitator_client.get(reverse("project", args=[first.pk])).status_code == 404
    merge = ProjectMerge.objects.get()
    assert "was merged into" in facilitator_client.get(reverse("project_answers")).text
    facilitator_client.post(reverse("project_merge_undo", args=[merge.pk]))
    assert facilitator_client.get(reverse("project", args=[first.pk])).status_code == 200
    assert facilitator_client.post(reverse("project_merge_undo", args=[merge.pk])).status_code == 422


@pytest.mark.medium
def test_two_that_were_kept_can_be_asked_about_again(facilitator_client: Client, pair: tuple[Project, Project]) -> None:
    address = reverse("project_compare", args=[pair[0].pk, pair[1].pk])
    facilitator_client.post(address, {"answer": "different"})
    assert "Kept as two" in facilitator_client.get(reverse("project_answers")).text
    facilitator_client.post(reverse("project_ask_again", args=[ProjectQuestion.objects.get().pk]))
    assert ProjectQuestion.objects.get().answer == "open"


@pytest.mark.medium
def test_only_facilitators_see_the_pages(client: Client, pair: tuple[Project, Project]) -> None:
    for name, args in (
        ("project_questions", []),
        ("project_answers", []),
        ("project_compare", [pair[0].pk, pair[1].pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code in (302, 404)


def test_the_list_asks_as_much_for_three_pairs_as_for_one(
    facilitator_client: Client, django_assert_max_num_queries: object
) -> None:
    def pairs(count: int) -> None:
        for number in range(count):
            organisation = make_organisation(f"Organisation {number}")
            projects = [make_project(f"Night school {word}", organisation=organisation) for word in ("quay", "quays")]
            ProjectQuestion.objects.create(left=projects[0], right=projects[1], score=0.5)

    pairs(1)
    with django_assert_max_num_queries(25) as few:  # type: ignore[operator]
        facilitator_client.get(reverse("project_questions"))
    pairs(2)
    with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
        assert facilitator_client.get(reverse("project_questions")).text.count("Night school quays") == 3


@pytest.mark.medium
def test_a_no_of_either_project_holds_for_both(pair: tuple[Project, Project]) -> None:
    first, second = pair
    Project.objects.filter(pk=first.pk).update(may_contact="yes")
    Project.objects.filter(pk=second.pk).update(may_contact="no", may_publish="no")
    merge = merge_projects(first, second, take=[], by=None)
    merged = Project.objects.get(pk=first.pk)
    assert (merged.may_contact, merged.may_publish) == ("no", "no")
    undo_project_merge(merge, by=None)
    parted = Project.objects.get(pk=first.pk)
    assert (parted.may_contact, parted.may_publish) == ("yes", "")


@pytest.mark.medium
def test_pairs_are_listed_and_merged_on_the_command_line(pair: tuple[Project, Project]) -> None:
    first, second = pair
    out = io.StringIO()
    call_command("projects", "duplicates", "--json", stdout=out)
    (listed,) = json.loads(out.getvalue())
    assert {listed["left"]["number"], listed["right"]["number"]} == {"1", "2"}
    call_command("projects", "merge", str(first.pk), str(second.pk), stdout=out)
    assert (ProjectMerge.objects.get().survivor, Project.objects.get(pk=first.pk).stage) == (first, "pilot")
    with pytest.raises(CommandError, match=f"Project {second.pk} does not exist"):
        call_command("projects", "merge", str(first.pk), str(second.pk), stdout=out)
    out = io.StringIO()
    call_command("projects", "duplicates", stdout=out)
    assert out.getvalue() == "No possible duplicates need a decision.\n"
