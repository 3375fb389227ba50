"""The pages of publishing: what would move, publishing, how it went, taking it back, and what the member reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from skillsnet.accounts.models import User
from skillsnet.calls.actions import increment_version
from skillsnet.calls.models import Project
from skillsnet.classification.models import Decision
from skillsnet.outbox.models import MailMessage
from skillsnet.publication.actions import begin_publication
from skillsnet.publication.actions.publishing import resume
from skillsnet.publication.models import Publication, StoredPreview
from skillsnet.publication.tasks import run_preview
from skillsnet.taxonomy.models import Category, CategoryText, Edition
from tests.factories import make_person, make_project, make_user
from tests.publication.editions import every_kind, place

pytestmark = pytest.mark.django_db
DRAFT = "/facilitate/taxonomies/skills/edition-2"


@pytest.fixture
def editions(facilitator: User) -> tuple[Edition, Edition]:
    """An edition in force with three projects, and its draft."""
    first, second = every_kind()
    projects = [make_project(title, summary=f"About {title} words.") for title in ("Kept one", "Split one", "Gone one")]
    place(projects, [["kept"], ["split"], ["retired"]], first, by=facilitator)
    return first, second


def published(second: Edition, facilitator: User) -> Publication:
    until = timezone.localdate() + timedelta(days=9)
    return resume(begin_publication(second, object_until=until, by=facilitator.pk))


@pytest.mark.medium
def test_what_would_move_shows_each_line_and_every_project_and_writes_nothing(
    editions: tuple[Edition, Edition], facilitator_client: Client
) -> None:
    assert "There is no preview of the current draft yet" in facilitator_client.get(f"{DRAFT}/moves/").content.decode()
    page = facilitator_client.post(f"{DRAFT}/moves/work-out/", follow=True).content.decode()
    assert [f">{title} one</span>" in page for title in ("Kept", "Split", "Gone")] == [True] * 3
    assert ("any category" in page, "2 projects would need a manual decision" in page.replace("About ", "")) == (
        True,
        True,
    )
    only = facilitator_client.get(f"{DRAFT}/moves/?line=split.split.").content.decode()
    assert [f">{title} one</span>" in only for title in ("Kept", "Split", "Gone")] == [False, True, False]
    assert Decision.objects.filter(edition=editions[1]).count() == 0


@pytest.mark.medium
def test_what_would_move_costs_no_more_queries_for_three_than_for_one(facilitator: User) -> None:
    first, _ = every_kind()
    client = Client()
    client.force_login(facilitator)
    counts = []
    for titles in (["One"], ["Two", "Three"]):
        projects = [make_project(title, summary="About kept words.") for title in titles]
        place(projects, [["split"]] * len(projects), first, by=facilitator)
        client.post(f"{DRAFT}/moves/work-out/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{DRAFT}/moves/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.medium
def test_what_would_move_is_a_workers_work_asked_for_once_and_says_when_it_is_of_before(
    editions: tuple[Edition, Edition], facilitator_client: Client, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    pages = [facilitator_client.post(f"{DRAFT}/moves/work-out/", follow=True).content.decode() for _ in range(2)]
    assert ["The preview is being prepared" in page for page in pages] == [True, True]
    assert DBTaskResult.objects.count() == 1
    parts = facilitator_client.get(f"{DRAFT}/moves/progress/")
    stored_preview = StoredPreview.objects.get()
    run_preview.call(stored_preview.pk)
    done = facilitator_client.get(f"{DRAFT}/moves/progress/")
    assert (parts.get("HX-Refresh"), done.get("HX-Refresh")) == (None, "true")
    increment_version()
    page = facilitator_client.get(f"{DRAFT}/moves/").content.decode()
    assert ("has changed since this preview was prepared" in page, ">Kept one</span>" in page) == (True, True)
    CategoryText.objects.filter(category__edition=editions[1]).update(definition="Another meaning.")
    page = facilitator_client.get(f"{DRAFT}/moves/").content.decode()
    assert ("There is no preview of the current draft yet" in page, ">Kept one</span>" in page) == (True, False)


@pytest.mark.medium
def test_a_preview_that_stops_says_so_and_can_be_asked_for_again(
    editions: tuple[Edition, Edition], facilitator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("skillsnet.publication.actions.previewing.preview_publication", lambda edition: 1 / 0)
        page = facilitator_client.post(f"{DRAFT}/moves/work-out/", follow=True).content.decode()
    assert "The last attempt failed because of an error in the platform" in page
    page = facilitator_client.post(f"{DRAFT}/moves/work-out/", follow=True).content.decode()
    assert ">Kept one</span>" in page


@pytest.mark.medium
def test_publishing_from_the_page_leads_to_how_it_goes(
    editions: tuple[Edition, Edition], facilitator_client: Client
) -> None:
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    unknown = facilitator_client.get(f"{DRAFT}/publish/").content.decode()
    assert "Every project in a category moves to the new edition" in unknown
    facilitator_client.post(f"{DRAFT}/moves/work-out/")
    asked = facilitator_client.get(f"{DRAFT}/publish/").content.decode()
    answer = facilitator_client.post(f"{DRAFT}/publish/", {"object_until": until})
    begun = Publication.objects.get()
    assert (
        "3 projects move to the new edition" in asked,
        answer["Location"].endswith(f"/publications/{begun.pk}/"),
    ) == (
        True,
        True,
    )
    ended = facilitator_client.get(answer["Location"]).content.decode()
    assert ("<progress" in ended, "Decide on 2 projects" in ended) == (False, True)
    Publication.objects.update(state="carrying")
    assert "<progress" in facilitator_client.get(answer["Location"]).content.decode()
    Publication.objects.update(state="published")
    refreshed = facilitator_client.get(f"/facilitate/taxonomies/publications/{begun.pk}/progress/")
    assert refreshed["HX-Refresh"] == "true"


def test_a_day_that_has_passed_and_a_draft_with_gaps_are_refused_with_reasons(
    editions: tuple[Edition, Edition], facilitator_client: Client
) -> None:
    Category.objects.get(edition=editions[1], slug="added").texts.update(definition="")
    answer = facilitator_client.post(f"{DRAFT}/publish/", {"object_until": "2020-01-01"})
    page = answer.content.decode()
    assert (answer.status_code, "2020-01-01, is not in the future" in page, "Added" in page) == (422, True, True)
    assert Publication.objects.count() == 0


@pytest.mark.medium
def test_taking_it_back_from_the_page_puts_the_edition_before_in_force(
    editions: tuple[Edition, Edition], facilitator: User, facilitator_client: Client
) -> None:
    done = published(editions[1], facilitator)
    facilitator_client.post(f"/facilitate/taxonomies/publications/{done.pk}/undo/")
    resume(Publication.objects.get())
    states = list(Edition.objects.order_by("number").values_list("state", flat=True))
    assert (states, Publication.objects.get().state) == (["published", "draft"], "undone")
    page = facilitator_client.get(f"/facilitate/taxonomies/publications/{done.pk}/undo/")
    assert page.status_code == 405


@pytest.mark.medium
def test_the_member_reads_what_became_of_the_own_project_and_nobody_else_does(
    editions: tuple[Edition, Edition], facilitator: User, facilitator_client: Client, member_client: Client
) -> None:
    project = Project.objects.get(title="Split one")
    ada = make_user("ada@example.org")
    Project.objects.filter(pk=project.pk).update(contact=make_person("Ada", user=ada))
    published(editions[1], facilitator)
    own = Client()
    own.force_login(ada)
    told = {
        who: "changed the category of your project: “Split” (split)"
        in client.get(f"/projects/{project.pk}/").content.decode()
        for who, client in {"owner": own, "member": member_client, "facilitator": facilitator_client}.items()
    }
    assert told == {"owner": True, "member": False, "facilitator": False}


@pytest.mark.medium
def test_letters_are_sent_by_a_facilitator_once(
    editions: tuple[Edition, Edition], facilitator: User, facilitator_client: Client
) -> None:
    Project.objects.filter(title="Split one").update(contact=make_person("Ada", user=make_user("ada@example.org")))
    done = published(editions[1], facilitator)
    address = f"/facilitate/taxonomies/publications/{done.pk}/"
    assert "1 draft mail to a member is ready" in facilitator_client.get(address).content.decode()
    for _ in range(2):
        facilitator_client.post(f"{address}letters/")
    assert list(MailMessage.objects.values_list("to", "state")) == [("ada@example.org", "kept")]
    assert "is ready to send" not in facilitator_client.get(address).content.decode()


@pytest.mark.medium
def test_the_queue_asks_what_the_change_left_open_first_and_says_why(
    editions: tuple[Edition, Edition], facilitator: User, facilitator_client: Client
) -> None:
    published(editions[1], facilitator)
    project = Project.objects.get(title="Split one")
    page = facilitator_client.get(f"/facilitate/categories/{project.pk}/").content.decode()
    places = [page.index(name) for name in ("Split 1", "Split 2", "Renumbered")]
    assert ("It was in “Split”, which was split in this edition" in page, places == sorted(places)) == (True, True)


def test_an_edition_in_force_has_no_page_of_what_it_would_move(
    editions: tuple[Edition, Edition], facilitator_client: Client
) -> None:
    for address in (
        "/facilitate/taxonomies/skills/edition-1/moves/",
        "/facilitate/taxonomies/skills/edition-99999/moves/",
    ):
        assert facilitator_client.get(address).status_code == 404
    answer = facilitator_client.get("/facilitate/taxonomies/skills/edition-1/publication/")
    assert answer["Location"] == "/facilitate/taxonomies/skills/edition-1/"
