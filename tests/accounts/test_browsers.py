"""People see where they are signed in, and sign out there; nobody does so for somebody else."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skillsnet.accounts.actions import delete_account
from skillsnet.accounts.models import SignedInBrowser, User
from skillsnet.audit.models import AuditRecord
from skillsnet.db.retention import forget_sessions
from tests.accounts.test_sign_in import _code as live_code
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE = "/accounts/browsers/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def _browser(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _row_of(browser: Client) -> SignedInBrowser:
    return SignedInBrowser.objects.get(session=browser.session.session_key)


def test_the_page_names_this_browser_and_the_others_and_no_key() -> None:
    user = make_user("ada@example.org")
    first, second = _browser(user), _browser(user)
    SignedInBrowser.objects.filter(pk=_row_of(second).pk).update(browser="Firefox", system="Android")
    page = first.get(PAGE).content.decode()
    assert ("Firefox on Android" in page, page.count("This browser"), page.count("Sign out there")) == (True, 1, 1)
    keys = Session.objects.order_by().values_list("session_key", flat=True)
    assert [key for key in keys if key in page] == []


def test_signing_out_one_browser_ends_it_at_its_next_request() -> None:
    user = make_user("ada@example.org")
    first, second, third = _browser(user), _browser(user), _browser(user)
    answer = first.post(PAGE, {"browser": _row_of(second).pk})
    assert answer["Location"] == PAGE
    assert [browser.get(PAGE).status_code for browser in (first, second, third)] == [200, 302, 200]
    assert AuditRecord.objects.filter(act="accounts.sign_out_browser", by_user=user.pk).count() == 1


def test_signing_out_everywhere_else_ends_also_sessions_that_were_not_noted() -> None:
    user = make_user("ada@example.org")
    first, second, unnoted = _browser(user), _browser(user), _browser(user)
    _row_of(unnoted).delete()
    page = first.post(PAGE, {"browser": "others"}, follow=True).content.decode()
    assert "signed out in 1 other browser" in page
    assert [browser.get(PAGE).status_code for browser in (first, second, unnoted)] == [200, 302, 302]
    assert first.get(PAGE).content.decode().count("This browser") == 1


def test_nobody_signs_somebody_else_out() -> None:
    ada, eve = _browser(make_user("ada@example.org")), _browser(make_user("eve@example.org"))
    for chosen in (str(_row_of(ada).pk), "0", "", "x", "9" * 30, "-1", "²"):
        assert eve.post(PAGE, {"browser": chosen}).status_code == 404, chosen
    assert ada.get(PAGE).status_code == 200
    for answer in (Client().get(PAGE), Client().post(PAGE, {"browser": "others"})):
        assert answer["Location"].startswith("/accounts/login/")


def test_a_browser_goes_with_its_session_however_that_ends() -> None:
    user = make_user("ada@example.org")
    left, expired, erased = _browser(user), _browser(user), _browser(user)
    left.post("/accounts/logout/")
    Session.objects.filter(pk=expired.session.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    assert len(erased.get(PAGE).context["browsers"]) == 1
    forget_sessions()
    assert SignedInBrowser.objects.count() == 1
    delete_account(user.pk)
    assert SignedInBrowser.objects.count() == 0


def test_a_visit_is_noted_once_a_day_and_costs_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user("ada@example.org")
    browser = _browser(user)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as same_day:
        browser.get(PAGE)
    assert [query["sql"] for query in same_day if query["sql"].startswith(("UPDATE", "INSERT"))] == []
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("skillsnet.accounts.browsers.timezone.localdate", lambda: tomorrow)
    browser.get(PAGE)
    assert _row_of(browser).seen_on == tomorrow


def test_signing_in_with_a_code_notes_the_browser() -> None:
    make_user("ada@example.org")
    client = Client(headers={"user-agent": FIREFOX})
    client.post("/accounts/login/", {"email": "ada@example.org"})
    assert client.post("/accounts/login/code/", {"code": live_code()}).status_code == 302
    row = _row_of(client)
    assert (row.browser, row.system, row.seen_on) == ("Firefox", "Linux", timezone.localdate())


def test_the_page_reads_as_often_for_one_browser_as_for_twenty() -> None:
    user = make_user("ada@example.org")
    browser, counts = _browser(user), []
    for number in (1, 20):
        for _each in range(number):
            _browser(user)
        with CaptureQueriesContext(connection) as queries:
            browser.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
