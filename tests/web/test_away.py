"""A database that is away, locked or full gives a page of its own, at once and without asking the database."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DataError, InterfaceError, OperationalError, connection
from django.test import Client

from skillsnet.db.outage import is_outage
from skillsnet.web import errors

HEADINGS = {
    "en": "The network is not available at the moment",
    "fr": "Le réseau n’est pas disponible pour le moment",
    "es": "La red no está disponible en este momento",
    "ar": "الشبكة غير متاحة حاليًا",
}


def caused(cause: Exception, error: Exception | None = None) -> Exception:
    made = error or OperationalError(str(cause))
    made.__cause__ = cause
    return made


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("Ada's cell")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "is_one"),
    [
        (caused(sqlite_error(sqlite3.SQLITE_BUSY)), True),
        (caused(sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT)), True),
        (caused(sqlite_error(sqlite3.SQLITE_FULL)), True),
        (caused(sqlite_error(sqlite3.SQLITE_CANTOPEN)), True),
        (caused(sqlite_error(sqlite3.SQLITE_ERROR)), False),
        (caused(psycopg.OperationalError("connection refused")), True),
        (caused(psycopg.errors.AdminShutdown("gone")), True),
        (caused(psycopg.errors.QueryCanceled("too slow")), True),
        (caused(psycopg.errors.LockNotAvailable("locked")), True),
        (caused(psycopg.errors.DeadlockDetected("dead")), True),
        (InterfaceError("connection already closed"), True),
        (caused(psycopg.errors.NumericValueOutOfRange("large"), DataError("large")), False),
        (caused(OperationalError("away"), LookupError("what it led to")), True),
        (LookupError("ours"), False),
        (None, False),
    ],
)
def test_an_outage_is_told_from_a_fault_of_ours(error: Exception | None, is_one: bool) -> None:
    assert is_outage(error) is is_one


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """No database: what is asked of it, and refused."""
    statements: list[str] = []

    def refuse(execute: Any, sql: str, *rest: Any) -> None:
        statements.append(sql)
        raise caused(sqlite_error(sqlite3.SQLITE_BUSY))

    with connection.execute_wrapper(refuse):
        yield statements


@pytest.mark.django_db
@pytest.mark.parametrize("language", HEADINGS)
def test_the_page_stands_in_the_visitors_language_and_asks_once(
    facilitator_client: Client, asked: list[str], language: str
) -> None:
    facilitator_client.raise_request_exception = False
    answer = facilitator_client.get("/facilitate/", headers={"Accept-Language": f"{language},en;q=0.5"})
    page = answer.content.decode()
    assert (answer.status_code, HEADINGS[language] in page, answer["Retry-After"]) == (503, True, "10")
    assert (f'lang="{language}"' in page, "no-store" in answer["Cache-Control"]) == (True, True)
    assert 0 < len(asked) <= 3


@pytest.mark.django_db
def test_a_language_chosen_before_counts_most(asked: list[str], client: Client) -> None:
    client.raise_request_exception = False
    client.cookies["django_language"] = "fr"
    answer = client.get("/", headers={"Accept-Language": "es"})
    assert HEADINGS["fr"] in answer.content.decode()


@pytest.mark.django_db
def test_a_form_is_told_that_nothing_was_saved(asked: list[str], client: Client) -> None:
    client.raise_request_exception = False
    answer = client.post("/accounts/login/", {"email": "ada@example.org"})
    assert (answer.status_code, "was not saved" in answer.content.decode()) == (503, True)


@pytest.mark.django_db
def test_a_fault_of_ours_stays_a_fault_of_ours(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(request: object) -> None:
        raise LookupError("ours")

    client.raise_request_exception = False
    monkeypatch.setattr("skillsnet.home.views.summary_counts", fall)
    assert client.get("/").status_code == 500


@pytest.mark.django_db
def test_it_is_told_in_one_line_that_quotes_nothing(
    asked: list[str], client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.raise_request_exception = False
    with caplog.at_level("WARNING", logger=errors.log.name):
        client.get("/")
    told = [record for record in caplog.records if record.name == errors.log.name]
    assert len(told) >= 1
    assert not any("Ada" in str(vars(record)) for record in told)
