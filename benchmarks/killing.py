"""The product's own worker, killed with SIGKILL at random moments of its work, and what takes up what it left.

Nothing here goes on with the work itself: a worker that starts again, or the housekeeping, finds what lies.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
POLL_SECONDS = 0.02
# Longer than a sign of life lasts; it is not waited for, the signs are made so old.
AGED = timedelta(minutes=10)
MOST_SECONDS = 600


@dataclass
class Killing:
    """Works that are killed again and again; `look` returns what is wrong with the state between two kills."""

    look: Callable[[], list[str]]
    chance: random.Random
    kills: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    taken_up: dict[str, int] = field(default_factory=lambda: {"same worker": 0, "housekeeping": 0})

    def undisturbed(self, begin: Callable[[], object], *, name: str = "one") -> float:
        """Begin a work, let a worker do it and all that follows, and return how long that took."""
        begin()
        worker, started_at = _worker(name), time.monotonic()
        _until(lambda: not _is_anything_left(), worker)
        _end(worker)
        return time.monotonic() - started_at

    def killed(self, name: str, begin: Callable[[], object], *, longest_s: float, kills: int) -> None:
        """Begin a work, and kill the worker so many times before one comes to the end of it and of all that follows."""
        begin()
        self.kills.setdefault(name, 0)
        worker_name = "one"
        for _ in range(kills):
            if not _is_anything_left():
                return
            worker = _worker(worker_name)
            _until(lambda: _is_at_work() or not _is_anything_left(), worker)
            # Half of them early: what is written goes fast, what follows takes its time.
            time.sleep(self.chance.uniform(0, longest_s / self.chance.choice((1, 6))))
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
            self.kills[name] += 1
            self.wrong += [f"{name}, kill {self.kills[name]}: {sentence}" for sentence in self.look()]
            worker_name = self._next_worker(worker_name)
        self.undisturbed(lambda: None, name=worker_name)

    def _next_worker(self, name: str) -> str:
        """Return who goes on: the same worker, which finds what it was at, or another one after the housekeeping."""
        if self.chance.random() < 0.5:
            self.taken_up["same worker"] += 1
            _let_waits_pass()
            return name
        self.taken_up["housekeeping"] += 1
        _age_signs_of_life()
        _keep_house()
        _let_waits_pass()
        return f"{name}-later"[-60:]


def _worker(name: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "benchmarks.small_batches", "worker", "--name", name]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ}, stdout=subprocess.DEVNULL)


def _end(worker: "subprocess.Popen[bytes]") -> None:
    worker.send_signal(signal.SIGTERM)
    worker.wait(60)


def _until(is_so: Callable[[], bool], worker: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + MOST_SECONDS
    while not is_so():
        if worker.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the worker ended by itself, or never came to an end: {worker.poll()}")
        time.sleep(POLL_SECONDS)


def _jobs() -> Any:
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.order_by()


def _is_at_work() -> bool:
    return bool(_jobs().filter(status="RUNNING").exists())


def _is_anything_left() -> bool:
    return bool(_jobs().filter(status__in=("READY", "RUNNING")).exists())


def _let_waits_pass() -> None:
    """Make what was put off due now, as if the time had passed."""
    from django.utils import timezone
    from django_tasks_db.models import get_date_max

    now = timezone.now()
    _jobs().filter(status="READY", run_after__gt=now).exclude(run_after=get_date_max()).update(run_after=now)


def _age_signs_of_life() -> None:
    """Make every sign of life so old that its giver counts as dead."""
    from django.apps import apps
    from django.db.models import F

    for model in apps.get_models():
        for name in ("heartbeat_at", "beat_at"):
            if any(each.name == name for each in model._meta.fields):
                model._default_manager.filter(**{f"{name}__isnull": False}).update(**{name: F(name) - AGED})
    _jobs().filter(status="RUNNING").update(started_at=F("started_at") - AGED)


def _keep_house() -> None:
    from skillsnet.home.housekeeping import chores_of, do_what_is_due

    if not do_what_is_due(chores_of()):
        raise RuntimeError("a chore failed")


def failed_jobs() -> list[str]:
    """Return what failed for good: of each job its task, and the kind of its fault."""
    failed = _jobs().filter(status="FAILED").order_by("enqueued_at", "pk")
    return [" ".join(pair) for pair in failed.values_list("task_path", "exception_class_path")]
