"""The seed case: the first edition with 473 projects becomes the second, everybody carried along, and back."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import viewer_for
from skillsnet.calls.models import Project
from skillsnet.calls.queries import data_version
from skillsnet.classification.actions import answer_correction, ask_for_correction, confirm_categories
from skillsnet.classification.models import Assignment, Decision, OpenQuestion
from skillsnet.classification.queries import pending_in
from skillsnet.core.errors import Invalid
from skillsnet.netmap.models import MapVersion
from skillsnet.outbox.models import MailMessage
from skillsnet.publication.actions import begin_publication, begin_publication_undo, publishing
from skillsnet.publication.actions.previewing import preview_publication
from skillsnet.publication.actions.publishing import resume
from skillsnet.publication.models import ProjectTransfer, Publication
from skillsnet.publication.rules import why_not_undo_publication
from skillsnet.taxonomy.models import Category, Correspondence, Edition
from tests.factories import make_person, make_project, make_user
from tests.publication.editions import every_kind, first_in_force, place, placed_by_people

pytestmark = pytest.mark.django_db
SPLIT = "career-entrepreneurship-employment-services"
UNTIL = timedelta(days=14)
WIDE = {
    "apprenticeships-work-based-learning": "work-based-learning",
    "assessment-certification-recognition": "recognition-of-skills",
    "data-analysis-skills-development": "research-data-analysis",
    "industry-linkages-ecosystems": "skills-ecosystem",
    "sectoral-approaches": "skills-ecosystem",
    "training-delivery": "training-delivery",
    "social-inclusion": "social-inclusion-interaction",
}


def publish(edition: Edition, *, by: User | None = None) -> Publication:
    until = timezone.localdate() + UNTIL
    return resume(
        begin_publication(edition, object_until=until, by=by.pk if by else None, site="https://net.example.org")
    )


def standing(edition: Edition) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Assignment.objects.filter(edition=edition, is_current=True).order_by("project", "-is_primary", "pk")
    for pk, slug in rows.values_list("project_id", "category__slug"):
        found.setdefault(pk, []).append(slug)
    return found


@pytest.mark.slow
def test_the_founding_change_carries_473_projects_and_loses_nobody(facilitator: User) -> None:
    first, second = first_in_force()
    placed_by_people(first, by=facilitator)
    before = standing(first)
    preview = preview_publication(second)
    assert (standing(second), Decision.objects.filter(edition=second).count()) == ({}, 0)
    done = publish(second, by=facilitator)
    first.refresh_from_db()
    second.refresh_from_db()
    after = standing(second)
    assert (done.state, first.state, second.state) == ("published", "superseded", "published")
    assert (len(before), set(after) == set(before), standing(first) == before) == (473, True, True)
    for pk, slugs in before.items():
        certain = {WIDE[slug] for slug in slugs if slug in WIDE}
        assert certain <= set(after[pk])
        assert (SPLIT in slugs) == bool(set(after[pk]) - certain)
    asked = set(OpenQuestion.objects.filter(kind="split").values_list("project_id", flat=True))
    assert asked == {pk for pk, slugs in before.items() if SPLIT in slugs}
    waiting = set(pending_in(second).values_list("pk", flat=True))
    assert waiting == set(OpenQuestion.objects.values_list("project_id", flat=True)) >= asked
    assert Counter(slug for slugs in after.values() for slug in slugs) == preview.counts
    assert {transfer.project_id: list(transfer.slugs) for transfer in preview.transfers} == after
    assert ProjectTransfer.objects.filter(publication=done).count() == 473
    assert MapVersion.objects.filter(data_version=data_version()).exists()


@pytest.mark.slow
def test_publishing_taken_back_leaves_everything_as_it_was(facilitator: User) -> None:
    first, second = first_in_force()
    placed_by_people(first, by=facilitator, limit=60)
    before = standing(first)
    done = publish(second, by=facilitator)
    undone = resume(begin_publication_undo(done, by=facilitator.pk))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (undone.state, first.state, second.state) == ("undone", "published", "draft")
    assert (standing(first), standing(second), OpenQuestion.objects.count()) == (before, {}, 0)
    again = publish(second, by=facilitator)
    assert (again.state, set(standing(second))) == ("published", set(before))


@pytest.mark.medium
def test_every_kind_of_change_in_one_publication(facilitator: User) -> None:
    first, second = every_kind()
    olds = ("kept", "renamed", "renumbered", "widened", "merged-1", "merged-2", "narrowed", "split", "retired")
    projects = [make_project(f"Project {slug}", summary=f"It is about {slug} words.") for slug in olds]
    place(projects, [[slug] for slug in olds], first, by=facilitator)
    publish(second, by=facilitator)
    found = standing(second)
    by_old = {slug: found[project.pk] for slug, project in zip(olds, projects, strict=True)}
    certain = ("kept", "renamed", "renumbered", "widened", "merged-1", "merged-2")
    assert {slug: by_old[slug] for slug in certain} == {
        "kept": ["kept"],
        "renamed": ["new-name"],
        "renumbered": ["renumbered"],
        "widened": ["widened"],
        "merged-1": ["merged"],
        "merged-2": ["merged"],
    }
    assert by_old["narrowed"] == ["narrowed"]
    assert by_old["split"][0] in {"split-1", "split-2"}
    assert len(by_old["retired"]) == 1
    questions = OpenQuestion.objects.exclude(kind="added").order_by("old__slug")
    assert list(questions.values_list("old__slug", "kind", "options")) == [
        ("narrowed", "narrowed", ["narrowed"]),
        ("retired", "retired", []),
        ("split", "split", ["split-1", "split-2"]),
    ]


@pytest.mark.medium
def test_a_person_answers_a_question_and_it_waits_no_more(facilitator: User) -> None:
    first, second = every_kind()
    project = make_project("One", summary="About split words.")
    place([project], [["split"]], first, by=facilitator)
    publish(second, by=facilitator)
    assert list(pending_in(second)) == [project]
    chosen = second.categories.get(slug="split-2")
    confirm_categories(project, [chosen], by=facilitator.pk)
    assert (list(pending_in(second)), standing(second)) == ([], {project.pk: ["split-2"]})


@pytest.mark.medium
def test_what_is_decided_while_projects_are_carried_is_carried_too(
    facilitator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = every_kind()
    early = make_project("Early", summary="About kept words.")
    place([early], [["kept"]], first, by=facilitator)
    put_in_force = publishing._put_in_force
    late: list[Project] = []

    def meanwhile(*args: Any, **kwargs: Any) -> None:
        place([early], [["renamed"]], first, by=facilitator)
        late.append(make_project("Late", summary="About widened words."))
        place(late, [["widened"]], first, by=facilitator)
        put_in_force(*args, **kwargs)

    monkeypatch.setattr(publishing, "_put_in_force", meanwhile)
    publish(second, by=facilitator)
    assert standing(second) == {early.pk: ["new-name"], late[0].pk: ["widened"]}


@pytest.mark.medium
def test_a_draft_changed_meanwhile_publishes_nothing_and_leaves_nothing(
    facilitator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = every_kind()
    project = make_project("One", summary="About kept words.")
    place([project], [["kept"]], first, by=facilitator)
    put_in_force = publishing._put_in_force

    def meanwhile(*args: Any, **kwargs: Any) -> None:
        Category.objects.filter(edition=second, slug="added").update(number=77)
        put_in_force(*args, **kwargs)

    monkeypatch.setattr(publishing, "_put_in_force", meanwhile)
    stopped = publish(second, by=facilitator)
    second.refresh_from_db()
    assert (stopped.state, second.state, standing(second)) == ("stopped", "draft", {})
    assert "was changed while projects were moving" in stopped.problems[0]


@pytest.mark.medium
def test_a_worker_that_dies_is_followed_by_one_that_goes_on(facilitator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = first_in_force()
    projects = placed_by_people(first, by=facilitator, limit=12)
    monkeypatch.setattr("skillsnet.classification.actions.suggestions.BATCH", 4)
    carry = publishing.apply_batch
    calls: list[int] = []

    def dying(*args: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return carry(*args)

    monkeypatch.setattr(publishing, "apply_batch", dying)
    begun = begin_publication(second, object_until=timezone.localdate() + UNTIL, by=facilitator.pk)
    with pytest.raises(RuntimeError):
        resume(begun)
    begun.refresh_from_db()
    assert (begun.state, begun.done_count, Edition.objects.get(pk=first.pk).state) == ("carrying", 4, "published")
    done = resume(begun)
    assert (done.state, len(standing(second)), done.transfers.count()) == ("published", len(projects), 12)
    assert Decision.objects.filter(edition=second, source="rule").count() == 12


@pytest.mark.medium
def test_members_for_whom_something_changed_get_a_draft_of_a_letter(facilitator: User) -> None:
    first, second = every_kind()
    ada, bo = (make_person(name, user=make_user(f"{name}@example.org")) for name in ("ada", "bo"))
    told = make_project("Told", summary="About renamed words.", contact=ada)
    untold = make_project("Not told", summary="About kept words.", contact=bo)
    stranger = make_project("No member", summary="About renamed words.", contact=make_person("Cy"))
    place([told, untold, stranger], [["renamed"], ["kept"], ["renamed"]], first, by=facilitator)
    publish(second, by=facilitator)
    letter = MailMessage.objects.get()
    assert (letter.to, letter.state) == ("ada@example.org", "draft")
    assert "from “Renamed” to “New name” (renamed)" in letter.body
    assert f"https://net.example.org/projects/{told.pk}/" in letter.body


@pytest.mark.medium
def test_an_answered_objection_keeps_the_edition_in_force(facilitator: User, facilitator_client: Client) -> None:
    first, second = every_kind()
    ada = make_person("Ada", user=make_user("ada@example.org"))
    project = make_project("Hers", summary="About renamed words.", contact=ada)
    place([project], [["renamed"]], first, by=facilitator)
    done = publish(second, by=facilitator)
    second.refresh_from_db()
    asked = ask_for_correction(project, second, by=viewer_for(ada.user), reason="It is about other words.")
    assert why_not_undo_publication(done) == ""
    address = reverse("publication", args=[done.pk])
    undo = f'action="{reverse("publication_undo", args=[done.pk])}"'
    assert undo in facilitator_client.get(address).content.decode()
    answer_correction(asked, by=facilitator.pk, answer="We read it again, and it stays.")
    page = facilitator_client.get(address).content.decode()
    assert ("after this edition has been answered" in page, undo in page) == (True, False)
    with pytest.raises(Invalid, match="request for a correction after this edition has been answered"):
        begin_publication_undo(done, by=facilitator.pk)


def test_nothing_begins_while_something_is_wrong(facilitator: User) -> None:
    _, second = every_kind()
    Correspondence.objects.filter(old__slug="kept").delete()
    with pytest.raises(Invalid) as refused:
        begin_publication(second, object_until=timezone.localdate(), by=None)
    assert (len(refused.value.problems), Publication.objects.count()) == (2, 0)
