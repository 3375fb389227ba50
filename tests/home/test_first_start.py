"""An empty network leads its owner, keeps the choice of its first start, and a folder without one says what to do."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.test import Client
from django.utils import timezone

from skillsnet.classification.models import Relearning
from skillsnet.db.jobs import STALE_SECONDS, record_heartbeat
from skillsnet.db.models import WorkerHeartbeat
from skillsnet.home.actions import takes_example
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_user

pytestmark = pytest.mark.slow

# Our commands and what they need; `run` and `import` set a folder up, and those that measure need none.
COMMANDS: dict[str, tuple[str, ...]] = {
    "accounts": (),
    "audit": (),
    "backup": ("copies",),
    "jobs": (),
    "rebuild_map": (),
    "restore": ("copies",),
    "taxonomies": ("list",),
    "worker": (),
    "check_data": (),
    "consents": (),
    "create_facilitator": ("ada@example.org",),
    "imports": ("list",),
    "organisations": ("duplicates",),
    "projects": ("duplicates",),
}
# Commands under their former names, which say how they are called now.
FORMER_NAMES = {"delete_run", "duplicates", "merge", "runs", "undo"}
# These say what they miss in words of their own.
OWN_WORDS = {"backup", "restore"}
STOPPED = "Background jobs have stopped."


@pytest.mark.django_db
def test_the_choice_of_the_first_start_is_kept() -> None:
    assert [takes_example(is_refused=refused) for refused in (True, False, False)] == [False, False, False]


@pytest.mark.django_db
def test_a_first_start_that_broke_off_goes_on_the_next_time() -> None:
    assert [takes_example(is_refused=refused) for refused in (False, False, True)] == [True, True, False]


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["account", "call"])
def test_the_example_never_comes_to_what_is_somebodys(what: str) -> None:
    if what == "account":
        make_user("ada@example.org")
    else:
        make_call()
    assert not takes_example(is_refused=False)


@pytest.mark.django_db
def test_the_first_page_of_an_empty_network_leads_its_owner(client: Client, taxonomy: Edition) -> None:
    page = client.get("/").content.decode()
    assert ("skillsnet create-facilitator" in page, "/facilitate/imports/new" in page) == (True, False)
    facilitator = make_user("fay@example.org", role="facilitator")
    assert "skillsnet create-facilitator" not in client.get("/").content.decode()
    client.force_login(facilitator)
    assert "Import your call’s spreadsheet" in client.get("/").content.decode()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_without_a_database_gets_one_sentence(command: str, tmp_path: Path) -> None:
    environment = {**os.environ, "SKILLSNET_DATA": str(tmp_path), "SKILLSNET_DATABASE": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "skillsnet", command, *COMMANDS[command]],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert ("skillsnet run" in done.stderr) == (command not in OWN_WORDS)
    assert done.stderr.count("\n") == 1


def test_no_command_of_ours_is_left_out() -> None:
    ours = {name for name, app in get_commands().items() if app.startswith("skillsnet.")}
    assert ours == {
        *COMMANDS,
        *FORMER_NAMES,
        "columns",
        "evaluate",
        "evaluate_languages",
        "evaluate_matches",
        "import",
        "migrate",
        "run",
    }


@pytest.mark.django_db
def test_pages_say_when_nobody_is_working(facilitator_client: Client, taxonomy: Edition) -> None:
    Relearning.objects.create(edition=taxonomy, decision_watermark=0, learned_count=1, heartbeat_at=timezone.now())
    pages = ["/facilitate/", "/facilitate/categories/learning/"]
    record_heartbeat("w", started_at=timezone.now(), job=None)
    assert [STOPPED in facilitator_client.get(page).content.decode() for page in pages] == [False, False]
    WorkerHeartbeat.objects.update(beat_at=timezone.now() - timedelta(seconds=STALE_SECONDS + 5))
    assert [STOPPED in facilitator_client.get(page).content.decode() for page in pages] == [True, True]
