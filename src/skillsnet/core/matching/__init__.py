"""Which texts are about similar things, and who should talk to whom, with reasons."""

from skillsnet.core.likeness import Nearest, TextVectors, text_vectors
from skillsnet.core.matching.similarity import Similar, similar
from skillsnet.core.matching.suggestions import Suggestions, suggest
from skillsnet.core.matching.values import REASON_KINDS, MatchReason, Party, PartyText, ReasonKind, Suggested

__all__ = [
    "REASON_KINDS",
    "MatchReason",
    "Nearest",
    "Party",
    "PartyText",
    "ReasonKind",
    "Similar",
    "Suggested",
    "Suggestions",
    "TextVectors",
    "similar",
    "suggest",
    "text_vectors",
]
