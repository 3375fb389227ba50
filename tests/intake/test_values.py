"""Values that no list knows: chosen from the list once for all rows, left as they are, asked about again."""

import re
from collections.abc import Sequence

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.models import Project
from skillsnet.classification.actions import confirm_categories
from skillsnet.classification.actions.suggestions import suggest_categories
from skillsnet.classification.models import Assignment, OpenQuestion
from skillsnet.core.taxonomy import CategoryWords
from skillsnet.core.taxonomy.operations import Scope
from skillsnet.intake.actions import commit, leave_values, make_categories, preview, undo
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.stored_values import parsed_project
from skillsnet.intake.views.values import UnmatchedValueView
from skillsnet.participants.models import Organisation
from skillsnet.participants.texts import cell_for
from skillsnet.publication.actions import begin_publication_undo
from skillsnet.publication.actions.publishing import resume
from skillsnet.taxonomy.actions import rename_category, reword_category
from skillsnet.taxonomy.models import Category, CategoryText, Edition
from tests.intake.sheets import previewed
from tests.publication.test_publishing import publish

pytestmark = pytest.mark.django_db

HEADER = ("Title", "Organisation", "Type of organisation", "Country", "Stage")
ROWS = [
    HEADER,
    ("Welding", "Atelier Ada", "Guild", "Keneya", "Pilott"),
    ("Sewing", "Forge Bo", "Guild", "Keneya", "Dream"),
    ("Weaving", "Taller Cy", "Lodge", "Peru", "Idea"),
]


def _address(run: ImportRun) -> str:
    return reverse("import_values", args=[run.pk])


def _views(client: Client, run: ImportRun) -> list[UnmatchedValueView]:
    return [view for group in client.get(_address(run)).context["groups"] for view in group.values]


def _named(views: Sequence[UnmatchedValueView], value: str) -> UnmatchedValueView:
    return next(view for view in views if view.value == value)


@pytest.mark.medium
def test_values_stand_under_their_field_the_likeliest_choice_first(facilitator_client: Client) -> None:
    run = previewed(ROWS)
    groups = facilitator_client.get(_address(run)).context["groups"]
    assert {group.target_field: [view.value for view in group.values] for group in groups} == {
        "organisation_type": ["Guild", "Lodge"],
        "country": ["Keneya"],
        "stage": ["Dream", "Pilott"],
    }
    stage = _named(groups[-1].values, "Pilott")
    assert [(choice.code, choice.is_checked) for choice in stage.near] == [("pilot", True)]
    assert [choice.code for choice in stage.other_choices] == ["idea", "prototype", "implemented", "scaling"]
    assert [_named(_views(facilitator_client, run), value).is_in_sight for value in ("Guild", "Keneya")] == [
        True,
        False,
    ]


@pytest.mark.medium
def test_one_form_matches_all_values_for_all_rows_and_the_next_file(facilitator_client: Client) -> None:
    run = previewed(ROWS)
    views = _views(facilitator_client, run)
    chosen = {"Guild": "workers", "Lodge": "-", "Keneya": "KE", "Pilott": "pilot", "Dream": "*"}
    form = {f"value-{view.id}": chosen[view.value] for view in views}
    assert facilitator_client.post(_address(run), form)["Location"] == reverse("import_preview", args=[run.pk])
    run.refresh_from_db()
    projects = [parsed_project(row) for row in run.rows.order_by("position")]
    assert [(project.organisation.type, project.stage) for project in projects if project.organisation] == [
        ("workers", "pilot"),
        ("workers", ""),
        ("", "idea"),
    ]
    assert [dict(project.extra) for project in projects] == [{}, {"Stage": "Dream"}, {}]
    assert (run.unknown, [project.country for project in projects]) == ([], ["KE", "KE", "PE"])
    commit(run, by=None)
    assert previewed(ROWS).unknown == []


@pytest.mark.medium
def test_the_rest_is_left_as_it_is_and_can_be_asked_about_again(facilitator_client: Client) -> None:
    run = previewed(ROWS)
    pilot = _named(_views(facilitator_client, run), "Pilott")
    facilitator_client.post(_address(run), {f"value-{pilot.id}": "pilot", "rest": "leave"})
    run.refresh_from_db()
    assert run.unknown == []
    page = facilitator_client.get(_address(run)).text
    assert "4 values were left as they are." in page
    assert "values are unknown" not in facilitator_client.get(reverse("import_preview", args=[run.pk])).text
    again = reverse("import_values_again", args=[run.pk])
    assert facilitator_client.post(again)["Location"] == _address(run)
    run.refresh_from_db()
    assert {value["value"] for value in run.unknown} == {"Guild", "Lodge", "Keneya", "Dream"}
    assert run.choices["values"]["stage"] == {"pilott": "pilot"}


@pytest.mark.medium
def test_what_is_left_is_kept_as_an_extra_field() -> None:
    run = previewed(ROWS)
    leave_values(run, [("organisation_type", "Guild"), ("stage", "Pilott")], by=None)
    commit(preview(run), by=None)
    extra = Project.objects.get(title="Welding").extra
    assert {name: cell_for(extra[name], OPERATOR) for name in ("Type of organisation", "Stage")} == {
        "Type of organisation": "Guild",
        "Stage": "Pilott",
    }


@pytest.mark.medium
def test_a_permission_is_chosen_by_a_person_and_never_left(facilitator_client: Client) -> None:
    rows = [("Title", "May we publish your entry?"), ("Welding", "Perhaps")]
    run = previewed(rows, mapping={rows[0][1]: "may_publish"})
    (view,) = _views(facilitator_client, run)
    assert (view.is_permission, view.chosen) == (True, "")
    facilitator_client.post(_address(run), {"rest": "leave"})
    run.refresh_from_db()
    assert [value["value"] for value in run.unknown] == ["Perhaps"]
    response = facilitator_client.post(_address(run), {f"value-{view.id}": "*"})
    assert response.status_code == 422


@pytest.mark.medium
@pytest.mark.parametrize("target_field", ["country", "stage", "category", "languages"])
def test_nothing_but_a_code_of_the_list_is_taken(target_field: str, facilitator_client: Client) -> None:
    run = previewed([("Title", "Said"), ("Welding", "Atlantis")], mapping={"Said": target_field})
    (view,) = _views(facilitator_client, run)
    response = facilitator_client.post(_address(run), {f"value-{view.id}": "no-such-code"})
    assert response.status_code == 422
    # Named at the top, with the way to its place, and there.
    page = response.text
    assert page.count("“no-such-code” is not in the list.") == 2
    assert re.search(rf'<a href="#value-{view.id}"><bdi>Atlantis</bdi></a>', page)
    run.refresh_from_db()
    assert run.choices.get("values", {}) == {}


@pytest.mark.medium
def test_a_form_without_a_choice_says_so_and_a_second_click_does_not(facilitator_client: Client) -> None:
    run = previewed(ROWS)
    assert facilitator_client.post(_address(run), {}).status_code == 422
    guild = _named(_views(facilitator_client, run), "Guild")
    answers = [facilitator_client.post(_address(run), {f"value-{guild.id}": "ngo"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    run.refresh_from_db()
    assert run.choices["values"] == {"organisation_type": {"guild": "ngo"}}


@pytest.mark.medium
def test_an_international_organisation_is_a_type_of_its_own() -> None:
    rows = [HEADER, ("Fields", "United Farms", "Intergovernmental organization", "Italy", ""), ROWS[3]]
    commit(previewed(rows), by=None)
    assert Organisation.objects.get(name="United Farms").type == "international"


@pytest.mark.medium
def test_the_page_asks_as_much_for_nine_as_for_one(
    facilitator_client: Client, django_assert_max_num_queries: object
) -> None:
    def run_of(count: int) -> ImportRun:
        return previewed([HEADER, *((f"P {n}", f"O {n}", f"Guild {n}", "Kenya", "") for n in range(count))])

    one, nine = run_of(1), run_of(9)
    with django_assert_max_num_queries(20) as few:  # type: ignore[operator]
        facilitator_client.get(_address(one))
    with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
        facilitator_client.get(_address(nine))


CATEGORY_ROWS = [("ID", "Title", "Category"), ("A-1", "Welding", "Zzgreen skills"), ("A-2", "Sewing", "Life skills")]


@pytest.mark.medium
def test_a_value_becomes_a_category_of_the_draft_and_goes_with_the_import(
    facilitator_client: Client, taxonomy: Edition
) -> None:
    run = previewed(CATEGORY_ROWS)
    page = facilitator_client.get(_address(run)).content.decode()
    assert "Make it a new category" in page
    view = _named(_views(facilitator_client, run), "Zzgreen skills")
    answer = facilitator_client.post(_address(run), {f"value-{view.id}": "+"})
    assert answer.status_code == 302
    draft = taxonomy.taxonomy.editions.get(state="draft")
    names = CategoryText.objects.filter(category__edition=draft, name="Zzgreen skills")
    assert list(names.values_list("language", flat=True)) == ["en"]
    run = commit(preview(ImportRun.objects.get(pk=run.pk)), by=None)
    project = Project.objects.get(external_id="A-1")
    assert "Zzgreen skills" in {cell_for(cell, OPERATOR) for cell in project.extra.values()}
    undo(run, by=None)
    assert not names.exists()
    assert not taxonomy.categories.filter(texts__name="Zzgreen skills").exists()


def test_the_likeliest_category_comes_first(facilitator_client: Client, taxonomy: Edition) -> None:
    run = previewed([("ID", "Title", "Category"), ("A-1", "Welding", "Lifes skils")])
    view = _views(facilitator_client, run)[0]
    assert [(choice.code, choice.is_checked) for choice in view.near] == [("life-skills", False)]
    assert "life-skills" not in {choice.code for choice in view.other_choices}


@pytest.mark.medium
def test_a_name_that_the_draft_has_is_not_added_twice(taxonomy: Edition) -> None:
    first, second = previewed(CATEGORY_ROWS), previewed(CATEGORY_ROWS)
    assert make_categories(first, ["Zzgreen skills", "zzGREEN  skills"], language="fr", by=None) == 1
    assert make_categories(second, ["Zzgreen skills"], language="en", by=None) == 0


@pytest.mark.medium
def test_publishing_the_edition_moves_the_projects_that_have_the_value_and_undoing_it_moves_them_back(
    taxonomy: Edition, facilitator: User
) -> None:
    run = previewed([*CATEGORY_ROWS, ("A-3", "Weaving", "zzgreen SKILLS")])
    make_categories(run, ["Zzgreen skills"], language="en", by=facilitator.pk)
    commit(preview(ImportRun.objects.get(pk=run.pk)), by=facilitator.pk)
    suggest_categories(None)
    green = Category.objects.get(texts__name="Zzgreen skills")
    rename_category(green, {"en": "Zzforest skills"}, by=facilitator.pk)
    definition = {"en": CategoryWords("", "Work in the forest.")}
    reword_category(Category.objects.get(pk=green.pk), definition, scope=Scope.SAME, by=facilitator.pk)
    confirm_categories(Project.objects.get(external_id="A-3"), [taxonomy.categories.all()[0]], by=facilitator.pk)
    publication = publish(green.edition, by=facilitator)
    in_green = Assignment.objects.filter(category=green, is_current=True)
    assert list(in_green.values_list("project__external_id", "decision__source")) == [("A-1", "participant")]
    assert list(OpenQuestion.objects.values_list("project__external_id", "kind")) == [("A-3", "added")]
    suggest_categories(None)
    assert in_green.count() == 1
    resume(begin_publication_undo(publication, by=facilitator.pk))
    assert in_green.count() == 0


@pytest.mark.medium
def test_a_category_that_was_worked_on_since_stays_when_the_import_is_undone(taxonomy: Edition) -> None:
    run = previewed(CATEGORY_ROWS)
    make_categories(run, ["Zzgreen skills"], language="en", by=None)
    category = Category.objects.get(texts__name="Zzgreen skills")
    rename_category(category, {"en": "Zzgreener skills"}, by=None)
    undo(commit(preview(ImportRun.objects.get(pk=run.pk)), by=None), by=None)
    assert Category.objects.filter(texts__name="Zzgreener skills").exists()


@pytest.mark.medium
@pytest.mark.parametrize("code", ["+", "zz"])
def test_a_list_that_is_the_same_everywhere_takes_no_new_value_and_says_why(
    facilitator_client: Client, code: str
) -> None:
    run = previewed(ROWS)
    assert "This list is the same in every network" in facilitator_client.get(_address(run)).content.decode()
    view = _named(_views(facilitator_client, run), "Guild")
    answer = facilitator_client.post(_address(run), {f"value-{view.id}": code})
    assert (answer.status_code, "is not in the list" in answer.content.decode()) == (422, True)
