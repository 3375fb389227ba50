"""What the image, the service that tests changes and the checks before a commit are told."""

import re
from pathlib import Path

import yaml
from django.urls import reverse
from tools import containerfile, try_wheel

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_image_is_made_of_the_wheel_and_installs_it_as_the_guide_says() -> None:
    words = [(step.stage, step.word) for step in containerfile.steps()]
    assert words.index((0, "ARG")) < words.index((1, "FROM"))
    base = next(step.text for step in containerfile.steps() if step.word == "ARG")
    assert re.fullmatch(r"PYTHON_IMAGE=[a-z0-9./-]+:3\.\d+[a-z0-9.-]*", base), "pinned by its tag"
    assert {step.text.split()[0] for step in containerfile.steps() if step.word == "FROM"} == {"${PYTHON_IMAGE}"}
    assert ("RUN", "make wheel") in [(step.word, step.text) for step in containerfile.steps() if step.stage == 1]
    # Raises where the image installs otherwise than the guide.
    assert any("--require-hashes" in command for command in try_wheel.install_commands())


def test_the_image_runs_as_nobody_special_and_keeps_its_data_in_a_volume() -> None:
    said = {step.word: step.text for step in containerfile.last_stage()}
    words = [step.word for step in containerfile.last_stage()]
    assert said["USER"] not in ("root", "0")
    # From there on nothing is done as root, and nothing is fetched.
    assert "RUN" not in words[words.index("USER") :]
    assert containerfile.environment()["SKILLSNET_DATA"] == said["VOLUME"]
    assert containerfile.environment()["SKILLSNET_MODE"] == "production"
    assert containerfile.environment()["PORT"] == said["EXPOSE"]
    assert reverse("healthz") in " ".join(containerfile.health_command())
    assert containerfile.start_command()[:2] == ["skillsnet", "run"]


def test_nothing_that_is_built_or_kept_goes_into_the_image() -> None:
    left_out = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n"))
    assert {".git", ".venv", "data", "data-development", "dist", "**/node_modules"} <= left_out


def test_a_change_is_tested_by_the_same_run_as_on_any_machine() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"]
    commands = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    assert commands == [".ci/run"]


def test_checks_before_a_commit_fetch_nothing_and_call_what_is_there() -> None:
    told = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repository["repo"] for repository in told["repos"]] == ["local"]
    for hook in told["repos"][0]["hooks"]:
        assert hook["language"] == "system", hook["id"]
        program, *words = hook["entry"].split()
        assert program in (".venv/bin/ruff", ".venv/bin/python"), hook["id"]
        assert all((ROOT / word).exists() for word in words if word.endswith(".py")), hook["id"]
