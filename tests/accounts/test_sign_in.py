"""Signing in with a code by mail."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from skillsnet.accounts.models import User
from skillsnet.outbox.models import MailMessage
from tests.factories import make_user


def _code() -> str:
    body = MailMessage.objects.latest("pk").body
    found = re.search(r"^\s*([A-Z0-9]{2,6}(?:-?[A-Z0-9]{2,6})+)\s*$", body, re.MULTILINE)
    assert found, body
    return found.group(1)


def test_a_facilitator_signs_in_with_the_code_from_the_outbox(client: Client, facilitator: User) -> None:
    asked = client.post("/accounts/login/", {"email": facilitator.email})
    assert asked.status_code == 302
    client.post("/accounts/login/code/", {"code": _code()})
    assert client.get("/facilitate/").status_code == 200


def test_a_wrong_code_opens_nothing(client: Client, facilitator: User) -> None:
    client.post("/accounts/login/", {"email": facilitator.email})
    client.post("/accounts/login/code/", {"code": "WRONG1"})
    assert client.get("/facilitate/").status_code == 404


@pytest.mark.django_db
def test_an_unknown_address_is_answered_like_a_known_one(client: Client) -> None:
    make_user("known@example.org")
    known = client.post("/accounts/login/", {"email": "known@example.org"})
    unknown = Client().post("/accounts/login/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert MailMessage.objects.count() == 1


@pytest.mark.django_db
def test_nobody_signs_up_on_their_own(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "new@example.org"})
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.django_db
def test_the_command_makes_a_facilitator_once() -> None:
    for _ in range(2):
        call_command("create_facilitator", "Ada@Example.org", verbosity=0)
    assert list(User.objects.values_list("email", "role")) == [("ada@example.org", "facilitator")]


@pytest.mark.django_db
def test_the_command_refuses_what_is_no_address() -> None:
    with pytest.raises(CommandError, match="'ada' is not a mail address"):
        call_command("create_facilitator", "ada")


def test_the_outbox_is_for_facilitators(client: Client, member_client: Client, facilitator_client: Client) -> None:
    statuses = [reader.get("/facilitate/outbox/").status_code for reader in (client, member_client, facilitator_client)]
    assert statuses == [404, 404, 200]
