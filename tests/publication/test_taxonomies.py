"""A second taxonomy beside the skills categories: suggested, decided in its own queue, shown on the profile."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skillsnet.accounts.models import User
from skillsnet.classification.actions import confirm_categories
from skillsnet.classification.actions.suggestions import suggest_categories
from skillsnet.classification.models import Assignment
from skillsnet.classification.queries import other_taxonomy_placements
from skillsnet.core.errors import Invalid
from skillsnet.publication.actions import begin_publication
from skillsnet.publication.actions.publishing import resume
from skillsnet.taxonomy.actions import install_builtin_scheme
from skillsnet.taxonomy.models import Category, Edition
from tests.factories import make_project

RADIO = "Lessons go out by radio and television, in print and as podcasts on social media."


@pytest.fixture
def means(taxonomy: Edition, facilitator: User) -> Edition:
    """The shipped list of means, in force, with one project that speaks of a radio."""
    make_project("Lessons by radio", summary=RADIO, categories=("training-delivery",), source="facilitator")
    draft = install_builtin_scheme("means", by=None).editions.get()
    until = timezone.localdate() + timedelta(days=5)
    done = resume(begin_publication(draft, object_until=until, by=facilitator.pk))
    assert (done.state, done.problems) == ("published", [])
    draft.refresh_from_db()
    return draft


@pytest.mark.medium
def test_publishing_a_first_edition_suggests_for_every_project(means: Edition) -> None:
    found = Assignment.objects.filter(edition=means, is_current=True)
    assert set(found.values_list("project__title", "decision__source")) == {("Lessons by radio", "engine")}


@pytest.mark.medium
def test_a_new_project_is_suggested_for_in_both(means: Edition, taxonomy: Edition) -> None:
    project = make_project("Radio drama", summary=f"{RADIO} Apprentices learn on the job with a master.")
    suggest_categories([project.pk])
    standing = Assignment.objects.filter(project=project, is_current=True)
    assert set(standing.values_list("edition__taxonomy__slug", flat=True)) == {"skills", "means"}


@pytest.mark.medium
def test_its_queue_is_chosen_and_answered(means: Edition, facilitator_client: Client) -> None:
    assert facilitator_client.post("/facilitate/categories/taxonomy/nothing/").status_code == 404
    facilitator_client.post("/facilitate/categories/taxonomy/means/")
    page = facilitator_client.get("/facilitate/categories/").content.decode()
    names = [category.texts.get(language="en").name for category in means.categories.all()]
    assert ("Lessons by radio" in page, all(name in page for name in names)) == (True, True)
    project = Assignment.objects.get(edition=means).project
    chosen = means.categories.order_by("pk")[0]
    facilitator_client.post(f"/facilitate/categories/{project.pk}/decide/", {"answer": "placed", "primary": chosen.pk})
    assert "Nothing to review" in facilitator_client.get("/facilitate/categories/").content.decode()
    profile = facilitator_client.get(f"/projects/{project.pk}/").content.decode()
    assert f"<bdi>{means.taxonomy.names['en']}</bdi>" in profile


@pytest.mark.medium
def test_where_a_project_stands_once_a_second_category_is_refused(means: Edition, facilitator: User) -> None:
    means.taxonomy.is_multi_valued = False
    means.taxonomy.save()
    project = Assignment.objects.get(edition=means).project
    two: list[Category] = list(means.categories.order_by("pk")[:2])
    with pytest.raises(Invalid, match="only one category of “Means”"):
        confirm_categories(project, two, by=facilitator.pk)
    assert confirm_categories(project, two[:1], by=facilitator.pk).outcome == "placed"


@pytest.mark.medium
def test_the_skills_categories_hear_nothing_of_it(means: Edition, client: Client) -> None:
    page = client.get("/directory/").content.decode()
    assert not any(category.texts.get(language="en").name in page for category in means.categories.all())


@pytest.mark.medium
def test_further_placements_cost_the_same_for_any_project(means: Edition) -> None:
    counts = []
    for pk in (Assignment.objects.get(edition=means).project_id, make_project().pk):
        with CaptureQueriesContext(connection) as asked:
            other_taxonomy_placements(pk, "en")
        counts.append(len(asked))
    assert counts[0] == counts[1]
