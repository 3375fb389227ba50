"""Which categories a text speaks of, and the words that say so."""

from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.classification.features import Embedder
from skillsnet.core.classification.values import (
    CategoryDefinition,
    CategoryScore,
    Confirmed,
    Evidence,
    EvidenceSource,
    Ranking,
    chosen,
)

__all__ = [
    "CategoryDefinition",
    "CategoryScore",
    "Classifier",
    "Confirmed",
    "Embedder",
    "Evidence",
    "EvidenceSource",
    "Ranking",
    "chosen",
]
