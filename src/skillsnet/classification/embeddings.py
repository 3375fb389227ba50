"""Sentence embeddings from a folder: an optional extra, never fetched."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from skillsnet.core.classification import Embedder
from skillsnet.core.errors import Invalid

MODEL_FILES = ("model.safetensors", "tokenizer.json")


class StaticEmbedder:
    """The mean of a text's word vectors, from a folder that model2vec wrote."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def encode(self, texts: Sequence[str]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        """Return one row a text."""
        return np.asarray(self._model.encode(list(texts)), dtype=np.float64)


def installed_embedder() -> Embedder | None:
    """Return the embeddings that the setting SKILLSNET_EMBEDDINGS names, None where it names none."""
    folder = settings.EMBEDDINGS_FOLDER
    return read_embedder(Path(folder)) if folder else None


@cache
def read_embedder(folder: Path) -> Embedder:
    """Return the embeddings of a folder; raises Invalid with a sentence when there are none that can be read."""
    missing = [name for name in MODEL_FILES if not (folder / name).is_file()]
    if missing:
        raise Invalid(
            _(
                "“%(folder)s” does not contain “%(file)s”. Enter a folder that contains a static model2vec "
                "embedding model."
            )
            % {"folder": str(folder), "file": missing[0]}
        )
    try:
        from model2vec import StaticModel
    except ImportError as error:
        raise Invalid(
            _(
                "Embeddings need an optional package. Install skillsnet[embeddings], or leave "
                "SKILLSNET_EMBEDDINGS empty."
            )
        ) from error
    try:
        return StaticEmbedder(StaticModel.from_pretrained(str(folder)))
    except Exception as error:  # boundary: the file is somebody else's, and its reader fails in many ways
        raise Invalid(
            _("The embeddings in “%(folder)s” cannot be read: %(why)s.")
            % {"folder": str(folder), "why": type(error).__name__}
        ) from error
