"""Which projects changed since a version of the data."""

import pytest

from skillsnet.calls.actions import declare_links, increment_version, versions
from skillsnet.calls.models import Link
from skillsnet.calls.queries import changes_since, data_version
from tests.factories import make_call, make_project

pytestmark = pytest.mark.django_db


def test_changes_are_told_since_any_version() -> None:
    increment_version([3, 1, 3])
    increment_version([2])
    number = data_version()
    increment_version([7])
    increment_version([])
    assert (changes_since(number), changes_since(number - 2)) == ({7}, {1, 2, 3, 7})
    assert changes_since(data_version()) == set()


def test_after_a_change_of_anything_it_is_not_told_which_changed_before() -> None:
    increment_version([1])
    increment_version()
    number = data_version()
    increment_version([2])
    assert (changes_since(number - 1), changes_since(number)) == (None, {2})


def test_of_a_change_of_many_it_is_not_told_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MAX_CHANGED_IDS", 2)
    increment_version([1, 2])
    assert changes_since(0) == {1, 2}
    increment_version([1, 2, 3])
    assert changes_since(0) is None


def test_the_older_changes_are_forgotten_when_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MAX_CHANGE_ROWS", 4)
    for pk in range(1, 6):
        increment_version([pk])
    assert changes_since(data_version() - 1) == {5}
    assert changes_since(0) is None


def test_declared_links_are_written_once_and_odd_ones_left_out() -> None:
    call = make_call()
    one, other = (make_project(external_id=name, call=call) for name in ("EX-1", "EX-2"))
    rows = [("EX-1", "EX-2", "partners"), ("EX-1", "EX-9", "partners"), ("EX-2", "EX-2", "partners")]
    assert (declare_links(call, rows), declare_links(call, rows)) == (1, 1)
    assert list(Link.objects.values_list("source", "target", "kind")) == [(one.pk, other.pk, "partners")]
