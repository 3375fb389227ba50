"""Each act leaves a record that says who did it, names nobody, and stays as it was written."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from skillsnet.accounts.models import User
from skillsnet.audit.actions import record, record_each, record_for_each_row
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.actions import give_consent, withdraw_consent
from skillsnet.calls.models import Project
from skillsnet.db.append_only import RecordStays
from skillsnet.outbox.actions import send_again
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.actions import answer_different, merge_organisations, undo_merge
from skillsnet.publication.actions import begin_publication, begin_publication_undo, send_notices
from skillsnet.publication.actions.publishing import resume
from skillsnet.publication.tasks import stop_publication
from tests.factories import make_organisation, make_person, make_project, make_user
from tests.publication.editions import every_kind, place

pytestmark = pytest.mark.django_db
NAME, ADDRESS, PHONE = "Zzada Zzdiallo", "zzada@example.org", "+41 22 730 55 55"
SERVER = {"host": "127.0.0.1", "port": 9, "user": "", "password": "", "use_tls": False, "use_ssl": False}
CHANGES: dict[str, Callable[[AuditRecord], object]] = {
    "save": lambda row: row.save(),
    "save a field": lambda row: row.save(update_fields=["subject"]),
    "delete": lambda row: row.delete(),
    "update all": lambda row: AuditRecord.objects.update(subject="other"),
    "update some": lambda row: AuditRecord.objects.filter(pk=row.pk).update(by_user=None),
    "update many": lambda row: AuditRecord.objects.bulk_update([row], ["subject"]),
    "update or add": lambda row: AuditRecord.objects.update_or_create(pk=row.pk, defaults={"subject": "other"}),
    "delete all": lambda row: AuditRecord.objects.all().delete(),
    "delete some": lambda row: AuditRecord.objects.filter(act="test.act").delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_no_code_changes_or_deletes_a_record(change: str) -> None:
    row = record("test.act", subject="thing:1", by=7, rows=3)
    row.subject = "other"
    with pytest.raises(RecordStays), transaction.atomic():
        CHANGES[change](row)
    assert list(AuditRecord.objects.values_list("act", "subject", "by_user", "detail")) == [
        ("test.act", "thing:1", 7, {"rows": 3})
    ]


@transaction.atomic
def _record_and_fail() -> None:
    record("test.act", subject="thing:1", by=None)
    record_each("test.act", details={"thing:2": {"rows": 1}, "thing:3": {}}, by=None)
    raise ZeroDivisionError


def test_a_record_goes_with_the_transaction_of_what_it_records() -> None:
    with pytest.raises(ZeroDivisionError):
        _record_and_fail()
    assert not AuditRecord.objects.exists()
    record_each("test.act", details={"thing:2": {"rows": 1}, "thing:3": {}}, by=4)
    rows = AuditRecord.objects.order_by("pk").values_list("subject", "by_user", "detail")
    assert list(rows) == [("thing:2", 4, {"rows": 1}), ("thing:3", 4, {})]


def test_each_row_of_a_query_gets_its_record_with_the_same_detail() -> None:
    first, second, _other = make_project(), make_project(), make_project()
    rows = Project.objects.filter(pk__in=[first.pk, second.pk])
    assert record_for_each_row("test.act", rows=rows, kind="project", by=None, within=7, names=["a"]) == 2
    records = AuditRecord.objects.order_by("pk").values_list("act", "subject", "by_user", "detail")
    detail = {"within": 7, "names": ["a"]}
    assert list(records) == [("test.act", f"project:{project.pk}", None, detail) for project in (first, second)]
    assert all(timezone.now() - record.at < timedelta(minutes=1) for record in AuditRecord.objects.all())


def _acts_on_organisations(by: int) -> None:
    first, second = make_organisation(NAME, website=f"https://{ADDRESS}/"), make_organisation(f"{NAME} Ltd")
    undo_merge(merge_organisations(first, second, by=by), by=by)
    answer_different(first, second, by=by)


def _acts_on_people(by: int) -> None:
    person = make_person(NAME, email=ADDRESS, phone=PHONE)
    give_consent(person, "name", audience="public", wording="1", source=f"mail from {ADDRESS}", by=by)
    withdraw_consent(person, "name", by=by)


def _acts_on_mail(by: int) -> None:
    mail = MailMessage.objects.create(
        to=ADDRESS, subject=NAME, body=PHONE, state="failed", failure="refused", reply=f"550 {ADDRESS}"
    )
    assert send_again([mail.pk], by=by) == 1


def _acts_on_editions(by: int) -> None:
    first, second = every_kind()
    ada = make_person(NAME, email=ADDRESS, phone=PHONE, user=make_user(ADDRESS))
    project = make_project(NAME, summary="About renamed words.", contact=ada)
    place([project], [["renamed"]], first, by=User.objects.get(pk=by))
    until = timezone.localdate() + timedelta(days=5)
    publication = resume(begin_publication(second, object_until=until, by=by))
    assert send_notices(publication, by=by) == 1
    resume(begin_publication_undo(publication, by=by))
    second.refresh_from_db()
    stop_publication.func(begin_publication(second, object_until=until, by=by).pk)


ACTS: list[tuple[Callable[[int], None], list[str]]] = [
    (_acts_on_organisations, ["participants.merge", "participants.undo_merge", "participants.answer_different"]),
    (_acts_on_people, ["calls.give_consent", "calls.withdraw_consent"]),
    (_acts_on_mail, ["outbox.send_again"]),
    (
        _acts_on_editions,
        [
            *("publication.begin_publication", "publication.publish", "publication.send_notices"),
            *("publication.undo_publication", "publication.begin_publication", "publication.stop"),
        ],
    ),
]


@pytest.mark.medium
@pytest.mark.parametrize(("act", "recorded"), ACTS)
def test_each_act_is_recorded_with_who_did_it_and_without_anybodys_contact(
    act: Callable[[int], None], recorded: list[str], facilitator: User, settings: Any
) -> None:
    settings.MAIL_SERVER = SERVER
    act(facilitator.pk)
    rows = list(AuditRecord.objects.filter(act__regex=r"^(participants|calls|outbox|publication)\.").order_by("pk"))
    assert [row.act for row in rows] == recorded
    assert {row.act for row in rows if row.by_user != facilitator.pk} <= {"publication.stop"}
    every = [f"{row.subject} {row.detail}" for row in AuditRecord.objects.all()]
    assert [words for words in every if any(part in words for part in ("Zzada", "zzada", "730 55", "@"))] == []
