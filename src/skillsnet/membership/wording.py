"""The words that people are asked to agree to: files with a version, of which each consent keeps the hash."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).resolve().parent / "wordings"
# Words that changed are a new version: whoever agreed to the former ones keeps their receipt, and is asked again.
VISIBILITY = "visibility-3"


@dataclass(frozen=True)
class Wording:
    """Words in one language, as they were read."""

    version: str
    language: str
    sentences: tuple[str, ...]
    hash: str


@lru_cache(maxsize=16)
def wording(version: str, language: str) -> Wording:
    """Return the words of a version in a language, in the platform's own where it has none in that one."""
    path = FOLDER / f"{version}.{language}.txt"
    if language not in dict(settings.LANGUAGES) or not path.is_file():
        language = settings.LANGUAGE_CODE
        path = FOLDER / f"{version}.{language}.txt"
    written = path.read_bytes()
    sentences = tuple(line for line in written.decode().splitlines() if line.strip())
    return Wording(version, language, sentences, hashlib.sha256(written).hexdigest())
