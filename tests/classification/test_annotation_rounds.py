"""Annotation rounds: labels that nobody else sees, agreement, and what comes of it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.classification.actions import (
    close_annotation_round,
    confirm_categories,
    label_project,
    start_annotation_round,
)
from skillsnet.classification.models import Assignment, BlindAnnotation, Decision
from skillsnet.classification.queries.annotation_rounds import next_item, results_of
from skillsnet.classification.queries.queue import next_id
from skillsnet.core.errors import Invalid
from skillsnet.taxonomy.models import Edition
from tests.classification.test_decisions import categories, current
from tests.factories import make_project, make_user


@pytest.fixture
def bo(db: None) -> User:
    """Bo, who labels beside Fay."""
    return make_user("bo@example.org", role="facilitator")


def _annotation_round(edition: Edition, by: User, size: int = 3) -> BlindAnnotation:
    for number in range(size):
        make_project(f"Project {number}", categories=("training-delivery",))
    return start_annotation_round(edition, title="First round", size=size, by=by.pk)


def test_labels_change_nothing_before_the_round_is_closed(taxonomy: Edition, facilitator: User, bo: User) -> None:
    annotation_round = _annotation_round(taxonomy, facilitator, 1)
    project = Project.objects.get()
    for annotator in (facilitator, bo):
        label_project(annotation_round, project.pk, categories(taxonomy, "life-skills"), by=annotator.pk)
    assert current(project) == [("training-delivery", "engine")]
    close_annotation_round(annotation_round, by=facilitator.pk)
    assert current(project) == [("life-skills", "facilitator")]


def test_where_labels_differ_the_project_comes_first_in_the_queue(
    taxonomy: Edition, facilitator: User, bo: User
) -> None:
    annotation_round = _annotation_round(taxonomy, facilitator)
    first, second, third = (item.project for item in annotation_round.items.order_by("order"))
    for project, slug in ((first, "life-skills"), (second, "life-skills"), (third, "life-skills")):
        label_project(annotation_round, project.pk, categories(taxonomy, slug), by=facilitator.pk)
    label_project(annotation_round, first.pk, categories(taxonomy, "life-skills"), by=bo.pk)
    label_project(annotation_round, second.pk, categories(taxonomy, "skills-ecosystem"), by=bo.pk)
    close_annotation_round(annotation_round, by=bo.pk)
    assert next_id(taxonomy, user_id=bo.pk) == second.pk
    results = results_of(annotation_round, "en")
    assert (results.agreed_count, results.disputed_count, results.single_count) == (1, 1, 1)
    disputed_ids = {
        row.category.slug: [disputed.id for disputed in row.disputed_projects] for row in results.categories
    }
    assert disputed_ids["life-skills"] == disputed_ids["skills-ecosystem"] == [second.pk]
    assert disputed_ids["training-delivery"] == []


def test_what_was_decided_meanwhile_is_not_overwritten(taxonomy: Edition, facilitator: User, bo: User) -> None:
    annotation_round = _annotation_round(taxonomy, facilitator, 1)
    project = Project.objects.get()
    for annotator in (facilitator, bo):
        label_project(annotation_round, project.pk, categories(taxonomy, "life-skills"), by=annotator.pk)
    confirm_categories(project, categories(taxonomy, "skills-ecosystem"), by=bo.pk)
    close_annotation_round(annotation_round, by=facilitator.pk)
    assert current(project) == [("skills-ecosystem", "facilitator")]


def test_agreeing_that_there_is_not_enough_information_is_an_agreement(
    taxonomy: Edition, facilitator: User, bo: User
) -> None:
    annotation_round = _annotation_round(taxonomy, facilitator, 1)
    for annotator in (facilitator, bo):
        label_project(annotation_round, Project.objects.get().pk, [], by=annotator.pk)
    close_annotation_round(annotation_round, by=facilitator.pk)
    assert not Assignment.objects.filter(is_current=True).exists()
    assert Decision.objects.filter(outcome="cannot_tell", annotation_round=None).count() == 1


def test_refusals_say_why_and_write_nothing(taxonomy: Edition, facilitator: User, bo: User) -> None:
    with pytest.raises(Invalid, match="No project needs a decision"):
        start_annotation_round(taxonomy, title="Empty", size=3, by=bo.pk)
    annotation_round = _annotation_round(taxonomy, facilitator, 1)
    pk = Project.objects.get().pk
    outside = make_project().pk
    label_project(annotation_round, pk, [], by=bo.pk)
    for act, words in (
        (lambda: label_project(annotation_round, pk, [], by=bo.pk), "already"),
        (lambda: label_project(annotation_round, outside, [], by=bo.pk), "not part"),
        (lambda: close_annotation_round(annotation_round, by=bo.pk), "two people must label"),
        (lambda: start_annotation_round(taxonomy, title=" ", size=1, by=bo.pk), "name"),
    ):
        with pytest.raises(Invalid, match=words):
            act()
    label_project(annotation_round, pk, [], by=facilitator.pk)
    close_annotation_round(annotation_round, by=bo.pk)
    cy = make_user("cy@example.org", role="facilitator")
    with pytest.raises(Invalid, match="closed"):
        label_project(annotation_round, pk, [], by=cy.pk)
    assert Decision.objects.filter(annotation_round=annotation_round).count() == 2


@pytest.mark.medium
def test_an_annotator_sees_neither_the_others_answers_nor_the_engines(
    taxonomy: Edition, facilitator: User, facilitator_client: Client, bo: User
) -> None:
    annotation_round = _annotation_round(taxonomy, facilitator, 1)
    address = f"/facilitate/categories/annotation-rounds/{annotation_round.pk}/"
    blank = facilitator_client.get(f"{address}label/").content.decode()
    label_project(annotation_round, Project.objects.get().pk, categories(taxonomy, "life-skills"), by=bo.pk)
    assert "checked" not in blank
    after = facilitator_client.get(f"{address}label/").content.decode()
    assert _without_token(after) == _without_token(blank)
    assert "alpha" not in facilitator_client.get(address).content.decode()
    facilitator_client.post(f"{address}label/", {"project": Project.objects.get().pk, "answer": "cannot_tell"})
    assert next_item(annotation_round, user_id=facilitator.pk) is None
    facilitator_client.post(f"{address}close/")
    assert "alpha" in facilitator_client.get(address).content.decode()


def _without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and "csrf" not in line]


@pytest.mark.medium
def test_a_low_agreement_is_a_doubt_about_the_definition(
    taxonomy: Edition, facilitator: User, facilitator_client: Client, bo: User
) -> None:
    annotation_round = _annotation_round(taxonomy, facilitator, 12)
    for index, item in enumerate(annotation_round.items.order_by("order")):
        first_label, second_label = ("life-skills", "skills-ecosystem") if index % 2 else ("life-skills", "life-skills")
        label_project(annotation_round, item.project_id, categories(taxonomy, first_label), by=facilitator.pk)
        label_project(annotation_round, item.project_id, categories(taxonomy, second_label), by=bo.pk)
    close_annotation_round(annotation_round, by=bo.pk)
    page = facilitator_client.get(f"/facilitate/categories/annotation-rounds/{annotation_round.pk}/").content.decode()
    assert page.count("The people who labelled understand this definition differently") == 2
    assert page.count("Too few labels to measure") == 7


def test_results_take_as_many_queries_for_three_as_for_one(taxonomy: Edition, facilitator: User, bo: User) -> None:
    counts = []
    for size in (1, 3):
        annotation_round = _annotation_round(taxonomy, facilitator, size)
        for item in annotation_round.items.all():
            label_project(annotation_round, item.project_id, categories(taxonomy, "life-skills"), by=facilitator.pk)
        with CaptureQueriesContext(connection) as queries:
            results_of(annotation_round, "en")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.medium
@pytest.mark.parametrize(("former", "address"), [("", ""), ("{pk}/", "{pk}/"), ("{pk}/label/", "{pk}/label/")])
def test_addresses_of_earlier_versions_lead_to_the_rounds(
    taxonomy: Edition, facilitator: User, facilitator_client: Client, former: str, address: str
) -> None:
    pk = _annotation_round(taxonomy, facilitator, 1).pk
    answer = facilitator_client.get(f"/facilitate/categories/readings/{former.format(pk=pk)}")
    expected = f"/facilitate/categories/annotation-rounds/{address.format(pk=pk)}"
    assert (answer.status_code, answer.headers["Location"]) == (301, expected)
