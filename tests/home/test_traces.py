"""The data folder of a whole installation: its owner's alone, and without a trace of who was taken back."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from skillsnet.db.folder import close_folder
from tests.intake.sheets import ADA, BO, as_csv
from tests.intake.test_retention import COLUMNS, REFUSED, ROW

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("installation.py")
ROOT = SCRIPT.parents[2]


def test_folder_is_its_owners_and_keeps_no_trace_of_who_was_taken_back(tmp_path: Path, migrated_copy: str) -> None:
    folder, csv = tmp_path / "data", tmp_path / "zzcanaryfile.csv"
    folder.mkdir()
    if Path(migrated_copy).is_file():
        shutil.copyfile(migrated_copy, folder / "network.sqlite3")
    csv.write_bytes(as_csv([COLUMNS, ROW, REFUSED, *([(*row, *([""] * 5)) for row in (ADA, BO)])]).getvalue())
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder), str(csv)],
        cwd=ROOT, env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout.rsplit("\n", 1)[1])
    assert (said["prepared"], said["imported"]) == ([], [])
    assert "network.sqlite3" in said["found"] or "network.sqlite3-wal" in said["found"]
    assert any(name.startswith("names-") for name in said["found"])
    assert (said["left"], said["chores"]) == ([], True)


@pytest.mark.parametrize("name", ["network.sqlite3", "network.sqlite3-wal", "secret.key", "map/names.snm", "files/a/b"])
def test_what_an_older_version_left_open_is_closed(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    for opened in (tmp_path, path.parent):
        opened.chmod(0o755)
    path.chmod(0o644)
    (tmp_path / "mine.txt").touch()
    (tmp_path / "mine.txt").chmod(0o644)
    assert close_folder(tmp_path) >= 2
    modes = {str(found.relative_to(tmp_path)): found.stat().st_mode & 0o777 for found in (tmp_path, path.parent, path)}
    assert modes == {".": 0o700, str(path.parent.relative_to(tmp_path)): 0o700, name: 0o600}
    assert (tmp_path / "mine.txt").stat().st_mode & 0o777 == 0o644
    assert close_folder(tmp_path) == 0
