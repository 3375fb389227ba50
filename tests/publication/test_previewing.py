"""A preview says what publishing does, and writes nothing."""

from collections import Counter

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.classification.actions import confirm_categories, say_cannot_tell
from skillsnet.classification.actions.suggestions import batches
from skillsnet.classification.models import Assignment
from skillsnet.publication.actions import begin_publication_undo
from skillsnet.publication.actions.previewing import preview_publication
from skillsnet.publication.actions.publishing import resume
from skillsnet.publication.actions.transfers import apply_batch
from skillsnet.publication.plan import preview_transfer
from skillsnet.publication.preview import PreviewedTransfer, PublicationPreview
from skillsnet.publication.readers import Planner
from skillsnet.taxonomy.models import Edition
from tests.factories import make_decision, make_project
from tests.publication.editions import every_kind, place
from tests.publication.test_publishing import publish

pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def editions(facilitator: User) -> tuple[Edition, Edition]:
    """An edition in force and its draft, with a project in each category and some that are in none."""
    first, second = every_kind()
    slugs = ("kept", "renamed", "renumbered", "widened", "merged-1", "merged-2", "narrowed", "split", "retired")
    projects = [make_project(f"In {slug}", summary=f"About {slug} and added words.") for slug in slugs]
    place(projects, [[slug] for slug in slugs], first, by=facilitator)
    place([make_project("In two", summary="About split words.")], [["split", "kept"]], first, by=facilitator)
    make_decision(make_project("Guessed", summary="About split words."), ("split",), source="engine", edition=first)
    say_cannot_tell(make_project("Vague", summary="About kept words."), first, by=facilitator.pk)
    make_project("In none", summary="About widened words.")
    make_project("Named", summary="About widened words.", extra={"category_named": ["Split 1"]})
    added = {"category_named": ["Added", "split"]}
    make_decision(
        make_project("Named new", summary="About kept words.", extra=added), ("kept",), source="engine", edition=first
    )
    place([make_project("Named new too", summary="About kept words.", extra=added)], [["kept"]], first, by=facilitator)
    return first, second


def written_and_rolled_back(first: Edition, second: Edition) -> PublicationPreview:
    """Return the same the slow way: all of it written, read and taken back."""
    transfers: list[PreviewedTransfer] = []
    counts: Counter[str] = Counter()
    planner = Planner(first, second)
    for batch in batches(None):
        with transaction.atomic():
            transfers += [preview_transfer(transfer) for transfer, _ in apply_batch(planner, batch)]
            current = Assignment.objects.filter(edition=second, is_current=True, project__in=batch)
            counts.update(current.order_by().values_list("category__slug", flat=True))
            transaction.set_rollback(True)
    return PublicationPreview(tuple(transfers), dict(counts))


@pytest.mark.medium
def test_it_agrees_with_what_is_written_and_writes_nothing(editions: tuple[Edition, Edition]) -> None:
    first, second = editions
    with CaptureQueriesContext(connection) as queries:
        preview = preview_publication(second)
    assert [query["sql"] for query in queries if query["sql"].startswith(WRITES)] == []
    assert preview == written_and_rolled_back(first, second)
    assert (len(preview.transfers), preview.counts["split-1"] > 0, preview.counts["added"]) == (14, True, 1)


@pytest.mark.medium
def test_what_a_person_decided_in_the_draft_counts_above_it(
    editions: tuple[Edition, Edition], facilitator: User
) -> None:
    first, second = editions
    publication = publish(second, by=facilitator)
    for title, slug in (("In split", "split-2"), ("In none", "added")):
        project = Project.objects.get(title=title)
        confirm_categories(project, [second.categories.get(slug=slug)], by=facilitator.pk)
    resume(begin_publication_undo(publication, by=facilitator.pk))
    second.refresh_from_db()
    preview = preview_publication(second)
    assert preview == written_and_rolled_back(first, second)
    assert preview.counts["added"] == 2


@pytest.mark.medium
def test_a_first_edition_moves_nothing(editions: tuple[Edition, Edition]) -> None:
    assert preview_publication(editions[0]) == PublicationPreview((), {})


def test_a_stored_row_is_read_back() -> None:
    transfer = PreviewedTransfer.from_row((7, [("a", "split", "")], ["b"], ["b", "c"], 1))
    assert PreviewedTransfer.from_row(transfer.to_row()) == transfer
    assert (transfer.is_open, transfer.is_about_added, transfer.steps[0].kind) == (True, False, "split")
