"""Links, paths, targets and commands that the documentation names are there; pictures are used and described."""

import posixpath
import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from shutil import copy

import pytest
from django.core.management import get_commands
from tools.check_sizes import offences
from tools.docs_site import PAGES, site_links

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "src/skillsnet/"
DOCUMENTS = sorted(
    [*(ROOT / "docs").rglob("*.md"), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md"))]
)
PICTURES = ROOT / "docs" / "pictures"
MAX_PICTURES_BYTES = 600_000
# What the worked example of docs/development.md makes.
MADE_BY_THE_READER = {"tests/calls/test_seeks_partners.py"}
LINK = re.compile(r"(?P<image>!?)\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")
# The first folder of a path in the documentation: of the repository, or of an app or of the core.
TOP = {path.name for path in ROOT.iterdir() if path.is_dir()} - {".git", ".venv", "data", "dist", "site"}
APPS = {path.name for path in (ROOT / SOURCE).iterdir() if path.is_dir()}
PATH = re.compile(r"`([\w.-]+/[\w./-]+)`")
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _links(path: Path) -> Iterator[re.Match[str]]:
    return LINK.finditer(FENCE.sub("", _text(path)))


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _text(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_each_link_leads_somewhere_in_the_repository(path: Path) -> None:
    broken = []
    for match in _links(path):
        target, _, anchor = match["target"].partition("#")
        if "://" in target:
            continue
        aim = (path.parent / target).resolve() if target else path
        if not aim.exists() or (anchor and anchor not in _anchors(aim)):
            broken.append(match["target"])
    assert broken == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_each_path_in_the_text_is_there(path: Path) -> None:
    named = {match for match in PATH.findall(_text(path)) if match.split("/")[0] in TOP | APPS}
    missing = {
        name for name in named
        if not (ROOT / name).exists() and not (ROOT / SOURCE / name).exists() and "…" not in name
    }  # fmt: skip
    assert missing - MADE_BY_THE_READER == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_each_target_and_command_in_the_text_is_there(path: Path) -> None:
    text = _text(path)
    targets = set(re.findall(r"^([a-z-]+):", _text(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|[` ])make ([a-z][a-z-]*)(?=[`\n])", text, re.MULTILINE)) <= targets
    commands = {name.replace("_", "-") for name in get_commands()}
    assert set(re.findall(r"`(?:\.venv/bin/)?skillsnet ([a-z][a-z-]+)", text)) <= commands


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_what_stands_within_a_list_is_indented_by_four(path: Path) -> None:
    # The repository's pages take two or three spaces too; the site takes them for the end of the list.
    lines = FENCE.sub(lambda block: block[0].splitlines()[0], _text(path)).splitlines()
    inner = [line for line in lines if re.match(r" +(- |\d+\. |```)", line)]
    assert [line for line in inner if (len(line) - len(line.lstrip())) % 4] == []


def test_a_list_begins_after_an_empty_line() -> None:
    wrong = []
    for path in DOCUMENTS:
        lines = FENCE.sub("", _text(path)).splitlines()
        for before, line in pairwise(lines):
            if re.match(r"(- |1\. )", line) and before and not re.match(r"(#|- |\d+\. | )", before):
                wrong.append(f"{path.name}: {line}")
    assert wrong == []


def test_the_changes_of_the_worked_example_fit_the_code(tmp_path: Path) -> None:
    blocks = re.findall(r"^```diff\n(.*?)^```", _text(ROOT / "docs" / "development.md"), re.MULTILINE | re.DOTALL)
    names = sorted(set(re.findall(r"^\+\+\+ b/(.+)$", "".join(blocks), re.MULTILINE)))
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, tmp_path / name)
    command = ["git", "apply", "-C1", "-"]
    done = subprocess.run(command, cwd=tmp_path, input="".join(blocks), capture_output=True, text=True, check=False)
    assert names
    assert done.returncode == 0, done.stderr
    programs = [tmp_path / name for name in names if Path(name).suffix in {".py", ".ts", ".html"}]
    assert [offence for path in programs for offence in offences(path, root=tmp_path)] == []


@pytest.mark.parametrize(
    ("place", "link", "on_the_site"),
    [
        ("docs/reference/licences.md", "[a](../../LICENSE)", "[a](../licence.md)"),
        ("docs/development.md", "[a](../CHANGELOG.md#unreleased)", "[a](changelog.md#unreleased)"),
        ("docs/development.md", "see [the Makefile](../Makefile).", "see the Makefile."),
        ("docs/glossary.md", "[a](how-to/read-the-map.md)", "[a](how-to/read-the-map.md)"),
        ("docs/glossary.md", "[a](https://example.org/x)", "[a](https://example.org/x)"),
        ("docs/glossary.md", "[a](../nowhere.md)", "[a](../nowhere.md)"),
    ],
)
def test_links_that_leave_the_folder_lead_on_within_the_site(place: str, link: str, on_the_site: str) -> None:
    assert site_links(link, source=place, place=place) == on_the_site


def test_a_page_from_the_folder_above_leads_into_the_site() -> None:
    text = "[a](docs/decisions/README.md) [b](LICENSE)"
    assert (
        site_links(text, source="SECURITY.md", place=PAGES["SECURITY.md"]) == "[a](decisions/README.md) [b](licence.md)"
    )


def test_each_picture_is_used_described_and_small() -> None:
    used: dict[str, str] = {}
    for path in DOCUMENTS:
        for match in _links(path):
            if match["image"]:
                aim = posixpath.normpath((path.parent / match["target"]).as_posix())
                used[aim] = match["words"]
    there = {path.as_posix() for path in PICTURES.glob("*")}
    assert set(used) == there
    assert {aim for aim, words in used.items() if len(words.split()) < 3} == set()
    assert sum(Path(aim).stat().st_size for aim in there) <= MAX_PICTURES_BYTES
