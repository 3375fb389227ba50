"""Finding the same organisation behind different spellings of its name."""

from skillsnet.core.intake.duplicates.blocking import block_keys
from skillsnet.core.intake.duplicates.comparing import compare_all
from skillsnet.core.intake.duplicates.domains import own_domain
from skillsnet.core.intake.duplicates.index import MAX_BLOCK, OrganisationIndex
from skillsnet.core.intake.duplicates.match_rules import likeness
from skillsnet.core.intake.duplicates.model import REASONS, Likeness, Match, OrganisationTraits, Reason
from skillsnet.core.intake.duplicates.normalisation import core_name

__all__ = [
    "MAX_BLOCK",
    "REASONS",
    "Likeness",
    "Match",
    "OrganisationIndex",
    "OrganisationTraits",
    "Reason",
    "block_keys",
    "compare_all",
    "core_name",
    "likeness",
    "own_domain",
]
