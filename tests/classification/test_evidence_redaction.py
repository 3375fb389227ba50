"""A name that was public when the engine read it leaves the evidence, and every page, when it is withheld."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from skillsnet.accounts.models import User
from skillsnet.calls.actions import give_consent, withdraw_consent
from skillsnet.calls.models import NamedPerson, Project
from skillsnet.classification.actions.evidence_redaction import redact_evidence
from skillsnet.classification.actions.suggestions import batches, suggest_categories, write_suggestions
from skillsnet.classification.engine import train_engine
from skillsnet.classification.models import Assignment, EngineRanking
from skillsnet.classification.queries.placements import is_in_text
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.participants.models import Person
from skillsnet.taxonomy.models import Edition
from tests.factories import make_decision, make_project, make_user
from tests.fuzzing.addresses import address_names
from tests.repo.objects import one_of_each
from tests.repo.test_addresses import TABLE
from tests.repo.test_canary_everywhere import body

NAME, GIVEN = "Zzada Zzdiallo", "Zzada"
OnCommit = Callable[..., Any]
pytestmark = pytest.mark.late_worker


@pytest.fixture(autouse=True)
def _no_worker(settings: Settings) -> None:
    settings.AFTER_EACH_CHANGE = []


@pytest.fixture
def person(taxonomy: Edition) -> Person:
    """Somebody whose name is public, and by it the engine knows the category of what they lead."""
    person_row = Person.objects.create(name=NAME, key="zz")
    give_consent(person_row, "name", audience="public", wording="1", source="test", by=None)
    for number in range(4):
        garage = make_project(f"Garage {number} by {NAME}", summary=f"{NAME} leads it.", contact=person_row)
        make_decision(garage, ("work-based-learning",), source="facilitator")
        make_decision(
            make_project(f"Park {number}", summary="Trees grow there."), ("life-skills",), source="facilitator"
        )
    return person_row


@pytest.fixture
def project(person: Person) -> Project:
    """Ada's own project, that somebody else is named in; the engine read it by that name."""
    ada = Person.objects.create(name="Ada", key="ada", user=make_user("ada@example.org"))
    project_row = make_project(f"Welding by {NAME}", summary=f"{NAME} leads it.", contact=ada)
    NamedPerson.objects.create(project=project_row, person=person)
    suggest_categories(None)
    return project_row


def _stored_with(word: str) -> list[str]:
    rows = [
        *Assignment.objects.values_list("evidence", flat=True),
        *EngineRanking.objects.values_list("scores", flat=True),
    ]
    return [stored for stored in map(json.dumps, rows) if word in stored]


def _browser(role: str) -> Client:
    client = Client()
    if role == "owner":
        client.force_login(User.objects.get(email="ada@example.org"))
    elif role:
        client.force_login(make_user(f"dee-{role}@example.org", role=role))
    return client


@pytest.mark.medium
def test_what_is_kept_says_a_withheld_name_no_more_without_a_worker(
    project: Project, person: Person, django_capture_on_commit_callbacks: OnCommit
) -> None:
    assert _stored_with(GIVEN)
    rows = Assignment.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(person, "name", by=None)
    assert (_stored_with(GIVEN), Assignment.objects.count()) == ([], rows)


def _addresses(arguments: dict[str, list[object]]) -> dict[str, str]:
    return {name: reverse(name, args=arguments[TABLE[name][0]]) for name in address_names() if name != "account_logout"}


@pytest.mark.slow
@pytest.mark.parametrize("role", ["", "member", "owner"])
def test_no_address_says_a_name_that_was_evidence(
    role: str, project: Project, person: Person, taxonomy: Edition, django_capture_on_commit_callbacks: OnCommit
) -> None:
    addresses = _addresses(one_of_each(taxonomy) | {"project": [project.pk]})
    rebuild_map()
    client = _browser(role)
    assert f">{NAME}</mark>" in client.get(addresses["project"]).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(person, "name", by=None)
    assert [name for name, address in addresses.items() if GIVEN.encode() in body(client, address)] == []
    # Whoever reads again finds nothing either, and a facilitator reads the name where it stands.
    suggest_categories(None)
    assert [name for name, address in addresses.items() if GIVEN.encode() in body(client, address)] == []
    assert GIVEN.encode() in body(_browser("facilitator"), addresses["project"])


@pytest.mark.medium
def test_a_batch_that_was_read_before_leaves_nothing_behind(
    project: Project, person: Person, taxonomy: Edition
) -> None:
    (read_before,) = batches([project.pk])
    rankings = train_engine(taxonomy).rank(read_before)
    withdraw_consent(person, "name", by=None)
    redact_evidence([project.pk])
    EngineRanking.objects.all().delete()
    Assignment.objects.update(evidence=[])
    write_suggestions(read_before, rankings, taxonomy)
    assert _stored_with(GIVEN)
    suggest_categories([project.pk])
    assert _stored_with(GIVEN) == []


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Welding by Hope", True),
        ("Sewing, welding. Hope!", True),
        ("Hopeful people", False),
        ("Welding by […]", False),
        ("", False),
    ],
)
def test_evidence_stands_as_whole_words(text: str, stands: bool) -> None:
    assert is_in_text({"start": 11, "end": 15, "phrase": "Hope"}, text) is stands


@pytest.mark.medium
def test_looking_takes_as_many_queries_for_many(project: Project) -> None:
    counts = []
    for ids in ([project.pk], list(Project.objects.order_by("pk").values_list("pk", flat=True))):
        with CaptureQueriesContext(connection) as caught:
            redact_evidence(ids)
        counts.append(len(caught))
    assert counts[0] == counts[1]
