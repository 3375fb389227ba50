"""The command says which version it is, and the changelog says what is in it."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from skillsnet.cli import main

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("word", ["--version", "version"])
def test_it_says_its_own_version(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["skillsnet", word])
    assert capsys.readouterr().out == f"{version('skillsnet')}\n"


def test_the_changelog_has_the_version_with_its_day_below_what_is_not_released() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert heads[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(stated)} – \d{{4}}-\d\d-\d\d", heads[1])
