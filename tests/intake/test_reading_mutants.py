"""Four hundred broken files, read as uploads are: rows or a sentence, within the limits; `make bench` does 10,000."""

import time

import pytest
from benchmarks import mutations
from benchmarks.mutants import figures, is_within_limits, outcomes, warm_sandbox
from benchmarks.mutants_through import through
from benchmarks.mutations import SHARES, mutants
from django.test import Client

pytestmark = pytest.mark.slow

COUNT = 400
THROUGH = 60


def test_every_broken_file_ends_as_rows_or_a_sentence_within_the_limits() -> None:
    found = outcomes(mutants(COUNT, seed=7))
    assert set(found) == set(SHARES)
    for suffix, of_kind in found.items():
        shown = figures(of_kind)
        assert is_within_limits(of_kind), (suffix, shown)
        assert shown["count"] == COUNT * SHARES[suffix] // 100
        assert shown["worst_cpu_s"] < 10


def test_mutants_are_the_same_for_the_same_seed_whenever_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    # Good files too are made twice; otherwise they are kept.
    monkeypatch.setattr(mutations, "_bases", mutations._bases.__wrapped__)
    before, now = list(mutants(60, seed=1)), time.time()
    # The two seconds that a ZIP's clock counts in, and more.
    monkeypatch.setattr(time, "time", lambda: now + 3600)
    assert list(mutants(60, seed=1)) == before


def test_harness_sees_a_reader_that_falls_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillsnet.intake.readers.survey", lambda *_, **__: 1 / 0)
    found = outcomes(iter([("a.csv", b"Title,Country\nA,Kenya\n")]))
    assert figures(found[".csv"])["fell_over"] == {"ZeroDivisionError: division by zero": 1}
    assert not is_within_limits(found[".csv"])


@pytest.mark.django_db
def test_broken_files_go_through_the_site_without_a_fault_and_leave_nothing(facilitator_client: Client) -> None:
    with warm_sandbox():
        found = through(mutants(THROUGH, seed=11), facilitator_client)
    assert set(found["statuses"]) <= {"200", "302", "422"}
    assert (found["files"], found["left_behind"], found.get("rows_lost", 0)) == (THROUGH, 0, 0)
    assert found["undone"] > 4
