"""Refuses files and functions that have grown past what a reader takes in at once."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES = 400
FUNCTION_LINES = 40
VIEW_LINES = 25
TEMPLATE_LINES = 150


def main() -> None:
    """Print each offender and fail when there is one."""
    offenders = [offence for path in _files() for offence in offences(path, root=ROOT)]
    for offence in offenders:
        print(offence)
    sys.exit(1 if offenders else 0)


def _files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", "*.py", "*.ts", "*.css", "*.html"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    return [path for path in paths if path.exists() and "migrations" not in path.parts]


def offences(path: Path, *, root: Path) -> Iterator[str]:
    """Yield a line for the file, and for each of its functions, that is too long; paths are given from `root`."""
    name = path.relative_to(root)
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    limit = TEMPLATE_LINES if path.suffix == ".html" else FILE_LINES
    if lines > limit:
        yield f"{name}: {lines} lines, at most {limit}: split it by noun"
    if path.suffix == ".py":
        yield from _long_functions(name, ast.parse(text))


def _long_functions(name: Path, tree: ast.Module) -> Iterator[str]:
    limit = VIEW_LINES if name.name == "views.py" or name.parent.name == "views" else FUNCTION_LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            length = (node.end_lineno or node.lineno) - first.lineno + 1
            if length > limit:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines, at most {limit}"


if __name__ == "__main__":
    main()
