"""How alike texts are, whatever their languages."""

from skillsnet.core.likeness.vectors import Nearest, TextVectors, text_vectors

__all__ = ["Nearest", "TextVectors", "text_vectors"]
