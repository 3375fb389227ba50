"""Short texts that say the same in four languages: what a text in any of them can be held against."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

PARALLEL_LANGUAGES: Final = ("en", "fr", "es", "ar")
_FILES: Final = ("skills", "land", "science", "society", "places")


@dataclass(frozen=True)
class ParallelText:
    """One subject in several languages.

    Attributes
    ----------
    key : str
        The file and the subject, such as "skills/welding".
    texts : tuple of str
        The texts in the order of `PARALLEL_LANGUAGES`.
    """

    key: str
    texts: tuple[str, ...]

    def text(self, language: str) -> str:
        """Return the text in one of the languages of `PARALLEL_LANGUAGES`."""
        return self.texts[PARALLEL_LANGUAGES.index(language)]


@cache
def parallel_texts() -> tuple[ParallelText, ...]:
    """Return the parallel texts of the package.

    Returns
    -------
    tuple of ParallelText
        About a thousand, always in the same order; each has all languages of `PARALLEL_LANGUAGES`.

    Notes
    -----
    Read once, O(size of the files).

    Examples
    --------
    >>> text = parallel_texts()[0]
    >>> len(text.texts), text.text("en") == text.texts[0]
    (4, True)
    """
    folder = resources.files(__package__)
    return tuple(
        _parse(name, line)
        for name in _FILES
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        if line
    )


def _parse(name: str, line: str) -> ParallelText:
    values: dict[str, str] = json.loads(line)
    return ParallelText(f"{name}/{values['key']}", tuple(values[language] for language in PARALLEL_LANGUAGES))
