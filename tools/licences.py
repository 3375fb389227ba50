"""Keeps docs/reference/licences.md: `write` makes it, `check` refuses one that is not current or not allowed."""

import re
import sys

from tools.components import ROOT, Component, npm_components, python_components

PAGE = ROOT / "docs" / "reference" / "licences.md"
# May be handed out together with code under Apache-2.0.
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "LGPL-3.0-only", "MIT", "MIT-0",
    "MPL-2.0", "OFL-1.1", "PSF-2.0", "Zlib",
}  # fmt: skip
HEAD = """# Licences

Our own code is under [Apache-2.0](../../LICENSE). An installation holds besides it the packages below, each under its
own licence: the Python packages that `requirements/run.lock` pins, and the packages whose code or fonts are in the
pages. This page is made by `python -m tools.licences write`; `make check` refuses a licence that may not be handed out
together with ours. The same list for machines, with the sums of every file, is `dist/sbom.json`, which `make wheel`
makes.

The text of each licence is in the package itself (`*.dist-info` of the virtual environment); that of the fonts is
beside them, in `OFL.txt`.
"""


def main(task: str) -> None:
    """Write the page, or look whether it is as it would be written and all is allowed."""
    if task == "write":
        PAGE.write_text(page(), encoding="utf-8")
        return
    problems = refusals([*python_components(), *npm_components()])
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        problems.append("docs/reference/licences.md is not current: run python -m tools.licences write")
    print("\n".join(problems), end="\n" if problems else "")
    sys.exit(1 if problems else 0)


def refusals(components: list[Component]) -> list[str]:
    """Return a sentence for each component whose licence is unknown or not allowed."""
    return [
        f"{one.name} {one.version} is under {one.licence or 'no licence that its metadata tells'}: not on the list"
        for one in components
        if not is_allowed(one.licence)
    ]


def is_allowed(licence: str) -> bool:
    """Return whether an SPDX expression of plain AND and OR leaves a choice that is allowed."""
    return any(set(re.split(r" AND ", choice.strip("()"))) <= ALLOWED for choice in licence.split(" OR "))


def page() -> str:
    """Return the page as it should be."""
    parts = [HEAD, "\n## Python packages\n\n", _table(python_components())]
    parts += ["\n## In the pages\n\n", _table(npm_components())]
    return "".join(parts)


def _table(components: list[Component]) -> str:
    rows = [f"| {one.name} | {one.version} | {one.licence} |\n" for one in components]
    return "| package | version | licence |\n|---|---|---|\n" + "".join(rows)


if __name__ == "__main__":
    main(sys.argv[1])
