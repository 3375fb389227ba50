"""Putting new files in the place of those of a data folder: all of them or none, whenever the process is killed.

Everything is prepared beside the old files. Then a journal is put in place by one rename: before it the old ones hold,
after it the new ones do, since whoever next opens the data folder (`finish_swap`, called while the environment is read)
finishes what the journal says. Each step is a rename that can be repeated.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from skillsnet.db.backups.manifest import sync, write_private

JOURNAL = "restore-journal.json"
LOCK_NAME = ".restore-journal.lock"
STAGE = ".restore-partial"


def swap(data_dir: Path, *, arriving: Sequence[str], leaving: Sequence[str], aside: str) -> None:
    """Move `arriving` from the stage into the data folder, and `leaving`, which they replace, into the folder `aside`.

    Names that are not there are passed over. The stage and what is left in it go.
    """
    stage = data_dir / STAGE
    steps = {"arriving": [name for name in arriving if (stage / name).exists()], "leaving": [*leaving], "aside": aside}
    new_journal = stage / JOURNAL
    write_private(new_journal, json.dumps(steps).encode())
    for root, _, _ in os.walk(stage):
        sync(Path(root))
    new_journal.rename(data_dir / JOURNAL)
    sync(data_dir)
    finish_swap(data_dir)


def finish_swap(data_dir: Path) -> None:
    """Finish a swap whose process was killed; where there is none, look once for its journal and do nothing."""
    journal = data_dir / JOURNAL
    if not journal.exists():
        return
    handle = os.open(data_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if journal.exists():
            _finish(data_dir, json.loads(journal.read_text(encoding="utf-8")))
            shutil.rmtree(data_dir / STAGE, ignore_errors=True)
            journal.unlink()
            sync(data_dir)
    finally:
        os.close(handle)


def _finish(data_dir: Path, steps: dict[str, list[str]]) -> None:
    stage, aside = data_dir / STAGE, data_dir / str(steps["aside"])
    aside.mkdir(mode=0o700, exist_ok=True)
    sync(data_dir)
    for name in steps["leaving"]:
        # What arrives under this name and is no longer in the stage stands in its place already.
        if (data_dir / name).exists() and (name not in steps["arriving"] or (stage / name).exists()):
            (data_dir / name).rename(aside / name)
    sync(aside)
    for name in steps["arriving"]:
        if (stage / name).exists():
            (stage / name).rename(data_dir / name)
    sync(data_dir)
    if not any(aside.iterdir()):
        aside.rmdir()
