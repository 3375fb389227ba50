"""A page that asks a database that is away again and again waits for it once."""

import time
from typing import Any

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from skillsnet.config.environment import read_environment
from skillsnet.db.postgresql.base import AWAY_SECONDS, DatabaseWrapper
from tests.running import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DatabaseWrapper, "away_until", 0.0)


def wrapper(tmp_path: Any, **variables: str) -> DatabaseWrapper:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    database = read_environment({"SKILLSNET_DATA": str(tmp_path), "SKILLSNET_DATABASE": url, **variables}).database
    assert database["ENGINE"] == "skillsnet.db.postgresql"
    return DatabaseWrapper({**connections.settings[DEFAULT_DB_ALIAS], **database, "TIME_ZONE": None}, "away")


def test_it_waits_once_in_a_page_and_asks_anew_later(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    away = wrapper(tmp_path, SKILLSNET_PROCESS="web")
    asked: list[float] = []
    connect = psycopg.Connection.connect

    def counted(*args: Any, **kwargs: Any) -> Any:
        asked.append(time.monotonic())
        return connect(*args, **kwargs)

    away.settings_dict["OPTIONS"] = {"connect_timeout": 3}
    monkeypatch.setattr(psycopg.Connection, "connect", counted)
    monkeypatch.setattr(away.Database, "connect", counted)
    for _ in range(5):
        with pytest.raises(OperationalError):
            away.ensure_connection()
    assert len(asked) == 1
    monkeypatch.setattr(DatabaseWrapper, "away_until", time.monotonic() - AWAY_SECONDS)
    with pytest.raises(OperationalError):
        away.ensure_connection()
    assert len(asked) == 2


@pytest.mark.slow
def test_a_pool_that_has_none_to_give_is_no_longer_waited_for_than_a_page_may(tmp_path: Any) -> None:
    away = wrapper(tmp_path, SKILLSNET_PROCESS="web")
    began_at = time.monotonic()
    try:
        with pytest.raises(OperationalError):
            away.ensure_connection()
        assert DatabaseWrapper.away_until > began_at
    finally:
        away.close_pool()


def test_a_page_waits_for_a_shorter_time_than_a_worker(tmp_path: Any) -> None:
    page, worker = (wrapper(tmp_path, SKILLSNET_PROCESS=name).settings_dict["OPTIONS"] for name in ("web", ""))
    assert (page["pool"]["timeout"], worker["pool"]["timeout"]) == (3, 10)
    assert ("statement_timeout=20s" in page["options"], "options" in worker) == (True, False)
    folder = {"SKILLSNET_DATA": str(tmp_path)}
    waits = [read_environment({**folder, "SKILLSNET_PROCESS": name}).database["OPTIONS"] for name in ("web", "")]
    assert [options["timeout"] for options in waits if isinstance(options, dict)] == [5, 20]
