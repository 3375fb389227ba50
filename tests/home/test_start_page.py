"""The facilitators' start page: what waits, the largest first, nothing that is empty; and an import leads on to it."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.intake.actions import begin_commit, commit, finish_commit
from skillsnet.intake.models import ImportRun
from skillsnet.outbox.enums import Failure, MailState
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.models import SameQuestion
from skillsnet.taxonomy.models import Edition
from tests.factories import make_organisation, make_project
from tests.intake.sheets import ADA, BO, HEADER, previewed

pytestmark = pytest.mark.django_db


def _lines(client: Client) -> list[tuple[str, str]]:
    lines = client.get(reverse("facilitate")).context["lines"]
    return [(line.sentence, line.address) for line in lines]


def test_nothing_waits_in_an_empty_network(facilitator_client: Client) -> None:
    page = facilitator_client.get(reverse("facilitate"))
    assert "Nothing needs you at the moment." in page.text
    assert page.context["lines"] == []


@pytest.mark.medium
def test_what_waits_stands_with_its_number_the_largest_first(facilitator_client: Client, taxonomy: Edition) -> None:
    for _ in range(4):
        make_project()
    left, right = sorted((make_organisation(), make_organisation()), key=lambda item: item.pk)
    SameQuestion.objects.create(left=left, right=right, score=0.5)
    for number in range(2):
        MailMessage.objects.create(
            to="ada@example.org", subject=f"Mail {number}", state=MailState.FAILED, failure=Failure.REFUSED
        )
    run = previewed([HEADER, ADA, BO, (*ADA[:1], "", *ADA[2:])])
    assert _lines(facilitator_client) == [
        ("4 projects need their categories confirmed.", reverse("review_queue")),
        ("2 rows are ready to import.", reverse("import_preview", args=[run.pk])),
        ("2 mails could not be sent.", reverse("outbox")),
        ("1 pair of organisations may be duplicates.", reverse("same_questions")),
    ]


@pytest.mark.medium
def test_an_import_waits_at_the_step_where_somebody_left_it(facilitator_client: Client) -> None:
    run = previewed([HEADER, ADA, BO])
    ImportRun.objects.filter(pk=run.pk).update(state="mapping")
    assert _lines(facilitator_client) == [("2 rows: check their columns.", reverse("import_columns", args=[run.pk]))]
    ImportRun.objects.filter(pk=run.pk).update(state="failed", failed_state="committing")
    sentence = "The import of 2 rows stopped because of an error."
    assert _lines(facilitator_client) == [(sentence, reverse("import_progress", args=[run.pk]))]


@pytest.mark.medium
def test_rows_that_were_not_imported_still_wait(facilitator_client: Client) -> None:
    header = ("ID", "Title", "Organisation", "Country")
    named = [("1", "Fields", "Food and Agriculture Organization", "Kenya"), ("2", "Seeds", "FAO", "Kenya")]
    run = commit(previewed([header, *named]), by=None)
    questions = reverse("import_questions", args=[run.pk])
    assert ("1 row may be a duplicate and is not imported yet.", questions) in _lines(facilitator_client)


@pytest.mark.medium
def test_an_import_leads_on_to_what_it_brought(facilitator_client: Client, taxonomy: Edition) -> None:
    run = previewed([HEADER, ADA, BO])
    begin_commit(run, by=None)
    finish_commit(run)
    page = facilitator_client.get(reverse("import_progress", args=[run.pk]))
    assert [line.name for line in page.context["next_lines"]] == ["categories"]
    assert reverse("review_queue") in page.text


@pytest.mark.medium
def test_the_page_asks_as_much_for_many_imports_as_for_one(
    facilitator_client: Client, django_assert_max_num_queries: object
) -> None:
    previewed([HEADER, ADA])
    with django_assert_max_num_queries(40) as few:  # type: ignore[operator]
        facilitator_client.get(reverse("facilitate"))
    for _ in range(3):
        previewed([HEADER, BO])
    with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
        facilitator_client.get(reverse("facilitate"))
