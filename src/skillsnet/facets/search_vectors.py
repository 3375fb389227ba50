"""The vectors that a text is compared by, on disk: a worker writes them after a change, and a search reads them.

A file stands under a name made of its content, and `current.json` names those in force, so that no reader meets halves.
Where there are none, as before the first change, a text is compared by its words alone.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from time import time
from typing import IO, Any, Final
from uuid import uuid4

import numpy as np
import numpy.typing as npt
from django.conf import settings

from skillsnet.core.search.concept_vectors import DescribedTexts, Floats, Scores, WordVectors
from skillsnet.core.text import guess_language

FOLDER: Final = "search"
CURRENT: Final = "current.json"
DRAFT: Final = ".part"
# What is a draft for longer than this was left by a process that died.
DRAFT_SECONDS: Final = 3600


@dataclass(frozen=True)
class SearchVectors:
    """What a text is compared by: the vectors of words, and those of projects by their numbers."""

    words: WordVectors
    projects: DescribedTexts


def concept_nearness(text: str, made_at: Mapping[int, datetime]) -> Scores:
    """Return how near a text is to some projects by its concepts, by number; empty where nobody knows. No query.

    `made_at` holds by number when each project was made: another network's files tell nothing of this one's.
    """
    language = guess_language(text)
    vectors = search_vectors() if language is not None else None
    if vectors is None or language is None:
        return {}
    description = vectors.words.describe(text, language)
    return {} if description is None else vectors.projects.nearness(description, stamps_of(made_at))


def stamps_of(made_at: Mapping[int, datetime]) -> dict[int, int]:
    """Return the microsecond at which each project was made, by number, in ascending order of the numbers."""
    return {number: int(moment.timestamp() * 1_000_000) for number, moment in sorted(made_at.items())}


def search_vectors() -> SearchVectors | None:
    """Return the vectors in force, None before the first; read once a process for each change."""
    folder = settings.DATA_DIR / FOLDER
    try:
        names = json.loads((folder / CURRENT).read_text(encoding="utf-8"))
        words = _words(folder / names["words"])
        return SearchVectors(
            replace(words, means=_means(folder / names["means"])), _projects(folder, *names["projects"])
        )
    except FileNotFoundError:
        return None


def write_search_vectors(words: WordVectors, projects: DescribedTexts, means: Mapping[str, Floats]) -> None:
    """Put vectors in force, and remove those that were; `means` are of the projects' languages."""
    folder = settings.DATA_DIR / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    all_means = {**words.means, **means}

    def save_words(file: IO[bytes]) -> None:
        np.savez(file, terms=words.terms, vectors=words.vectors, steps=words.steps, levels=words.levels)

    def save_means(file: IO[bytes]) -> None:
        np.savez(file, languages=np.array(list(all_means)), rows=np.stack(list(all_means.values())))

    numbers = np.stack([projects.keys, projects.stamps])
    names = {
        "words": _write(folder, "words", ".npz", save_words),
        "means": _write(folder, "means", ".npz", save_means),
        "projects": [
            _write(folder, "numbers", ".npy", lambda file: np.save(file, numbers)),
            _write(folder, "vectors", ".npy", lambda file: np.save(file, projects.vectors)),
        ],
    }
    _replace(folder / CURRENT, json.dumps(names).encode())
    _remove_others(folder)


def _remove_others(folder: Path) -> None:
    """Remove what is not in force, but for drafts that another process may be writing."""
    names = json.loads((folder / CURRENT).read_text(encoding="utf-8"))
    file_names = {CURRENT, names["words"], names["means"], *names["projects"]}
    least = time() - DRAFT_SECONDS
    for path in folder.iterdir():
        if path.name not in file_names and (path.suffix != DRAFT or path.stat().st_mtime < least):
            path.unlink(missing_ok=True)


def forget_search_vectors() -> None:
    """Let texts be compared by their words alone, as where sentence embeddings take the concepts' place."""
    (settings.DATA_DIR / FOLDER / CURRENT).unlink(missing_ok=True)


def _write(folder: Path, kind: str, ending: str, save: Callable[[IO[bytes]], None]) -> str:
    """Write a file under a name made of its content, unless it is there; return the name."""
    content = BytesIO()
    save(content)
    name = f"{kind}-{sha256(content.getvalue()).hexdigest()[:20]}{ending}"
    if not (folder / name).exists():
        _replace(folder / name, content.getvalue())
    return name


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.{uuid4().hex}{DRAFT}")
    draft.write_bytes(content)
    draft.replace(path)


@lru_cache(maxsize=1)
def _words(path: Path) -> WordVectors:
    with np.load(path) as columns:
        arrays = {name: _closed(columns[name]) for name in ("terms", "vectors", "steps", "levels")}
    return WordVectors(**arrays, means={})


@lru_cache(maxsize=1)
def _means(path: Path) -> Mapping[str, Floats]:
    with np.load(path) as means:
        return dict(zip(means["languages"].tolist(), _closed(means["rows"]), strict=True))


@lru_cache(maxsize=1)
def _projects(folder: Path, numbers: str, vectors: str) -> DescribedTexts:
    keys, stamps = _closed(np.load(folder / numbers))
    return DescribedTexts(keys, stamps, np.load(folder / vectors, mmap_mode="r"))


def _closed(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    array.setflags(write=False)
    return array
