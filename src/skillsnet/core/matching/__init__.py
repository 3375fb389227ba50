"""Which texts are about similar things, and the words they share."""

from skillsnet.core.matching.similarity import Similar, similar

__all__ = ["Similar", "similar"]
