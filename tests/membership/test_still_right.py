"""The yearly question: asked once a year, answered by one click that a mail program's look does not make."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from skillsnet.accounts.models import User
from skillsnet.membership.actions import ask_members, claim, confirm_profile
from skillsnet.membership.check_mails import mail_headers, mail_words
from skillsnet.membership.models import ProfileCheck
from skillsnet.membership.tokens import check_signature, check_stop_signature
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.actions import suppress
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.models import Affiliation, Person
from tests.factories import make_invitation, make_organisation, make_person, make_project

pytestmark = pytest.mark.django_db
SITE = "https://network.example.org"
SERVER = {"host": "127.0.0.1", "port": 1, "user": "", "password": "", "use_tls": False, "use_ssl": False}


@pytest.fixture
def member(settings: Any) -> Person:
    """Somebody who claimed their profile and has a project."""
    settings.MAIL_SERVER = SERVER
    person = make_person("Ada Zzmember", email="ada@example.org")
    organisation = make_organisation("Sewing Centre")
    Affiliation.objects.create(person=person, organisation=organisation)
    make_project("Sewing for all", contact=person, organisation=organisation)
    claim(make_invitation(person).token_digest, by=None)
    MailMessage.objects.all().delete()
    person.refresh_from_db()
    return person


def _days_pass(days: float) -> None:
    span = timedelta(days=days)
    for check in ProfileCheck.objects.order_by("pk"):
        check.confirmed_at -= span
        check.asked_at = check.asked_at and check.asked_at - span
        check.save()


def _asked(person: Person) -> ProfileCheck:
    _days_pass(366)
    assert ask_members() == 1
    return ProfileCheck.objects.get(person=person)


def test_a_member_is_asked_a_year_after_claiming_and_once_a_year(member: Person) -> None:
    asked = []
    for _month in range(40):
        asked.append(ask_members())
        _days_pass(30)
    assert [month for month, count in enumerate(asked) if count] == [13, 26, 39]
    assert set(MailMessage.objects.values_list("to", "kind")) == {("ada@example.org", "check")}


def test_the_mail_names_the_project_and_its_link_changes_nothing_until_the_form_is_sent(member: Person) -> None:
    check = _asked(member)
    words = mail_words(check.mail_id or 0)
    assert words is not None
    path = f"/claim/still-right/{check_signature(check)}/"
    assert ("Sewing for all" in words, SITE + path in words) == (True, True)
    assert MailMessage.objects.get().body == ""
    browser = Client()
    for _look in range(2):
        page = browser.get(path).content.decode()
    assert ("Sewing for all" in page, "Sewing Centre" in page, "Zzmember" in page) == (True, True, False)
    assert ProfileCheck.objects.get().confirmed_at == check.confirmed_at
    assert browser.post(path, follow=True).status_code == 200
    confirmed_at = ProfileCheck.objects.get().confirmed_at
    assert timezone.now() - confirmed_at < timedelta(minutes=5)
    assert "Thank you" in browser.post(path, follow=True).content.decode()
    assert ProfileCheck.objects.get().confirmed_at == confirmed_at
    assert mail_words(check.mail_id or 0) is None


def test_pages_say_when_they_were_last_confirmed(member: Person) -> None:
    path = f"/projects/{member.projects.get().pk}/"
    assert "last confirmed this page" in Client().get(path).content.decode()
    ProfileCheck.objects.update(confirmed_at="2025-03-04T12:00:00Z")
    assert (
        'last confirmed this page on <time datetime="2025-03-04T12:00:00+00:00"' in Client().get(path).content.decode()
    )
    other = make_project("Of nobody", contact=make_person("Bo"))
    assert "last confirmed" not in Client().get(f"/projects/{other.pk}/").content.decode()


@pytest.mark.parametrize("what", ["stopped", "switched off", "suppressed", "no server", "confirmed", "no site"])
def test_who_is_not_asked(member: Person, what: str, settings: Any) -> None:
    _days_pass(366)
    if what == "stopped":
        ProfileCheck.objects.update(stopped_at=timezone.now())
    elif what == "switched off":
        User.objects.update(is_active=False)
    elif what == "suppressed":
        suppress("ada@example.org", reason=SuppressionReason.NO_MAIL)
    elif what == "no server":
        settings.MAIL_SERVER = None
    elif what == "confirmed":
        confirm_profile(member)
    else:
        ProfileCheck.objects.update(site="")
    assert (ask_members(), MailMessage.objects.count()) == (0, 0)


def test_one_click_in_the_mail_program_stops_the_question_and_nothing_else(member: Person) -> None:
    check = _asked(member)
    headers = mail_headers(check.mail_id or 0)
    path = headers["List-Unsubscribe"].strip("<>").removeprefix(SITE)
    assert path == f"/claim/stop-still-right/{check_stop_signature(check)}/"
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(path).status_code == 200
    assert ProfileCheck.objects.get().stopped_at is None
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert ProfileCheck.objects.get().stopped_at is not None
    assert mail_words(check.mail_id or 0) is None
    _days_pass(800)
    assert ask_members() == 0


def test_a_link_answers_the_last_question_only_and_none_is_made_up(member: Person) -> None:
    first = _asked(member)
    old = f"/claim/still-right/{check_signature(first)}/"
    _asked(member)
    stop = f"/claim/still-right/{check_stop_signature(ProfileCheck.objects.get())}/"
    for path in (old, stop, "/claim/still-right/1-20260101000000:abc/", "/claim/still-right/x/"):
        assert Client().post(path).status_code == 404, path
    User.objects.all().delete()
    assert Client().get(f"/claim/still-right/{check_signature(ProfileCheck.objects.get())}/").status_code == 404


def test_the_own_page_asks_and_takes_the_answer_without_a_mail(member: Person, settings: Any) -> None:
    settings.MAIL_SERVER = None
    _days_pass(366)
    browser = Client()
    browser.force_login(User.objects.get())
    assert "Is it still right?" in browser.get("/profile/").content.decode()
    page = browser.post("/profile/confirm/", follow=True).content.decode()
    assert ("confirmed them today" in page, "Is it still right?" in page) == (True, False)
    assert browser.get("/profile/confirm/", follow=True).status_code == 200
    stranger = Client().post("/profile/confirm/")
    assert stranger["Location"].startswith("/accounts/login/")


def test_many_are_asked_in_parts(member: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillsnet.membership.actions.checking.MOST_AT_ONCE", 2)
    for number in range(3):
        person = make_person(f"Bo {number}", email=f"bo{number}@example.org")
        claim(make_invitation(person).token_digest, by=None)
    MailMessage.objects.all().delete()
    _days_pass(366)
    assert [ask_members() for _round in range(4)] == [2, 2, 0, 0]
    assert MailMessage.objects.count() == 4
