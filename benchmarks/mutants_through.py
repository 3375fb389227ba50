"""Broken spreadsheets through the site: uploaded, compared, written and taken back; no fault, and no half import."""

import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.mutants import warm_sandbox
from benchmarks.mutations import mutants

ROOT = Path(__file__).resolve().parent.parent
COUNT = 10_000
SEED = 7_001
OUTCOMES = ("new", "updated", "unchanged", "asks", "duplicates", "errors", "skipped")


def measure(count: int = COUNT) -> Iterator[dict[str, Any]]:
    """Yield how many files were refused and written, every answer's status, and what was left behind."""
    process = subprocess.run(
        [sys.executable, "-m", "benchmarks.mutants_through", str(count)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if process.returncode:
        raise RuntimeError(process.stderr[-3000:])
    yield json.loads(process.stdout.splitlines()[-1])


def through(files: Iterator[tuple[str, bytes]], client: Any) -> dict[str, Any]:
    """Bring each file in as a facilitator does, and take it back; return what came of them."""
    from skillsnet.calls.models import Project
    from skillsnet.participants.models import Organisation, Person

    statuses: Counter[int] = Counter()
    endings: Counter[str] = Counter()
    for number, (name, content) in enumerate(files):
        endings["files"] += 1
        run = _uploaded(client, name, content, number, statuses)
        if run is None:
            endings["refused"] += 1
        else:
            endings[_import_status(client, run, statuses)] += 1
        row_count = Project.objects.count() + Organisation.objects.count() + Person.objects.count()
        endings["left_behind"] += row_count
    return {**endings, "statuses": {str(status): times for status, times in sorted(statuses.items())}}


def _uploaded(client: Any, name: str, content: bytes, number: int, statuses: Counter[int]) -> Any:
    from skillsnet.intake.models import ImportRun

    file = io.BytesIO(content)
    file.name = name
    before = ImportRun.objects.count()
    response = client.post("/facilitate/imports/new/", {"file": file, "new_title": f"Call {number}"})
    statuses[response.status_code] += 1
    return ImportRun.objects.latest("pk") if ImportRun.objects.count() > before else None


def _import_status(client: Any, run: Any, statuses: Counter[int]) -> str:
    """Compare, write and take back; return whether rows were written, and whether every row has its outcome."""
    base = f"/facilitate/imports/{run.pk}"
    statuses[client.get(f"{base}/columns/").status_code] += 1
    statuses[client.post(f"{base}/preview/").status_code] += 1
    run.refresh_from_db()
    if sum(run.counts[name] for name in OUTCOMES) != run.counts["rows"]:
        return "rows_lost"
    for page in ("preview", "questions", "values"):
        statuses[client.get(f"{base}/{page}/").status_code] += 1
    # What taking back a large import would do is worked out when it is first asked for.
    for step in ("commit", "undo", "undo"):
        statuses[client.post(f"{base}/{step}/").status_code] += 1
    run.refresh_from_db()
    return "nothing_to_write" if run.state == "preview" else run.state


def main(count: int) -> None:
    """Send so many files through and print the figures."""
    from benchmarks.installation import prepare

    prepare()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from skillsnet.accounts.models import User

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_user("fay@example.org", role="facilitator"))
    with warm_sandbox():
        print(json.dumps(through(mutants(count, seed=SEED), client)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
