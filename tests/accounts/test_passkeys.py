"""People add passkeys and sign in with them; nobody does so with what is copied, old, made up or somebody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from skillsnet.accounts import passkeys
from skillsnet.accounts.actions import delete_account, switch_off
from skillsnet.accounts.models import Passkey, SignedInBrowser, User
from skillsnet.audit.models import AuditRecord
from skillsnet.db.tallies import Allowance
from skillsnet.outbox.models import MailMessage
from tests.accounts.device import Device
from tests.accounts.test_sign_in import _code as live_code
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.medium]
PAGE, OPTIONS = "/accounts/passkeys/", "/accounts/passkeys/options/"
SIGN_IN, SIGN_IN_OPTIONS = "/accounts/passkeys/sign-in/", "/accounts/passkeys/sign-in/options/"


def _browser(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _added(user: User, name: str = "My phone", credential_id: bytes = b"passkey-of-a-test") -> Device:
    browser, device = _browser(user), Device(credential_id=credential_id)
    answer = device.make(browser.post(OPTIONS).json())
    assert browser.post(PAGE, {"act": "add", "name": name, "credential": answer})["Location"] == PAGE
    return device


def _signs_in(device: Device, browser: Client | None = None) -> bool:
    browser = browser or Client()
    browser.post(SIGN_IN, {"credential": device.sign(browser.post(SIGN_IN_OPTIONS).json())})
    return browser.get(PAGE).status_code == 200


def test_a_passkey_is_added_listed_told_by_mail_and_signs_in() -> None:
    user = make_user("ada@example.org")
    device = _added(user)
    mail = MailMessage.objects.get(to=user.email)
    assert ("added" in mail.subject, "My phone" in mail.body) == (True, True)
    browser = Client()
    answer = browser.post(SIGN_IN_OPTIONS)
    assert "allowCredentials" not in answer.json()["publicKey"]
    page = browser.post(SIGN_IN, {"credential": device.sign(answer.json()), "next": PAGE}, follow=True)
    assert page.status_code == 200
    assert "My phone" in page.content.decode()
    assert Passkey.objects.get().used_on == timezone.localdate()
    assert AuditRecord.objects.filter(act="accounts.sign_in", by_user=user.pk).count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda device: setattr(device, "origin", "https://elsewhere.example"),
        lambda device: setattr(device, "site", "elsewhere.example"),
        lambda device: setattr(device, "flags", 0x01),
        lambda device: setattr(device, "key", Device().key),
        lambda device: setattr(device, "credential_id", b"unknown"),
        lambda device: setattr(device, "handle", b"somebody else"),
    ],
    ids=["origin", "site", "not verified", "other key", "unknown", "other person"],
)
def test_a_wrong_signature_signs_nobody_in(change: Callable[[Device], None]) -> None:
    device = _added(make_user("ada@example.org"))
    change(device)
    assert not _signs_in(device)
    assert AuditRecord.objects.filter(act="accounts.passkey_failed").count() == 1


def test_what_was_signed_signs_in_once_in_one_browser_and_not_later(monkeypatch: pytest.MonkeyPatch) -> None:
    device, browser, other = _added(make_user("ada@example.org")), Client(), Client()
    signed = device.sign(browser.post(SIGN_IN_OPTIONS).json())
    other.post(SIGN_IN_OPTIONS)
    other.post(SIGN_IN, {"credential": signed})
    assert other.get(PAGE).status_code == 302
    browser.post(SIGN_IN, {"credential": signed})
    browser.post("/accounts/logout/")
    browser.post(SIGN_IN, {"credential": signed})
    assert browser.get(PAGE).status_code == 302
    monkeypatch.setattr(passkeys, "GOOD_FOR", timedelta(0))
    assert not _signs_in(device)


def test_a_copied_device_that_counts_behind_is_refused() -> None:
    device = _added(make_user("ada@example.org"))
    device.count = 5
    assert _signs_in(device)
    assert not _signs_in(device)
    device.count = 6
    assert _signs_in(device)


@pytest.mark.parametrize("made_up", ["", "x", "[]", "{}", '{"rawId": 1}', '{"id": "", "response": {}}', "{" * 30_000])
def test_what_is_made_up_is_refused(made_up: str) -> None:
    browser, visitor = _browser(make_user("ada@example.org")), Client()
    browser.post(OPTIONS)
    assert browser.post(PAGE, {"act": "add", "name": "x", "credential": made_up}).status_code == 422
    visitor.post(SIGN_IN_OPTIONS)
    assert visitor.post(SIGN_IN, {"credential": made_up})["Location"] == "/accounts/login/"
    assert Passkey.objects.count() == 0


def test_a_sign_in_of_a_while_ago_needs_a_code_first() -> None:
    user = make_user("ada@example.org")
    browser, device = _browser(user), Device()
    options = browser.post(OPTIONS).json()
    SignedInBrowser.objects.update(signed_in_at=timezone.now() - timedelta(minutes=11))
    assert browser.post(OPTIONS).status_code == 403
    assert browser.post(PAGE, {"act": "add", "credential": device.make(options)}).status_code == 422
    assert browser.post(PAGE, {"act": "ask"}).status_code == 302
    code = live_code()
    assert browser.post(PAGE, {"act": "show", "code": "BCDF-BCDF"}).status_code == 422
    assert browser.post(OPTIONS).status_code == 403
    assert browser.post(PAGE, {"act": "show", "code": code}).status_code == 302
    assert browser.post(OPTIONS).status_code == 200


def test_somebody_renames_and_removes_their_own_alone() -> None:
    ada, eve = make_user("ada@example.org"), make_user("eve@example.org")
    device = _added(ada)
    passkey, browser = Passkey.objects.get(), _browser(ada)
    for act in ("rename", "remove"):
        assert _browser(eve).post(PAGE, {"act": act, "passkey": passkey.pk, "name": "mine"}).status_code == 404
    assert browser.post(PAGE, {"act": "rename", "passkey": passkey.pk, "name": " "}).status_code == 422
    browser.post(PAGE, {"act": "rename", "passkey": passkey.pk, "name": "Work phone"})
    passkey.refresh_from_db()
    assert passkey.name == "Work phone"
    browser.post(PAGE, {"act": "remove", "passkey": passkey.pk})
    assert not _signs_in(device)
    assert MailMessage.objects.filter(to=ada.email, subject__contains="removed").count() == 1


def test_the_same_passkey_is_not_added_twice_and_twenty_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user("ada@example.org")
    device, browser = _added(user), _browser(make_user("eve@example.org"))
    answer = browser.post(PAGE, {"act": "add", "credential": device.make(browser.post(OPTIONS).json())})
    assert (answer.status_code, "added already" in answer.content.decode()) == (422, True)
    monkeypatch.setattr(passkeys, "MOST_PASSKEYS", 1)
    browser, second = _browser(user), Device(credential_id=b"second")
    answer = browser.post(PAGE, {"act": "add", "credential": second.make(browser.post(OPTIONS).json())})
    assert (answer.status_code, Passkey.objects.count()) == (422, 1)


def test_who_is_switched_off_or_gone_is_not_signed_in() -> None:
    ada, eve = make_user("ada@example.org"), make_user("eve@example.org")
    off, gone = _added(ada), _added(eve, credential_id=b"of eve")
    switch_off(ada.pk, by=None)
    delete_account(eve.pk)
    assert [_signs_in(off), _signs_in(gone)] == [False, False]
    assert list(Passkey.objects.values_list("user", flat=True)) == [ada.pk]


def test_too_many_are_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passkeys, "FROM_ONE_SOURCE", Allowance(most=1, within_s=600))
    assert Client().post(SIGN_IN_OPTIONS).status_code == 200
    answer = Client().post(SIGN_IN_OPTIONS)
    assert (answer.status_code, "10 minutes" in answer.json()["sentence"]) == (429, True)


def test_the_sign_in_page_offers_it_to_those_who_run_the_script_and_never_without_the_code() -> None:
    page = Client().get("/accounts/login/").content.decode()
    assert page.index("Send me a code") < page.index("Sign in with a passkey")
    assert 'data-options="/accounts/passkeys/sign-in/options/" hidden' in page
