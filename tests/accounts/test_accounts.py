"""Roles end and sessions are revoked, from a page and by a command, at once."""

from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from skillsnet.accounts.actions import end_role
from skillsnet.accounts.models import User
from skillsnet.audit.models import AuditRecord
from skillsnet.core.errors import Invalid
from tests.factories import make_user

PAGE = "/facilitate/accounts/"


def _signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def test_a_role_ends_with_the_next_request_and_is_recorded(facilitator: User, facilitator_client: Client) -> None:
    gus = make_user("gus@example.org", role="facilitator")
    browser = _signed_in(gus)
    assert browser.get(PAGE).status_code == 200
    facilitator_client.post(f"{PAGE}{gus.pk}/", {"do": "end_role"})
    assert browser.get(PAGE).status_code == 404
    entry = AuditRecord.objects.get(act="accounts.end_role")
    assert (entry.subject, entry.by_user) == (f"user:{gus.pk}", facilitator.pk)


def test_sessions_end_everywhere_and_a_new_one_begins(facilitator_client: Client) -> None:
    gus = make_user("gus@example.org", role="facilitator")
    browsers = [_signed_in(gus), _signed_in(gus)]
    facilitator_client.post(f"{PAGE}{gus.pk}/", {"do": "revoke"})
    assert [browser.get(PAGE).status_code for browser in browsers] == [302, 302]
    gus.refresh_from_db()
    assert _signed_in(gus).get(PAGE).status_code == 200
    assert facilitator_client.get(PAGE).status_code == 200


def test_a_disabled_person_loses_role_and_sessions_and_gets_neither_back_with_the_account(
    facilitator_client: Client,
) -> None:
    gus = make_user("gus@example.org", role="facilitator")
    browser = _signed_in(gus)
    facilitator_client.post(f"{PAGE}{gus.pk}/", {"do": "switch_off"})
    assert browser.get(PAGE).status_code == 302
    facilitator_client.post(f"{PAGE}{gus.pk}/", {"do": "switch_on"})
    assert browser.get(PAGE).status_code == 302
    gus.refresh_from_db()
    assert (gus.is_active, gus.role) == (True, "member")


@pytest.mark.parametrize("do", ["end_role", "switch_off"])
def test_the_last_facilitator_stays_one(facilitator: User, facilitator_client: Client, do: str) -> None:
    make_user("bo@example.org")
    told = facilitator_client.post(f"{PAGE}{facilitator.pk}/", {"do": do}, follow=True).content.decode()
    assert "This is the last facilitator." in told
    facilitator.refresh_from_db()
    assert facilitator.is_facilitator


@pytest.mark.django_db(transaction=True)
def test_two_last_facilitators_who_end_each_others_role_at_once_leave_one() -> None:
    two = [make_user(f"{name}@example.org", role="facilitator") for name in ("ada", "bo")]

    def end(user: User) -> None:
        try:
            end_role(user.pk, by=None)
        except Invalid:
            pass
        finally:
            connection.close()

    threads = [Thread(target=end, args=[user]) for user in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.filter(role="facilitator").count() == 1


def test_the_page_is_for_facilitators_and_odd_changes_are_refused(
    client: Client, member_client: Client, facilitator: User, facilitator_client: Client
) -> None:
    gus = make_user("gus@example.org", role="facilitator")
    assert (client.post(f"{PAGE}{gus.pk}/", {"do": "end_role"}).status_code, gus.role) == (302, "facilitator")
    assert member_client.post(f"{PAGE}{gus.pk}/", {"do": "end_role"}).status_code == 404
    assert facilitator_client.post(f"{PAGE}{gus.pk}/", {"do": "crown"}).status_code == 404
    assert facilitator_client.post(f"{PAGE}{10**30}/", {"do": "revoke"}).status_code == 404
    gus.refresh_from_db()
    assert gus.is_facilitator


def test_the_command_lists_and_changes(facilitator: User, capsys: pytest.CaptureFixture[str]) -> None:
    gus = make_user("gus@example.org", role="facilitator")
    browser = _signed_in(gus)
    call_command("accounts")
    assert "gus@example.org: facilitator, last sign-in" in capsys.readouterr().out
    call_command("accounts", "revoke-sessions", "Gus@example.org")
    assert browser.get(PAGE).status_code == 302
    call_command("accounts", "end-role", "gus@example.org")
    gus.refresh_from_db()
    assert gus.role == "member"
    with pytest.raises(CommandError, match="last facilitator"):
        call_command("accounts", "end-role", facilitator.email)
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("accounts", "end-role", "nobody@example.org")
