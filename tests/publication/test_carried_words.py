"""What people said in the old edition counts in the new one: words, requests, doubts; and faults leave nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import viewer_for
from skillsnet.calls.models import Project
from skillsnet.classification.actions import ask_for_correction, confirm_categories, say_cannot_tell
from skillsnet.classification.actions.suggestions import suggest_categories
from skillsnet.classification.models import CorrectionRequest, Decision
from skillsnet.classification.queries import pending_in
from skillsnet.classification.queries.training_data import confirmed_labels
from skillsnet.outbox.models import MailMessage
from skillsnet.publication.actions import begin_publication, begin_publication_undo, publishing, send_notices
from skillsnet.publication.actions.publishing import resume
from skillsnet.publication.models import Publication
from skillsnet.publication.queries.transfers import notice_for
from skillsnet.publication.tasks import run_publication
from skillsnet.taxonomy.actions import delete_draft, retire_category
from skillsnet.taxonomy.models import Edition
from tests.factories import make_person, make_project, make_user
from tests.publication.editions import every_kind, place
from tests.publication.test_publishing import publish, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions() -> tuple[Edition, Edition]:
    return every_kind()


def owned(title: str, slug: str, first: Edition, *, by: User, **fields: Any) -> tuple[Project, User]:
    """Return a project placed in a category, and the member whose it is."""
    ada = make_user(f"{title.lower()}@example.org")
    project = make_project(title, summary=f"About {slug} words.", contact=make_person(title, user=ada), **fields)
    place([project], [[slug]], first, by=by)
    return project, ada


@pytest.mark.medium
def test_a_persons_word_counts_above_what_a_file_names(editions: tuple[Edition, Edition], facilitator: User) -> None:
    first, second = editions
    project = make_project("One", summary="About words.", extra={"category_named": ["Kept"]})
    place([project], [["renamed"]], first, by=facilitator)
    publish(second, by=facilitator)
    suggest_categories([project.pk])
    assert standing(second) == {project.pk: ["new-name"]}
    assert list(pending_in(second)) == []
    assert confirmed_labels(second, until=0) == [(project.pk, ("new-name",))]


@pytest.mark.medium
def test_open_requests_of_members_go_along_and_come_back(editions: tuple[Edition, Edition], facilitator: User) -> None:
    first, second = editions
    project, ada = owned("Hers", "renamed", first, by=facilitator)
    wanted = first.categories.get(slug="merged-1")
    ask_for_correction(project, first, by=viewer_for(ada), reason="It is about other words.", requested_category=wanted)
    done = publish(second, by=facilitator)
    request = CorrectionRequest.objects.get()
    assert (request.edition_id, request.requested_category and request.requested_category.slug) == (second.pk, "merged")
    resume(begin_publication_undo(done, by=facilitator.pk))
    request.refresh_from_db()
    assert (request.edition_id, request.state) == (first.pk, "open")


@pytest.mark.medium
def test_a_person_who_could_not_tell_is_heard_in_the_new_edition(
    editions: tuple[Edition, Edition], facilitator: User
) -> None:
    first, second = editions
    project = make_project("Vague", summary="About kept words, and renamed words.")
    say_cannot_tell(project, first, by=facilitator.pk)
    publish(second, by=facilitator)
    assert (standing(second), list(pending_in(second))) == ({}, [])
    confirm_categories(project, [second.categories.get(slug="kept")], by=facilitator.pk)
    assert standing(second) == {project.pk: ["kept"]}


@pytest.mark.medium
def test_after_it_was_taken_back_the_draft_can_be_changed_and_deleted(
    editions: tuple[Edition, Edition], facilitator: User
) -> None:
    first, second = editions
    project = make_project("One", summary="About kept words.")
    place([project], [["kept"]], first, by=facilitator)
    resume(begin_publication_undo(publish(second, by=facilitator), by=facilitator.pk))
    second.refresh_from_db()
    retire_category(second.categories.get(slug="kept"), by=facilitator.pk)
    delete_draft(second, by=facilitator.pk)
    assert (standing(first), Decision.objects.exclude(edition=first).count()) == ({project.pk: ["kept"]}, 0)


@pytest.mark.medium
def test_what_a_person_decided_in_it_is_not_forgotten(editions: tuple[Edition, Edition], facilitator: User) -> None:
    first, second = editions
    project = make_project("One", summary="About split words.")
    place([project], [["split"]], first, by=facilitator)
    done = publish(second, by=facilitator)
    confirm_categories(project, [second.categories.get(slug="split-1")], by=facilitator.pk)
    resume(begin_publication_undo(done, by=facilitator.pk))
    assert Decision.objects.filter(edition=second, source="facilitator").count() == 1
    publish(second, by=facilitator)
    assert standing(second) == {project.pk: ["split-1"]}


@pytest.mark.medium
def test_the_member_reads_where_the_project_stands_now(editions: tuple[Edition, Edition], facilitator: User) -> None:
    first, second = editions
    project, ada = owned("Hers", "split", first, by=facilitator)
    publish(second, by=facilitator)
    before = notice_for(project.pk, viewer_for(ada), "en")
    confirm_categories(project, [second.categories.get(slug="split-2")], by=facilitator.pk)
    after = notice_for(project.pk, viewer_for(ada), "en")
    assert before is not None
    assert "Until a facilitator reviews your project" in before.sentence
    assert after is not None
    assert after.sentence.endswith("moved from “Split” to “Split 2” (split).")


@pytest.mark.medium
def test_letters_follow_what_happened_since_they_were_drafted(
    editions: tuple[Edition, Edition], facilitator: User
) -> None:
    first, second = editions
    owned("Told", "renamed", first, by=facilitator)
    gone, _ = owned("Withdrawn", "renamed", first, by=facilitator)
    _, left = owned("Left", "renamed", first, by=facilitator)
    done = publish(second, by=facilitator)
    Project.objects.filter(pk=gone.pk).update(status="withdrawn")
    left.is_active = False
    left.save()
    assert (send_notices(done, by=facilitator.pk), send_notices(done, by=facilitator.pk)) == (1, 0)
    assert list(MailMessage.objects.values_list("to", "state")) == [("told@example.org", "kept")]


@pytest.mark.medium
def test_a_fault_of_ours_stops_it_and_leaves_nothing(
    editions: tuple[Edition, Edition], facilitator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = editions
    place([make_project("One")], [["kept"]], first, by=facilitator)

    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("Ada's words")

    until = timezone.localdate() + timedelta(days=5)
    begun = begin_publication(second, object_until=until, by=facilitator.pk)
    monkeypatch.setattr(publishing, "_put_in_force", broken)
    with pytest.raises(Exception, match="ValueError") as told:
        run_publication.func(begun.pk)
    stopped = Publication.objects.get()
    assert (stopped.state, standing(second), "Ada" in str(told.value)) == ("stopped", {}, False)
    assert "ValueError" in stopped.problems[0]
    monkeypatch.undo()
    assert publish(second, by=facilitator).state == "published"
