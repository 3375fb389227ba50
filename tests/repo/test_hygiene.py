"""What must never stand in the repository, and what must."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def _tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_lock_files_name_no_index_and_pin_by_hash() -> None:
    for path in (ROOT / "requirements").glob("*.lock"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        assert text.count("--hash=sha256:") >= len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)), path.name
    assert '"resolved"' not in (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")


@pytest.mark.medium
def test_no_text_names_a_person_of_this_world_by_their_mail() -> None:
    address = re.compile(rb"[\w.+-]+@([\w-]+\.)+[a-z]{2,}")
    allowed = re.compile(rb"@(\w+\.)*example\.(org|com|net)$|@localhost$|\.(svg|png|js|css)$")
    for path in _tracked():
        if path.suffix in {".csv", ".jsonl", ".md", ".html", ".po"}:
            found = {match.group() for match in address.finditer(path.read_bytes())}
            assert {entry for entry in found if not allowed.search(entry)} == set(), path.name


def test_styles_know_no_left_or_right() -> None:
    physical = re.compile(
        r"(margin|padding|border)-(left|right)\b|^\s*(left|right)\s*:|text-align:\s*(left|right)", re.M
    )
    for path in (ROOT / "frontend" / "src").rglob("*.css"):
        assert not physical.search(path.read_text(encoding="utf-8")), path.name


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", re.IGNORECASE)
    for path in (ROOT / "src").rglob("*.html"):
        assert not inline.search(path.read_text(encoding="utf-8")), path.name
