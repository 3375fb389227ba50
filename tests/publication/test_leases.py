"""One publication at a time, by one worker at a time; and what taking it back takes along."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from skillsnet.accounts.models import User
from skillsnet.classification.actions import confirm_categories
from skillsnet.classification.models import Decision, OpenQuestion
from skillsnet.classification.queries import pending_in
from skillsnet.core.errors import Invalid
from skillsnet.db.jobs import LeaseLost
from skillsnet.outbox.models import MailMessage
from skillsnet.publication.actions import begin_publication, begin_publication_undo, publishing
from skillsnet.publication.actions.publishing import resume
from skillsnet.publication.models import Publication
from skillsnet.taxonomy.models import Edition
from tests.factories import make_decision, make_project
from tests.publication.editions import every_kind, place
from tests.publication.test_carried_words import owned
from tests.publication.test_publishing import publish, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions() -> tuple[Edition, Edition]:
    return every_kind()


def begun(edition: Edition) -> Publication:
    return begin_publication(edition, object_until=timezone.localdate() + timedelta(days=9), by=None)


def test_a_second_publication_is_refused_while_one_is_under_way(editions: tuple[Edition, Edition]) -> None:
    first = begun(editions[1])
    with pytest.raises(Invalid, match="in progress"):
        begun(editions[1])
    # Two at the same moment pass the rule; the database lets one of them in.
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(edition=editions[1], object_until=timezone.localdate(), state="carrying")
    assert list(Publication.objects.all()) == [first]


@pytest.mark.medium
def test_a_worker_that_lost_its_lease_writes_nothing_more(
    editions: tuple[Edition, Edition], facilitator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skillsnet.classification.actions.suggestions.BATCH", 1)
    projects = [make_project(f"P{at}", summary="About kept words.") for at in range(3)]
    place(projects, [["kept"]] * 3, editions[0], by=facilitator)
    carry = publishing.apply_batch

    def overtaken(*args: Any) -> Any:
        found = carry(*args)
        Publication.objects.update(lease=F("lease") + 1)
        return found

    monkeypatch.setattr(publishing, "apply_batch", overtaken)
    publication = begun(editions[1])
    with pytest.raises(LeaseLost):
        resume(publication)
    stands = Publication.objects.get()
    assert (stands.state, stands.done_count, len(standing(editions[1]))) == ("carrying", 1, 1)
    assert Edition.objects.get(pk=editions[0].pk).state == "published"


@pytest.mark.medium
@pytest.mark.parametrize("step", ["_put_in_force", "_retract"])
def test_neither_the_end_nor_the_way_back_is_gone_without_the_lease(
    editions: tuple[Edition, Edition], facilitator: User, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place([make_project("One", summary="About kept words.")], [["kept"]], editions[0], by=facilitator)
    publication = begun(editions[1])
    if step == "_retract":
        resume(publication)
        begin_publication_undo(publication, by=facilitator.pk)
    real = getattr(publishing, step)

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        Publication.objects.update(lease=F("lease") + 1)
        return real(*args, **kwargs)

    monkeypatch.setattr(publishing, step, overtaken)
    before = (Publication.objects.get().state, Decision.objects.count(), Edition.objects.get(pk=editions[1].pk).state)
    with pytest.raises(LeaseLost):
        resume(Publication.objects.get())
    stands = Publication.objects.get()
    assert (stands.state, Edition.objects.get(pk=editions[1].pk).state) == (before[0], before[2])
    if step == "_retract":
        assert Decision.objects.count() == before[1]


@pytest.mark.medium
def test_taking_it_back_takes_the_letters_that_were_not_sent(
    editions: tuple[Edition, Edition], facilitator: User
) -> None:
    owned("Told", "renamed", editions[0], by=facilitator)
    done = publish(editions[1], by=facilitator)
    assert MailMessage.objects.filter(state="draft").count() == 1
    begin_publication_undo(done, by=facilitator.pk)
    assert MailMessage.objects.count() == 0


@pytest.mark.medium
def test_taking_it_back_takes_the_questions_also_where_a_person_decided(
    editions: tuple[Edition, Edition], facilitator: User
) -> None:
    asked, answered = (make_project(name, summary="About split words.") for name in ("Asked", "Answered"))
    place([asked, answered], [["split"], ["split"]], editions[0], by=facilitator)
    done = publish(editions[1], by=facilitator)
    confirm_categories(answered, [editions[1].categories.get(slug="split-2")], by=facilitator.pk)
    assert asked in pending_in(editions[1])
    begin_publication_undo(done, by=facilitator.pk)
    resume(Publication.objects.select_related("edition__taxonomy", "before").get(pk=done.pk))
    # What a person decided keeps the draft's decisions from being forgotten; the questions go all the same.
    assert Decision.objects.filter(edition=editions[1], by=facilitator).exists()
    assert not OpenQuestion.objects.filter(edition=editions[1], project=asked).exists()


@pytest.mark.medium
def test_what_the_engine_guessed_is_carried_as_its_guess(editions: tuple[Edition, Edition], facilitator: User) -> None:
    guessed, said = (make_project(name, summary="About kept words.") for name in ("Guessed", "Said"))
    make_decision(guessed, ("kept",), source="engine", edition=editions[0])
    place([said], [["kept"]], editions[0], by=facilitator)
    publish(editions[1], by=facilitator)
    found = Decision.objects.filter(edition=editions[1]).values_list("project_id", "source", "origin")
    assert {pk: words for pk, *words in found} == {guessed.pk: ["engine", ""], said.pk: ["rule", "facilitator"]}
    assert list(pending_in(editions[1])) == [guessed]
