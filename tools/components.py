"""What an installation is made of besides our own code: the locked Python packages, and the packages in the pages."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "run.lock"
NPM_LOCK = ROOT / "frontend" / "package-lock.json"
PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# What the package's metadata says loosely or not at all, as its licence file has it.
READ_BY_HAND = {
    # Its metadata holds the whole text; some of its files are under the second, its list of suffixes the third.
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "anyascii": "ISC",
    "django-csp": "BSD-3-Clause",
    "graspologic-native": "MIT",
    "resvg-py": "MIT",
    "scipy": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
    "wcwidth": "MIT",
}


@dataclass(frozen=True)
class Component:
    """One package of one version."""

    name: str
    version: str
    kind: str
    licence: str
    hashes: tuple[tuple[str, str], ...]

    @property
    def purl(self) -> str:
        """Its address as a package URL."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def python_components() -> list[Component]:
    """Return the packages of the production lock, in its order; one that differs by Python's version stands twice."""
    found = []
    for name, version, hashes in pins(LOCK):
        found.append(Component(name, version, "pypi", licence_of(name), tuple(("SHA-256", one) for one in hashes)))
    return found


def npm_components() -> list[Component]:
    """Return the packages whose code or fonts are in the pages."""
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    found = []
    for path, package in sorted(packages.items()):
        if path and not package.get("dev"):
            algorithm, digest = package["integrity"].split("-", 1)
            hashes = ((algorithm.upper().replace("SHA", "SHA-"), base64.b64decode(digest).hex()),)
            name = path.removeprefix("node_modules/")
            found.append(Component(name, package["version"], "npm", package["license"], hashes))
    return found


def pins(lock: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the name, version and hashes of each pin of a lock file."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if match := PIN.match(line):
            yield match[1], match[2], HASH.findall(line)


@cache
def licence_of(name: str) -> str:
    """Return the licence of an installed package as an SPDX expression, or an empty text where nothing tells."""
    if name in READ_BY_HAND:
        return READ_BY_HAND[name]
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    return str(told.get("License-Expression") or told.get("License") or "").strip()
