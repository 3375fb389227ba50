"""Builders of maps at the same moment, and killed ones; `python -m tests.netmap.builders` prints what came of it."""

import json
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

ASKERS, BUILDERS = 21, 4


def main() -> None:
    """Ask many times at once, build several times at once, kill a builder, and print the outcomes."""
    from benchmarks.installation import prepare

    prepare()
    from django.conf import settings
    from django_tasks_db.models import DBTaskResult

    # Asking is told apart here from what asks by itself.
    settings.AFTER_EACH_CHANGE = []
    from skillsnet.netmap.models import MapVersion
    from skillsnet.netmap.tasks import ask_for_map, build_maps
    from tests.factories import make_project
    from tests.intake.parallel import _at_once

    for _ in range(3):
        make_project(categories=("life-skills",))
    _at_once([ask_for_map] * ASKERS)
    waiting = DBTaskResult.objects.count()
    DBTaskResult.objects.all().delete()
    built = _built_by(build_maps, at_once=_at_once)
    figures = {"waiting": waiting, "built": built, "versions": MapVersion.objects.count(), **_killed(_at_once)}
    print(json.dumps(figures))  # noqa: T201 - the test reads it


def _killed(at_once: Callable[[list[Callable[[], Any]]], list[int]]) -> dict[str, object]:
    """Kill a builder at its work, and return what the next ones make of that."""
    from django.utils import timezone

    from skillsnet.calls.actions import increment_version
    from skillsnet.calls.queries import data_version
    from skillsnet.db.jobs import STALE_SECONDS
    from skillsnet.netmap.build import actions
    from skillsnet.netmap.models import MapBuilder
    from skillsnet.netmap.tasks import ask_for_due_maps, build_maps
    from skillsnet.netmap.versions import last_version

    def die(*args: Any, **kwargs: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    increment_version()
    whole, actions.compute_layouts = actions.compute_layouts, die  # type: ignore[assignment]
    died = at_once([build_maps])
    actions.compute_layouts = whole
    left = MapBuilder.objects.get()
    while_warm = (build_maps(), ask_for_due_maps())
    MapBuilder.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=STALE_SECONDS + 1))
    looked, again = ask_for_due_maps(), build_maps()
    last = last_version(None)
    return {
        "died": died,
        "lease_left": left.heartbeat_at is not None,
        "while_warm": while_warm,
        "taken_over": (looked, again),
        "is_newest": last is not None and last.data_version == data_version(),
        "lease_free": MapBuilder.objects.get().heartbeat_at is None,
    }


def _built_by(build: Callable[[], int], *, at_once: Callable[[list[Callable[[], Any]]], list[int]]) -> int:
    """Return how many maps several builders at once have built in all."""
    read, write = os.pipe()
    at_once([lambda: os.write(write, bytes([build()]))] * BUILDERS)
    os.close(write)
    with os.fdopen(read, "rb") as answers:
        return sum(answers.read())


if __name__ == "__main__":
    main()
