"""Which categories a text speaks of, and the words that say so: the values; `classifier` learns and reads.

Nothing heavy is imported here: pages know the values, and no web process may load what learns.
"""

from skillsnet.core.classification.values import (
    CategoryDefinition,
    CategoryScore,
    Confirmed,
    Embedder,
    Evidence,
    EvidenceSource,
    Ranking,
    assigned_categories,
)

__all__ = [
    "CategoryDefinition",
    "CategoryScore",
    "Confirmed",
    "Embedder",
    "Evidence",
    "EvidenceSource",
    "Ranking",
    "assigned_categories",
]
