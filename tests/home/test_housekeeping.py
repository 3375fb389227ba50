"""Chores come again in their time, and one that fails stops neither the others nor the platform."""

import logging
from itertools import chain, repeat
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils.module_loading import import_string

from skillsnet.home import housekeeping
from skillsnet.home.housekeeping import LONGEST_BACK_OFF_SECONDS, Housekeeper, chores_of, do_what_is_due

pytestmark = pytest.mark.django_db
done: list[str] = []


def sweep() -> None:
    done.append("sweep")


def fall() -> None:
    done.append("fall")
    raise OperationalError("Ada's cell")


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


def test_each_comes_again_in_its_own_time() -> None:
    chores = chores_of({f"{__name__}.sweep": 30}, now=0)
    assert [do_what_is_due(chores, now=now) for now in (0, 29, 30, 31)] == [True] * 4
    assert done == ["sweep", "sweep"]


def test_one_that_fails_stops_no_other_and_is_tried_less_and_less_often(caplog: Any) -> None:
    chores = chores_of({f"{__name__}.fall": 30, f"{__name__}.sweep": 1000}, now=0)
    with caplog.at_level(logging.WARNING, logger="skillsnet"):
        results = [do_what_is_due(chores, now=now) for now in (0, 59, 60, 179, 180)]
    assert (results, done) == ([False, True, False, True, False], ["fall", "sweep", "fall", "fall"])
    told = [record.fault for record in caplog.records]
    assert (len(told), {"OperationalError" in one for one in told}) == (3, {True})
    assert "Ada" not in caplog.text
    chores[0].failures = 40
    chores[0].do(0)
    assert chores[0].due_at == LONGEST_BACK_OFF_SECONDS


def test_what_cannot_be_imported_is_a_fault_of_that_chore_alone() -> None:
    chores = chores_of({"tests.home.nowhere": 1, f"{__name__}.sweep": 1}, now=0)
    assert (do_what_is_due(chores, now=0), done) == (False, ["sweep"])


@pytest.mark.parametrize("path", settings.HOUSEKEEPING)
def test_each_chore_of_the_settings_can_be_done(path: str) -> None:
    assert settings.HOUSEKEEPING[path] >= 1
    import_string(path)()


@pytest.mark.parametrize("case", ["well", "away", "slept"])
def test_after_an_outage_the_living_may_say_first_that_they_live(case: str, monkeypatch: Any) -> None:
    clock = chain([0, 0], repeat(1000 if case == "slept" else 11))
    waits: list[float] = []
    monkeypatch.setattr(housekeeping, "time", SimpleNamespace(monotonic=lambda: float(next(clock))))
    monkeypatch.setattr(housekeeping, "_can_write", lambda: case != "away")
    keeper = Housekeeper()
    keeper.chores = chores_of({f"{__name__}.sweep": 1}, now=0)
    monkeypatch.setattr(keeper.stop, "wait", lambda seconds: (waits.append(seconds), keeper.stop.set()))
    keeper.run()
    assert (done, keeper.calm_at > 0) == ((["sweep"], False) if case == "well" else ([], True))


def test_whether_the_database_takes_what_is_written(monkeypatch: Any) -> None:
    assert housekeeping._can_write()
    monkeypatch.setattr(housekeeping, "close_old_connections", lambda: None)

    def away(**kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(housekeeping.transaction, "atomic", away)
    monkeypatch.setattr(housekeeping.connections, "close_all", lambda: None)
    assert not housekeeping._can_write()
