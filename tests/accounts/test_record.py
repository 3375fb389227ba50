"""Facilitators read what is recorded of accounts and consents, by kind and person, in addresses of accounts alone."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skillsnet.accounts.actions import end_role, make_facilitator, revoke_sessions
from skillsnet.accounts.sign_in import ask_for_code, use_code
from skillsnet.audit.actions import record

pytestmark = pytest.mark.django_db


def _recorded() -> None:
    ada, _ = make_facilitator("ada@example.org")
    bo, _ = make_facilitator("bo@example.org", by=ada.pk)
    revoke_sessions(bo.pk, by=ada.pk)
    end_role(bo.pk, by=ada.pk)
    use_code(ask_for_code("cy@example.org", source="192.0.2.1").pk, "wrong", source="192.0.2.1")
    record("calls.give_consent", subject="person:7", by=ada.pk, field="name", audience="public")
    record("intake.commit", subject="import:1", by=ada.pk)


def _acts(client: Client, **asked: str) -> list[tuple[str, str, str]]:
    records = client.get(reverse("account_record"), asked).context["records"]
    return [(one.kind, one.by, one.about) for one in records]


def test_each_act_of_accounts_is_told_once_and_no_other(facilitator_client: Client) -> None:
    _recorded()
    hidden = "The address is not stored. To find its records, filter by the mail address."
    assert _acts(facilitator_client) == [
        ("Gave consent", "ada@example.org", "Person 7"),
        ("Entered a wrong code", "", hidden),
        ("Ended the facilitator role", "ada@example.org", "bo@example.org"),
        ("Signed out everywhere", "ada@example.org", "bo@example.org"),
        ("Made a facilitator", "ada@example.org", "bo@example.org"),
        ("Made a facilitator", "", "ada@example.org"),
    ]


def test_a_kind_and_a_person_are_filters(facilitator_client: Client) -> None:
    _recorded()
    assert [one[0] for one in _acts(facilitator_client, person="cy@example.org")] == ["Entered a wrong code"]
    assert len(_acts(facilitator_client, person="bo@example.org")) == 3
    assert _acts(facilitator_client, kind="accounts.end_role", person="bo@example.org") == [
        ("Ended the facilitator role", "ada@example.org", "bo@example.org")
    ]
    # What is recorded elsewhere is not asked for by its name here.
    assert len(_acts(facilitator_client, kind="intake.commit")) == 6


def test_the_count_of_queries_does_not_grow(facilitator_client: Client) -> None:
    counts = []
    for turn in range(2):
        for number in range(1 + turn * 20):
            record("accounts.sign_in", subject=f"user:{number}", by=number)
        with CaptureQueriesContext(connection) as asked:
            facilitator_client.get(reverse("account_record"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
