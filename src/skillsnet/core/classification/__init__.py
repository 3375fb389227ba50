"""Which categories a text speaks of, and the words that say so."""

from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.classification.values import CategoryDefinition, CategoryScore, Evidence, Ranking

__all__ = ["CategoryDefinition", "CategoryScore", "Classifier", "Evidence", "Ranking"]
