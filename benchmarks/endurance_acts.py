"""The facilitator of `endurance`: what she does in turn, and what she kills."""

import csv
import json
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

from tests.running import Network, wait_until

from benchmarks.intake import HEADER, rows

SMALL_ROWS = 30
LARGE_ROWS = 50_000
LARGE_IMPORT = f"import {LARGE_ROWS}"
LARGE_UNDO = f"take {LARGE_ROWS} back"
PATIENCE_SECONDS = 180.0
LARGE_PATIENCE_SECONDS = 2400.0


@dataclass(frozen=True)
class Act:
    """Something that was done: when, and what went wrong, if anything."""

    name: str
    started_at: float
    ended_at: float
    fault: str = ""


@dataclass
class Facilitator:
    """Works on a network that runs, one thing after the other; Django is set up on the same data folder."""

    network: Network
    chance: random.Random
    acts: list[Act] = field(default_factory=list)
    web_kills: list[float] = field(default_factory=list)
    _run: int = 0

    def in_turn(self, *, with_kills: bool) -> "list[tuple[str, Callable[[], None]]]":
        """Return one round of work."""
        kills = [("kill the worker", self.kill_worker), ("kill a web process", self.kill_web)] if with_kills else []
        return [
            ("import", lambda: self.bring_in(SMALL_ROWS)), ("take it back", self.take_back),
            *kills,
            ("learn", self.learn), ("publish", self.publish), ("unpublish", self.unpublish),
        ]  # fmt: skip

    def do(self, name: str, act: Callable[[], None]) -> None:
        """Do something and note how it went; what fails is a finding, and the next thing is tried."""
        started_at, fault = time.monotonic(), ""
        try:
            act()
        except (AssertionError, RuntimeError, subprocess.TimeoutExpired) as error:
            fault = f"{type(error).__name__}: {error}"[-1500:]
        self.acts.append(Act(name, started_at, time.monotonic(), fault))

    def bring_in(self, count: int) -> None:
        """Import a made file through the command."""
        path = self.network.folder / f"made-{count}.csv"
        if not path.exists():
            write_sheet(path, count)
        output = self._command(count, "import", str(path), "--call", f"made-{count}", "--unanswered", "new", "--json")
        self._run = int(json.loads(output)["run"])

    def take_back(self, count: int = SMALL_ROWS) -> None:
        """Take the last import back through the command."""
        self._command(count, "imports", "undo", str(self._run))

    def kill_worker(self) -> None:
        """Kill the worker, in the middle of whatever it does, and wait for the next."""
        killed = self.network.worker()
        os.kill(killed, signal.SIGKILL)
        self._until(lambda: self.network.worker() not in (0, killed) and self.network.status("/readyz") == 200)

    def kill_web(self) -> None:
        """Kill one of the web server's processes and wait for the next."""
        before = self.network.web()
        self.web_kills.append(time.monotonic())
        os.kill(self.chance.choice(before), signal.SIGKILL)
        self._until(lambda: self.network.status("/healthz") == 200 and not {*before} & {*self.network.web()})

    def learn(self) -> None:
        """Have the engine learn anew, in the worker."""
        from skillsnet.classification.actions import begin_relearning
        from skillsnet.classification.enums import UNDER_WAY
        from skillsnet.classification.models import Relearning
        from skillsnet.classification.tasks import run_relearning
        from skillsnet.taxonomy.queries import SKILLS, current_edition

        edition = current_edition(SKILLS)
        if edition is None:
            raise RuntimeError("no edition is in force")
        relearning = begin_relearning(edition, by=_by(), is_asked=True)
        if relearning is not None:
            run_relearning.enqueue(relearning.pk)
        self._until(lambda: not Relearning.objects.filter(state__in=UNDER_WAY).exists())
        last = Relearning.objects.order_by("-pk").first()
        if last is not None and last.fault:
            raise RuntimeError(last.fault)

    def publish(self) -> None:
        """Put a draft of the next edition in force, in the worker."""
        from django.utils import timezone

        from skillsnet.publication.actions import begin_publication
        from skillsnet.publication.tasks import run_publication
        from skillsnet.taxonomy.actions import start_draft
        from skillsnet.taxonomy.models import Edition
        from skillsnet.taxonomy.queries import SKILLS, current_edition

        now = current_edition(SKILLS)
        if now is None:
            raise RuntimeError("no edition is in force")
        draft = Edition.objects.filter(taxonomy=now.taxonomy_id, number__gt=now.number).first()
        draft = draft or start_draft(now.taxonomy, by=_by())
        publication = begin_publication(draft, object_until=timezone.localdate() + timedelta(days=9), by=_by())
        run_publication.enqueue(publication.pk)
        self._until_publication_is("published")

    def unpublish(self) -> None:
        """Put the edition before in force again, in the worker."""
        from skillsnet.publication.actions import begin_publication_undo
        from skillsnet.publication.models import Publication
        from skillsnet.publication.tasks import run_publication

        last = Publication.objects.order_by("-pk").first()
        if last is None or last.state != "published":
            raise RuntimeError("nothing was published")
        run_publication.enqueue(begin_publication_undo(last, by=_by()).pk)
        self._until_publication_is("undone")

    def _until_publication_is(self, state: str) -> None:
        from skillsnet.publication.models import Publication

        def now() -> str:
            return Publication.objects.order_by("-pk").values_list("state", flat=True)[0]

        self._until(lambda: now() in (state, "stopped"))
        if now() != state:
            raise RuntimeError(f"the publication is {now()}")

    def _until(self, is_so: Callable[[], Any]) -> None:
        wait_until(is_so, self.network, within_s=PATIENCE_SECONDS)

    def _command(self, count: int, *arguments: str) -> str:
        patience = PATIENCE_SECONDS if count == SMALL_ROWS else LARGE_PATIENCE_SECONDS
        process = subprocess.run(
            [sys.executable, "-m", "skillsnet", *arguments],
            env={**os.environ, "SKILLSNET_DATA": str(self.network.folder), "SKILLSNET_DATABASE": self.network.database},
            capture_output=True, text=True, timeout=patience, check=False,
        )  # fmt: skip
        if process.returncode:
            raise RuntimeError(f"{arguments[0]} ended with {process.returncode}: {process.stderr[-1000:]}")
        return process.stdout


def write_sheet(path: Path, count: int) -> None:
    """Write a made file of so many rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(count))


def _by() -> int:
    from skillsnet.accounts.models import User
    from skillsnet.home.actions import EXAMPLE_FACILITATOR

    return User.objects.get(email=EXAMPLE_FACILITATOR).pk
