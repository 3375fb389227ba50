"""A publication that fails in the middle: nothing of it shows, its page says why, and it goes on or ends."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from skillsnet.accounts.models import User
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import Project
from skillsnet.classification.models import Decision, OpenQuestion
from skillsnet.db.jobs import JobGivenUp, LeaseLost
from skillsnet.outbox.models import MailMessage
from skillsnet.publication.actions import begin_publication, begin_publication_undo, publishing
from skillsnet.publication.models import Publication
from skillsnet.publication.tasks import (
    PublicationStopped,
    requeue_stale_publications,
    run_publication,
    stop_publication,
)
from skillsnet.taxonomy.models import Edition
from tests.factories import make_project
from tests.publication.editions import every_kind, place
from tests.publication.test_publishing import publish, standing

pytestmark = pytest.mark.django_db
OLD = ("kept", "split", "renamed")
CHIP = re.compile(r'<a class="chip [^"]*" href="[^"]*/([\w-]+)/"')
PAGES = "/facilitate/taxonomies/publications"
LOCKED = OperationalError("database is locked")
FailAt = Callable[..., None]


@pytest.fixture
def begun(facilitator: User, monkeypatch: pytest.MonkeyPatch) -> Publication:
    """A publication of three projects, each a batch of its own."""
    monkeypatch.setattr("skillsnet.classification.actions.suggestions.BATCH", 1)
    monkeypatch.setattr(publishing, "BATCH", 1)
    first, second = every_kind()
    projects = [make_project(f"In {slug}", summary=f"About {slug} words.") for slug in OLD]
    place(projects, [[slug] for slug in OLD], first, by=facilitator)
    return begin_publication(second, object_until=timezone.localdate() + timedelta(days=9), by=facilitator.pk)


@pytest.fixture
def fail_at(monkeypatch: pytest.MonkeyPatch) -> FailAt:
    """Have a step of publishing fail at its second batch, once, with an error."""

    def fail(error: Exception, *, step: str = "apply_batch") -> None:
        real, calls = getattr(publishing, step), []

        def failing(*args: Any) -> Any:
            calls.append(1)
            if len(calls) == 2:
                raise error
            return real(*args)

        monkeypatch.setattr(publishing, step, failing)

    return fail


def _states() -> list[str]:
    return list(Edition.objects.order_by("number").values_list("state", flat=True))


def _shown() -> list[list[str]]:
    """Return the categories that a visitor sees on each project's page."""
    ids = Project.objects.order_by("pk").values_list("pk", flat=True)
    heads = [Client().get(f"/projects/{pk}/").content.decode().partition("profile__text")[0] for pk in ids]
    return [CHIP.findall(head) for head in heads]


def _page(client: Client) -> str:
    return client.get(f"{PAGES}/{Publication.objects.get().pk}/").content.decode()


def _left(edition: Edition) -> tuple[object, ...]:
    return standing(edition), OpenQuestion.objects.count(), MailMessage.objects.count()


@pytest.mark.medium
@pytest.mark.parametrize("error", [ValueError("Zzada wrote this"), LOCKED])
def test_a_visitor_sees_the_edition_in_force_however_it_fails(
    begun: Publication, fail_at: FailAt, error: Exception
) -> None:
    assert _shown() == [[slug] for slug in OLD]
    fail_at(error)
    with pytest.raises(PublicationStopped) as stopped:
        run_publication.func(begun.pk)
    assert (_shown(), _states(), "Zzada" in str(stopped.value)) == (
        [[slug] for slug in OLD],
        ["published", "draft"],
        False,
    )


@pytest.mark.medium
def test_a_fault_in_a_batch_takes_back_the_batches_before_and_the_page_says_so(
    begun: Publication, fail_at: FailAt, facilitator: User, facilitator_client: Client
) -> None:
    fail_at(ValueError("Zzada wrote this"))
    with pytest.raises(PublicationStopped):
        run_publication.func(begun.pk)
    page = _page(facilitator_client)
    assert "An error in the platform (ValueError) stopped the publication. Nothing was published." in page
    assert ("<progress" in page, "Zzada" in page, _left(begun.edition)) == (False, False, ({}, 0, 0))
    assert facilitator_client.get(f"{PAGES}/{begun.pk}/progress/")["HX-Refresh"] == "true"
    assert publish(begun.edition, by=facilitator).state == "published"
    assert (_states(), len(standing(begun.edition))) == (["superseded", "published"], 3)


@pytest.mark.medium
def test_a_locked_database_stops_nothing_and_the_next_worker_goes_on_where_it_was(
    begun: Publication, fail_at: FailAt, facilitator_client: Client
) -> None:
    fail_at(LOCKED)
    with pytest.raises(PublicationStopped):
        run_publication.func(begun.pk)
    begun.refresh_from_db()
    assert (begun.state, begun.done_count, begun.problems) == ("carrying", 1, [])
    page = _page(facilitator_client)
    assert ("1 of 3 projects" in page, "stopped the publication" in page) == (True, False)
    # As long as its worker may live, nobody else takes it up.
    assert requeue_stale_publications() == []
    Publication.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    assert requeue_stale_publications() == [begun.pk]
    assert (Publication.objects.get().state, len(standing(begun.edition))) == ("published", 3)
    assert Decision.objects.filter(edition=begun.edition).count() == 3


@pytest.mark.medium
def test_what_worker_after_worker_died_over_is_taken_back_and_says_whom_to_ask(
    begun: Publication, fail_at: FailAt, facilitator: User, facilitator_client: Client, settings: Any
) -> None:
    fail_at(LOCKED)
    with pytest.raises(PublicationStopped):
        run_publication.func(begun.pk)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    run_publication.enqueue(begun.pk)
    DBTaskResult.objects.get().set_failed(JobGivenUp("5 workers died over it"))
    Publication.objects.update(heartbeat_at=None)
    assert requeue_stale_publications() == []
    job = DBTaskResult.objects.get(task_path=stop_publication.module_path)
    assert stop_publication.func(*job.args_kwargs["args"]) == "stopped"
    assert "The publication stopped several times before it was finished. Nothing was published." in _page(
        facilitator_client
    )
    assert (_left(begun.edition), _states()) == (({}, 0, 0), ["published", "draft"])
    assert begin_publication(begun.edition, object_until=begun.object_until, by=facilitator.pk).state == "carrying"


def test_a_worker_that_finds_another_at_work_ends_quietly(begun: Publication, fail_at: FailAt) -> None:
    fail_at(LeaseLost("publication"))
    assert run_publication.func(begun.pk) == "taken over"
    assert (Publication.objects.get().state, _states()) == ("carrying", ["published", "draft"])


@pytest.mark.medium
@pytest.mark.parametrize("error", [ValueError("Zzada wrote this"), LOCKED])
def test_an_undo_that_fails_keeps_the_edition_before_in_force_and_is_finished_later(
    begun: Publication, fail_at: FailAt, facilitator: User, facilitator_client: Client, error: Exception
) -> None:
    run_publication.func(begun.pk)
    assert _states() == ["superseded", "published"]
    begin_publication_undo(begun, by=facilitator.pk)
    fail_at(error, step="retract_batch")
    with pytest.raises(PublicationStopped):
        run_publication.func(begun.pk)
    begun.refresh_from_db()
    assert (begun.state, _states(), _shown()) == ("undoing", ["published", "draft"], [[slug] for slug in OLD])
    assert "1 of 3 projects" in _page(facilitator_client)
    Publication.objects.update(heartbeat_at=None)
    assert requeue_stale_publications() == [begun.pk]
    assert (Publication.objects.get().state, _left(begun.edition)) == ("undone", ({}, 0, 0))


@pytest.mark.medium
def test_that_a_publication_stopped_is_recorded_as_the_platforms_act(begun: Publication, fail_at: FailAt) -> None:
    fail_at(ValueError("Zzada wrote this"))
    with pytest.raises(PublicationStopped):
        run_publication.func(begun.pk)
    stop = AuditRecord.objects.get(act="publication.stop")
    assert (stop.subject, stop.by_user, stop.detail) == (
        f"edition:{begun.edition_id}",
        None,
        {"publication": begun.pk, "carried": 1},
    )
