"""Upgrades a database that commit c541292 made, and compares what both versions show through HTTP.

`python -m benchmarks upgrade` takes the example network and the real calls of ../shared, on SQLite or beside the
PostgreSQL database that SKILLSNET_DATABASE names. `--keep FOLDER` leaves the old database and what it showed there.
`--step 12` takes a twelfth of the example and nothing real: tests/upgrading/c541292 was made so.
"""

import io
import json
import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.running import Network, network_in
from tests.upgrading.comparison import differences
from tests.upgrading.networks import SESSION, shown_by

ROOT = Path(__file__).resolve().parent.parent
COMMIT = "c541292"
CALLS = ROOT.parent / "shared" / "data" / "dev"
BUILD = Path("src/skillsnet/web/static/build")
SHOWN_DIFFERENCES = 40
FILL_SECONDS = 1800
# What a data folder holds and no test needs.
NOT_KEPT = {"static", "log", "secret.key"}


@dataclass
class OldNetwork(Network):
    """A network that the older version serves."""

    source: Path = ROOT

    def _environment(self) -> dict[str, str]:
        return {**super()._environment(), "PYTHONPATH": str(self.source / "src")}

    def python(self, *arguments: str) -> str:
        """Run Python on this network by the older version, and return what it prints."""
        environment = {**self._environment(), "DJANGO_SETTINGS_MODULE": "skillsnet.config.settings"}
        done = subprocess.run(
            [sys.executable, *arguments], env=environment, cwd=self.folder, capture_output=True, text=True,
            timeout=FILL_SECONDS, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return done.stdout.strip()


def why_not(*, is_real: bool) -> str:
    """Return why nothing can be compared here, or an empty text."""
    if is_real and not CALLS.is_dir():
        return "the real files are not beside this checkout (../shared/data)"
    told = subprocess.run(["git", "cat-file", "-e", COMMIT], cwd=ROOT, capture_output=True, check=False)
    return f"the history does not reach back to {COMMIT}" if told.returncode else ""


def measure(keep: str = "", every: int = 1, step: int = 1) -> Iterator[dict[str, Any]]:
    """Yield how many pages were compared, and which differ; of the pages of projects every so many."""
    if reason := why_not(is_real=step == 1):
        yield {"skipped": reason}
        return
    with TemporaryDirectory(prefix="skillsnet-upgrade-") as name:
        folder = Path(name)
        source = old_source(folder / "source")
        with network_in(folder / "data") as new:
            old = OldNetwork(new.folder, new.database, source=source)
            old.python(str(ROOT / "benchmarks" / "upgrade_old.py"), str(step), *([str(CALLS)] if step == 1 else []))
            cookie = f"sessionid={old.python('-c', SESSION)}"
            try:
                before, _ = shown_by(old.start("--without-example"), cookie, every=every)
                old.send(15)
            finally:
                old.end()
            if keep:
                _keep(old, Path(keep), before)
            yield from compare(new, before, cookie, every=every, keep=keep)


def compare(new: Network, before: dict[str, Any], cookie: str, *, every: int, keep: str) -> Iterator[dict[str, Any]]:
    """Upgrade a network and yield what it shows otherwise than before."""
    begun = time.monotonic()
    done = new.command("migrate")
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    migrated_s = round(time.monotonic() - begun, 1)
    after, moved = shown_by(new.start(), cookie, every=every)
    checked = new.command("check_data")
    if keep:
        with lzma.open(Path(keep) / "after.json.xz", "wt", encoding="utf-8") as file:
            json.dump(after, file, ensure_ascii=False)
    found = differences(before, after)
    projects = [path for path in before if path.startswith("en /participants/")]
    yield {
        "database": "postgresql" if new.database else "sqlite", "migrate_s": migrated_s, "pages": len(before),
        "project_pages": len(projects), "moved_for_good": len(moved), "check_data": checked.stdout.strip(),
        "differences": len(found), "first": found[:SHOWN_DIFFERENCES],
    }  # fmt: skip


def old_source(folder: Path) -> Path:
    """Return a folder with the source of the older version, its messages compiled, today's island in its place."""
    packed = subprocess.run(["git", "archive", COMMIT], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    # Pages name the island's files; what they hold is of no matter here.
    shutil.copytree(ROOT / BUILD, folder / BUILD, dirs_exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    command = [sys.executable, "tools/translations.py", "compile"]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return folder


def _keep(old: OldNetwork, folder: Path, before: dict[str, Any]) -> None:
    """Write what a test needs: the data folder without its key, the dump of the other database, what was shown."""
    folder.mkdir(parents=True, exist_ok=True)
    with lzma.open(folder / "shown.json.xz", "wt", encoding="utf-8") as file:
        json.dump({path: _without_words(shown) for path, shown in before.items()}, file, ensure_ascii=False)
    if old.database:
        command = ["pg_dump", "--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=500"]
        command += ["--exclude-table-data=cache_entries", old.database]
        dumped = subprocess.run(command, capture_output=True, check=True).stdout
        (folder / "network.sql.xz").write_bytes(lzma.compress(dumped, preset=9))
        return
    with closing(sqlite3.connect(old.folder / "network.sqlite3")) as connection:
        connection.execute("DELETE FROM cache_entries")
        connection.commit()
        connection.execute("VACUUM")
    with tarfile.open(folder / "network.tar.xz", "w:xz", preset=9) as archive:
        archive.add(
            old.folder, arcname=".", filter=lambda member: None if NOT_KEPT & {*Path(member.name).parts} else member
        )


def _without_words(shown: object) -> object:
    """Return what is compared of a page: its own words are not."""
    return {key: value for key, value in shown.items() if key != "words"} if isinstance(shown, dict) else shown
