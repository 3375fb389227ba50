"""Files of texts that are there in several languages."""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from skillsnet.core.errors import Invalid


def read_parallel_file(path: Path, languages: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the texts of a JSON Lines file, or of one packed by gzip, in the order of the languages.

    A line that lacks one of the languages is left out.

    Raises
    ------
    Invalid
        When the file cannot be read, or no line has all the languages.
    """
    try:
        texts = list(_parse(path, languages))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise Invalid(_("“%(file)s” cannot be read. Check the path and the file.") % {"file": path.name}) from error
    if len(texts) < 2:
        raise Invalid(
            _("“%(file)s” has fewer than two lines with a text in each of these languages: %(languages)s.")
            % {"file": path.name, "languages": ", ".join(languages)}
        )
    return texts


def _parse(path: Path, languages: Sequence[str]) -> Iterator[tuple[str, ...]]:
    with _open(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                values = json.loads(line)
            except ValueError:
                values = None
            if not isinstance(values, dict):
                raise Invalid(
                    _("Line %(line)d of “%(file)s” is not a JSON object. Write one object a line.")
                    % {"line": number, "file": path.name}
                )
            texts = tuple(values.get(language) for language in languages)
            if all(isinstance(text, str) and text.strip() for text in texts):
                yield tuple(str(text) for text in texts)


def _open(path: Path) -> TextIO:
    # A byte order mark is no part of the first text.
    return gzip.open(path, "rt", encoding="utf-8-sig") if path.suffix == ".gz" else path.open(encoding="utf-8-sig")
