"""A whole installation in a folder of its own, for a process of its own: brings people in and takes them back."""

import json
import os
import sys
from pathlib import Path


def main(folder: Path, csv: str) -> None:
    """Prepare an installation, import the file, look, take the import back, look again; print what was found."""
    os.environ["SKILLSNET_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "skillsnet.config.settings"
    os.environ.pop("SKILLSNET_DATABASE", None)
    # As an older version left it: open to everybody at the machine.
    folder.chmod(0o755)
    from skillsnet.cli import main as command

    said = {}
    os.umask(0o022)
    (folder / "secret.key").touch(mode=0o644)
    command(["skillsnet", "check", "--verbosity", "0"])
    from skillsnet.home.actions import prepare
    from skillsnet.home.housekeeping import chores_of, do_what_is_due

    prepare()
    said["prepared"] = _open_to_others(folder)
    (folder / "answers.csv").unlink(missing_ok=True)
    command(["skillsnet", "import", csv, "--call", "first", "--verbosity", "0"])
    said["imported"], said["found"] = _open_to_others(folder), _traces(folder)
    command(["skillsnet", "imports", "undo", "1"])
    chores_went_well = do_what_is_due(chores_of())
    said["left"], said["chores"] = _traces(folder), chores_went_well
    sys.stdout.write("\n" + json.dumps(said))


def _open_to_others(folder: Path) -> list[str]:
    return sorted(str(path) for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077)


def _traces(folder: Path) -> list[str]:
    """Return the files that hold the canary, whatever its case, unpacked where they are packed."""
    import brotli

    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            content = brotli.decompress(content) if path.suffix == ".br" else content
            if b"zzcanary" in content.lower() or b"799 123456" in content:
                found.append(path.name)
    return sorted(found)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
