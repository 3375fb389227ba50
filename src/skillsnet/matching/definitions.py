"""What likeness is told besides the texts."""

from collections.abc import Mapping

from skillsnet.classification.queries.training_data import definitions_of
from skillsnet.taxonomy.queries import editions_in_force


def network_definitions() -> list[Mapping[str, str]]:
    """Return the definitions of all categories in force, each by language; two queries a taxonomy, and one."""
    return [category.texts for edition in editions_in_force() for category in definitions_of(edition)]
