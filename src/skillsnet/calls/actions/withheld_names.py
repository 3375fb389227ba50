"""Writing which names are withheld from texts."""

from collections.abc import Sequence

from skillsnet.calls.models import Project
from skillsnet.calls.queries.withheld_names import outdated_withheld_names
from skillsnet.db.bulk import update_rows
from skillsnet.participants.models import Organisation


def derive_withheld(project_ids: Sequence[int]) -> None:
    """Look for the names of these projects' people in their texts and their organisations' anew.

    Called wherever texts, people, consents or links change; a constant number of queries.
    """
    projects, organisations = outdated_withheld_names(project_ids)
    update_rows(Project, ("withheld",), projects)
    update_rows(Organisation, ("withheld",), organisations)
