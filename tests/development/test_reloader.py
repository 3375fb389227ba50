"""Which changes a server for developers is told of."""

import threading
from pathlib import Path

import pytest
from django.utils.autoreload import file_changed
from watchfiles import Change

from skillsnet.development import reloader
from skillsnet.development.reloader import OfSources, SourceReloader


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("rules.py", True), ("templates/home/home.html", True), ("templates/mail.txt", True), ("django.mo", True),
        ("static/build/site.css", True), ("static/build/netmap.js", True), ("django.po", False), ("rules.pyc", False),
        ("django.mo.part", False), ("__pycache__/rules.py", False), (".rules.py.swp", False),
    ],
)  # fmt: skip
def test_what_pages_and_jobs_are_made_of_counts(name: str, is_told: bool) -> None:
    assert OfSources()(Change.modified, f"/src/skillsnet/{name}") is is_told


def test_a_change_anywhere_in_the_sources_is_told_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Path] = []

    def note(*, file_path: Path, **named: object) -> bool:
        told.append(file_path)
        return True

    (tmp_path / "netmap" / "build").mkdir(parents=True)
    monkeypatch.setattr(reloader, "SOURCES", tmp_path)
    monkeypatch.setattr(reloader, "WAKE_MS", 100)
    file_changed.connect(note)
    ended = threading.Event()
    changer = threading.Thread(target=_change_until, args=(tmp_path / "netmap" / "build" / "tiles.py", ended))
    changer.start()
    try:
        ticks = SourceReloader().tick()
        while not told:
            next(ticks)
    finally:
        ended.set()
        changer.join()
        file_changed.disconnect(note)
    assert {*told} == {tmp_path / "netmap" / "build" / "tiles.py"}


def _change_until(path: Path, ended: threading.Event) -> None:
    """Change a file again and again: nobody knows from when on it is watched."""
    while not ended.wait(0.1):
        path.write_text("x = 1\n")
