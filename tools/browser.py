"""Prints the path of a Chromium for the browser journeys, bringing one where the machine has none."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    """Print the path; an empty line means the one that Playwright brought itself."""
    found = _on_machine() or _from_apt() or _from_playwright()
    if found is None:
        sys.exit("No Chromium could be found or installed. Install one, or set SKILLSNET_BROWSER to its path.")
    print(found)


def _on_machine() -> str | None:
    named = os.environ.get("SKILLSNET_BROWSER")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def _from_apt() -> str | None:
    if not shutil.which("apt-get"):
        return None
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and (not shutil.which("sudo") or not _quietly([*prefix, "true"])):
        return None
    if _quietly([*prefix, "apt-get", "update"]) and _quietly([*prefix, "apt-get", "install", "-y", "chromium"]):
        return _on_machine()
    return None


def _from_playwright() -> str | None:
    return "" if _quietly([sys.executable, "-m", "playwright", "install", "chromium"]) else None


def _quietly(command: list[str]) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    main()
