"""What waits for a facilitator, gathered from the apps."""

import pytest

from skillsnet.web import waiting_work
from skillsnet.web.waiting_work import WaitingLine, waiting_lines


def _line(name: str, count: int, address: str = "/") -> WaitingLine:
    return WaitingLine(name, count, f"{count} {name}", "Go", address)


def test_the_largest_comes_first_and_nothing_that_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    first = [_line("pairs", 2), _line("mails", 0)]
    second = [_line("projects", 40), _line("imports", 2, "/b/"), _line("imports", 2, "/a/")]
    monkeypatch.setattr(waiting_work, "_sources", lambda: (lambda: first, lambda: second))
    assert [(line.name, line.address) for line in waiting_lines()] == [
        ("projects", "/"),
        ("imports", "/a/"),
        ("imports", "/b/"),
        ("pairs", "/"),
    ]


def test_each_app_with_such_a_module_contributes() -> None:
    modules = {source.__module__ for source in waiting_work._sources()}
    assert {f"skillsnet.{app}.waiting" for app in ("classification", "intake", "outbox")} <= modules
