"""Signing in with a code by mail."""

import re
from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skillsnet.accounts.codes import code_of
from skillsnet.accounts.enums import NEXT, SignInState
from skillsnet.accounts.models import SignIn, User
from skillsnet.accounts.sign_in import MOST_TRIES, about, ask_for_code, forget_sign_ins, send_code, use_code
from skillsnet.audit.models import AuditRecord
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.tasks import deliver_due
from tests.factories import make_user
from tests.outbox.server import MailServer, serving, setting_of

LOGIN, CONFIRM = "/accounts/login/", "/accounts/login/code/"


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    """Do what follows a commit at the end of each request, as outside of a test's transaction."""
    from django.db import transaction

    patched = pytest.MonkeyPatch()
    patched.setattr(transaction, "on_commit", lambda follow, using=None: follow())
    yield
    patched.undo()


def _code() -> str:
    return code_of(SignIn.objects.latest("pk"))


def _ask(browser: Client, address: str, **sent: Any) -> Any:
    return browser.post(LOGIN, {"email": address}, **sent)


def test_a_facilitator_signs_in_with_the_code_from_the_outbox(client: Client, facilitator: User) -> None:
    asked = client.post("/accounts/login/", {"email": facilitator.email})
    assert asked.status_code == 302
    client.post("/accounts/login/code/", {"code": _code()})
    assert client.get("/facilitate/").status_code == 200


def test_a_wrong_code_opens_nothing(client: Client, facilitator: User) -> None:
    client.post("/accounts/login/", {"email": facilitator.email})
    client.post("/accounts/login/code/", {"code": "WRONG1"})
    assert client.get("/facilitate/").status_code == 302


@pytest.mark.django_db
def test_an_unknown_address_is_answered_like_a_known_one(client: Client) -> None:
    make_user("known@example.org")
    known = client.post("/accounts/login/", {"email": "known@example.org"})
    unknown = Client().post("/accounts/login/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [mail.to for mail in MailMessage.objects.all()] == ["known@example.org"]


@pytest.mark.django_db
def test_the_same_is_read_and_written_for_a_known_and_an_unknown_address(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    make_user("known@example.org")
    asking, entering = [], []
    for address in ("known@example.org", "nobody@example.org"):
        browser = Client()
        browser.get(LOGIN)
        with CaptureQueriesContext(connection) as asked:
            _ask(browser, address)
        with CaptureQueriesContext(connection) as entered:
            browser.post(CONFIRM, {"code": "WRONG"})
        asking.append([_shape(query["sql"]) for query in asked])
        entering.append([_shape(query["sql"]) for query in entered])
    assert asking[0] == asking[1]
    assert entering[0] == entering[1]
    assert not [sql for sql in asking[0] if "accounts_user" in " ".join(sql)]
    assert [sql for sql in entering[0] if "accounts_user" in " ".join(sql)]


@pytest.mark.django_db
@pytest.mark.medium
def test_bodies_and_headers_are_the_same_for_a_known_an_unknown_and_a_switched_off_address() -> None:
    make_user("known0@example.org")
    User.objects.filter(pk=make_user("known1@example.org").pk).update(is_active=False)
    walks = []
    for address in ("known0@example.org", "known1@example.org", "known2@example.org"):
        browser = Client()
        answers = [browser.get(LOGIN), _ask(browser, address), browser.get(CONFIRM)]
        answers += [browser.post(CONFIRM, {"code": "WRONG"}) for _try in range(MOST_TRIES)]
        answers += [browser.get(CONFIRM), browser.get(LOGIN)]
        walks.append([_told(answer, address) for answer in answers])
    assert walks[0] == walks[1] == walks[2]
    assert [status for status, _headers, _body in walks[0]] == [200, 302, 200, *[200] * (MOST_TRIES - 1), 302, 302, 200]


def _told(answer: Any, address: str) -> tuple[int, dict[str, str], str]:
    """Return status, headers and body of an answer, without what differs each time: tokens, its number, the time."""
    random = r'(nonce|name="csrfmiddlewaretoken" value)="[^"]+"'
    body = re.sub(random, "", answer.content.decode()).replace(address, "(address)")
    own_headers = ("X-Request-Id", "Content-Length", "Content-Security-Policy", "Expires")
    headers = {name: value for name, value in answer.headers.items() if name not in own_headers}
    return answer.status_code, headers, body


def _shape(sql: str) -> tuple[str, ...]:
    """Return a query's words without its values and without the numbers of its savepoints."""
    words = sql.replace("(", " ").replace(",", " ").split()
    return tuple(word for word in words if (word.startswith('"') and "_x" not in word) or word.isupper())


@pytest.mark.django_db(transaction=True)
def test_a_code_works_once_of_twenty_tries_at_once() -> None:
    make_user("ada@example.org")
    asked = ask_for_code("ada@example.org", source="192.0.2.7")
    uses: list[User | None] = []

    def use() -> None:
        try:
            uses.append(use_code(asked.pk, code_of(asked), source="192.0.2.7").user)
        finally:
            connection.close()

    threads = [Thread(target=use) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(user is not None for user in uses) == [False] * 19 + [True]
    assert AuditRecord.objects.filter(act="accounts.sign_in").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_wrong_codes_at_once_are_no_more_than_a_few_tries() -> None:
    make_user("ada@example.org")
    asked = ask_for_code("ada@example.org", source="192.0.2.7")

    def guess() -> None:
        try:
            use_code(asked.pk, "WRONG", source="192.0.2.7")
        finally:
            connection.close()

    threads = [Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked.refresh_from_db()
    assert (asked.state, asked.wrong_tries) == ("spent", MOST_TRIES)
    assert use_code(asked.pk, code_of(asked), source="192.0.2.7").user is None


@pytest.mark.medium
def test_a_stranger_who_asks_and_guesses_locks_nobody_out(client: Client, facilitator: User) -> None:
    mischief = Client(REMOTE_ADDR="203.0.113.9")
    statuses = [_ask(mischief, facilitator.email).status_code for _ in range(12)]
    assert (statuses[0], statuses[-1]) == (302, 429)
    for _guess in range(MOST_TRIES + 2):
        mischief.post(CONFIRM, {"code": "WRONG"})
    assert _ask(client, facilitator.email, REMOTE_ADDR="192.0.2.7").status_code == 302
    client.post(CONFIRM, {"code": _code()}, REMOTE_ADDR="192.0.2.7")
    assert client.get("/facilitate/").status_code == 200


def test_one_source_is_told_when_it_may_again_and_the_same_for_unknown_addresses(facilitator: User) -> None:
    pages = []
    for address in (facilitator.email, "nobody@example.org"):
        answers = [_ask(Client(), address, REMOTE_ADDR="2001:db8:1:2::7") for _ in range(6)]
        assert [answer.status_code for answer in answers] == [302] * 5 + [429]
        pages.append(answers[-1].content.decode().replace(address, ""))
        assert 540 < int(answers[-1]["Retry-After"]) <= 600
    assert "Too many code requests came from your connection. Try again in 10 minutes." in pages[0]
    assert [line for line in pages[0].splitlines() if "csrf" not in line and "nonce" not in line][20:60] == [
        line for line in pages[1].splitlines() if "csrf" not in line and "nonce" not in line
    ][20:60]
    # Another address in the same /64 is the same source, another network is not.
    assert _ask(Client(), facilitator.email, REMOTE_ADDR="2001:db8:1:2::8").status_code == 429
    assert _ask(Client(), facilitator.email, REMOTE_ADDR="2001:db8:1:3::8").status_code == 302
    assert AuditRecord.objects.filter(act="accounts.codes_limited").count() == 2


def test_pictures_and_caches_wash_no_limit_away(client: Client, facilitator: User) -> None:
    from django.core.cache import cache

    for _time in range(6):
        answer = _ask(client, facilitator.email)
        cache.clear()
    assert answer.status_code == 429


def test_asking_again_ends_the_former_code_of_this_browser_and_time_ends_any(client: Client, facilitator: User) -> None:
    _ask(client, facilitator.email)
    former = SignIn.objects.get()
    _ask(client, facilitator.email)
    assert use_code(former.pk, code_of(former), source="192.0.2.7").user is None
    SignIn.objects.update(expires_at=timezone.now())
    answer = client.post(CONFIRM, {"code": _code()}, follow=True)
    assert "The code has expired. Ask for a new one." in answer.content.decode()
    assert client.get("/facilitate/").status_code == 302


def test_after_a_few_wrong_codes_the_right_one_is_of_no_use(client: Client, facilitator: User) -> None:
    _ask(client, facilitator.email)
    first = client.post(CONFIRM, {"code": "WRONG"}).content.decode()
    assert "The code is wrong. You can try 4 more times." in first
    for _guess in range(MOST_TRIES - 1):
        client.post(CONFIRM, {"code": "WRONG"})
    client.post(CONFIRM, {"code": _code()})
    assert client.get("/facilitate/").status_code == 302


def test_signing_in_gives_the_browser_a_new_session_and_a_code_of_its_own(client: Client, facilitator: User) -> None:
    _ask(client, facilitator.email)
    before = client.session.session_key
    other = Client()
    _ask(other, "nobody@example.org")
    asked = SignIn.objects.get(address=facilitator.email)
    other.post(CONFIRM, {"code": code_of(asked)})
    assert other.get("/facilitate/").status_code == 302
    client.post(CONFIRM, {"code": f" {code_of(asked).lower().replace('-', ' ')} "})
    assert client.get("/facilitate/").status_code == 200
    assert before != client.session.session_key


@pytest.mark.django_db
def test_codes_stand_in_no_table_and_reach_their_receiver(
    client: Client, settings: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user("ada@example.org")
    monkeypatch.setattr("skillsnet.accounts.sign_in.deliver_soon", lambda: None)
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        _ask(client, "ada@example.org")
        code = _code()
        deliver_due.func()
    assert [code in str(message.get_payload()) for message in server.arrived] == [True]
    assert MailMessage.objects.get().state == "sent"
    assert not [one for one in (code, code.replace("-", "")) if one.encode() in _everything()]
    assert code not in capsys.readouterr().err


def _everything() -> bytes:
    """Return what every table holds, sessions decoded."""
    from django.apps import apps
    from django.contrib.sessions.models import Session

    rows = [str(row) for model in apps.get_models() for row in model._default_manager.order_by("pk").values()]
    return "\n".join([*rows, *(str(session.get_decoded()) for session in Session.objects.order_by("pk"))]).encode()


def test_without_a_server_the_code_is_in_the_terminal_only(
    client: Client, facilitator: User, facilitator_client: Client, capsys: Any
) -> None:
    _ask(client, facilitator.email)
    assert _code() in capsys.readouterr().err
    assert _code().encode() not in _everything()
    assert _code() not in facilitator_client.get("/facilitate/outbox/").content.decode()


@pytest.mark.django_db
def test_nobody_disabled_gets_a_code_and_no_code_is_sent_twice() -> None:
    ada = make_user("ada@example.org")
    asked = ask_for_code("Ada@Example.org ", source="192.0.2.7")
    assert send_code.func(asked.pk) is False
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert use_code(asked.pk, code_of(asked), source="192.0.2.7").user is None
    ask_for_code("ada@example.org", source="192.0.2.7")
    assert MailMessage.objects.count() == 1


def test_sign_ins_and_failures_are_recorded_without_code_or_address(client: Client, facilitator: User) -> None:
    _ask(client, facilitator.email)
    client.post(CONFIRM, {"code": "WRONG"})
    client.post(CONFIRM, {"code": _code()})
    entries = list(AuditRecord.objects.order_by("pk").values_list("act", "subject", "by_user"))
    assert entries == [
        ("accounts.sign_in_failed", about(facilitator.email), None),
        ("accounts.sign_in", f"user:{facilitator.pk}", facilitator.pk),
    ]
    assert not [entry for entry in AuditRecord.objects.all() if "fay" in f"{entry.subject}{entry.detail}"]


@pytest.mark.django_db
def test_what_was_asked_for_goes_after_a_day() -> None:
    ask_for_code("nobody@example.org", source="192.0.2.7")
    assert forget_sign_ins() == 0
    SignIn.objects.update(expires_at=timezone.now() - timedelta(days=2))
    assert (forget_sign_ins(), SignIn.objects.count()) == (1, 0)


def test_every_state_of_a_sign_in_has_its_place() -> None:
    assert set(NEXT) == set(SignInState)
    assert set().union(*NEXT.values()) == set(SignInState) - {SignInState.ASKED}


@pytest.mark.parametrize("going", ["/directory/", "https://evil.example/", "//evil.example/"])
def test_signing_in_leads_on_within_this_site_only(client: Client, facilitator: User, going: str) -> None:
    client.post(LOGIN, {"email": facilitator.email, "next": going})
    answer = client.post(CONFIRM, {"code": _code()})
    assert answer["Location"] == ("/directory/" if going == "/directory/" else "/facilitate/")


def test_a_member_who_asked_for_no_page_begins_at_home(client: Client, db: None) -> None:
    client.post(LOGIN, {"email": make_user("ada@example.org").email})
    assert client.post(CONFIRM, {"code": _code()})["Location"] == "/"


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
    assert statuses == [302, 404, 200]
