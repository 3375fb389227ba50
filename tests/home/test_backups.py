"""A backup is one moment of everything, made while others write; it comes back as it was."""

import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from skillsnet.db.backups.manifest import BackupRefused, read_manifest
from skillsnet.db.backups.whole_folder import locked
from skillsnet.home.backups import make_backup, writing
from tests.factories import make_person, make_user
from tests.home.installations import CHANGED, Installation, Writers

pytestmark = pytest.mark.slow

COUNTED = {
    "sqlite": "SELECT seq FROM sqlite_sequence WHERE name = 'calls_project'",
    "postgresql": "SELECT pg_sequence_last_value(pg_get_serial_sequence('calls_project', 'id')::regclass)",
}
SIGN = "from django.core import signing; "
SIGN_IN = """
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
from django.test import Client
from skillsnet.accounts.codes import code_of
from skillsnet.accounts.models import SignIn
client = Client()
client.post("/accounts/login/", {"email": "fay@example.org"})
assert client.get("/facilitate/").status_code == 302
client.post("/accounts/login/code/", {"code": code_of(SignIn.objects.latest("pk"))})
print(client.get("/facilitate/").status_code)
"""


def test_under_writes_it_is_one_moment_and_comes_back_as_it_was(installation: Installation, tmp_path: Path) -> None:
    signed = installation.python(SIGN + "print(signing.dumps('kept'))").strip()
    with Writers(installation):
        installation.done("backup", str(tmp_path / "backups"))
    folder = next((tmp_path / "backups").glob("skillsnet-*"))
    before = {table: one.rows for table, one in read_manifest(folder).tables.items()}
    installation.wipe()
    installation.done("restore", str(folder))
    after = {name: installation.rows(f'SELECT count(*) FROM "{name}"')[0][0] for name in installation.tables()}
    assert {name for name in before if before[name] != after.get(name)} <= CHANGED
    groups = {name for (name,) in installation.rows("SELECT name FROM auth_group")}
    assert groups == {n for (n,) in installation.rows("SELECT model FROM django_content_type WHERE app_label = 'load'")}
    assert {kind for kind in ("small", "large") if any(name.startswith(kind) for name in groups)} == {"small", "large"}
    for kind in ("small", "large"):
        numbers = sorted(int(name.split()[1]) for name in groups if name.startswith(kind))
        assert numbers == list(range(len(numbers)))
    installation.done("check-data")
    assert installation.python(SIGN + f"print(signing.loads({signed!r}))").strip() == "kept"


def test_what_comes_back_is_what_was_there(installation: Installation, kept_backup: Path, filled: Installation) -> None:
    installation.wipe()
    said = installation.done("restore", str(kept_backup))
    before, after = filled.hashes(), installation.hashes()
    assert {name for name in before | after if before.get(name) != after.get(name)} <= CHANGED
    assert (installation.data / "files" / "letter.txt").read_text() == "a file"
    assert installation.rows("SELECT count(*) FROM django_session") == [(0,)]
    held = installation.rows("SELECT state, failure FROM outbox_mailmessage")
    assert held == [("failed", "restored"), ("failed", "restored")]
    assert "Everybody has been signed out." in said
    assert "2 mails were waiting" in said
    assert stat.S_IMODE((installation.data / "secret.key").stat().st_mode) == 0o600
    # Numbers of rows that were deleted are given to nobody else.
    counted = COUNTED[connection.vendor]
    assert installation.rows(counted) == filled.rows(counted) != [(None,)]
    installation.done("check-data")
    assert installation.python(SIGN_IN).split() == ["200"]


def test_nobody_else_may_read_it_and_nothing_in_it_signs_in(kept_backup: Path) -> None:
    for path in (kept_backup, *kept_backup.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    manifest = read_manifest(kept_backup)
    assert (manifest.tables["django_session"].rows, manifest.tables["accounts_signin"].rows) == (0, 0)
    assert manifest.tables["calls_project"].rows == 21


@pytest.mark.parametrize("step", ["fsync:1", "fsync:3", "before:Z:1", "call:skillsnet.home.backups.writing:_check:1"])
def test_a_killed_backup_leaves_nothing_that_looks_whole(installation: Installation, tmp_path: Path, step: str) -> None:
    ended = installation.run("backup", str(tmp_path / "backups"), fatal=step)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert not list((tmp_path / "backups").glob("skillsnet-*"))
    assert list((tmp_path / "backups").glob(".skillsnet-*.partial")), "it was killed before it began"
    installation.done("backup", str(tmp_path / "backups"), "--verbosity", "0")
    names = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert [name for name in names if name.startswith(".")] == [".skillsnet-backup.lock"]
    assert len(names) == 2


@pytest.mark.limits
def test_a_full_disk_is_a_sentence_and_leaves_nothing(installation: Installation, tmp_path: Path) -> None:
    code = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, resource.RLIM_INFINITY))
from skillsnet.cli import main
main(["skillsnet", "backup", {str(tmp_path / "backups")!r}])
"""
    # A limit of its own is what a process can plant for itself; it is met where a full disk would be.
    ended = subprocess.run(
        [sys.executable, "-c", code], env=installation.environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "Nothing was left behind." in ended.stderr
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [".skillsnet-backup.lock"]


pytest_db = pytest.mark.django_db(transaction=True)


@pytest_db
def test_a_disk_that_is_too_small_is_told_beforehand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing.shutil, "disk_usage", lambda path: SimpleNamespace(free=1_000))
    with pytest.raises(CommandError, match=r"0 MB free.*Nothing was written"):
        call_command("backup", str(tmp_path / "b"), verbosity=0)
    assert [path.name for path in (tmp_path / "b").iterdir()] == [".skillsnet-backup.lock"]


@pytest_db
def test_the_newest_are_kept_and_another_networks_stay(tmp_path: Path, settings: Any) -> None:
    settings.SECRET_KEY = "another network's key " * 4
    other = make_backup(tmp_path, say=_silent).folder
    settings.SECRET_KEY = "this network's key " * 4
    made = [make_backup(tmp_path, say=_silent).folder for _ in range(3)]
    (tmp_path / "skillsnet-20200101T000000Z").mkdir()
    done = make_backup(tmp_path, keep=2, say=_silent)
    assert set(done.removed_folders) == set(made[:2])
    left = {path.name for path in tmp_path.iterdir() if not path.name.startswith(".")}
    assert left == {other.name, made[2].name, done.folder.name, "skillsnet-20200101T000000Z"}


@pytest_db
def test_a_file_that_a_row_names_must_be_in_it(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path / "data"
    make_person("photos/ada.png")
    monkeypatch.setattr(writing, "_file_columns", lambda: [("participants_person", "name")])
    with pytest.raises(BackupRefused, match=r"names 1 files .*photos/ada\.png"):
        make_backup(tmp_path / "b", say=_silent)
    assert not list((tmp_path / "b").glob("*skillsnet-2*"))
    (tmp_path / "data" / "files" / "photos").mkdir(parents=True)
    (tmp_path / "data" / "files" / "photos" / "ada.png").write_text("a picture")
    folder = make_backup(tmp_path / "b", say=_silent).folder
    assert (folder / "files" / "photos" / "ada.png").read_text() == "a picture"


@pytest_db
def test_a_copy_that_is_not_sound_is_no_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damage: dict[str, Callable[[Path], None]] = {"sqlite": _orphan, "postgresql": _shorten}
    monkeypatch.setattr(writing, "check_files", lambda folder, manifest: damage[connection.vendor](folder / "database"))
    make_user("ada@example.org")
    with pytest.raises(BackupRefused, match="not sound"):
        make_backup(tmp_path, say=_silent)
    assert [path.name for path in tmp_path.iterdir()] == [".skillsnet-backup.lock"]


def _orphan(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "network.sqlite3")) as opened:
        opened.execute("INSERT INTO account_emailaddress (email, verified, 'primary', user_id) VALUES ('a', 0, 0, 99)")
        opened.commit()


def _shorten(folder: Path) -> None:
    path = folder / "accounts_user.copy"
    path.write_bytes(path.read_bytes()[:-1].replace(b"\t", b" ", 1))


@pytest_db
def test_a_database_of_later_code_is_not_backed_up_by_earlier_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = writing.known_migrations()
    monkeypatch.setattr(writing, "known_migrations", lambda: known - {("home", "x"), max(known)})
    with pytest.raises(BackupRefused, match="later version"):
        make_backup(tmp_path, say=_silent)


@pytest_db
def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    with locked(tmp_path / "b"), pytest.raises(CommandError, match="Another backup is being written"):
        call_command("backup", str(tmp_path / "b"), verbosity=0)


def _silent(text: str) -> None:
    return None
