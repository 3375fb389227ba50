"""A member asks, a facilitator answers, the member reads the answer; nobody else reads any of it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import ANYONE, viewer_for
from skillsnet.calls.models import Project
from skillsnet.classification.actions import answer_correction, ask_for_correction, undo_decision
from skillsnet.classification.models import CorrectionRequest, Decision, EngineRanking
from skillsnet.classification.queries.queue import next_id, queue_item
from skillsnet.core.errors import Denied, Invalid
from skillsnet.taxonomy.models import Edition
from tests.classification.test_decisions import categories, current
from tests.factories import make_person, make_project, make_user

REASON = "We teach nobody to weld any more"


@pytest.fixture
def ada(db: None) -> User:
    """Ada, whose project it is."""
    return make_user("ada@example.org")


@pytest.fixture
def project(taxonomy: Edition, ada: User) -> Project:
    """Ada's project, placed by the engine."""
    return make_project("Welding by night", categories=("training-delivery",), contact=make_person(user=ada))


@pytest.fixture
def ada_client(ada: User) -> Client:
    """Ada's browser."""
    client = Client()
    client.force_login(ada)
    return client


def _ask(project: Project, ada: User, edition: Edition) -> CorrectionRequest:
    category = categories(edition, "life-skills")[0]
    return ask_for_correction(project, edition, by=viewer_for(ada), reason=REASON, requested_category=category)


def test_a_request_without_a_reason_is_refused_at_the_top_and_at_its_field(
    project: Project, ada_client: Client
) -> None:
    answer = ada_client.post(f"/projects/{project.pk}/correction/", {"reason": "", "requested_category": "none"})
    page = answer.content.decode()
    assert (answer.status_code, page.count("Explain in one sentence")) == (422, 2)
    assert '<a href="#id_reason">' in page
    assert not CorrectionRequest.objects.exists()


@pytest.mark.medium
def test_an_accepted_request_is_decided_and_shown(
    project: Project, ada: User, ada_client: Client, facilitator_client: Client, taxonomy: Edition
) -> None:
    ada_client.post(f"/projects/{project.pk}/correction/", {"reason": REASON, "requested_category": ""})
    queue = facilitator_client.get("/facilitate/categories/").content.decode()
    assert REASON in queue
    category = categories(taxonomy, "life-skills")[0]
    sent = {"answer": "placed", "primary": category.pk, "note": "Agreed, thank you", "expected_latest_id": 0}
    facilitator_client.post(f"/facilitate/categories/{project.pk}/answer/", sent)
    assert current(project) == [("life-skills", "facilitator")]
    page = ada_client.get(f"/projects/{project.pk}/").content.decode()
    assert "Agreed, thank you" in page
    assert "Your request was accepted" in page


def test_a_request_may_be_kept_with_a_reason_only(
    project: Project, ada: User, facilitator: User, taxonomy: Edition
) -> None:
    request = _ask(project, ada, taxonomy)
    with pytest.raises(Invalid, match="why you keep the current categories"):
        answer_correction(request, by=facilitator.pk)
    answer_correction(request, by=facilitator.pk, answer="The text speaks of courses")
    request.refresh_from_db()
    assert (request.state, request.accepted, request.answered_by_id) == ("answered", False, facilitator.pk)
    assert current(project) == [("training-delivery", "engine")]
    with pytest.raises(Invalid, match="already"):
        answer_correction(request, by=facilitator.pk, answer="Again")


def test_requests_come_first_in_the_queue(project: Project, ada: User, facilitator: User, taxonomy: Edition) -> None:
    make_project()
    _ask(project, ada, taxonomy)
    assert next_id(taxonomy, user_id=facilitator.pk) == project.pk


@pytest.mark.parametrize("scored", [0, 1, 2, 5])
def test_a_requested_category_stands_beside_what_it_is_to_replace(
    project: Project, ada: User, taxonomy: Edition, scored: int
) -> None:
    slugs = [category.slug for category in taxonomy.categories.order_by("order")]
    scores = [{"slug": slug, "probability": 0.5, "evidence": []} for slug in slugs[:scored]]
    EngineRanking.objects.create(project=project, edition=taxonomy, scores=scores)
    _ask(project, ada, taxonomy)
    item = queue_item(taxonomy, project.pk, language="en")
    assert item
    top_slugs = [choice.category.slug for choice in item.top_categories]
    assert top_slugs == [*slugs[: min(scored, 2)], "life-skills"]
    assert [choice.category.slug for choice in item.other_categories] == [
        slug for slug in slugs if slug not in top_slugs
    ]
    assert [choice.key for choice in (*item.top_categories, *item.other_categories)] == list("123456789")


def test_only_the_owner_may_ask_and_once_at_a_time(
    project: Project, ada: User, facilitator: User, taxonomy: Edition, member_client: Client, client: Client
) -> None:
    for viewer in (ANYONE, viewer_for(facilitator), viewer_for(make_user("cy@example.org"))):
        with pytest.raises(Denied, match="Only the member"):
            ask_for_correction(project, taxonomy, by=viewer, reason=REASON)
    for stranger in (member_client, client):
        assert stranger.post(f"/projects/{project.pk}/correction/", {"reason": REASON}).status_code == 404
    with pytest.raises(Invalid, match="Explain in one sentence"):
        ask_for_correction(project, taxonomy, by=viewer_for(ada), reason="  ")
    _ask(project, ada, taxonomy)
    with pytest.raises(Invalid, match="already"):
        _ask(project, ada, taxonomy)
    assert CorrectionRequest.objects.count() == 1


def test_a_decision_that_answered_somebody_is_not_taken_back(
    project: Project, ada: User, facilitator: User, taxonomy: Edition
) -> None:
    request = answer_correction(
        _ask(project, ada, taxonomy), by=facilitator.pk, categories=categories(taxonomy, "life-skills")
    )
    assert request.decision
    with pytest.raises(Invalid, match="answered a member"):
        undo_decision(request.decision, by=facilitator.pk)
    assert Decision.objects.filter(outcome="undone").count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"state": "answered"},
        {"answer": "Words without a state"},
        {"state": "answered", "accepted": False, "answered_at": timezone.now()},
        {"state": "answered", "accepted": True, "answered_at": timezone.now(), "answer": "Yes"},
    ],
)
def test_the_database_ties_the_fields_together(project: Project, taxonomy: Edition, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionRequest.objects.create(**{"project": project, "edition": taxonomy, "reason": REASON, **fields})


def test_the_owner_sees_why_and_nobody_else_the_part(
    project: Project, ada_client: Client, member_client: Client, client: Client
) -> None:
    pages = [reader.get(f"/projects/{project.pk}/").content.decode() for reader in (ada_client, member_client, client)]
    assert ["How your project was categorised" in page for page in pages] == [True, False, False]
