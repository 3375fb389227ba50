"""What the Containerfile says, read so that its steps can be followed where no container runs."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "Containerfile"
_CONTINUED = re.compile(r"\\\n\s*")


@dataclass(frozen=True)
class Step:
    """One instruction: its word, what follows it, and the stage that it belongs to (0 before the first)."""

    word: str
    text: str
    stage: int


def steps(text: str | None = None) -> list[Step]:
    """Return the instructions in their order."""
    return list(_steps(FILE.read_text(encoding="utf-8") if text is None else text))


def _steps(text: str) -> Iterator[Step]:
    stage = 0
    for line in _CONTINUED.sub(" ", text).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        stage += word == "FROM"
        yield Step(word, rest.strip(), stage)


def last_stage() -> list[Step]:
    """Return the instructions of the image that runs."""
    found = steps()
    return [step for step in found if step.stage == found[-1].stage]


def install_commands() -> list[str]:
    """Return the commands that install the platform in the image."""
    return [step.text for step in last_stage() if step.word == "RUN" and step.text.startswith("pip ")]


def environment() -> dict[str, str]:
    """Return the variables that the image sets."""
    pairs = [pair for step in last_stage() if step.word == "ENV" for pair in shlex.split(step.text)]
    return dict(pair.split("=", 1) for pair in pairs)


def start_command() -> list[str]:
    """Return the command that the image runs."""
    return list(json.loads(next(step.text for step in last_stage() if step.word == "CMD")))


def health_command() -> list[str]:
    """Return the command that tells whether the platform in the image is well."""
    text = next(step.text for step in last_stage() if step.word == "HEALTHCHECK")
    return list(json.loads(text[text.index("[") :]))
