"""Learning in the background, and picking up what a dead worker left.

Pages import this to ask for the work, so what does it is imported where it is done (docs/decisions/0013).
"""

from django_tasks import task

from skillsnet.classification.actions import begin_relearning, fail_relearning
from skillsnet.classification.enums import UNDER_WAY
from skillsnet.classification.models import Relearning
from skillsnet.db.jobs import LeaseLost, fault_location, requeue_stale
from skillsnet.db.outage import is_outage


class RelearningStopped(Exception):
    """A relearning stopped by a fault of ours; says which and where, and nothing of the projects."""


@task()
def run_relearning(relearning_id: int) -> str:
    """Learn and read every project again; a repeat goes on where it stopped. Decisions made meanwhile bring another."""
    from skillsnet.classification.actions.relearning import relearn

    relearning = Relearning.objects.select_related("edition").get(pk=relearning_id)
    try:
        relearning = relearn(relearning)
    except LeaseLost:
        return "taken over"
    except Exception as error:  # boundary: the relearning must say that it stopped, whatever it was
        if not is_outage(error):
            fail_relearning(relearning, fault=type(error).__name__)
        # A database's complaint quotes what was to be written; a project's words belong into no log.
        raise RelearningStopped(f"relearning {relearning_id}: {fault_location(error)}") from None
    if following := begin_relearning(relearning.edition, by=None):
        run_relearning.enqueue(following.pk)
    return relearning.state


def requeue_stale_relearnings() -> list[int]:
    """Enqueue again what a worker that has died was at, and return the relearnings' ids."""
    tasks = {state.value: run_relearning for state in UNDER_WAY}
    return requeue_stale(
        Relearning, tasks, give_up=lambda row: fail_relearning(row, fault="JobGivenUp"), name="relearning"
    )
