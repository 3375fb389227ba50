"""Which records are about the same thing: organisations behind different spellings, projects sent in twice, values."""

from skillsnet.core.intake.organisation_likeness import REASONS, Likeness, OrganisationPair, OrganisationTraits, Reason
from skillsnet.core.intake.record_linkage.blocking import block_keys
from skillsnet.core.intake.record_linkage.comparing import compare_all
from skillsnet.core.intake.record_linkage.domains import own_domain
from skillsnet.core.intake.record_linkage.index import MAX_BLOCK, OrganisationIndex
from skillsnet.core.intake.record_linkage.match_rules import likeness
from skillsnet.core.intake.record_linkage.normalisation import core_name

__all__ = [
    "MAX_BLOCK",
    "REASONS",
    "Likeness",
    "OrganisationIndex",
    "OrganisationPair",
    "OrganisationTraits",
    "Reason",
    "block_keys",
    "compare_all",
    "core_name",
    "likeness",
    "own_domain",
]
