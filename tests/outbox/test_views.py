"""The outbox page says what became of each mail, and what failed is sent again from it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skillsnet.audit.models import AuditRecord
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.tasks import forget_old_mail

pytestmark = pytest.mark.django_db
SERVER = {"host": "127.0.0.1", "port": 9, "user": "", "password": "", "use_tls": False, "use_ssl": False}


def _mail(state: str, **fields: Any) -> MailMessage:
    now = timezone.now()
    needed: dict[str, dict[str, Any]] = {
        "queued": {"queued_at": now, "next_try_at": now + timedelta(hours=1)},
        "sending": {"lease_until": now + timedelta(hours=1)},
        "sent": {"sent_at": now},
        "failed": {"failure": "refused", "reply": "550 5.1.1 User unknown"},
    }
    words = {"to": "ada@example.org", "subject": f"A {state} letter", "body": "Zzwords of the letter."}
    return MailMessage.objects.create(state=state, **{**words, **needed.get(state, {}), **fields})


def test_each_state_is_shown_with_its_reason_tries_and_next_try(facilitator_client: Client, settings: Any) -> None:
    settings.MAIL_SERVER = SERVER
    for state in ("draft", "kept", "queued", "sending", "sent", "failed"):
        _mail(state)
    _mail("queued", failure="put_off", reply="451 4.7.1 Greylisted", tries=3)
    page = facilitator_client.get("/facilitate/outbox/").content.decode()
    shown = (
        "Could not be sent",
        "The mail server refused this mail.",
        "550 5.1.1 User unknown",
        "Tried 3 times.",
        "Next try:",
    )
    assert [words for words in (*shown, "451 4.7.1 Greylisted", "Waiting to be sent (2)") if words not in page] == []
    failed = facilitator_client.get("/facilitate/outbox/?state=failed").content.decode()
    assert ("A failed letter" in failed, "A sent letter" in failed) == (True, False)


@pytest.mark.parametrize("state", ["queued", "sending", "sent", "failed", "kept"])
def test_a_code_has_no_words_to_show_and_none_to_store(facilitator_client: Client, settings: Any, state: str) -> None:
    settings.MAIL_SERVER = SERVER
    mail = _mail(state, kind="code", body="")
    page = facilitator_client.get("/facilitate/outbox/").content.decode()
    assert "Only the person who gets the code sees it." in page
    assert f"/facilitate/outbox/{mail.pk}/again/" not in page
    facilitator_client.post(f"/facilitate/outbox/{mail.pk}/again/")
    assert MailMessage.objects.get().state == state


def test_one_click_sends_one_again_or_all_and_says_so(
    facilitator_client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_SERVER = SERVER
    one, other, third = _mail("failed"), _mail("failed"), _mail("kept")
    answer = facilitator_client.post(f"/facilitate/outbox/{one.pk}/again/", follow=True)
    assert "1 mail is being sent again." in answer.content.decode()
    assert set(MailMessage.objects.filter(state="queued")) == {one}
    facilitator_client.post("/facilitate/outbox/again/")
    assert set(MailMessage.objects.filter(state="queued")) == {one, other}
    facilitator_client.post(f"/facilitate/outbox/{third.pk}/again/")
    assert set(MailMessage.objects.filter(state="queued")) == {one, other, third}
    assert [entry.detail for entry in AuditRecord.objects.filter(act="outbox.send_again")] == [{"mails": 1}] * 3


def test_sending_again_is_for_facilitators_and_needs_a_server(
    client: Client, member_client: Client, facilitator_client: Client, settings: Any
) -> None:
    mail = _mail("failed")
    settings.MAIL_SERVER = SERVER
    for reader, status in ((client, 302), (member_client, 404)):
        assert reader.post(f"/facilitate/outbox/{mail.pk}/again/").status_code == status
        assert reader.post("/facilitate/outbox/again/").status_code == status
    settings.MAIL_SERVER = None
    assert "Nothing was sent" in facilitator_client.post("/facilitate/outbox/again/", follow=True).content.decode()
    assert facilitator_client.post(f"/facilitate/outbox/{10**30}/again/").status_code == 404
    assert MailMessage.objects.get().state == "failed"


def test_the_list_asks_as_often_for_three_mails_as_for_one(facilitator_client: Client) -> None:
    counts = []
    for made in (1, 2):
        for _each in range(made):
            _mail("sent")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            facilitator_client.get("/facilitate/outbox/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_words_go_after_a_month_and_rows_after_half_a_year() -> None:
    now = timezone.now()
    fresh, old = _mail("sent"), _mail("sent", sent_at=now - timedelta(days=31))
    gone, waiting = _mail("failed"), _mail("queued")
    MailMessage.objects.filter(pk__in=[gone.pk, waiting.pk]).update(created_at=now - timedelta(days=181))
    forget_old_mail()
    assert dict(MailMessage.objects.values_list("pk", "body")) == {
        fresh.pk: fresh.body,
        old.pk: "",
        waiting.pk: waiting.body,
    }
