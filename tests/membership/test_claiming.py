"""A profile is claimed once, by whoever has the link that was mailed, and opening the link changes nothing."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillsnet.accounts.codes import code_of
from skillsnet.accounts.models import SignIn, User
from skillsnet.audit.models import AuditRecord
from skillsnet.membership.actions import LinkUnusable, claim, find_code, resend, revoke
from skillsnet.membership.models import Invitation
from skillsnet.membership.tokens import code_of as handed_over_code_of
from skillsnet.membership.tokens import token_digest, token_of
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.tasks import deliver_due
from skillsnet.participants.models import Person
from tests.factories import make_handed_over, make_invitation, make_organisation, make_person, make_project, make_user
from tests.membership.conftest import Opened, link_of
from tests.outbox.server import MailServer, serving, setting_of
from tests.repo.test_methods import photograph

pytestmark = pytest.mark.django_db
CLAIM = "/claim/"


def _ada() -> Person:
    person = make_person("Ada Diállo", email="ada@example.org")
    organisation = make_organisation("Atelier")
    make_project("Welding by night", contact=person, organisation=organisation)
    person.affiliations.create(organisation=organisation)
    return person


@pytest.mark.medium
def test_the_mailed_link_claims_the_profile_on_a_post_alone(client: Client) -> None:
    person = _ada()
    invitation = make_invitation(person)
    before = photograph(), Session.objects.count()
    for _scanner in range(3):
        for method in (client.get, client.head):
            answer = method(link_of(invitation))
            assert (answer.status_code, answer["Location"], answer["Referrer-Policy"]) == (302, CLAIM, "no-referrer")
            page = method(CLAIM)
            assert (page.status_code, "no-store" in page["Cache-Control"]) == (200, True)
    assert (photograph(), Session.objects.count()) == before
    answer = client.post(CLAIM)
    assert (answer.status_code, answer["Location"]) == (302, "/profile/")
    person.refresh_from_db()
    invitation.refresh_from_db()
    assert person.user is not None
    assert (person.user.email, person.user.role, invitation.state) == ("ada@example.org", "member", "claimed")
    assert person.claimed_at is not None
    assert client.get("/profile/").status_code == 200


def test_the_page_shows_the_profile_and_keeps_the_token_out_of_it_and_of_its_address(client: Client) -> None:
    invitation = make_invitation(_ada())
    page = client.get(link_of(invitation), follow=True)
    text = page.content.decode()
    assert page.redirect_chain == [(CLAIM, 302)]
    assert {"Ada Diállo", "ada@example.org", "Welding by night", "Atelier"} <= {
        words for words in ("Ada Diállo", "ada@example.org", "Welding by night", "Atelier") if words in text
    }
    token = token_of(invitation.nonce)
    assert token not in text
    assert token not in str(client.cookies)


@pytest.mark.medium
def test_every_link_that_opens_nothing_is_answered_alike(client: Client, opened: Opened) -> None:
    links = {}
    for name in ("used", "expired", "revoked", "replaced", "changed address"):
        invitation = make_invitation(make_person(name))
        links[name] = link_of(invitation)
        if name == "used":
            claim(invitation.token_digest, by=None)
        elif name == "expired":
            Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        elif name == "revoked":
            revoke(invitation.pk, by=None)
        elif name == "replaced":
            resend(invitation.pk, by=None)
        else:
            Person.objects.filter(pk=invitation.person_id).update(email="other@example.org")
    links["unknown"] = reverse("claim_link", args=["no-such-token"])
    answers = set()
    for link in links.values():
        browser = Client()
        first = browser.get(link)
        for page in (browser.get(CLAIM), browser.post(CLAIM), browser.post("/claim/decline/", {"reason": "removed"})):
            answers.add(
                (first.status_code, first["Location"], page.status_code, page.content.decode().split("<h1>")[1])
            )
    assert len(answers) == 1
    assert next(iter(answers))[2] == 404


def test_a_replaced_link_is_followed_by_one_that_works(opened: Opened) -> None:
    invitation = make_invitation()
    former = link_of(invitation)
    again = resend(invitation.pk, by=None)
    assert former != link_of(again)
    assert opened(again).post(CLAIM).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_fifty_claims_at_once_one_wins() -> None:
    invitation = make_invitation()
    answers = _answers_at_once([partial(claim, invitation.token_digest, by=None)] * 50)
    assert sorted(answers) == [False] * 49 + [True]
    assert (AuditRecord.objects.filter(act="membership.claim").count(), User.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_fifty_accounts_with_the_same_code_at_once_one_wins() -> None:
    code = handed_over_code_of(make_handed_over().nonce)
    users = [make_user(f"user{number}@example.org").pk for number in range(50)]
    typed = Barrier(50, timeout=300)

    def redeem(user: int) -> None:
        invitation = find_code(code, source="198.51.100.7")
        # Everybody has the profile open before the first of them claims it.
        typed.wait()
        claim(invitation.token_digest if invitation else "", by=user)

    answers = _answers_at_once([partial(redeem, user) for user in users])
    assert sorted(answers) == [False] * 49 + [True]
    assert [user for user, has_won in zip(users, answers, strict=True) if has_won] == [Person.objects.get().user_id]
    assert AuditRecord.objects.filter(act="membership.claim").count() == 1


def _answers_at_once(claims: Sequence[Callable[[], object]]) -> list[bool]:
    """Return for each of many claims, sent at once, whether it won."""

    def has_won(make_claim: Callable[[], object]) -> bool:
        try:
            make_claim()
        except LinkUnusable:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(claims)) as threads:
        return list(threads.map(has_won, claims))


def test_whoever_is_signed_in_claims_for_that_account_unless_it_has_a_profile(opened: Opened) -> None:
    bo = make_user("bo@example.org")
    invitation = make_invitation(_ada())
    browser = opened(invitation)
    browser.force_login(bo)
    assert browser.post(CLAIM)["Location"] == "/profile/"
    assert Person.objects.get(user=bo).name == "Ada Diállo"
    second = make_invitation(make_person("Ada D."))
    browser = opened(second)
    browser.force_login(bo)
    refused = browser.post(CLAIM)
    assert refused.status_code == 422
    assert "Your account already has a profile." in refused.content.decode()
    second.refresh_from_db()
    assert (second.state, Person.objects.filter(user=bo).count()) == ("queued", 1)


def test_a_link_signs_in_an_account_that_is_there_but_no_facilitator_and_none_that_is_off(opened: Opened) -> None:
    for role, is_active, status in (("member", True, 302), ("member", False, 422)):
        person = make_person(f"{role} {is_active}")
        user = make_user(person.email, role=role)
        User.objects.filter(pk=user.pk).update(is_active=is_active)
        assert opened(make_invitation(person)).post(CLAIM).status_code == status
    person = make_person("Fay")
    make_user(person.email, role="facilitator")
    invitation = make_invitation(person)
    browser = opened(invitation)
    answer = browser.post(CLAIM)
    assert answer["Location"] == "/accounts/login/?next=/claim/"
    assert "_auth_user_id" not in browser.session
    invitation.refresh_from_db()
    assert invitation.state == "queued"


@pytest.mark.usefixtures("_at_once")
def test_from_another_address_a_code_comes_first(opened: Opened) -> None:
    invitation = make_invitation(_ada())
    browser = opened(invitation)
    answer = browser.post("/claim/address/", {"email": "Ada@Elsewhere.example.org"})
    assert answer["Location"] == "/accounts/login/code/"
    asked = SignIn.objects.get()
    assert not User.objects.exists()
    browser.post("/accounts/login/code/", {"code": "WRONG"})
    assert not User.objects.exists()
    assert browser.post("/accounts/login/code/", {"code": code_of(asked)})["Location"] == CLAIM
    assert browser.post(CLAIM)["Location"] == "/profile/"
    person = Person.objects.get(pk=invitation.person_id)
    assert person.user is not None
    assert (person.user.email, person.email) == ("ada@elsewhere.example.org", "ada@example.org")


def test_another_address_is_of_no_use_without_a_link(client: Client) -> None:
    assert client.post("/claim/address/", {"email": "eve@example.org"}).status_code == 404
    assert not SignIn.objects.exists()


def test_the_cookie_of_a_link_cannot_be_made_by_hand(client: Client) -> None:
    invitation = make_invitation()
    client.cookies["claim"] = invitation.token_digest
    assert client.get(CLAIM)["Location"] == "/claim/code/"
    assert client.post(CLAIM).status_code == 404


@pytest.mark.usefixtures("_at_once")
def test_the_link_stands_in_the_mail_and_nowhere_else(settings: Any, facilitator_client: Client, capsys: Any) -> None:
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        invitation = make_invitation(_ada())
        deliver_due.func()
    token = token_of(invitation.nonce)
    payload = server.arrived[0].get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert f"https://network.example.org/claim/{token}/" in payload.decode()
    assert "Welding by night" in payload.decode()
    assert MailMessage.objects.get().body == ""
    held = "".join(str(row) for model in apps.get_models() for row in model._default_manager.order_by("pk").values())
    assert token not in held
    assert token_digest(token) in held
    for name in ("outbox", "invitations"):
        assert token not in facilitator_client.get(reverse(name)).content.decode()
    assert token not in capsys.readouterr().err
