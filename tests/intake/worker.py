"""A worker that dies where it is told to: `python -m tests.intake.worker FILE BATCH POINT`.

Commits FILE in small batches and kills itself with SIGKILL at the given batch, `inside` its transaction or `after` it.
BATCH 0 lives to the end.
"""

import os
import signal
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def main(path: Path, last_batch: int, point: str) -> None:
    """Import the file, or go on with the import that was left, and print the tables at the end."""
    django.setup()
    settings.FOLLOW_UPS = []
    call_command("migrate", verbosity=0)
    from skillsnet.db.jobs import batches as batch_sizes
    from skillsnet.intake.actions import begin_commit, commits, finish_commit
    from skillsnet.intake.models import ImportRun
    from tests.intake.sheets import photograph, previewed

    commits.ROWS_A_BATCH = 40
    # On a busy machine batches get smaller, and rows other numbers.
    batch_sizes.LONG_SECONDS = float("inf")
    write, batches = commits._write, iter(range(1, 10_000))

    def write_and_die(run: ImportRun, rows: list[object]) -> None:
        number = next(batches)
        if number == last_batch + 1 and point == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        write(run, rows)  # type: ignore[arg-type]
        if number == last_batch and point == "inside":
            os.kill(os.getpid(), signal.SIGKILL)

    if last_batch:
        commits._write = write_and_die  # type: ignore[assignment]
    run = ImportRun.objects.first() or previewed(path)
    begin_commit(run, by=None)
    finish_commit(run)
    sys.stdout.write(repr((run.state, run.done_rows, run.counts, photograph(without=("created_at", "updated_at")))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
