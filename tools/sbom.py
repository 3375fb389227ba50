"""Writes what an installation is made of as a CycloneDX document: `python -m tools.sbom FILE`."""

import json
import sys
import tomllib
import uuid
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tools.components import ROOT, Component, npm_components, python_components


def main(path: Path) -> None:
    """Write the document; the same locks give the same one."""
    path.write_text(json.dumps(document(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def document() -> dict[str, Any]:
    """Return the document (CycloneDX 1.6)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    python, npm = python_components(), npm_components()
    root = f"pkg:pypi/{project['name']}@{project['version']}"
    listed = [_component(one) for one in [*python, *npm]]
    content = json.dumps([root, listed], sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": root,
            }
        },
        "components": listed,
        "dependencies": [
            {"ref": root, "dependsOn": _of_names(project["dependencies"], python) + [one.purl for one in npm]},
            *({"ref": one.purl, "dependsOn": _of_names(_needs(one.name), python)} for one in python),
            *({"ref": one.purl, "dependsOn": []} for one in npm),
        ],
    }


def _component(one: Component) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": one.purl,
        "name": one.name,
        "version": one.version,
        "licenses": [{"expression": one.licence}],
        "purl": one.purl,
        # One for each file that the package index may hand out: a lock pins all of them.
        "hashes": [{"alg": algorithm, "content": digest} for algorithm, digest in one.hashes],
    }


def _needs(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def _of_names(requirements: list[str], components: list[Component]) -> list[str]:
    names = {canonicalize_name(Requirement(text).name) for text in requirements}
    return [one.purl for one in components if canonicalize_name(one.name) in names]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
