"""A restore puts everything back or changes nothing, and says what it cannot do."""

import json
import re
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from skillsnet.db.backups.swap import STAGE
from skillsnet.home.supervisor.claims import claim
from tests.home.installations import CHANGED, ROOT, Installation, hash_of

pytestmark = pytest.mark.slow

pytest_db = pytest.mark.django_db(transaction=True)
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="one file is replaced")
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a schema is replaced")
ERASE = "from skillsnet.audit.actions import record; record('people.erase', subject='person:1', by=None)"
PREPARED = "call:skillsnet.home.backups.restoring:_put_in_place:1"


@pytest.fixture
def backup(kept_backup: Path, tmp_path: Path) -> Path:
    """A backup of the test's own, to be damaged."""
    return Path(shutil.copytree(kept_backup, tmp_path / kept_backup.name))


def _changed(backup: Path, change: Callable[[dict[str, object]], None]) -> None:
    """Change a manifest as another version would have written it."""
    manifest = json.loads((backup / "manifest.json").read_text())
    change(manifest)
    text = json.dumps(manifest).encode()
    (backup / "manifest.json").write_bytes(text)
    (backup / "manifest.sha256").write_text(f"{sha256(text).hexdigest()}  manifest.json\n")


def _refused(backup: Path) -> str:
    with pytest.raises(CommandError) as refusal:
        call_command("restore", str(backup), replace=True)
    return str(refusal.value)


@pytest_db
def test_what_is_damaged_is_refused(backup: Path) -> None:
    path = next(path for path in sorted((backup / "database").iterdir()) if path.stat().st_size > 1)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert f"database/{path.name} is not as it was written" in _refused(backup)
    path.unlink()
    assert f"database/{path.name} is missing" in _refused(backup)
    (backup / "manifest.json").write_bytes((backup / "manifest.json").read_bytes().replace(b"21", b"22"))
    assert "manifest.json is damaged" in _refused(backup)
    assert "is not a backup" in _refused(backup.parent)


@pytest_db
def test_what_another_version_or_database_made_is_refused(backup: Path) -> None:
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    _changed(backup, lambda manifest: manifest.update(database=other))
    assert re.search("This is a backup of .* runs on", _refused(backup))
    _changed(backup, lambda manifest: manifest.update(database=connection.vendor, migrations=[["calls", "9999_later"]]))
    assert "does not know the migration calls 9999_later" in _refused(backup)
    _changed(backup, lambda manifest: manifest.update(format=2, program="9.0"))
    assert "made by version 9.0" in _refused(backup)


def test_while_it_is_in_use_or_holds_data_nothing_changes(installation: Installation, kept_backup: Path) -> None:
    before = installation.hashes()
    ended = installation.run("restore", str(kept_backup))
    assert (ended.returncode, "add --replace" in ended.stderr) == (1, True)
    with closing(installation.connect()) as other:
        other.execute("SELECT count(*) FROM accounts_user").fetchall()
        ended = installation.run("restore", str(kept_backup), "--replace")
    assert (ended.returncode, "Stop skillsnet run" in ended.stderr) == (1, True)
    with claim(installation.data, address="http://127.0.0.1:8000").file:
        ended = installation.run("restore", str(kept_backup), "--replace")
    assert (ended.returncode, "serves it at http://127.0.0.1:8000" in ended.stderr) == (1, True)
    assert installation.hashes() == before


def test_an_older_one_is_brought_up_to_date(installation: Installation, tmp_path: Path) -> None:
    latest = installation.rows("SELECT app, name FROM django_migrations ORDER BY app, name")
    installation.done("migrate", "matching", "0004_column_names", "--verbosity", "0")
    assert "matching_suggestionlist" not in " ".join(installation.tables())
    installation.done("backup", str(tmp_path / "backups"))
    installation.wipe()
    installation.done("restore", str(next((tmp_path / "backups").glob("skillsnet-*"))))
    assert installation.rows("SELECT app, name FROM django_migrations ORDER BY app, name") == latest
    assert installation.rows("SELECT count(*) FROM calls_project") == [(21,)]


def test_one_of_a_version_that_had_another_label_for_an_app_comes_along(
    installation: Installation, tmp_path: Path
) -> None:
    latest = installation.rows("SELECT app, name FROM django_migrations ORDER BY app, name")
    installation.done("migrate", "publication", "0007_labels", "--verbosity", "0")
    with closing(installation.connect()) as opened:
        opened.execute("UPDATE django_migrations SET app = 'codesign' WHERE app = 'publication'")
        opened.execute("UPDATE django_content_type SET app_label = 'codesign' WHERE app_label = 'publication'")
    assert "codesign_publication" in installation.tables()
    installation.done("backup", str(tmp_path / "backups"))
    installation.wipe()
    installation.done("restore", str(next((tmp_path / "backups").glob("skillsnet-*"))))
    assert installation.rows("SELECT app, name FROM django_migrations ORDER BY app, name") == latest
    assert installation.rows("SELECT app_label FROM django_content_type WHERE app_label = 'codesign'") == []
    assert "codesign" not in " ".join(installation.tables())
    assert installation.rows("SELECT count(*) FROM calls_project") == [(21,)]


def _differing(installation: Installation) -> None:
    """Make the data differ from the backup's in the database, the files and the key."""
    with closing(installation.connect()) as opened:
        opened.execute("INSERT INTO auth_group (name) VALUES ('since')")
        opened.execute("DELETE FROM django_session")
    (installation.data / "files" / "since.txt").write_text("since")
    (installation.data / "secret.key").write_text("another key " * 6)


def _state(installation: Installation) -> tuple[object, ...]:
    groups = installation.rows("SELECT name FROM auth_group")
    files = sorted(path.name for path in (installation.data / "files").iterdir())
    return groups, files, (installation.data / "secret.key").read_text().startswith("another")


OLD = ([("since",)], ["letter.txt", "since.txt"], True)
NEW = ([], ["letter.txt"], False)
# On the way to the end of the moves the new data hold, since whoever opens the folder next finishes them.
STEPS = [
    ("fsync:1", OLD),
    (PREPARED, OLD),
    pytest.param("before:restore-journal.json:1", OLD, marks=on_sqlite),
    pytest.param("after:restore-journal.json:1", NEW, marks=on_sqlite),
    pytest.param("after:data/network.sqlite3:1", NEW, marks=on_sqlite),
    pytest.param("call:skillsnet.db.backups.postgresql:_move:2", OLD, marks=on_postgresql),
    pytest.param("after:restore-journal.json:1", NEW, marks=on_postgresql),
]


@pytest.mark.parametrize(("step", "state"), STEPS)
def test_a_killed_restore_leaves_the_old_or_the_new(
    installation: Installation, kept_backup: Path, step: str, state: object
) -> None:
    _differing(installation)
    ended = installation.run("restore", str(kept_backup), "--replace", fatal=step)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    # Any command finishes what the journal says.
    installation.done("migrate", "--check")
    assert _state(installation) == state


def test_after_a_kill_it_can_be_run_again(installation: Installation, kept_backup: Path, filled: Installation) -> None:
    _differing(installation)
    installation.python(ERASE)
    assert installation.run("restore", str(kept_backup), "--replace", fatal=PREPARED).returncode == -signal.SIGKILL
    said = installation.done("restore", str(kept_backup), "--replace")
    assert _state(installation) == NEW
    assert "people.erase (1)" in said
    assert "must be withdrawn and erased again" in said
    aside = Path(next(re.finditer(r"kept in (\S+)\. Delete", said)).group(1))
    assert (aside / "files" / "since.txt").read_text() == "since"
    assert (aside / "secret.key").read_text().startswith("another")
    assert _former_groups(aside, said, installation) == [("since",)]
    assert not (installation.data / STAGE).exists()
    users = "SELECT * FROM accounts_user"
    assert hash_of(installation.rows(users)) == hash_of(filled.rows(users))


def _former_groups(aside: Path, said: str, installation: Installation) -> list[object]:
    if installation.database:
        schema = next(re.finditer(r"the schema (\w+) of", said)).group(1)
        assert installation.rows("SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%partial'") == [(0,)]
        return installation.rows(f"SELECT name FROM {schema}.auth_group")
    with closing(sqlite3.connect(aside / "network.sqlite3")) as opened:
        return opened.execute("SELECT name FROM auth_group").fetchall()


def test_what_prepares_a_copy_ends_with_whoever_started_it(installation: Installation, kept_backup: Path) -> None:
    command = [sys.executable, "-m", "skillsnet.home.backups.staging", str(kept_backup)]
    child = Popen(command, cwd=ROOT, env=installation.environment, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    child.communicate(timeout=120)
    assert child.returncode == 1
    assert installation.hashes().keys() - CHANGED
