"""Installs `dist/` as docs/how-to/run-for-others.md and the Containerfile say, into a virtual environment, and uses it.

It is started by the image's command with the image's variables, and found well by the image's check of health.
`python -m tools.try_wheel`, after `make wheel`. Packages come from wherever pip is set up to take them.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from tools import containerfile

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "how-to" / "run-for-others.md"
START_SECONDS = 300
PAGES = ("/", "/directory/", "/map/")


def main() -> None:
    """Install, run, look at pages, back up, restore; end with a fault where something does not hold."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
        for command in install_commands():
            line = f". {home}/venv/bin/activate && {command} --quiet"
            subprocess.run(["bash", "-c", line], cwd=ROOT / "dist", check=True)
        environment = _environment(home)
        with _running(home, environment) as address:
            for page in PAGES:
                _read(f"{address}{page}")
            _refuse_unhealthy(home, environment, address)
            style = re.search(r'href="(/static/build/site\.[0-9a-f]+\.css)"', _read(f"{address}/").decode())
            assert style, "the pages have no style sheet"
            assert b"@font-face" in _read(f"{address}{style[1]}")
            _skillsnet(home, environment, "backup", str(home / "backups"))
        backup = next((home / "backups").glob("skillsnet-*"))
        _skillsnet(home, environment, "restore", str(backup), "--replace")
        _skillsnet(home, environment, "check-data")
    print("The wheel installs as documented, runs, and comes back from its backup.")


def install_commands() -> list[str]:
    """Return the commands that install: the guide's, which are the image's but for its cache."""
    guide = re.findall(r"^ {4,}(pip install .+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    image = [command.replace(" --no-cache-dir", "") for command in containerfile.install_commands()]
    assert guide == image, f"the guide installs by {guide}, the Containerfile by {image}"
    return guide


def _environment(home: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SKILLSNET_", "PYTHON", "VIRTUAL"))
    }
    return {
        **kept,
        **containerfile.environment(),
        "SKILLSNET_DATA": str(home / "data"),
        "SKILLSNET_SECRET_KEY": "only for this try, and long enough to be taken " * 2,
        "SKILLSNET_HOSTS": "network.example.org",
        "SKILLSNET_MAIL": "smtp://127.0.0.1:9",
        "SKILLSNET_MAIL_FROM": "network@example.org",
        "SKILLSNET_LOG_LEVEL": "WARNING",
    }


@contextmanager
def _running(home: Path, environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program, *words = containerfile.start_command()
    # On this machine nobody else shall reach it.
    command = [str(home / "venv/bin" / program), *words, "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, env=environment, cwd=home, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def _refuse_unhealthy(home: Path, environment: dict[str, str], address: str) -> None:
    program, *words = containerfile.health_command()
    told = {**environment, "PORT": address.rpartition(":")[2]}
    subprocess.run([str(home / "venv/bin" / program), *words], env=told, check=True)
    ill = subprocess.run(
        [str(home / "venv/bin" / program), *words], env={**told, "PORT": "9"}, capture_output=True, check=False
    )
    assert ill.returncode, "the image's check of health finds well what does not answer"


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            _read(address)
        except URLError:
            time.sleep(0.5)
        else:
            return
    sys.exit("The installed platform did not start.")


def _read(address: str) -> bytes:
    # As the proxy of an installation passes it on.
    headers = {"Host": "network.example.org", "X-Forwarded-Proto": "https"}
    with urlopen(Request(address, headers=headers), timeout=30) as answer:
        return bytes(answer.read())


def _skillsnet(home: Path, environment: dict[str, str], *words: str) -> None:
    subprocess.run([str(home / "venv/bin/skillsnet"), *words], env=environment, cwd=home, check=True)


if __name__ == "__main__":
    main()
