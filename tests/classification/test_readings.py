"""Blind readings: labels of each reader alone, agreement, and what comes of it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.classification.actions import close_reading, confirm_categories, label, start_reading
from skillsnet.classification.models import Assignment, BlindReading, Decision
from skillsnet.classification.queries.queue import next_id
from skillsnet.classification.queries.readings import next_item, results_of
from skillsnet.core.errors import Invalid
from skillsnet.taxonomy.models import Edition
from tests.classification.test_decisions import categories, current
from tests.factories import make_project, make_user


@pytest.fixture
def bo(db: None) -> User:
    """Bo, who reads beside Fay."""
    return make_user("bo@example.org", role="facilitator")


def _reading(edition: Edition, by: User, size: int = 3) -> BlindReading:
    for number in range(size):
        make_project(f"Project {number}", categories=("training-delivery",))
    return start_reading(edition, title="First reading", size=size, by=by.pk)


def test_labels_change_nothing_before_the_reading_is_closed(taxonomy: Edition, facilitator: User, bo: User) -> None:
    reading = _reading(taxonomy, facilitator, 1)
    project = Project.objects.get()
    for reader in (facilitator, bo):
        label(reading, project.pk, categories(taxonomy, "life-skills"), by=reader.pk)
    assert current(project) == [("training-delivery", "engine")]
    close_reading(reading, by=facilitator.pk)
    assert current(project) == [("life-skills", "facilitator")]


def test_where_readers_differ_the_project_comes_first_in_the_queue(
    taxonomy: Edition, facilitator: User, bo: User
) -> None:
    reading = _reading(taxonomy, facilitator)
    first, second, third = (item.project for item in reading.items.order_by("order"))
    for project, slug in ((first, "life-skills"), (second, "life-skills"), (third, "life-skills")):
        label(reading, project.pk, categories(taxonomy, slug), by=facilitator.pk)
    label(reading, first.pk, categories(taxonomy, "life-skills"), by=bo.pk)
    label(reading, second.pk, categories(taxonomy, "skills-ecosystem"), by=bo.pk)
    close_reading(reading, by=bo.pk)
    assert next_id(taxonomy, user_id=bo.pk) == second.pk
    results = results_of(reading, "en")
    assert (results.agreed_count, results.disputed_count, results.single_count) == (1, 1, 1)
    differing = {row.category.slug: [found.id for found in row.differing] for row in results.categories}
    assert differing["life-skills"] == differing["skills-ecosystem"] == [second.pk]
    assert differing["training-delivery"] == []


def test_what_was_decided_meanwhile_is_not_overwritten(taxonomy: Edition, facilitator: User, bo: User) -> None:
    reading = _reading(taxonomy, facilitator, 1)
    project = Project.objects.get()
    for reader in (facilitator, bo):
        label(reading, project.pk, categories(taxonomy, "life-skills"), by=reader.pk)
    confirm_categories(project, categories(taxonomy, "skills-ecosystem"), by=bo.pk)
    close_reading(reading, by=facilitator.pk)
    assert current(project) == [("skills-ecosystem", "facilitator")]


def test_agreeing_that_the_text_does_not_tell_is_an_agreement(taxonomy: Edition, facilitator: User, bo: User) -> None:
    reading = _reading(taxonomy, facilitator, 1)
    for reader in (facilitator, bo):
        label(reading, Project.objects.get().pk, [], by=reader.pk)
    close_reading(reading, by=facilitator.pk)
    assert not Assignment.objects.filter(is_current=True).exists()
    assert Decision.objects.filter(outcome="cannot_tell", reading=None).count() == 1


def test_refusals_say_why_and_write_nothing(taxonomy: Edition, facilitator: User, bo: User) -> None:
    with pytest.raises(Invalid, match="No project needs a decision"):
        start_reading(taxonomy, title="Empty", size=3, by=bo.pk)
    reading = _reading(taxonomy, facilitator, 1)
    pk = Project.objects.get().pk
    outside = make_project().pk
    label(reading, pk, [], by=bo.pk)
    for act, words in (
        (lambda: label(reading, pk, [], by=bo.pk), "already"),
        (lambda: label(reading, outside, [], by=bo.pk), "not part"),
        (lambda: close_reading(reading, by=bo.pk), "two people must label"),
        (lambda: start_reading(taxonomy, title=" ", size=1, by=bo.pk), "name"),
    ):
        with pytest.raises(Invalid, match=words):
            act()
    label(reading, pk, [], by=facilitator.pk)
    close_reading(reading, by=bo.pk)
    cy = make_user("cy@example.org", role="facilitator")
    with pytest.raises(Invalid, match="closed"):
        label(reading, pk, [], by=cy.pk)
    assert Decision.objects.filter(reading=reading).count() == 2


def test_a_reader_sees_neither_the_others_answers_nor_the_engines(
    taxonomy: Edition, facilitator: User, facilitator_client: Client, bo: User
) -> None:
    reading = _reading(taxonomy, facilitator, 1)
    address = f"/facilitate/categories/readings/{reading.pk}/"
    blank = facilitator_client.get(f"{address}label/").content.decode()
    label(reading, Project.objects.get().pk, categories(taxonomy, "life-skills"), by=bo.pk)
    assert "checked" not in blank
    after = facilitator_client.get(f"{address}label/").content.decode()
    assert _without_token(after) == _without_token(blank)
    assert "alpha" not in facilitator_client.get(address).content.decode()
    facilitator_client.post(f"{address}label/", {"project": Project.objects.get().pk, "answer": "cannot_tell"})
    assert next_item(reading, user_id=facilitator.pk) is None
    facilitator_client.post(f"{address}close/")
    assert "alpha" in facilitator_client.get(address).content.decode()


def _without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and "csrf" not in line]


def test_a_low_agreement_is_a_doubt_about_the_definition(
    taxonomy: Edition, facilitator: User, facilitator_client: Client, bo: User
) -> None:
    reading = _reading(taxonomy, facilitator, 12)
    for place, item in enumerate(reading.items.order_by("order")):
        mine, yours = ("life-skills", "skills-ecosystem") if place % 2 else ("life-skills", "life-skills")
        label(reading, item.project_id, categories(taxonomy, mine), by=facilitator.pk)
        label(reading, item.project_id, categories(taxonomy, yours), by=bo.pk)
    close_reading(reading, by=bo.pk)
    page = facilitator_client.get(f"/facilitate/categories/readings/{reading.pk}/").content.decode()
    assert page.count("The people who labelled understand this definition differently") == 2
    assert page.count("Too few labels to measure") == 7


def test_results_take_as_many_queries_for_three_as_for_one(taxonomy: Edition, facilitator: User, bo: User) -> None:
    counts = []
    for size in (1, 3):
        reading = _reading(taxonomy, facilitator, size)
        for item in reading.items.all():
            label(reading, item.project_id, categories(taxonomy, "life-skills"), by=facilitator.pk)
        with CaptureQueriesContext(connection) as queries:
            results_of(reading, "en")
        counts.append(len(queries))
    assert counts[0] == counts[1]
