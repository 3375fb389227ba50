"""The sentence model that figures are measured beside, where `make bench` has installed it."""

from functools import cache
from importlib.util import find_spec

from skillsnet.classification.embeddings import SENTENCE_MODEL, read_embedder
from skillsnet.core.classification import Embedder


@cache
def sentence_model() -> Embedder | None:
    """Return the model, which keeps the vectors of the texts it has read; None where it is not installed."""
    return read_embedder(SENTENCE_MODEL) if find_spec(SENTENCE_MODEL) else None
